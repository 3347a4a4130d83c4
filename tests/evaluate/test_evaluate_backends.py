"""What computes the models changes little of what comes out: the bound that the docs state, on pairs that ship."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detector.backends.precision import installed
from detector.config import TORCH_FP32
from detector.evaluate.backends import agreement, in_turns, nearest, parities, parity_lines, parity_sets, ratio

PAIRS = 320
# Stated in docs/backends.md, measured in reports/evaluation/backends.json.
LABELS_AGREE, LARGEST, MEAN, COSINE = 0.99, 0.15, 0.01, 0.999


@pytest.mark.parametrize("backend", [name for name in installed() if name != TORCH_FP32])
def test_a_backend_keeps_to_the_bound(backend: str, tmp_path: Path) -> None:
    _, found = parities(parity_sets(tmp_path, PAIRS), backends=(TORCH_FP32, backend))
    assert found.backend == backend
    assert found.pairs >= PAIRS * 0.9
    assert found.agreement >= LABELS_AGREE
    assert found.largest <= LARGEST
    assert found.mean <= MEAN
    assert found.cosine >= COSINE
    assert found.largest > 0, "compared with itself"


def test_the_reference_agrees_with_itself(judge_folder: Path, embedder_folder: Path, tmp_path: Path) -> None:
    sets = parity_sets(tmp_path, 20)
    assert [one.name for one in sets] == ["contrast sets (held out)"]
    (found,) = parities(sets, str(judge_folder), str(embedder_folder), (TORCH_FP32,))
    assert (found.agreement, found.largest, found.mean, found.nearest, found.pairs_ratio) == (1, 0, 0, 1, 1)
    assert found.cosine == pytest.approx(1, abs=1e-5)
    assert parity_lines([found])[-1].endswith("multiples of torch-fp32's")


def test_differences_are_seen() -> None:
    one = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]])
    assert agreement(one, one[:, ::-1]) == 0
    assert agreement(one, np.array([[0.5, 0.3, 0.2], [0.7, 0.2, 0.1]])) == 0.5
    assert ratio([2.0, 4.0, 9.0], [1.0, 2.0, 1.0]) == 2
    vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    assert nearest(vectors).tolist() == [1, 0, 1]


def test_sides_take_turns() -> None:
    asked: list[tuple[str, int]] = []

    def side(name: str):
        def work(items: list[int]) -> np.ndarray:
            asked.append((name, items[0]))
            return np.array(items)

        return work

    rows, seconds = in_turns({"a": side("a"), "b": side("b")}, range(200), "items")
    assert asked == [("a", 0), ("a", 0), ("b", 0), ("b", 0), ("a", 128), ("b", 128)]
    assert rows["a"].tolist() == rows["b"].tolist() == list(range(200))
    assert {name: len(found) for name, found in seconds.items()} == {"a": 2, "b": 2}
