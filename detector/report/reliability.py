"""The geometry of the reliability diagram: what the probabilities stated, and what held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detector.calibration import expected_calibration_error, wilson
from detector.types import Bin

SIDE, EDGE = 260.0, 48.0


@dataclass(frozen=True, slots=True)
class Point:
    """A bin at (x, y), with its 95% Wilson interval: `low` to `high` as shares, `top` to `bottom` in the picture."""

    bin: Bin
    x: float
    y: float
    low: float
    high: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """`pairs` were measured; `error` is their expected calibration error."""

    side: float
    edge: float
    points: tuple[Point, ...]
    pairs: int
    error: float


def diagram(bins: Sequence[Bin]) -> Reliability | None:
    """The diagram of some bins; None where nothing was measured."""
    if not bins:
        return None
    return Reliability(
        SIDE, EDGE, tuple(map(_point, bins)), sum(b.pairs for b in bins), expected_calibration_error(bins)
    )


def _point(one: Bin) -> Point:
    low, high = wilson(round(one.observed * one.pairs), one.pairs)
    x = round(EDGE + SIDE * one.stated, 1)
    return Point(one, x, _height(one.observed), low, high, _height(high), _height(low))


def _height(share: float) -> float:
    return round(EDGE / 4 + SIDE * (1 - share), 1)
