"""P against a denial of P, in nearly the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import article, claim

from detector.judge.denials import denied_outright
from detector.types import ClaimPair, Stance

TEXT = "The council sold the harbour land to a shipping firm. The harbour land was sold by the council. It rained."
DOCUMENT = article("a", TEXT)
SOLD = "The council sold the harbour land to a shipping firm."
SAME = "The harbour land was sold by the council."


def pair(first: Stance, second: Stance, words: str = SAME, holders: tuple[str, str] = ("Ada Finch", "Tom Birch")):
    return ClaimPair(claim(DOCUMENT, SOLD, holders[0], first), claim(DOCUMENT, words, holders[1], second), 0.5)


@pytest.mark.parametrize(("first", "second"), [("asserts", "denies"), ("denies", "asserts"), ("narrates", "denies")])
def test_one_asserts_what_the_other_denies(first: Stance, second: Stance) -> None:
    assert denied_outright(pair(first, second))


@pytest.mark.parametrize(("first", "second"), [("asserts", "asserts"), ("denies", "denies"), ("doubts", "denies")])
def test_other_stances_are_no_denial(first: Stance, second: Stance) -> None:
    assert not denied_outright(pair(first, second))


def test_a_denial_of_something_else_is_not_one() -> None:
    assert not denied_outright(pair("asserts", "denies", "It rained."))


def test_nobody_denies_himself() -> None:
    one_voice = replace(pair("asserts", "denies", holders=("Ada Finch", "Minister Finch")), one_voice=True)
    assert not denied_outright(one_voice)
    assert not denied_outright(pair("asserts", "denies", holders=("Ada Finch", "Ada Finch")))


def test_a_denial_that_points_back_has_no_words_of_its_own() -> None:
    document = article("a", f"{TEXT} That is not true.")
    back = claim(document, "That is not true", "Tom Birch", "denies", proposition=SOLD)
    assert not denied_outright(ClaimPair(claim(document, SOLD, "Ada Finch"), back, 0.5))
