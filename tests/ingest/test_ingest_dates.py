"""Dates come out as aware UTC or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.ingest import dates


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-03-01", datetime(2024, 3, 1, tzinfo=UTC)),
        ("2024-03-01T10:30:00Z", datetime(2024, 3, 1, 10, 30, tzinfo=UTC)),
        ("2024-03-01T10:30:00+02:00", datetime(2024, 3, 1, 8, 30, tzinfo=UTC)),
        (" 2024-03-01 10:30 ", datetime(2024, 3, 1, 10, 30, tzinfo=UTC)),
        ("20240301", datetime(2024, 3, 1, tzinfo=UTC)),
        ("Fri, 01 Mar 2024 10:30:00 GMT", datetime(2024, 3, 1, 10, 30, tzinfo=UTC)),
        ("01 Mar 2024 10:30:00 -0500", datetime(2024, 3, 1, 15, 30, tzinfo=UTC)),
        ("March 1, 2024", datetime(2024, 3, 1, tzinfo=UTC)),
        ("1 March 2024 5pm", datetime(2024, 3, 1, 17, tzinfo=UTC)),
        ("March 1, 2024 10:30 AM EST", datetime(2024, 3, 1, 15, 30, tzinfo=UTC)),
        ("15/03/2024", datetime(2024, 3, 15, tzinfo=UTC)),
        ("1709289000", datetime(2024, 3, 1, 10, 30, tzinfo=UTC)),
    ],
)
def test_known_forms(written: str, moment: datetime) -> None:
    found = dates.parse(written)
    assert found == moment
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2 hours ago",
        "March",
        "March 2024",
        "03/04/2024",
        "soon",
        "2024-13-45",
        "x" * 500,
        "May",
        "12:30",
    ],
)
def test_no_whole_unambiguous_date(written: str) -> None:
    assert dates.parse(written) is None


def test_the_end_of_the_calendar() -> None:
    assert dates.parse("9999-12-31T23:59:59-10:00") is None


@given(st.text(max_size=40))
def test_nothing_raises(written: str) -> None:
    found = dates.parse(written)
    assert found is None or found.utcoffset() is not None
