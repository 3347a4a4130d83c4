"""One row of numbers a pair, the same whichever side comes first."""

from __future__ import annotations

import math
from dataclasses import astuple

import numpy as np
import pytest
from hypothesis import given
from made import article, claim, judged_pairs, pair_scores, swapped, swapped_scores, whole_claim

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
    return features(ClaimPair(a, b, 0.61), scores or pair_scores(), DOCUMENT, OTHER, slots)


def slot(relation: str, revision: bool = False) -> SlotComparison:
    return SlotComparison("quantity", relation, Span(0, 1), Span(0, 1), "", 3.0, revision)  # type: ignore[arg-type]


@given(judged_pairs())
def test_the_order_of_the_two_sides_changes_nothing(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, a, b = made
    one = features(pair, scores, a, b, ())
    two = features(swapped(pair), swapped_scores(scores), b, a, ())
    assert astuple(one) == pytest.approx(astuple(two))


@given(judged_pairs())
def test_typed_comparison_counts_the_same_from_either_side(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, a, b = made
    one = features(pair, scores, a, b, slots_of(pair, a, b))
    two = features(swapped(pair), swapped_scores(scores), b, a, slots_of(swapped(pair), b, a))
    assert astuple(one) == pytest.approx(astuple(two))


@given(judged_pairs())
def test_every_value_is_finite_and_flags_are_flags(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, a, b = made
    found = features(pair, scores, a, b, ())
    assert np.isfinite(matrix([found])).all()
    flags = ("one_denies", "one_doubts", "both_narrate", "same_holder", "same_document", "slots_revised", "unresolved")
    assert {getattr(found, flag) for flag in flags} <= {0.0, 1.0}
    assert abs(found.context_conflict) <= WIDE + 1e-9
    assert found.context_conflict_gap >= 0
    assert found.log_days_apart >= 0


def test_two_assertions_conflict_where_they_contradict() -> None:
    found = row(scores=pair_scores(contradiction=0.8, entailment=0.05))
    assert found.bare_contradiction == pytest.approx(math.log(4))
    assert found.denied_entailment == found.denied_similarity == 0.0
    assert found.one_denies == 0.0


def test_a_denial_conflicts_with_what_it_entails() -> None:
    found = row("denies", scores=pair_scores(contradiction=0.05, entailment=0.8))
    assert found.denied_entailment == pytest.approx(math.log(4))
    assert found.denied_similarity == found.similarity
    assert found.bare_contradiction == 0.0
    assert found.one_denies == 1.0


def test_two_denials_are_read_as_two_assertions() -> None:
    assert row("denies", "denies").one_denies == 0.0


def test_direction_shows_as_a_gap_and_not_as_a_sign() -> None:
    sure, unsure = Scores(0.1, 0.1, 0.8), Scores(0.4, 0.4, 0.2)
    found = row(scores=PairScores(sure, unsure, sure, unsure))
    assert found.context_conflict == pytest.approx(0.0)
    assert found.context_conflict_gap == pytest.approx(2 * math.log(4))


def test_certainty_stays_within_the_floor() -> None:
    certain = Scores(0.0, 0.0, 1.0)
    assert row(scores=PairScores(certain, certain, certain, certain)).context_conflict == pytest.approx(WIDE)


def test_slots_are_counted_up_to_two() -> None:
    found = row(slots=(slot("conflict"), slot("conflict", True), slot("conflict"), slot("same"), slot("compatible")))
    assert (found.slots_conflict, found.slots_agree, found.slots_revised) == (2.0, 1.0, 1.0)
    assert (row().slots_conflict, row().slots_agree, row().slots_revised) == (0.0, 0.0, 0.0)


def test_days_apart_and_unknown_days() -> None:
    assert row().log_days_apart == pytest.approx(math.log1p(3))
    a, b = whole_claim("u", "The gate was locked.", "Ada Finch"), claim(OTHER, "The gate was open.", "Tom Birch")
    undated = article("u", "The gate was locked.", day="")
    assert features(ClaimPair(a, b, 0.5), pair_scores(), undated, OTHER, ()).log_days_apart == 0.0


def test_holders_documents_and_open_references() -> None:
    assert row(holders=("Ada Finch", "Minister Finch")).same_holder == 1.0
    assert row().same_holder == 0.0
    a = claim(DOCUMENT, "The gate was locked.", "Ada Finch", resolved=False)
    b = claim(DOCUMENT, "The gate was open.", "Tom Birch")
    found = features(ClaimPair(a, b, 0.5), pair_scores(), DOCUMENT, DOCUMENT, ())
    assert (found.same_document, found.unresolved) == (1.0, 1.0)


def test_the_matrix_has_a_column_a_feature() -> None:
    assert matrix([]).shape == (0, len(NAMES))
    table = matrix([row(), row("denies")])
    assert table.shape == (2, len(NAMES))
    assert table[:, NAMES.index("one_denies")].tolist() == [0.0, 1.0]
    assert table[0, NAMES.index("similarity")] == 0.61
