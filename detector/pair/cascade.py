"""Which candidate pairs the cross-encoder is asked about: a cheap scorer looks at all of them first."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.special import expit

from detector.errors import ModelNotUsable
from detector.pair.evidence import NAMES, evidence
from detector.types import ClaimPair, Document

UNPROMISING = "unpromising"  # the reason for which the cascade refuses a pair


@dataclass(frozen=True, slots=True)
class Cascade:
    """A perceptron with one hidden layer over the evidence of a pair: standardise, `hidden` (len(NAMES), n) with
    rectified units, `out` (n,). Pairs with a promise under `floor` are not judged.

    Fitted by scikit-learn (`detector train cascade`) and kept as JSON.
    """

    means: np.ndarray
    scales: np.ndarray
    hidden: np.ndarray
    hidden_intercepts: np.ndarray
    out: np.ndarray
    out_intercept: float
    floor: float

    def promised(
        self,
        pairs: Sequence[ClaimPair],
        documents: Mapping[str, Document],
        among: Sequence[ClaimPair] | None = None,
    ) -> list[ClaimPair]:
        """The pairs, each with the probability that it is a contradiction. `among` are all candidates of their claims,
        where `pairs` are only some of them."""
        scores = self.probabilities(evidence(pairs, documents, among))
        return [replace(pair, promise=round(float(p), 4)) for pair, p in zip(pairs, scores, strict=True)]

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """float64 (n,) for rows of `evidence`."""
        standard = (rows.astype(np.float64) - self.means) / self.scales
        # Not the @ of BLAS, which rounds a row by the number of rows beside it.
        inner = np.maximum(np.einsum("ij,jk->ik", standard, self.hidden) + self.hidden_intercepts, 0)
        return expit((inner * self.out).sum(axis=1) + self.out_intercept)


def load(path: Path) -> Cascade:
    """Read a cascade; raises ModelNotUsable when its evidence is not that of this version."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if tuple(record["evidence"]) != NAMES:
            raise ModelNotUsable(f"{path}: made for evidence {record['evidence']}, this version has {list(NAMES)}")
        arrays = {key: np.array(record[key], np.float64) for key in _SHAPES}
        units = len(arrays["out"])
        for key, shape in _SHAPES.items():
            wanted = tuple({"in": len(NAMES), "hidden": units}[axis] for axis in shape)
            if arrays[key].shape != wanted:
                raise ModelNotUsable(f"{path}: {key} has the shape {arrays[key].shape}, wanted {wanted}")
        return Cascade(**arrays, out_intercept=float(record["out_intercept"]), floor=float(record["floor"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelNotUsable(f"{path}: not a cascade ({type(error).__name__}: {error})") from error


def save(cascade: Cascade, path: Path) -> None:
    """Write a cascade as JSON."""
    arrays = {key: np.round(getattr(cascade, key), 5).tolist() for key in _SHAPES}
    record = {"evidence": NAMES, "floor": cascade.floor, "out_intercept": round(cascade.out_intercept, 5), **arrays}
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")


_SHAPES = {
    "means": ("in",),
    "scales": ("in",),
    "hidden": ("in", "hidden"),
    "hidden_intercepts": ("hidden",),
    "out": ("hidden",),
}
