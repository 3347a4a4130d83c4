"""Pairs of claims through a judge: in context and bare, in both directions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from detector.judge.context import statement
from detector.ports import Judge
from detector.types import ClaimPair, Document, PairScores, Scores


def judge_pairs(pairs: Sequence[ClaimPair], documents: Mapping[str, Document], judge: Judge) -> list[PairScores]:
    """The scores of each pair, in order. Contradiction of one direction is never hidden by the other's entailment:
    all four sets of scores are kept."""
    in_context = {c.id: statement(c, documents[c.document_id]) for p in pairs for c in (p.a, p.b)}
    asked: list[tuple[str, str]] = []
    for pair in pairs:
        a, b = in_context[pair.a.id], in_context[pair.b.id]
        p, q = pair.a.proposition, pair.b.proposition
        asked += [(a, b), (b, a), (p, q), (q, p)]
    rows = judge.score(asked).reshape(len(pairs), 4, 3)
    return [PairScores(*(_scores(row) for row in four)) for four in rows]


def _scores(row: np.ndarray) -> Scores:
    return Scores(*(round(float(x), 5) for x in row))
