"""How well a judge tells the conflicts of dossiers from their traps, with the claims given as gold has them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from detector.gold import Dossier
from detector.judge.context import statement
from detector.judge.explain import deciding_label, weighed, without
from detector.ports import Judge
from detector.types import LABELS, ClaimPair

SEEN = 0.5
DELETED = 2


@dataclass(frozen=True, slots=True)
class ConflictFigures:
    """Area under the ROC curve of the probability of contradiction, conflicts against traps; in all, and for each type
    of conflict against all traps.

    `deletion`: how far the conflicts that the judge sees in the bare propositions fall, when the two heaviest words a
    side are deleted, and when as many others are drawn at random: explanations that hold make the first far larger.
    """

    conflicts: int
    traps: int
    auc: float
    by_type: dict[str, float]
    deletion: tuple[float, float]


def conflicts_against_traps(dossiers: Sequence[Dossier], judge: Judge) -> ConflictFigures | None:
    """The claims are judged in their context, in both directions, and the two probabilities averaged. None where
    conflicts or traps are lacking."""
    listed = [(d, pair, True) for d in dossiers for pair in d.conflicts]
    listed += [(d, pair, False) for d in dossiers for pair in d.traps]
    truth = np.array([conflict for _, _, conflict in listed], dtype=bool)
    if truth.all() or not truth.any():
        return None
    asked: list[tuple[str, str]] = []
    for dossier, pair, _ in listed:
        documents = {d.id: d for d in dossier.documents}
        a, b = (statement(side, documents[side.document_id]) for side in dossier.sides(pair))
        asked += [(a, b), (b, a)]
    scores = judge.score(asked).reshape(len(listed), 2, len(LABELS))[:, :, LABELS.index("contradiction")].mean(axis=1)
    types = np.array([pair.type if conflict else "" for _, pair, conflict in listed])
    by_type = {
        str(kind): float(roc_auc_score(truth[rows], scores[rows]))
        for kind in sorted(set(types[truth]))
        for rows in [(types == kind) | ~truth]
    }
    return ConflictFigures(
        int(truth.sum()), int((~truth).sum()), float(roc_auc_score(truth, scores)), by_type, _deletion(dossiers, judge)
    )


def _deletion(dossiers: Sequence[Dossier], judge: Judge) -> tuple[float, float]:
    sides = [d.sides(pair) for d in dossiers for pair in d.conflicts]
    pairs = [ClaimPair(a, b, 0.0) for a, b in sides]
    rng = random.Random(0)
    asked, columns = [], []
    for pair, found in zip(pairs, weighed(pairs, judge), strict=True):
        heavy = [[span for span, _ in side[:DELETED]] for side in (found.a, found.b)]
        drawn = [rng.sample([span for span, _ in side], min(DELETED, len(side))) for side in (found.a, found.b)]
        for ours, theirs in (([], []), heavy, drawn):
            asked.append((without(pair.a.proposition, ours), without(pair.b.proposition, theirs)))
        columns.append(LABELS.index(deciding_label(pair)))
    rows = judge.score(asked).reshape(len(pairs), 3, len(LABELS))
    scores = rows[np.arange(len(pairs)), :, columns]
    seen = scores[scores[:, 0] >= SEEN]
    if not len(seen):
        return 0.0, 0.0
    whole, without_heavy, without_drawn = seen.mean(axis=0)
    return float(whole - without_heavy), float(whole - without_drawn)
