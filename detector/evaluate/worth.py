"""Whether sentences that fact-checkers found worth a check pass as claims, and how many of the others do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from detector.extract.checkable import why_not
from detector.extract.grammar import tokens_of
from detector.types import Span


@dataclass(frozen=True, slots=True)
class WorthFigures:
    """Of sentences marked worth a check, and of the others: how many there are and how many pass as claims; and for
    what reasons the others are refused."""

    worthy: int
    worthy_kept: int
    others: int
    others_kept: int
    refused: dict[str, int]

    def line(self) -> str:
        """One line for a terminal."""
        why = ", ".join(f"{reason} {n}" for reason, n in self.refused.items())
        return (
            f"worth a check: {self.worthy_kept} of {self.worthy} sentences pass, "
            f"{self.others_kept} of {self.others} others ({why})"
        )


def worth_figures(sentences: Iterable[tuple[str, bool]]) -> WorthFigures:
    """What the rule of `extract.checkable` does with sentences, each with whether it was found worth a check."""
    total: Counter[bool] = Counter()
    kept: Counter[bool] = Counter()
    refused: Counter[str] = Counter()
    for text, worthy in sentences:
        reason = why_not(tokens_of(text, Span(0, len(text)), ()), "narrates")
        total[worthy] += 1
        kept[worthy] += reason is None
        if reason is not None and not worthy:
            refused[reason] += 1
    return WorthFigures(total[True], kept[True], total[False], kept[False], dict(refused.most_common()))
