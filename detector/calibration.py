"""Whether probabilities hold: reliability diagrams, the expected calibration error, the interval of a share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest

from detector.types import Bin


def reliability(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> tuple[Bin, ...]:
    """Bins of a reliability diagram of `probability` (n,) against `truth` (n,), 0 or 1: equal widths, none empty."""
    member = np.minimum((probability * bins).astype(int), bins - 1)
    return tuple(
        Bin(float(probability[member == b].mean()), float(truth[member == b].mean()), int((member == b).sum()))
        for b in range(bins)
        if (member == b).any()
    )


def expected_calibration_error(found: Sequence[Bin]) -> float:
    """The mean gap between what was stated and what held, weighted by the pairs of each bin (Naeini et al. 2015)."""
    total = sum(b.pairs for b in found)
    return sum(abs(b.stated - b.observed) * b.pairs for b in found) / max(1, total)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95% interval of the share `hits` of `n` (Wilson 1927); `n` is at least 1."""
    interval = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)
