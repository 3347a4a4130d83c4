"""Pairs of claims through a judge: in context and bare, in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detector.judge.context import statement
from detector.ports import Judge
from detector.types import Claim, ClaimPair, Document, PairScores, Scores

# A pair without a denial whose first look gives contradiction less than this is not looked at again. Of the held-out
# dossiers' pairs that pass the cascade 60% are, and 92% of their conflicts (`detector train verdict` counts them).
FIRST_LOOK = 0.05


def first_look(pairs: Sequence[ClaimPair], documents: Mapping[str, Document], judge: Judge) -> list[Scores]:
    """The scores of each pair in context, from `a` to `b` alone."""
    rows = judge.score([(_put(p.a, documents), _put(p.b, documents)) for p in pairs])
    return [_scores(row) for row in rows]


def is_worth_more(pair: ClaimPair, first: Scores) -> bool:
    """Whether a pair gets all its scores. A denial does whatever the first look says: between a proposition and its
    denial it is the bare entailment that counts."""
    return first.contradiction >= FIRST_LOOK or (pair.a.stance == "denies") != (pair.b.stance == "denies")


def judge_pairs(
    pairs: Sequence[ClaimPair], first: Sequence[Scores], documents: Mapping[str, Document], judge: Judge
) -> list[PairScores]:
    """All scores of each pair, in order, given those of the first look. Contradiction of one direction is never
    hidden by the other's entailment: all four are kept."""
    asked: list[tuple[str, str]] = []
    for pair in pairs:
        p, q = pair.a.proposition, pair.b.proposition
        asked += [(_put(pair.b, documents), _put(pair.a, documents)), (p, q), (q, p)]
    rows = judge.score(asked).reshape(len(pairs), 3, 3)
    return [PairScores(ab, *(_scores(row) for row in three)) for ab, three in zip(first, rows, strict=True)]


def _put(claim: Claim, documents: Mapping[str, Document]) -> str:
    return statement(claim, documents[claim.document_id])


def _scores(row: np.ndarray) -> Scores:
    return Scores(*(round(float(x), 5) for x in row))
