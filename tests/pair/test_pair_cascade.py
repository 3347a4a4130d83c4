"""The cascade: a perceptron that can be read back, and refuses what was made for another version."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fakes import cascade
from made import article, claim

from detector.errors import ModelNotUsable
from detector.pair.cascade import Cascade, load, save
from detector.pair.evidence import NAMES
from detector.types import ClaimPair


def drawn(seed: int = 3) -> Cascade:
    rng = np.random.default_rng(seed)
    shapes = {"means": 0, "scales": 0, "hidden": 1, "hidden_intercepts": 2, "out": 2}
    sizes = {0: (len(NAMES),), 1: (len(NAMES), 4), 2: (4,)}
    arrays = {name: rng.normal(size=sizes[kind]) for name, kind in shapes.items()}
    return Cascade(**{**arrays, "scales": np.abs(arrays["scales"]) + 0.5}, out_intercept=0.25, floor=0.3)


def test_probabilities_are_those_of_the_perceptron() -> None:
    model, row = drawn(), np.arange(len(NAMES), dtype=np.float32)
    units = [
        max(0.0, float(((row - model.means) / model.scales) @ model.hidden[:, u] + model.hidden_intercepts[u]))
        for u in range(4)
    ]
    wanted = 1 / (1 + np.exp(-(np.dot(units, model.out) + model.out_intercept)))
    assert model.probabilities(row[None])[0] == pytest.approx(wanted)


def test_a_promise_is_the_same_bytes_in_any_company() -> None:
    rows = np.random.default_rng(2).normal(size=(600, len(NAMES)))
    together = drawn().probabilities(rows)
    assert [drawn().probabilities(row[None])[0] for row in rows] == together.tolist()


def test_pairs_come_back_in_order_with_their_promise() -> None:
    near, far = article("a", "The gate was open."), article("b", "Tom left.")
    a, b = claim(near, "The gate was open.", "Ada"), claim(far, "Tom left.", "Ivo")
    found = cascade().promised([ClaimPair(a, b, 0.0), ClaimPair(b, a, 0.8)], {"a": near, "b": far})
    assert [(p.a, p.b, p.promise) for p in found] == [(a, b, 0.5), (b, a, 0.69)]


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    save(drawn(), tmp_path / "model.json")
    rows = np.random.default_rng(1).normal(size=(5, len(NAMES)))
    again = load(tmp_path / "model.json")
    assert again.floor == drawn().floor
    assert again.probabilities(rows) == pytest.approx(drawn().probabilities(rows), abs=1e-3)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"evidence": ["similarity"]}, "made for evidence"),
        ({"out": [1.0]}, "hidden has the shape"),
        ({"hidden": "x"}, "not a cascade"),
        ({"floor": None}, "not a cascade"),
    ],
)
def test_a_file_of_another_make_is_refused(tmp_path: Path, change: dict, reason: str) -> None:
    path = tmp_path / "model.json"
    save(drawn(), path)
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(ModelNotUsable, match=f"model.json: {reason}"):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotUsable, match=r"model\.json: not a cascade"):
        load(tmp_path / "model.json")
