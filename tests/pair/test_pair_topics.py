"""The label of an event is made of its own words, the same for all its articles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from detector.pair.topics import WORDS, topics

MILL = "Flour dust burned in Harl mill. Harl mill stood empty. Harl mill is gone."
MILL_TOO = "Harl mill burned again. Harl mill."
CHESS = "Ludo Pym drew in Saltby. Saltby hosts the chess cup. Ludo Pym leads the chess cup."


def joined(*pairs: tuple[int, int], size: int) -> csr_matrix:
    linked = np.eye(size, dtype=bool)
    for i, j in pairs:
        linked[i, j] = linked[j, i] = True
    return csr_matrix(linked)


def test_an_event_has_one_label_and_events_have_different_ones() -> None:
    labels = topics([MILL, CHESS, MILL_TOO], joined((0, 2), size=3))
    assert labels[0] == labels[2] != labels[1]
    assert "Harl" in labels[0] and "Saltby" in labels[1]


def test_articles_linked_through_a_third_are_one_event() -> None:
    labels = topics([MILL, MILL_TOO, CHESS], joined((0, 1), (1, 2), size=3))
    assert len(set(labels)) == 1


@pytest.mark.parametrize("texts", [[], ["the of and"], ["... 123", ""]])
def test_nothing_to_name_is_an_empty_label(texts: list[str]) -> None:
    assert topics(texts, joined(size=len(texts))) == [""] * len(texts)


@given(st.lists(st.sampled_from((MILL, MILL_TOO, CHESS, "", "Ölfeld brennt — Ölfeld!")), max_size=5))
def test_a_label_says_no_word_twice_and_comes_from_the_text(texts: list[str]) -> None:
    labels = topics(texts, joined(size=len(texts)))
    assert len(labels) == len(texts)
    for label, text in zip(labels, texts, strict=True):
        said = [word.lower() for term in label.split(" · ") for word in term.split()]
        assert len(said) == len(set(said))
        assert len(label.split(" · ")) <= WORDS
        assert all(word in text.lower() for word in said)
