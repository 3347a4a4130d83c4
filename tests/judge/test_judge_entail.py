"""Pairs are asked in context and bare, in both directions, and scores come back to their own pair."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import NegationJudge
from hypothesis import given
from hypothesis import strategies as st
from made import claims, swapped, swapped_scores, whole_claim

from detector.judge.context import statement
from detector.judge.entail import first_look, judge_pairs
from detector.ports import Judge
from detector.types import Claim, ClaimPair, Document, PairScores, Scores


class OrderJudge:
    """A Judge whose scores tell which pair they belong to: the lengths of premise and hypothesis."""

    digest = "order-judge"

    def score(self, pairs: list[tuple[str, str]]) -> np.ndarray:
        rows = [(len(p), len(h), 1) for p, h in pairs]
        return np.array([np.array(row) / sum(row) for row in rows], np.float32).reshape(len(pairs), 3)


def all_scores(pairs: list[ClaimPair], documents: dict[str, Document], judge: Judge) -> list[PairScores]:
    return judge_pairs(pairs, first_look(pairs, documents, judge), documents, judge)


@given(st.lists(st.tuples(claims(), claims()), max_size=4))
def test_each_of_the_four_scores_stands_at_its_place(
    made: list[tuple[tuple[Claim, Document], tuple[Claim, Document]]],
) -> None:
    documents = {d.id: d for pair in made for _, d in pair}
    pairs = [ClaimPair(a, b, 0.5) for (a, _), (b, _) in made]
    judge = OrderJudge()
    found = all_scores(pairs, documents, judge)
    assert len(found) == len(pairs)
    for pair, four in zip(pairs, found, strict=True):
        a, b = (statement(c, documents[c.document_id]) for c in (pair.a, pair.b))
        p, q = pair.a.proposition, pair.b.proposition
        for scores, (premise, hypothesis) in zip(
            (four.context_ab, four.context_ba, four.bare_ab, four.bare_ba),
            ((a, b), (b, a), (p, q), (q, p)),
            strict=True,
        ):
            assert scores.entailment == pytest.approx(len(premise) / (len(premise) + len(hypothesis) + 1), abs=1e-4)
            assert scores.neutral == pytest.approx(len(hypothesis) / (len(premise) + len(hypothesis) + 1), abs=1e-4)
    turned = all_scores([swapped(pair) for pair in pairs], documents, judge)
    assert turned == [swapped_scores(scores) for scores in found]


def test_contradiction_one_way_is_kept_beside_entailment_the_other_way() -> None:
    class OneWay:
        digest = "one-way"

        def score(self, pairs: list[tuple[str, str]]) -> np.ndarray:
            forth = [p.endswith("locked.") for p, _ in pairs]
            return np.array([[1.0, 0.0, 0.0] if f else [0.0, 0.0, 1.0] for f in forth], np.float32).reshape(-1, 3)

    a, b = whole_claim("a", "The gate was locked.", "Ada Finch"), whole_claim("b", "The gate was open.", "Tom Birch")
    documents = {c.document_id: Document(c.document_id, c.quote, "", "x") for c in (a, b)}
    (found,) = all_scores([ClaimPair(a, b, 0.5)], documents, OneWay())
    assert found == PairScores(Scores(1, 0, 0), Scores(0, 0, 1), Scores(1, 0, 0), Scores(0, 0, 1))


def test_nothing_to_judge() -> None:
    judge = NegationJudge()
    assert all_scores([], {}, judge) == []
    assert judge.asked == []
