"""Conflicts against traps, with the claims as gold has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made import write_dossier

from detector import gold
from detector.evaluate.conflicts import conflicts_against_traps
from detector.gold import Dossier


class ChosenJudge:
    """A Judge that finds a contradiction wherever a side holds one of the words it was given."""

    digest = "chosen"

    def __init__(self, *words: str):
        self.words, self.asked = words, []

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.asked += pairs
        return np.array([[0.1, 0.0, 0.9] if any(w in p + h for w in self.words) else [0.9, 0.0, 0.1] for p, h in pairs])


@pytest.fixture
def mill(tmp_path: Path) -> Dossier:
    return gold.load([write_dossier(tmp_path)])[0]


def test_a_judge_that_sees_all_and_one_that_sees_nothing(mill: Dossier) -> None:
    words = [side.quote for pair in mill.conflicts for side in mill.sides(pair)]
    perfect, blind = ChosenJudge(*words), ChosenJudge()
    found = conflicts_against_traps([mill], perfect)
    assert found is not None
    assert (found.conflicts, found.traps) == (len(mill.conflicts), len(mill.traps))
    assert found.auc > 0.5
    assert set(found.by_type) == {pair.type for pair in mill.conflicts}
    assert conflicts_against_traps([mill], blind).auc == 0.5  # type: ignore[union-attr]
    in_context = perfect.asked[: 2 * (found.conflicts + found.traps)]
    assert all(" | " in text for pair in in_context for text in pair)
    assert [(b, a) for a, b in in_context[::2]] == in_context[1::2]


class WordJudge:
    """A Judge that finds a contradiction where one word stands on both sides."""

    digest = "word"

    def __init__(self, word: str):
        self._word = word

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        return np.array([[0.0, 0.0, 1.0] if self._word in p and self._word in h else [1.0, 0.0, 0.0] for p, h in pairs])


def test_deleting_the_word_that_carries_a_conflict_takes_more_than_others(mill: Dossier) -> None:
    found = conflicts_against_traps([mill], WordJudge("gate"))
    assert found is not None
    heavy, drawn = found.deletion
    assert heavy > drawn


def test_without_traps_there_is_no_figure(mill: Dossier) -> None:
    assert conflicts_against_traps([replace(mill, traps=())], ChosenJudge()) is None
