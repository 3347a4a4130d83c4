"""Fits the logistic regressions that ship, with a threshold for a stated precision."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from detector.judge.regression import Regression

FOLDS = 6


@dataclass(frozen=True, slots=True)
class Fit:
    """A regression and what it was worth: the cross-validated probabilities (n,), and of the rows that reach the
    threshold how many there are and how many are positive."""

    model: Regression
    guessed: np.ndarray
    over: int
    right: int


def fit(rows: np.ndarray, truth: np.ndarray, group: np.ndarray, plan: dict) -> Fit:
    """Fit on rows (n, features), threshold for the `precision` of the recipe; folds hold whole groups."""
    regression = make_pipeline(StandardScaler(), LogisticRegression(C=plan["regularisation"], max_iter=2000))
    folds = GroupKFold(min(FOLDS, len({*group})))
    guessed = cross_val_predict(regression, rows, truth, groups=group, cv=folds, method="predict_proba")[:, 1]
    threshold, over, right = operating_point(truth, guessed, plan["precision"])
    regression.fit(rows, truth)
    scaler, logistic = regression[0], regression[1]
    weights, means, scales = (tuple(map(float, one)) for one in (logistic.coef_[0], scaler.mean_, scaler.scale_))
    return Fit(Regression(weights, means, scales, float(logistic.intercept_[0]), threshold), guessed, over, right)


def operating_point(truth: np.ndarray, probability: np.ndarray, precision: float) -> tuple[float, int, int]:
    """The lowest threshold (to two digits) above which the share of the true is at least `precision`, how many rows
    reach it and how many of them are true; the highest reached precision's where none does."""
    best = (0.0, 0.0, 0, 0)
    for cut in np.round(np.arange(0.05, 0.96, 0.01), 2):
        over = probability >= cut
        if not over.any():
            break
        found = float(truth[over].mean()), float(cut), int(over.sum()), int(truth[over].sum())
        if found[0] >= precision:
            return found[1:]
        best = max(best, found)
    return best[1:]
