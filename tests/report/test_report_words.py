from datetime import UTC, datetime

import pytest

from detector.report.words import Said, counted, day, gap, headline, likelihood, opening, percent, shortened
from detector.types import Claim, Span

MAY, JULY = datetime(2024, 5, 3, tzinfo=UTC), datetime(2024, 7, 5, 14, 20, tzinfo=UTC)


def said(holder, stance="asserts", outlet="The Ferry", published=MAY):
    return Said(Claim("i", "d", Span(0, 1), Span(0, 1), "q", "q", holder, stance), outlet, published)


@pytest.mark.parametrize(
    ("kind", "a", "b", "words"),
    [
        ("denial", said("the bureau"), said("Ann", "denies"), "Ann denied what the bureau said"),
        ("denial", said("Ann", "denies"), said("The Ferry", "narrates"), "Ann denied what The Ferry reported"),
        ("speakers", said("Ann", "doubts"), said("Bo"), "Ann doubted what Bo said"),
        ("speakers", said("the bureau"), said("Bo"), "The bureau and Bo disagree"),
        ("speakers", said("Ann"), said("ann"), "Two statements of Ann exclude each other"),
        ("outlets", said("P", outlet="P"), said("Q", outlet="Q"), "P and Q report it differently"),
        ("outlets", said("P", outlet="P"), said("P", outlet="P"), "Two reports of P differ"),
        ("self", said("Ann", published=JULY), said("Ann"), "Ann contradicted a statement of 3 May 2024"),
        ("self", said("Ann"), said("Ann", published=None), "Ann made two incompatible statements"),
        ("misquote", said("Ann", outlet="P"), said("Ann", outlet="Q"), "P and Q quote Ann differently"),
        ("misquote", said("Vint"), said("Ann Vint"), "The Ferry quotes Ann Vint in two ways"),
        ("self", said("Ann Vint"), said("the bureau"), "Ann Vint (the bureau) made two incompatible statements"),
        ("number", said("Ann"), said("Bo"), "Ann and Bo give different figures"),
        ("number", said("Ann"), said("Ann"), "Two different figures from Ann"),
        ("update", said("Ann"), said("Ann", published=JULY), "Ann revised an earlier account"),
        ("update", said("Ann", published=JULY), said("Bo"), "Ann superseded what Bo said earlier"),
        ("speakers", said(""), said("Bo"), "An unnamed source and Bo disagree"),
    ],
)
def test_a_headline_says_who_stands_against_whom(kind, a, b, words):
    assert headline(kind, a, b) == words


def test_percentages_never_claim_certainty():
    assert [percent(p) for p in (0.0, 0.004, 0.5, 0.904, 0.996, 1.0)] == [
        "under 1%",
        "under 1%",
        "50%",
        "90%",
        "over 99%",
        "over 99%",
    ]


def test_words_for_probabilities():
    assert [likelihood(p) for p in (0.97, 0.8, 0.6, 0.4, 0.1)] == [
        "Almost certain",
        "Highly likely",
        "Likely",
        "Possible",
        "Unlikely",
    ]


def test_dates_and_gaps_in_words():
    assert (day(MAY), day(None)) == ("3 May 2024", "undated")
    assert gap(MAY, None) == ""
    assert gap(MAY, MAY) == "published the same day"
    assert gap(MAY, JULY) == "published about 2 months apart"
    assert gap(MAY, datetime(2021, 5, 1, tzinfo=UTC)) == "published about 3 years apart"


def test_small_words():
    assert (counted(1, "article"), counted(1204, "article")) == ("1 article", "1,204 articles")
    assert shortened("a long  sentence with words", 16) == "a long sentence…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
    assert (opening("the bureau"), opening("al-Jazeera"), opening("")) == ("The bureau", "al-Jazeera", "")
