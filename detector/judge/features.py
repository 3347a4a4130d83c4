"""What the verdict model looks at in a judged pair."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields

import numpy as np

from detector.judge.slots import SlotComparison
from detector.names import same_holder
from detector.types import ClaimPair, Document, PairScores, Scores

FLOOR = 1e-4  # probabilities are kept this far from 0 and 1 before the logarithm


@dataclass(frozen=True, slots=True)
class Features:
    """One row of the verdict model's input; every field is a float, flags are 0 or 1."""

    context_conflict: float
    context_conflict_gap: float
    context_agreement: float
    bare_contradiction: float
    denied_entailment: float
    denied_similarity: float
    similarity: float
    one_denies: float
    one_doubts: float
    both_narrate: float
    same_holder: float
    same_document: float
    log_days_apart: float
    slots_conflict: float
    slots_agree: float
    slots_revised: float
    unresolved: float


NAMES = tuple(field.name for field in fields(Features))


def features(
    pair: ClaimPair, scores: PairScores, a: Document, b: Document, slots: tuple[SlotComparison, ...]
) -> Features:
    """The features of a pair of claims out of documents `a` and `b`.

    Between two assertions the bare propositions count when they contradict; against a denial when one entails the other
    (P against "denies P"), and the nearer the two the more so. The claims in context are judged as statements,
    stance included.
    """
    one, two = pair.a, pair.b
    denial = (one.stance == "denies") != (two.stance == "denies")
    contradicted = _both(scores.bare_ab, scores.bare_ba, "contradiction")
    entailed = _both(scores.bare_ab, scores.bare_ba, "entailment")
    forth, back = _logit(scores.context_ab.contradiction), _logit(scores.context_ba.contradiction)
    relations = [slot.relation for slot in slots]
    return Features(
        context_conflict=(forth + back) / 2,
        context_conflict_gap=abs(forth - back),
        context_agreement=_both(scores.context_ab, scores.context_ba, "entailment"),
        bare_contradiction=0.0 if denial else contradicted,
        denied_entailment=entailed if denial else 0.0,
        denied_similarity=pair.similarity if denial else 0.0,
        similarity=pair.similarity,
        one_denies=float(denial),
        one_doubts=float("doubts" in (one.stance, two.stance)),
        both_narrate=float(one.stance == two.stance == "narrates"),
        same_holder=float(same_holder(one.holder, two.holder)),
        same_document=float(a.id == b.id),
        log_days_apart=_log_days(a, b),
        slots_conflict=float(min(2, relations.count("conflict"))),
        slots_agree=float(min(2, relations.count("same"))),
        slots_revised=float(any(slot.revision for slot in slots)),
        unresolved=float(not (one.resolved and two.resolved)),
    )


def matrix(rows: list[Features]) -> np.ndarray:
    """float64 (len(rows), len(NAMES))."""
    return np.array([astuple(row) for row in rows], dtype=float).reshape(len(rows), len(NAMES))


def _logit(p: float) -> float:
    p = min(max(p, FLOOR), 1 - FLOOR)
    return math.log(p / (1 - p))


def _both(forth: Scores, back: Scores, label: str) -> float:
    return (_logit(getattr(forth, label)) + _logit(getattr(back, label))) / 2


def _log_days(a: Document, b: Document) -> float:
    if a.published is None or b.published is None:
        return 0.0
    return math.log1p(abs((a.published - b.published).total_seconds()) / 86400)
