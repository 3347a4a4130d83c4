"""One row of numbers a pair, the same whichever side comes first."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from made import article, claim, judged_pairs, pair_scores, swapped, swapped_scores

from detector.judge.features import FLOOR, NAMES, Features, features, matrix
from detector.judge.slots import SlotComparison
from detector.judge.verdict import slots_of
from detector.types import ClaimPair, Document, PairScores, Scores, Span, Stance

DOCUMENT = article("a", "The gate was locked. The gate was open.", day="2024-05-01")
OTHER = article("b", "The gate was open.", day="2024-05-04")
WIDE = math.log((1 - FLOOR) / FLOOR)


def row(
    stance_a: Stance = "asserts",
    stance_b: Stance = "asserts",
    scores: PairScores | None = None,
    slots: tuple[SlotComparison, ...] = (),
    holders: tuple[str, str] = ("Ada Finch", "Tom Birch"),
) -> Features:
    a = claim(DOCUMENT, "The gate was locked.", holders[0], stance_a)
    b = claim(OTHER, "The gate was open.", holders[1], stance_b)
    return features(ClaimPair(a, b, 0.61), scores or pair_scores(), slots)


def slot(relation: str, revision: bool = False) -> SlotComparison:
    return SlotComparison("quantity", relation, Span(0, 1), Span(0, 1), "", 3.0, revision)  # type: ignore[arg-type]


@given(judged_pairs())
def test_the_order_of_the_two_sides_changes_nothing(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, _a, _b = made
    one = features(pair, scores, ())
    two = features(swapped(pair), swapped_scores(scores), ())
    assert astuple(one) == pytest.approx(astuple(two))


@given(judged_pairs())
def test_typed_comparison_counts_the_same_from_either_side(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, a, b = made
    one = features(pair, scores, slots_of(pair, a, b))
    two = features(swapped(pair), swapped_scores(scores), slots_of(swapped(pair), b, a))
    assert astuple(one) == pytest.approx(astuple(two))


@given(judged_pairs())
def test_every_value_is_finite_and_flags_are_flags(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, _a, _b = made
    found = features(pair, scores, ())
    assert np.isfinite(matrix([found])).all()
    flags = ("one_denies", "one_doubts", "both_narrate", "slots_revised")
    assert {getattr(found, flag) for flag in flags} <= {0.0, 1.0}
    assert abs(found.context_conflict) <= WIDE + 1e-9


def test_two_assertions_conflict_where_they_contradict() -> None:
    found = row(scores=pair_scores(contradiction=0.8, entailment=0.05))
    assert found.bare_contradiction == pytest.approx(math.log(4))
    assert found.denied_entailment == 0.0
    assert found.one_denies == 0.0


def test_a_denial_conflicts_with_what_it_entails() -> None:
    found = row("denies", scores=pair_scores(contradiction=0.05, entailment=0.8))
    assert found.denied_entailment == pytest.approx(math.log(4))
    assert found.bare_contradiction == 0.0
    assert found.one_denies == 1.0


def test_two_denials_are_read_as_two_assertions() -> None:
    assert row("denies", "denies").one_denies == 0.0


def test_the_two_directions_count_alike() -> None:
    sure, unsure = Scores(0.1, 0.1, 0.8), Scores(0.4, 0.4, 0.2)
    assert row(scores=PairScores(sure, unsure, sure, unsure)).context_conflict == pytest.approx(0.0)


def test_certainty_stays_within_the_floor() -> None:
    certain = Scores(0.0, 0.0, 1.0)
    assert row(scores=PairScores(certain, certain, certain, certain)).context_conflict == pytest.approx(WIDE)


def test_slots_are_counted_up_to_two() -> None:
    found = row(slots=(slot("conflict"), slot("conflict", True), slot("conflict"), slot("same"), slot("compatible")))
    assert (found.slots_conflict, found.slots_revised) == (2.0, 1.0)
    assert (row().slots_conflict, row().slots_revised) == (0.0, 0.0)


def test_the_matrix_has_a_column_a_feature() -> None:
    assert matrix([]).shape == (0, len(NAMES))
    table = matrix([row(), row("denies")])
    assert table.shape == (2, len(NAMES))
    assert table[:, NAMES.index("one_denies")].tolist() == [0.0, 1.0]
    assert table[:, NAMES.index("one_doubts")].tolist() == [0.0, 0.0]
