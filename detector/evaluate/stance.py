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


def held_out(sentences: Sequence[StanceSentence]) -> list[StanceSentence]:
    """The sentences that no model learns from, chosen by a hash of their words."""
    return [s for s in sentences if gold.held_out(s.sentence.of(s.document.text))]


def stance_figures(maker: str, sentences: Sequence[StanceSentence], claims: Sequence[Sequence[Claim]]) -> StanceFigures:
    """Compare the claims made of each sentence with its labels: of the claims that cover a label's content the one
    that shares most with it, of equals the one with its holder, then the shortest."""
    counts = Counter(
        (label.stance, _claimed(label, made))
        for sentence, made in zip(sentences, claims, strict=True)
        for label in sentence.labels
    )
    confusion = {g: {c: counts[g, c] for c in (*STANCES, NOT_FOUND)} for g in STANCES}
    return StanceFigures(maker, len(sentences), sum(counts.values()), confusion)


def _claimed(label: StanceLabel, claims: Sequence[Claim]) -> str:
    covering = [c for c in claims if gold.overlap(c.span, label.content)]
    if not covering:
        return NOT_FOUND
    return max(covering, key=lambda c: (_shared(c, label), same_holder(c.holder, label.holder), -len(c.quote))).stance


def _shared(claim: Claim, label: StanceLabel) -> int:
    return min(claim.span.end, label.content.end) - max(claim.span.start, label.content.start)
