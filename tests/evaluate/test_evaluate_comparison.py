"""Two judges on the same pairs, against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from detector.evaluate.comparison import compared

TRUTH = ["contradiction"] * 20
RIGHT, WRONG = [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]


def scores(right: int) -> np.ndarray:
    return np.array([RIGHT] * right + [WRONG] * (len(TRUTH) - right))


def test_a_clear_gain() -> None:
    found = compared("set", TRUTH, scores(18), scores(8))
    assert (found.rows, found.accuracy, found.rival) == (20, 0.9, 0.4)
    assert found.p_value == pytest.approx(2 * 0.5**10)  # ten pairs that only one gets right, all on one side
    assert 0.25 <= found.gain[0] < 0.5 < found.gain[1] <= 0.75
    assert found.decided


def test_one_pair_more_decides_nothing() -> None:
    found = compared("set", TRUTH, scores(11), scores(10))
    assert found.p_value == 1.0
    assert not found.decided


def test_a_judge_against_itself() -> None:
    found = compared("set", TRUTH, scores(7), scores(7))
    assert (found.gain, found.p_value, found.decided) == ((0.0, 0.0), 1.0, False)


def test_the_interval_is_the_same_every_time() -> None:
    assert compared("set", TRUTH, scores(15), scores(9)) == compared("set", TRUTH, scores(15), scores(9))
