"""Publication dates: ISO 8601, then RFC 2822, then English dates in words. Always aware UTC, or None."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_DATE_CHARS = 80
_RFC_2822 = re.compile(r"^(?:[A-Za-z]{3,9},\s*)?\d{1,2}\s+[A-Za-z]{3,9}\s+\d{2,4}\s+\d{1,2}:\d{2}")
_NUMERIC = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")
# No relative dates ("yesterday"): they would need the clock of whoever wrote them. Whole dates only.
_SETTINGS = {
    "PARSERS": ["timestamp", "custom-formats", "absolute-time"],
    "REQUIRE_PARTS": ["day", "month", "year"],
    "TIMEZONE": "UTC",
    "RETURN_AS_TIMEZONE_AWARE": True,
    "RELATIVE_BASE": datetime(2000, 1, 1),
}


def utc(moment: datetime) -> datetime:
    """The moment in UTC; one without a zone is taken to be UTC already. Raises OverflowError at the calendar's ends."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _iso(value: str) -> datetime | None:
    return datetime.fromisoformat(value)


def _rfc_2822(value: str) -> datetime | None:
    return parsedate_to_datetime(value) if _RFC_2822.match(value) else None


def _ambiguous(value: str) -> bool:
    """03/04/2024 is March to some and April to others; a wrong date is worse than none."""
    found = _NUMERIC.match(value)
    return found is not None and found[1] != found[2] and int(found[1]) <= 12 and int(found[2]) <= 12


def _in_words(value: str) -> datetime | None:
    if _ambiguous(value):
        return None
    import dateparser  # 0.3 s with its data; most inputs are ISO and never need it

    moment: datetime | None = dateparser.parse(value, languages=["en"], settings=_SETTINGS)
    return moment


_READERS: tuple[Callable[[str], datetime | None], ...] = (_iso, _rfc_2822, _in_words)


def parse(value: str) -> datetime | None:
    """The moment that `value` names, aware UTC; None where it names no whole, unambiguous date."""
    value = value.strip()
    if not value or len(value) > MAX_DATE_CHARS:
        return None
    for reader in _READERS:
        try:
            moment = reader(value)
            if moment is not None:
                return utc(moment)
        except (ValueError, OverflowError, TypeError):
            continue
    return None
