"""Reliability bins and the calibration error, against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.calibration import expected_calibration_error, reliability


def test_reliability_by_hand() -> None:
    truth = np.array([0, 1, 1, 1, 0])
    stated = np.array([0.05, 0.15, 0.95, 1.0, 0.92])
    found = reliability(truth, stated)
    assert [(b.observed, b.pairs) for b in found] == [(0.0, 1), (1.0, 1), (pytest.approx(2 / 3), 3)]
    assert expected_calibration_error(found) == pytest.approx(0.05 / 5 + 0.85 / 5 + (2.87 / 3 - 2 / 3) * 3 / 5)


def test_calibration_error_of_the_certain() -> None:
    truth = np.array([0, 1, 1, 0])
    assert expected_calibration_error(reliability(truth, truth.astype(float))) == 0.0
    assert expected_calibration_error(reliability(truth, 1.0 - truth)) == 1.0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=30), st.integers(1, 20))
def test_every_pair_is_in_one_bin(rows: list[tuple[bool, float]], bins: int) -> None:
    truth, stated = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    found = reliability(truth, stated, bins)
    assert sum(b.pairs for b in found) == len(rows)
    assert 0 <= expected_calibration_error(found) <= 1 + 1e-9
