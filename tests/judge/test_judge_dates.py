"""Dates and times of day: the grammar, their resolution against the day of publication, and their comparison."""

import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.judge.dates import compare_dates, dates

THURSDAY = date(2025, 3, 13)
DAYS = [
    ("on Thursday", "2025-03-13", "2025-03-13"),
    ("on Monday", "2025-03-10", "2025-03-10"),
    ("on Friday", "2025-03-07", "2025-03-07"),
    ("the talks will open on Friday", "2025-03-14", "2025-03-14"),
    ("next Monday", "2025-03-17", "2025-03-17"),
    ("March 4", "2025-03-04", "2025-03-04"),
    ("the 4th of March", "2025-03-04", "2025-03-04"),
    ("9 May 2024", "2024-05-09", "2024-05-09"),
    ("Tuesday 14 January", "2025-01-14", "2025-01-14"),
    ("Sunday, January 11", "2025-01-11", "2025-01-11"),
    ("August 9 and 10, 2024", "2024-08-09", "2024-08-10"),
    ("2024-03-09", "2024-03-09", "2024-03-09"),
    ("late September", "2024-09-18", "2024-09-30"),
    ("mid-October", "2024-10-09", "2024-10-23"),
    ("by the end of June", "2025-06-20", "2025-06-30"),
    ("in the third quarter of 2024", "2024-07-01", "2024-09-30"),
    ("Q3 2024", "2024-07-01", "2024-09-30"),
    ("last month", "2025-02-01", "2025-02-28"),
    ("last October", "2024-10-01", "2024-10-31"),
    ("last year", "2024-01-01", "2024-12-31"),
    ("in May", "2025-05-01", "2025-05-31"),
    ("2019", "2019-01-01", "2019-12-31"),
    ("between 1946 and 1988", "1946-01-01", "1988-12-31"),
    ("between June and August of last year", "2024-06-01", "2024-08-31"),
    ("yesterday", "2025-03-12", "2025-03-12"),
    ("three days ago", "2025-03-10", "2025-03-10"),
    ("New Year's Day", "2025-01-01", "2025-01-01"),
]


@pytest.mark.parametrize(("text", "start", "end"), DAYS, ids=[row[0] for row in DAYS])
def test_days(text, start, end):
    (found,) = dates(text, THURSDAY)
    assert (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("shortly after 3 a.m.", (180, 225)),
        ("at noon", (720, 720)),
        ("14:05", (845, 845)),
        ("at 4.40am on Monday", (280, 280)),
        ("ten to five in the morning", (290, 290)),
        ("a little after two in the afternoon", (840, 885)),
        ("the early hours of Friday", (0, 390)),
        ("early on Monday", (0, 600)),
        ("just after midnight on Monday", (0, 45)),
        ("Sunday evening", (1020, 1440)),
    ],
)
def test_times_of_day(text, minutes):
    (found,) = dates(text, THURSDAY)
    assert found.minutes == minutes


@pytest.mark.parametrize(
    "text",
    [
        "she may march on", "It may rain", "31 February", "roughly 2000 devices", "Theresa May Smith said",
        "the Sunday Times", "12 people", "Route 66", "a second order", "1,999 votes", "£2019",
    ],
)  # fmt: skip
def test_reads_none(text):
    assert dates(text, THURSDAY) == ()


def test_without_an_anchor_the_words_still_compare():
    thursday, friday = dates("on Thursday", None)[0], dates("on Friday", None)[0]
    assert thursday.start is None and compare_dates(thursday, friday) == "conflict"
    assert compare_dates(dates("3 March", None)[0], dates("9 March", None)[0]) == "conflict"
    assert compare_dates(thursday, dates("3 March", None)[0]) == "unrelated"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("on 3 March", "on 9 March", "conflict"),
        ("on 3 March", "on March 3, 2025", "same"),
        ("in March", "on 3 March", "compatible"),
        ("in April", "in late June", "conflict"),
        ("before 9 March", "on 3 March", "compatible"),
        ("since October", "on 3 March", "compatible"),
        ("at 3:15 a.m.", "shortly before two o'clock", "conflict"),
        ("at 7:30 p.m.", "at half past seven", "compatible"),
        ("at 9pm", "at 21:05", "compatible"),
        ("shortly before dawn on Thursday", "early on Thursday afternoon", "conflict"),
        ("shortly before midnight on Tuesday", "in the small hours of Wednesday", "compatible"),
        ("early on Monday", "on Sunday evening", "conflict"),
        ("at 9pm", "in 2019", "unrelated"),
    ],
)
def test_compare(a, b, expected):
    x, y = dates(a, THURSDAY)[0], dates(b, THURSDAY)[0]
    assert compare_dates(x, y) == compare_dates(y, x) == expected


PIECES = st.sampled_from(
    [
        "March", "May", "4", "2019", "on", "Thursday", "morning", "late", "early", "the end of", "last", "next",
        "week", ", ", "and", "between", "from", "until", "at", "3 a.m.", "half past", "seven", "midnight",
        "shortly before", "noon", "Q3", "third quarter", "ago", "two years", "31", "February", "winter", "12:61",
        "0 a.m.", "1500", "2099",
    ]
)  # fmt: skip
NEWS = st.lists(PIECES, max_size=12).map(" ".join) | st.text(max_size=60)
ANCHOR = st.none() | st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(NEWS, ANCHOR)
def test_spans_and_intervals_hold(text, anchor):
    found = dates(text, anchor)
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
    assert all(x.span.end <= y.span.start for x, y in pairwise(found))
    assert all(m.start <= m.end for m in found if m.start and m.end)
    assert all((m.start is None) == (m.end is None) for m in found)


@given(NEWS, NEWS, ANCHOR)
def test_compare_is_symmetric_and_nothing_conflicts_with_itself(a, b, anchor):
    left, right = dates(a, anchor), dates(b, anchor)
    assert all(compare_dates(x, y) == compare_dates(y, x) for x in left for y in right)
    assert all(compare_dates(x, x) != "conflict" for x in left)


@pytest.mark.parametrize(
    "piece", ["March 4, ", "late ", " ", "May", "12", "between June and ", "the end of ", "early on "]
)
def test_time_is_linear(piece):
    def seconds(n):
        text = piece * (n // len(piece))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            dates(text, THURSDAY)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(40_000) < 12 * seconds(10_000) + 0.1  # CPU time; sixteen times would be quadratic
