"""A logistic regression in standardised features, kept as JSON so that it can be read and checked by eye."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import expit

from detector.errors import ModelNotUsable


@dataclass(frozen=True, slots=True)
class Regression:
    """Weights of features with their means and scales, and the probability from which a row counts as positive. Fitted
    by scikit-learn (`detector.training.regression`)."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    intercept: float
    threshold: float

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """float64 (n,) for rows of features, (n, len(weights))."""
        standard = (rows - np.array(self.means)) / np.array(self.scales)
        # Not standard @ weights: how BLAS rounds a row hangs on the number of rows beside it.
        return expit((standard * np.array(self.weights)).sum(axis=1) + self.intercept)


def read(
    path: Path,
    names: tuple[str, ...],
    what: str,
    more: Callable[[Mapping[str, Any]], tuple[Any, ...]] = lambda record: (),
) -> tuple[Any, ...]:
    """The fields of a Regression over the features `names`, then what `more` takes from the record. Raises
    ModelNotUsable where the file is no such model (`what` says of which kind) or its features are others."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        told = record["features"]
        if tuple(told) != names:
            raise ModelNotUsable(f"{path}: made for features {list(told)}, this version has {list(names)}")
        weights, means, scales = (tuple(float(f[key]) for f in told.values()) for key in ("weight", "mean", "scale"))
        return weights, means, scales, float(record["intercept"]), float(record["threshold"]), *more(record)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelNotUsable(f"{path}: not {what} ({type(error).__name__}: {error})") from error


def write(model: Regression, path: Path, names: tuple[str, ...], more: Mapping[str, Any] | None = None) -> None:
    """Write a model as readable JSON, `more` after it."""
    rows = zip(names, model.weights, model.means, model.scales, strict=True)
    record = {
        "features": {n: {"weight": round(w, 6), "mean": round(m, 6), "scale": round(s, 6)} for n, w, m, s in rows},
        "intercept": round(model.intercept, 6),
        "threshold": round(model.threshold, 4),
        **(more or {}),
    }
    path.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
