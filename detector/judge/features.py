"""What the verdict model looks at in a judged pair."""

from __future__ import annotations

import math
from dataclasses import astuple, dataclass, fields

import numpy as np

from detector.judge.slots import SlotComparison
from detector.types import ClaimPair, PairScores, Scores

FLOOR = 1e-4  # probabilities are kept this far from 0 and 1 before the logarithm


@dataclass(frozen=True, slots=True)
class Features:
    """One row of the verdict model's input; every field is a float, flags are 0 or 1."""

    context_conflict: float
    bare_contradiction: float
    denied_entailment: float
    one_denies: float
    one_doubts: float
    both_narrate: float
    slots_conflict: float
    slots_revised: float
    promise: float


NAMES = tuple(field.name for field in fields(Features))


def features(pair: ClaimPair, scores: PairScores, slots: tuple[SlotComparison, ...]) -> Features:
    """The features of a judged pair.

    Between two assertions the bare propositions count when they contradict; against a denial when one entails the
    other (P against "denies P"). The claims in context are judged as statements, stance included. Left out, since on
    the development dossiers they put worse pairs on top: cosine, same holder, same document, days apart, agreement in
    context, the gap between the directions. What of these counts has its say in the cascade's `promise`, which was
    fitted on many more pairs.
    """
    stances = (pair.a.stance, pair.b.stance)
    denial = stances.count("denies") == 1
    return Features(
        context_conflict=_both(scores.context_ab, scores.context_ba, "contradiction"),
        bare_contradiction=0.0 if denial else _both(scores.bare_ab, scores.bare_ba, "contradiction"),
        denied_entailment=_both(scores.bare_ab, scores.bare_ba, "entailment") if denial else 0.0,
        one_denies=float(denial),
        one_doubts=float("doubts" in stances),
        both_narrate=float(stances.count("narrates") == 2),
        slots_conflict=float(min(2, sum(slot.relation == "conflict" for slot in slots))),
        slots_revised=float(any(slot.revision for slot in slots)),
        promise=_logit(pair.promise),
    )


def matrix(rows: list[Features]) -> np.ndarray:
    """float64 (len(rows), len(NAMES))."""
    return np.array([astuple(row) for row in rows], dtype=float).reshape(len(rows), len(NAMES))


def _logit(p: float) -> float:
    p = min(max(p, FLOOR), 1 - FLOOR)
    return math.log(p / (1 - p))


def _both(forth: Scores, back: Scores, label: str) -> float:
    return (_logit(getattr(forth, label)) + _logit(getattr(back, label))) / 2
