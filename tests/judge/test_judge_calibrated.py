"""The verdict model: a logistic regression that can be read by eye and refuses foreign features."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from fakes import verdict_model
from hypothesis import given
from hypothesis import strategies as st

from detector.errors import ModelNotUsable
from detector.judge.calibrated import VerdictModel, load, save
from detector.judge.features import NAMES
from detector.types import Bin

SIZE = len(NAMES)
numbers = st.floats(-50, 50, allow_nan=False)
models = st.builds(
    VerdictModel,
    weights=st.tuples(*[numbers] * SIZE),
    means=st.tuples(*[numbers] * SIZE),
    scales=st.tuples(*[st.floats(0.1, 20)] * SIZE),
    intercept=numbers,
    threshold=st.floats(0, 1),
)


def test_a_probability_by_hand() -> None:
    model = VerdictModel((2.0,) + (0.0,) * (SIZE - 1), (1.0,) * SIZE, (4.0,) * SIZE, -0.5, 0.5)
    rows = np.ones((2, SIZE))
    rows[1, 0] = 3.0  # (3 - 1) / 4 * 2 - 0.5 = 0.5
    assert model.probabilities(rows) == pytest.approx([1 / (1 + math.exp(0.5)), 1 / (1 + math.exp(-0.5))])


@given(models, st.lists(st.tuples(*[numbers] * SIZE), min_size=1, max_size=3))
def test_probabilities_lie_between_0_and_1(model: VerdictModel, rows: list[tuple[float, ...]]) -> None:
    found = model.probabilities(np.array(rows))
    assert found.shape == (len(rows),)
    assert ((found >= 0) & (found <= 1)).all()


@given(numbers, numbers)
def test_more_conflict_never_makes_it_less_probable(a: float, b: float) -> None:
    rows = np.zeros((2, SIZE))
    rows[:, NAMES.index("bare_contradiction")] = sorted((a, b))
    low, high = verdict_model().probabilities(rows)
    assert low <= high


def test_a_probability_is_the_same_bytes_in_any_company() -> None:
    rng = np.random.default_rng(2)
    weights, means, scales, rows = (
        rng.normal(size=SIZE),
        rng.normal(size=SIZE),
        [1.5] * SIZE,
        rng.normal(size=(600, SIZE)),
    )
    model = VerdictModel(tuple(weights), tuple(means), tuple(scales), 0.1, 0.5)
    assert [model.probabilities(row[None])[0] for row in rows] == model.probabilities(rows).tolist()


def test_no_rows_no_probabilities() -> None:
    assert verdict_model().probabilities(np.zeros((0, SIZE))).shape == (0,)


def test_what_is_saved_comes_back(tmp_path: Path) -> None:
    model = VerdictModel(
        tuple(0.5 * i for i in range(SIZE)),
        tuple(-1.25 * i for i in range(SIZE)),
        (2.0,) * SIZE,
        -0.125,
        0.25,
        (Bin(0.05, 0.02, 90), Bin(0.55, 0.5, 4)),
    )
    save(model, tmp_path / "model.json")
    assert load(tmp_path / "model.json") == model
    told = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert tuple(told["features"]) == NAMES


def test_features_of_another_version_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    save(verdict_model(), path)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["features"]["phase_of_the_moon"] = told["features"].pop(NAMES[0])
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(ModelNotUsable, match=r"model\.json: made for features .*phase_of_the_moon"):
        load(path)


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        "{}",
        '{"features": {}}',
        json.dumps({"features": {name: {} for name in NAMES}}),
        json.dumps({"features": {name: {"weight": 1, "mean": 0, "scale": 1} for name in NAMES}}),
        json.dumps({"features": dict.fromkeys(NAMES, 1), "intercept": 0, "threshold": 0.5}),
        json.dumps(
            {
                "features": {name: {"weight": 1, "mean": 0, "scale": 1} for name in NAMES},
                "intercept": 0,
                "threshold": 0.5,
                "reliability": [{"stated": 0.5}],
            }
        ),
        "\0",
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "model.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelNotUsable, match=r"model\.json"):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotUsable, match=r"model\.json"):
        load(tmp_path / "model.json")
