"""Minimal pairs: one figure exchanged, the wording kept."""

from __future__ import annotations

import random

import pytest

from detector.training.swaps import disputed_surfaces, exchanged, other, shared_surfaces


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("Shelling killed 9 people in Dree", "Under the shells nine people died", [("9", "nine")]),
        ("The mill owes 230,000 crowns", "Its debts are 230,000 crowns", [("230,000", "230,000")]),
        ("She left on Monday with 12 aides", "On Monday she was gone", [("Monday", "Monday")]),
        ("Shelling killed 9 people", "Shelling killed 12 people", []),
    ],
)
def test_what_two_quotes_share_is_found_in_either_form(a: str, b: str, found: list[tuple[str, str]]) -> None:
    assert shared_surfaces(a, b) == found


def test_a_dispute_over_one_figure_is_found_and_over_several_is_not() -> None:
    assert disputed_surfaces("Shelling killed 9 people", "The shells killed 12 people") == [("9", "12")]
    assert disputed_surfaces("Shelling killed 9 people and 3 dogs", "The shells killed 12 people") == []
    assert disputed_surfaces("The pipe lies 9 miles out", "The pipe lies 40 kilometres out") == []


def test_the_date_before_the_title_and_longer_figures_stay() -> None:
    before = "2031-05-12. 12 dead in Dree. | Northwire reports: 12 people of 12,000 died, 12.5% of them 12-year-olds."
    after = "2031-05-12. 31 dead in Dree. | Northwire reports: 31 people of 12,000 died, 12.5% of them 12-year-olds."
    assert exchanged(before, "12", "31") == after


@pytest.mark.parametrize("surface", ["2", "12", "38,000", "1.8", "450", "fourteen", "Monday", "March", "1,200,000"])
def test_another_figure_has_the_same_form_and_another_value(surface: str) -> None:
    for seed in range(30):
        new = other(surface, random.Random(seed))
        assert new != surface
        assert new.replace(",", "").replace(".", "").isdigit() == surface.replace(",", "").replace(".", "").isdigit()
