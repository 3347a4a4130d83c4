"""Reprints are one origin; stories about the same thing are not."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from detector.ingest.origins import is_copy, jaccard, origins, shingles
from detector.types import Document, Span

WORDS = [f"word{number}" for number in range(4000)]


def story(seed: int, words: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))


def document(name: str, text: str, day: int | None = None, furniture: tuple[Span, ...] = ()) -> Document:
    published = datetime(2024, 3, day, tzinfo=UTC) if day else None
    return Document(id=name, text=text, title="", outlet=name, published=published, furniture=furniture)


def cut(text: str, start: int, end: int) -> str:
    return " ".join(text.split()[start:end])


def test_a_lightly_edited_reprint_belongs_to_the_first() -> None:
    edited = "TARNMOUTH (Norr) - " + story(1).replace(story(1).split()[50], "changed") + " Norr has more."
    found = origins([document("b", edited, 2), document("a", story(1), 1), document("c", story(2), 1)])
    assert found == {"a": "a", "b": "a", "c": "c"}


def test_first_is_by_date_then_by_id_and_undated_comes_last() -> None:
    same = [document("z", story(1), 1), document("y", story(1), 1), document("x", story(1), 2), document("a", story(1))]
    assert origins(same) == dict.fromkeys("zyxa", "y")


def test_the_order_given_does_not_matter() -> None:
    documents = [document(str(number), story(number % 4), number % 5 + 1) for number in range(20)]
    assert origins(documents) == origins(documents[::-1])


def test_a_part_of_a_story_is_its_reprint_either_way_round() -> None:
    long, short = story(1, 900), cut(story(1, 900), 100, 200)
    assert origins([document("a", long, 1), document("b", short, 2)])["b"] == "a"
    assert origins([document("a", short, 1), document("b", long, 2)])["b"] == "a"


def test_a_common_quotation_is_not_a_common_origin() -> None:
    quotation = story(9, 60)
    assert origins([document("a", story(1) + quotation, 1), document("b", story(2) + quotation, 2)])["b"] == "b"


def test_a_short_quotation_in_a_brief_is_not_a_common_origin() -> None:
    quotation = story(9, 18)
    found = origins([document("a", story(1) + " " + quotation, 1), document("b", quotation + " he said", 2)])
    assert found["b"] == "b"


def test_a_round_up_does_not_make_two_stories_one() -> None:
    one, two = story(1), story(2)
    found = origins([document("a", one, 1), document("b", one + " " + two, 2), document("c", two, 3)])
    assert found == {"a": "a", "b": "a", "c": "c"}


def test_a_copy_of_a_copy_is_of_the_first_origin() -> None:
    text = story(1, 1000)
    first, second = cut(text, 0, 520), cut(text, 0, 1000)
    third = cut(text, 260, 1000)
    found = origins([document("a", first, 1), document("b", second, 2), document("c", third, 3)])
    assert found == {"a": "a", "b": "a", "c": "a"}


def test_furniture_is_no_common_origin() -> None:
    boilerplate = story(5, 400)
    texts = {name: f"{boilerplate}\n{story(seed, 150)}" for name, seed in (("a", 1), ("b", 2))}
    furniture = (Span(0, len(boilerplate)),)
    assert origins([document(name, text, 1, furniture) for name, text in texts.items()]) == {"a": "a", "b": "b"}
    assert origins([document(name, text, 1) for name, text in texts.items()]) == {"a": "a", "b": "a"}


def test_an_outlets_own_background_is_not_a_common_origin() -> None:
    background = story(5, 300)
    texts = [story(seed, 150) + " " + background for seed in (1, 2, 1)]
    documents = [Document(id=str(day), text=text, title="", outlet="Post") for day, text in enumerate(texts)]
    assert origins(documents) == {"0": "0", "1": "1", "2": "0"}


def test_texts_without_words_stand_alone() -> None:
    assert origins([document("a", "..."), document("b", "...")]) == {"a": "a", "b": "b"}
    assert origins([document("a", "Yes."), document("b", "Yes!")]) == {"a": "a", "b": "a"}
    assert origins([]) == {}


@given(st.lists(st.sampled_from(WORDS[:9]), max_size=60), st.lists(st.sampled_from(WORDS[:9]), max_size=60))
def test_similarity_is_symmetric_and_bounded(a: list[str], b: list[str]) -> None:
    one, two = shingles(" ".join(a)), shingles(" ".join(b))
    assert jaccard(one, two) == jaccard(two, one)
    assert 0 <= jaccard(one, two) <= 1
    assert is_copy(one, two) == is_copy(two, one)
    assert not len(one) or is_copy(one, one)
