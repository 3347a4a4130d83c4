"""How well the stance of claims is read, on the sentences that training holds out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from detector import gold
from detector.attributed import StanceLabel, StanceSentence
from detector.names import same_holder
from detector.types import Claim, Stance

STANCES = get_args(Stance)
NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class StanceFigures:
    """`confusion[gold][claimed]` counts labels; `claimed` is a stance, or "not found" where no claim shares a third of
    the shorter with the gold content."""

    maker: str
    sentences: int
    labels: int
    confusion: dict[str, dict[str, int]]

    @property
    def accuracy(self) -> float:
        """The share of all labels with the right stance."""
        return self._right() / self.labels if self.labels else 0.0

    @property
    def accuracy_of_found(self) -> float:
        """The share of the labels found with the right stance."""
        found = self.labels - sum(row[NOT_FOUND] for row in self.confusion.values())
        return self._right() / found if found else 0.0

    def _right(self) -> int:
        return sum(self.confusion[stance][stance] for stance in STANCES)


def held_out_sentences(sentences: Sequence[StanceSentence]) -> list[StanceSentence]:
    """The sentences that no model learns from, chosen by a hash of their words."""
    return [s for s in sentences if gold.held_out(s.sentence.of(s.document.text))]


def stance_figures(
    maker: str, sentences: Sequence[StanceSentence], stances: Sequence[Sequence[Stance | None]]
) -> StanceFigures:
    """Compare the stances told for each sentence's labels, in their order, with the labels; None is not found."""
    counts = Counter(
        (label.stance, told or NOT_FOUND)
        for sentence, made in zip(sentences, stances, strict=True)
        for label, told in zip(sentence.labels, made, strict=True)
    )
    confusion = {g: {c: counts[g, c] for c in (*STANCES, NOT_FOUND)} for g in STANCES}
    return StanceFigures(maker, len(sentences), sum(counts.values()), confusion)


def claims_on(labels: Sequence[StanceLabel], claims: Sequence[Claim]) -> list[Stance | None]:
    """The stance that claims give each label: of the claims that cover its content the one that shares most with it,
    of equals the one with its holder, then the shortest."""
    return [_claimed(label, claims) for label in labels]


def _claimed(label: StanceLabel, claims: Sequence[Claim]) -> Stance | None:
    covering = [c for c in claims if gold.overlap(c.span, label.content)]
    if not covering:
        return None
    return max(covering, key=lambda c: (_shared(c, label), same_holder(c.holder, label.holder), -len(c.quote))).stance


def _shared(claim: Claim, label: StanceLabel) -> int:
    return min(claim.span.end, label.content.end) - max(claim.span.start, label.content.start)
