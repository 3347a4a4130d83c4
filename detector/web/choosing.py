"""A filter from a URL's query. What makes no sense is left out, never an error: links grow old."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from detector.review.content import storable
from detector.review.decisions import KINDS
from detector.review.filters import LONGEST, SORTS, STATE_CHOICES, Filter

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NAMES = ("holder", "outlet", "topic", "conflict", "assignee", "q")


def chosen(query: Mapping[str, str]) -> Filter:
    """The filter of query parameters."""
    names = {name: str(storable(query.get(name, "")))[:LONGEST].strip() for name in NAMES}
    return Filter(
        state=_one_of(query, "state", STATE_CHOICES) or "open",
        kind=_one_of(query, "kind", KINDS),
        sort=_one_of(query, "sort", SORTS) or "rank",
        since=_date(query.get("since", "")),
        until=_date(query.get("until", "")),
        low=_share(query.get("low", "")),
        high=_share(query.get("high", "")),
        flagged=query.get("flagged", "") in ("1", "true", "on"),
        **names,
    )


def of_text(query: str) -> Filter:
    """The filter of a query string."""
    return chosen(dict(parse_qsl(query[:4000])))


def _one_of(query: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    return query.get(name, "") if query.get(name, "") in choices else ""


def _date(text: str) -> str:
    return text if DATE.fullmatch(text) else ""


def _share(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return min(max(number, 0.0), 1.0) if math.isfinite(number) else None
