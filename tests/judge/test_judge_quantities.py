"""Quantities: the grammar on hard news wording, and comparison of intervals."""

import math
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.judge.quantities import Quantity, compare, quantities

INF = math.inf
ONE = [
    # text, low, high, kind, unit, noun
    ("1,234 passengers were aboard", 1234, 1234, "count", "people", "passenger"),
    ("1.2 million people fled", 1.2e6, 1.2e6, "count", "people", "people"),
    ("profit of £3.4bn", 3.4e9, 3.4e9, "money", "GBP", ""),
    ("$40m in cash", 40e6, 40e6, "money", "USD", ""),
    ("40m people", 40e6, 40e6, "count", "people", "people"),
    ("a trench 40m wide", 40, 40, "length", "metre", ""),
    ("4.4 billion crowns", 4.4e9, 4.4e9, "money", "crown", ""),
    ("between €10 million and €15 million", 10e6, 15e6, "money", "EUR", ""),
    ("a dozen flights", 12, 12, "count", "", "flight"),
    ("two dozen rounds", 24, 24, "count", "", "round"),
    ("dozens of protesters", 24, INF, "count", "people", "protester"),
    ("tens of thousands of fans", 20000, INF, "count", "people", "fan"),
    ("forty-one miners", 41, 41, "count", "people", "miner"),
    ("a hundred and twelve voters", 112, 112, "count", "people", "voter"),
    ("One hundred and nineteen deputies", 119, 119, "count", "people", "deputy"),
    ("half a million people", 5e5, 5e5, "count", "people", "people"),
    ("three and a half million doses", 3.5e6, 3.5e6, "count", "", "dose"),
    ("40% of voters", 40, 40, "percent", "percent", "voter"),
    ("40 per cent", 40, 40, "percent", "percent", ""),
    ("half of voters", 47, 53, "percent", "percent", "voter"),
    ("one in ten found it confusing", 7, 13, "percent", "percent", ""),
    ("one volunteer in four", 22, 28, "percent", "percent", ""),
    ("rose by two percentage points", 2, 2, "percentage point", "percentage point", ""),
    ("between 15% and 20% too much", 15, 20, "percent", "percent", ""),
    ("10 to 15 soldiers", 10, 15, "count", "people", "soldier"),
    ("between 10 and 15 soldiers", 10, 15, "count", "people", "soldier"),
    ("10-15 shots", 10, 15, "count", "", "shot"),
    ("a 12-year-old boy", 12, 12, "age", "year", ""),
    ("a girl of six died", 6, 6, "age", "year", ""),
    ("won 3-1 at home", 1, 3, "score", "", ""),
    ("voted by 3,108 to 1,954", 1954, 3108, "score", "", ""),
    ("by five votes to two", 2, 5, "score", "", ""),
    ("the third minister to leave", 3, 3, "ordinal", "", "minister"),
    ("two nautical miles", 2, 2, "length", "nautical mile", ""),
    ("61 tonnes of isocyanate", 61, 61, "mass", "tonne", "isocyanate"),
    ("an hour and a half hours", 1, 1, "duration", "hour", ""),
    ("no casualties", 0, 0, "count", "", "casualty"),
    ("nobody was hurt", 0, 0, "count", "people", "person"),
    ("both men", 2, 2, "count", "people", "man"),
    ("a single gunman", 1, 1, "count", "people", "gunman"),
    ("ten interceptors a month", 10, 10, "count", "", "interceptor"),
]


@pytest.mark.parametrize(("text", "low", "high", "kind", "unit", "noun"), ONE, ids=[row[0] for row in ONE])
def test_reads_one_quantity(text, low, high, kind, unit, noun):
    found = quantities(text)[0]
    assert (found.kind, found.unit, found.noun) == (kind, unit, noun)
    assert found.low == pytest.approx(low) and found.high == pytest.approx(high)


@pytest.mark.parametrize(
    "text",
    [
        "Flight 212 to Oslo", "Route 9 was shut", "an A320 and an F-16", "the G7 met", "one can say", "no one way",
        "call 020 7946 0958", "3,4", "in 2019", "on 3 March", "March 4, 2024", "at 14:05", "just after 3 a.m.",
        "the 1990s", "the first time", "COVID-19", "half past seven", "two years ago", "the 19th century",
        "another one",
    ],
)  # fmt: skip
def test_reads_none(text):
    assert [q for q in quantities(text) if q.high] == []


@pytest.mark.parametrize(
    ("text", "modifier", "low", "high"),
    [
        ("at least 12 dead", "at least", 12, INF),
        ("more than 280 people", "more than", 280, INF),
        ("up to 3,000 jobs", "up to", 0, 3000),
        ("fewer than 500 posts", "fewer than", 0, 500),
        ("no more than ten interceptors", "at most", 0, 10),
        ("about 6,200 people", "about", 5580, 6820),
        ("some 40 arrests", "about", 36, 44),
        ("just over 6,000", "just over", 6000, 6600),
        ("nearly four hours", "nearly", 3.6, 4),
        ("exactly 12 votes", "exactly", 12, 12),
        ("20 or more houses", "at least", 20, INF),
        ("another 15 bodies", "another", 15, 15),
    ],
)
def test_modifiers_open_the_interval(text, modifier, low, high):
    found = quantities(text)[0]
    assert found.modifier == modifier
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("killed 12 people and injured 40", [("dead",), ("injured",)]),
        ("12 people were killed and 40 injured", [("dead",), ("injured",)]),
        ("Five people have died and two are unaccounted for", [("dead",), ("missing",)]),
        ("police arrested 30 and 12 were taken to hospital", [("arrested",), ("injured",)]),
        ("Some 430 jobs will go", [("jobs",)]),
    ],
)
def test_roles_belong_to_the_nearer_number(text, roles):
    assert [q.roles for q in quantities(text)] == roles


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("at least 12 dead", "14 dead", "compatible"),
        ("at least 14 dead", "12 dead", "conflict"),
        ("12 people were killed", "19 bodies", "conflict"),
        ("12 people were killed", "12 dead", "same"),
        ("12 killed", "40 injured", "unrelated"),
        ("12 passengers", "three cars", "unrelated"),
        ("310,000 patients", "312,480 patients", "compatible"),
        ("some 6,300 handsets", "6,288 devices", "compatible"),
        ("about 6,200 people", "just over 6,000 people", "compatible"),
        ("£4m", "$4m", "unrelated"),
        ("4.4 billion crowns", "4.9 billion crowns", "conflict"),
        ("26 billion marks a year", "19 billion marks", "unrelated"),
        ("two nautical miles", "less than five metres", "conflict"),
        ("two hours", "115 minutes", "compatible"),
        ("a third", "31%", "compatible"),
        ("40%", "60%", "conflict"),
        ("up to 3,000 jobs", "fewer than 500 jobs", "conflict"),
        ("up to 600 jobs", "fewer than 500 jobs", "compatible"),
        ("seven of the passengers", "nine passengers", "compatible"),
        ("won 3-1", "won 2-1", "conflict"),
        ("several people hurt", "four people hurt", "compatible"),
        ("nobody was hurt", "17 people were hurt", "conflict"),
    ],
)
def test_compare(a, b, expected):
    assert compare(quantities(a)[0], quantities(b)[0]) == expected
    assert compare(quantities(b)[0], quantities(a)[0]) == expected


def test_an_interval_must_be_one():
    from detector.types import Span

    with pytest.raises(ValueError, match="no interval"):
        Quantity(Span(0, 1), Span(0, 1), 2.0, 1.0, "count", "")


NUMBERS = st.sampled_from(
    [
        "12", "1,234", "forty-one", "a dozen", "dozens", "two-thirds", "one in ten", "3-1", "10 to 15", "£3.4bn",
        "$40m", "40%", "no one", "both", "half a million", "between 10 and 15", "5 km", "an hour and ten minutes",
        "the third", "61 tonnes of", "a girl of six", "US$", "from 3 to 9",
    ]
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "at least", "about", "up to", "people", "killed", "injured", "and", ",", ".", "of the", "said",
        "on Monday", "jobs", "a year", "another", "were", "arrested", "not", "-", "to", "or",
    ]
)  # fmt: skip
NEWS = st.lists(st.one_of(NUMBERS, WORDS), max_size=14).map(" ".join)


@given(NEWS | st.text(max_size=80))
def test_spans_point_into_the_text_in_order(text):
    found = quantities(text)
    assert all(0 <= q.span.start < q.span.end <= q.phrase.end <= len(text) for q in found)
    assert all(x.span.end <= y.span.start for x, y in pairwise(found))


@given(NEWS, NEWS)
def test_compare_is_symmetric(a, b):
    for x in quantities(a):
        for y in quantities(b):
            assert compare(x, y) == compare(y, x)


@given(NEWS)
def test_a_quantity_never_conflicts_with_itself(text):
    assert all(compare(q, q) in {"same", "unrelated"} for q in quantities(text))


@pytest.mark.parametrize("piece", ["12 ", "killed 12 people, ", "_", " ", "1,1", "a", "one hundred ", "-", "10-", "($"])
def test_time_is_linear(piece):
    def seconds(n):
        text = piece * (n // len(piece))
        best = INF
        for _ in range(3):
            start = time.process_time()
            quantities(text)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(40_000) < 12 * seconds(10_000) + 0.1  # CPU time; sixteen times would be quadratic
