"""What an editor should call a contradiction."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import article, claim, judged_pairs, swapped

from detector.judge.kinds import kind_of, same_occasion
from detector.types import ClaimPair, Kind, Stance

WORDS = "The gate was locked."


@pytest.mark.parametrize(
    ("a", "b", "days", "number", "kind"),
    [
        (("Ada Finch", "asserts"), ("Tom Birch", "asserts"), (1, 1), False, "speakers"),
        (("Ada Finch", "asserts"), ("Tom Birch", "asserts"), (1, 1), True, "number"),
        (("Ada Finch", "asserts"), ("Tom Birch", "denies"), (1, 1), False, "denial"),
        (("Ada Finch", "asserts"), ("Tom Birch", "denies"), (1, 1), True, "denial"),
        (("Ada Finch", "asserts"), ("Finch", "denies"), (1, 9), False, "self"),
        (("Ada Finch", "asserts"), ("Finch", "asserts"), (1, 9), False, "self"),
        (("Ada Finch", "asserts"), ("Finch", "asserts"), (1, 3), False, "misquote"),
        (("Ada Finch", "asserts"), ("Finch", "asserts"), (1, 4), False, "self"),
        (("", "narrates"), ("", "narrates"), (1, 1), False, "outlets"),
        (("", "narrates"), ("", "narrates"), (1, 1), True, "number"),
        (("", "narrates"), ("Tom Birch", "asserts"), (1, 1), False, "speakers"),
        (("", "narrates"), ("Tom Birch", "denies"), (1, 1), False, "denial"),
    ],
)
def test_the_kind(
    a: tuple[str, Stance], b: tuple[str, Stance], days: tuple[int, int], number: bool, kind: Kind
) -> None:
    one, two = (article(name, WORDS, day=f"2024-05-0{day}") for name, day in zip("ab", days, strict=True))
    left, right = claim(one, WORDS, *a), claim(two, WORDS, *b)
    pair = ClaimPair(left, right, 0.5, one_voice="Finch" in a[0] and "Finch" in b[0])
    assert kind_of(pair, one, two, number) == kind


@given(judged_pairs(), st.booleans(), st.booleans())
def test_the_order_of_the_two_sides_does_not_matter(made: tuple, one: bool, number: bool) -> None:
    pair, _, a, b = made
    pair = replace(pair, one_voice=one)
    assert kind_of(pair, a, b, number) == kind_of(swapped(pair), b, a, number)


def test_undated_articles_tell_of_no_common_occasion() -> None:
    dated, undated = article("a", WORDS), article("b", WORDS, day="")
    assert same_occasion(dated, dated)
    assert not same_occasion(dated, undated)
    assert not same_occasion(undated, undated)
