"""Articles on one event are linked, others are not."""

from __future__ import annotations

import numpy as np
from fakes import WordEmbedder
from hypothesis import given
from hypothesis import strategies as st
from made import article

from detector.pair.events import event_text, same_event
from detector.types import Span

FIRE = (
    "The Harl mill burned on Friday, Ada Finch of the Vey fire brigade said. Flour dust caught fire in the Harl mill."
)
FIRE_TOO = "Flour dust caught fire at the Harl mill on Friday, said Ada Finch. The Vey fire brigade sent four engines."
CHESS = "Grandmaster Ludo Pym drew with Ines Carrow in Saltby. The tournament ends on Sunday with a rapid play-off."
TEXTS = st.lists(st.sampled_from((FIRE, FIRE_TOO, CHESS, "", "no names here", "1 2 3")), max_size=6)


def linked(texts: list[str]) -> np.ndarray:
    return same_event(texts, WordEmbedder().encode(texts)).toarray()


def test_two_reports_of_one_fire_are_linked_and_a_chess_game_is_not() -> None:
    assert linked([FIRE, CHESS, FIRE_TOO]).tolist() == [
        [True, False, True],
        [False, True, False],
        [True, False, True],
    ]


@given(TEXTS)
def test_the_relation_is_symmetric_and_every_article_is_its_own_event(texts: list[str]) -> None:
    found = linked(texts)
    assert found.shape == (len(texts), len(texts))
    assert found.dtype == bool
    assert (found == found.T).all()
    assert found.diagonal().all()


@given(st.permutations(range(4)))
def test_the_order_of_the_articles_does_not_matter(order: list[int]) -> None:
    texts = [FIRE, CHESS, FIRE_TOO, "no names here"]
    assert (linked([texts[i] for i in order]) == linked(texts)[np.ix_(order, order)]).all()


def test_articles_without_a_single_name_or_word_are_no_error() -> None:
    assert linked(["...", "???"]).diagonal().all()
    assert same_event([], np.zeros((0, 4), np.float32)).shape == (0, 0)


def test_the_text_of_an_event_leaves_furniture_out() -> None:
    text = "Share this page\nThe mill burned.\nBy Ola Marsh\nNobody was hurt."
    furniture = tuple(Span(text.index(w), text.index(w) + len(w)) for w in ("Share this page", "By Ola Marsh"))
    told = event_text(article("a", text, title="Fire at mill", furniture=furniture))
    assert told.startswith("Fire at mill. ")
    assert "The mill burned." in told and "Nobody was hurt." in told
    assert "Share" not in told and "Ola" not in told
