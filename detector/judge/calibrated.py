"""The verdict model: from the features of a judged pair to the probability that an editor calls it a contradiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.judge.features import NAMES
from detector.judge.regression import Regression, read, write
from detector.types import Bin


@dataclass(frozen=True, slots=True)
class VerdictModel(Regression):
    """A regression over the rows of `features.matrix`, with the reliability that was measured on pairs of events it was
    not fitted on."""

    reliability: tuple[Bin, ...] = ()


def load(path: Path) -> VerdictModel:
    """Read a verdict model; raises ModelNotUsable when its features are not those of this version."""
    return VerdictModel(*read(path, NAMES, "a verdict model", _reliability))


def save(model: VerdictModel, path: Path) -> None:
    """Write a verdict model as readable JSON."""
    bins = [
        {"stated": round(b.stated, 4), "observed": round(b.observed, 4), "pairs": b.pairs} for b in model.reliability
    ]
    write(model, path, NAMES, {"reliability": bins})


def _reliability(record: Mapping[str, Any]) -> tuple[tuple[Bin, ...]]:
    return (tuple(Bin(float(b["stated"]), float(b["observed"]), int(b["pairs"])) for b in record["reliability"]),)
