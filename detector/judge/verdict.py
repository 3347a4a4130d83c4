"""From judged pairs to findings: probability, kind, and reasons that point at words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from detector.judge import denials
from detector.judge.calibrated import VerdictModel
from detector.judge.features import features, matrix
from detector.judge.kinds import kind_of
from detector.judge.reasons import reasons
from detector.judge.slots import SlotComparison, slot_conflicts
from detector.types import ClaimPair, Document, PairScores, Verdict


def verdicts(
    pairs: Sequence[ClaimPair], scores: Sequence[PairScores], documents: Mapping[str, Document], model: VerdictModel
) -> list[Verdict]:
    """A verdict for each judged pair, in order."""
    if not pairs:
        return []
    sides = [(documents[p.a.document_id], documents[p.b.document_id]) for p in pairs]
    slots = [slots_of(p, a, b) for p, (a, b) in zip(pairs, sides, strict=True)]
    rows = [features(p, s, c) for p, s, c in zip(pairs, scores, slots, strict=True)]
    found = [
        max(float(probability), denials.PROBABILITY) if denials.denied_outright(pair) else float(probability)
        for pair, probability in zip(pairs, model.probabilities(matrix(rows)), strict=True)
    ]
    return [
        _verdict(p, a, b, c, s, probability)
        for p, (a, b), c, s, probability in zip(pairs, sides, slots, scores, found, strict=True)
    ]


def slots_of(pair: ClaimPair, a: Document, b: Document) -> tuple[SlotComparison, ...]:
    """The typed comparison of the two claims' quantities and dates, each read from its article's date."""
    return slot_conflicts(pair.a.quote, pair.b.quote, anchor_a=_day(a), anchor_b=_day(b))


def _verdict(
    pair: ClaimPair, a: Document, b: Document, slots: tuple[SlotComparison, ...], scores: PairScores, probability: float
) -> Verdict:
    number = any(slot.relation == "conflict" for slot in slots)
    kind = kind_of(pair, a, b, number)
    return Verdict(kind, round(probability, 4), reasons(pair, a, b, kind, slots, scores))


def _day(document: Document) -> date | None:
    return document.published.date() if document.published else None
