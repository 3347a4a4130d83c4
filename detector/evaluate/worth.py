"""Whether sentences that state something pass as claims, and how many of the others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from detector.attributed import Labelled
from detector.extract.checkable import why_not
from detector.extract.grammar import Token, tokens_of
from detector.extract.worth import CLAIM, Worth
from detector.types import Span


@dataclass(frozen=True, slots=True)
class WorthFigures:
    """Of the sentences of a set that are worth a check, and of the others: how many there are, how many pass as claims
    by the rule alone and how many with the model behind it, and for what reasons the others are refused."""

    set: str
    worthy: int
    worthy_by_rule: int
    worthy_kept: int
    others: int
    others_by_rule: int
    others_kept: int
    refused: dict[str, int]

    def lines(self) -> list[str]:
        """Lines for a terminal."""
        why = ", ".join(f"{reason} {n}" for reason, n in self.refused.items())
        return [
            f"worth a check, {self.set}: {self.worthy} sentences, {self.others} others",
            f"  by the rule      {self.worthy_by_rule} pass, {self.others_by_rule} others",
            f"  with the model   {self.worthy_kept} pass, {self.others_kept} others ({why})",
        ]


def worth_figures(name: str, sentences: Iterable[tuple[str, bool]], model: Worth | None = None) -> WorthFigures:
    """What the rule of `extract.checkable` and a model behind it do with sentences, each with whether it is worth a
    check."""
    each = [(tokens_of(text, Span(0, len(text)), ()), worthy) for text, worthy in sentences]
    ruled = [why_not(tokens, "narrates") for tokens, _ in each]
    told = _with_model(ruled, [tokens for tokens, _ in each], model)
    total, by_rule, kept, refused = Counter[bool](), Counter[bool](), Counter[bool](), Counter[str]()
    for (_, worthy), rule, reason in zip(each, ruled, told, strict=True):
        total[worthy] += 1
        by_rule[worthy] += rule is None
        kept[worthy] += reason is None
        if reason is not None and not worthy:
            refused[reason] += 1
    return WorthFigures(
        name,
        total[True],
        by_rule[True],
        kept[True],
        total[False],
        by_rule[False],
        kept[False],
        dict(refused.most_common()),
    )


def with_claims(sentences: Iterable[Labelled]) -> list[tuple[str, bool]]:
    """Labelled sentences, each with whether it is a claim."""
    return [(one.text, one.label == CLAIM) for one in sentences]


def _with_model(ruled: list[str | None], each: list[list[Token]], model: Worth | None) -> list[str | None]:
    if model is None:
        return ruled
    weighed = [i for i, reason in enumerate(ruled) if reason is None]
    told = dict(zip(weighed, model.reasons([each[i] for i in weighed]), strict=True))
    return [reason or told[i] for i, reason in enumerate(ruled)]
