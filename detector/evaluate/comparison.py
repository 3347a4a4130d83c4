"""Two judges on the same pairs: is the one better than the other, or is it chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest, bootstrap

from detector.evaluate.pairs import guesses

RESAMPLES = 2000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Comparison:
    """Accuracy of a judge and of a rival, the gain with its bootstrap interval, and McNemar's exact p-value."""

    name: str
    rows: int
    accuracy: float
    rival: float
    gain: tuple[float, float]
    p_value: float

    @property
    def decided(self) -> bool:
        """Whether the interval of the gain leaves zero out."""
        return self.gain[0] > 0 or self.gain[1] < 0


def compared(name: str, truth: Sequence[str], scores: np.ndarray, rival: np.ndarray) -> Comparison:
    """Scores (n, 3) of two judges against true labels, pair by pair.

    The interval is the percentile bootstrap over pairs (Efron 1979); the p-value is of McNemar's exact test (1947) on
    the pairs that only one of the two gets right.
    """
    right, other = (np.array(guesses(truth, s)) == np.array(truth) for s in (scores, rival))
    only, only_rival = int((right & ~other).sum()), int((other & ~right).sum())
    difference = right.astype(float) - other
    if only + only_rival:
        drawn = bootstrap(
            (difference,), np.mean, n_resamples=RESAMPLES, confidence_level=CONFIDENCE, method="percentile", rng=0
        )
        interval = float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)
        p_value = float(binomtest(only, only + only_rival).pvalue)
    else:
        interval, p_value = (0.0, 0.0), 1.0
    return Comparison(name, len(truth), float(right.mean()), float(other.mean()), interval, p_value)
