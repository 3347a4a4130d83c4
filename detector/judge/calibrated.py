"""The verdict model: from the features of a judged pair to the probability that an editor calls it a contradiction."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import expit

from detector.errors import ModelNotUsable
from detector.judge.features import NAMES
from detector.types import Bin


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """A logistic regression in standardised features, with its threshold and the reliability that was measured on pairs
    of events it was not fitted on.

    Fitted by scikit-learn (`detector train verdict`) and kept as JSON, so that it can be read and checked by eye.
    """

    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    intercept: float
    threshold: float
    reliability: tuple[Bin, ...] = ()

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """float64 (n,): the calibrated probability of a contradiction for each row of `features.matrix`."""
        standard = (rows - np.array(self.means)) / np.array(self.scales)
        # Not standard @ weights: how BLAS rounds a row hangs on the number of rows beside it.
        return expit((standard * np.array(self.weights)).sum(axis=1) + self.intercept)


def load(path: Path) -> VerdictModel:
    """Read a verdict model; raises ModelNotUsable when its features are not those of this version."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        told = record["features"]
        if tuple(told) != NAMES:
            raise ModelNotUsable(f"{path}: made for features {list(told)}, this version has {list(NAMES)}")
        weights, means, scales = (tuple(float(f[key]) for f in told.values()) for key in ("weight", "mean", "scale"))
        bins = tuple(Bin(float(b["stated"]), float(b["observed"]), int(b["pairs"])) for b in record["reliability"])
        return VerdictModel(weights, means, scales, float(record["intercept"]), float(record["threshold"]), bins)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelNotUsable(f"{path}: not a verdict model ({type(error).__name__}: {error})") from error


def save(model: VerdictModel, path: Path) -> None:
    """Write a verdict model as readable JSON."""
    rows = zip(NAMES, model.weights, model.means, model.scales, strict=True)
    record = {
        "features": {n: {"weight": round(w, 6), "mean": round(m, 6), "scale": round(s, 6)} for n, w, m, s in rows},
        "intercept": round(model.intercept, 6),
        "threshold": round(model.threshold, 4),
        "reliability": [
            {"stated": round(b.stated, 4), "observed": round(b.observed, 4), "pairs": b.pairs}
            for b in model.reliability
        ],
    }
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
