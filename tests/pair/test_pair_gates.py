"""Each gate refuses what it says and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from made import judged_pairs, swapped, whole_claim

from detector.pair.gates import TOO_FAR, refusal
from detector.types import ClaimPair, Stance

LOCKED, OPEN = "The gate was locked.", "The gate stood open."


def pair(a: str, b: str, stance_a: Stance = "asserts", stance_b: Stance = "asserts", near: float = 0.7) -> ClaimPair:
    return ClaimPair(whole_claim("a", a, "Ada Finch", stance_a), whole_claim("b", b, "Tom Birch", stance_b), near)


@pytest.mark.parametrize(
    ("made", "gate"),
    [
        (pair(LOCKED, OPEN), None),
        (pair(LOCKED, OPEN, "denies", "denies"), "both deny"),
        (pair(LOCKED, OPEN, "doubts", "doubts"), "both doubt"),
        (pair(LOCKED, OPEN, "denies", "doubts"), None),
        (pair(LOCKED, "the gate  was locked"), "same words"),
        (pair(LOCKED, LOCKED, "asserts", "denies"), None),
        (pair(LOCKED, LOCKED, "denies", "narrates"), None),
        (pair(LOCKED, LOCKED, "doubts", "asserts"), "same words"),
        (pair(LOCKED, OPEN, near=TOO_FAR - 0.01), "too far apart"),
        (pair(LOCKED, OPEN, near=TOO_FAR), None),
    ],
)
def test_a_gate_names_itself(made: ClaimPair, gate: str | None) -> None:
    assert refusal(made) == gate


@given(judged_pairs())
def test_the_order_of_the_two_sides_does_not_matter(made: tuple) -> None:
    assert refusal(made[0]) == refusal(swapped(made[0]))
