"""The reliability diagram: agreement lies on the diagonal, and the report shows it only where it was measured."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detector.report.build import write
from detector.report.reliability import EDGE, SIDE, diagram
from detector.types import Bin

BINS = (Bin(0.1, 0.1, 100), Bin(0.5, 0.25, 4), Bin(1.0, 1.0, 9))


def test_a_bin_that_holds_lies_on_the_diagonal() -> None:
    found = diagram(BINS)
    assert found is not None
    right, up = ([p.x - EDGE for p in found.points], [SIDE + EDGE / 4 - p.y for p in found.points])
    assert (right[0], right[2]) == (up[0], up[2]) == pytest.approx((0.1 * SIDE, SIDE))
    assert up[1] < right[1]


def test_intervals_are_wilson_s() -> None:
    found = diagram(BINS)
    assert found is not None
    assert (found.points[1].low, found.points[1].high) == pytest.approx((0.0456, 0.6994), abs=1e-4)
    assert all(p.top <= p.y <= p.bottom for p in found.points)


def test_pairs_and_error_of_all_bins() -> None:
    found = diagram(BINS)
    assert found is not None
    assert (found.pairs, found.error) == (113, pytest.approx(0.25 * 4 / 113))
    assert diagram(()) is None


def test_the_report_shows_it_only_where_it_was_measured(bridge, tmp_path) -> None:
    write(bridge.run(), tmp_path)
    assert "How far the probabilities hold" not in (tmp_path / "report.html").read_text(encoding="utf-8")
    write(replace(bridge.run(), reliability=BINS), tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "How far the probabilities hold" in page
    assert "Expected calibration error 0.009 over 113 pairs" in page
