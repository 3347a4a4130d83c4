"""Which names an editor takes for one voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.names import NAMELESS, key_words, name_of, same_holder

NAMES = (
    "Ada Finch", "Finch", "Minister Finch", "Ms Finch", "Bela Finch", "the Interior Ministry", "Ministry of Vey",
    "Vey police", "two officials", "officials", "The Orlow Courier", "Orlow Courier", "", "the", "Dr. Ada M. Finch",
)  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ada Finch", "Ada Finch"),
        ("Ada Finch", "Finch"),
        ("Finch", "Ada Finch"),
        ("Prime Minister Ada Finch", "Ms Finch"),
        ("Finch's", "Finch"),
        ("The Orlow Courier", "Orlow Courier"),
        ("Orlow Courier", "Orlow Courier text service"),
        ("ADA FINCH", "Ada Finch"),
        ("Ada Finch", "Ada"),
        ("Interior Ministry", "the Ministry of the Interior"),
        ("the ministry", "Ministry of Public Works"),
        ("Ferrin Motors", "Ferrin"),
        ("Ferrin Motors", "Ferrin Motors text service"),
        ("Ada Finch KC", "Ada M. Finch"),
        ("the Workers' Party", "Workers' Party"),
    ],
)
def test_one_voice(a: str, b: str) -> None:
    assert same_holder(a, b)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Ada Finch", "Bela Finch"),
        ("Ada Finch", "Tom Birch"),
        ("two officials", "two officials"),
        ("officials", "officials"),
        ("a witness", "witnesses"),
        ("the minister", "the minister"),
        ("", ""),
        ("Vey police", "Orlow police"),
        ("Finchley", "Finch"),
        ("Aldo Rask", "Aldo Rask Jr"),
        ("Aldo Rask Sr", "Aldo M. Rask Jr"),
        ("the Interior Ministry", "the Health Ministry"),
        ("Vey", "Vey police"),
        ("a letter that Ferrin Motors has read", "Ferrin Motors"),
        ("a nurse", "a nurse"),
        ("one of the pilots", "one of the pilots"),
        ("her brother", "her brother"),
        ("Prosecutors", "prosecutors"),
        ("he", "he"),
    ],
)
def test_two_voices_or_unknown(a: str, b: str) -> None:
    assert not same_holder(a, b)


def test_key_words_leave_titles_articles_and_possessives_out() -> None:
    assert key_words("The Prime Minister of Vey's Ada Finch") == ("vey", "ada", "finch")
    assert key_words("the President") == ()


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_the_order_of_two_names_does_not_matter(a: str, b: str) -> None:
    assert same_holder(a, b) == same_holder(b, a)


@given(st.text(max_size=30))
def test_a_name_that_tells_something_is_its_own_voice(name: str) -> None:
    told = name_of(name)
    assert same_holder(name, name) == (bool(told.words) and not told.nameless)
    assert told.nameless or not NAMELESS & {*told.words}
    assert (told.head in told.words) == bool(told.words)
