"""Dates and times of day in running text, as intervals of calendar days and of minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from detector.judge import calendar_words as words
from detector.judge.resolve_dates import Reading, read
from detector.types import Span

Bound = Literal["", "since", "until", "by", "before", "after", "from", "to", "between"]
DateRelation = Literal["same", "compatible", "conflict", "unrelated"]
# Clock times this close are one time told twice ("2:40" and "about half past two"); by judgement.
TIME_TOLERANCE = 10
# Two whole moments (day and time) nearer than this are not held against each other: "shortly before midnight on
# Saturday" and "in the small hours of Sunday" may be minutes apart.
MOMENT_TOLERANCE = 60
# ... as long as both are told narrowly: "early on Monday" and "on Sunday evening" are not (minutes, both together).
MOMENT_WIDTH = 400
_LOOKBACK = 48
_MERGE_GAP = 16


@dataclass(frozen=True, slots=True)
class DateMention:
    """`text[span]` names the days `start` to `end`, both inclusive, and the minutes of the day `minutes`, if any.

    `start` and `end` are None where no year, or no anchor for "Thursday", was at hand; `written` then still
    compares ("weekday:3", "day:3-4", "month:3"). `minutes` may pass 1440 (night). `twelve_hour`: morning or
    afternoon was left open. `bound` is the preposition that makes the mention a limit ("since", "by").
    """

    span: Span
    start: date | None
    end: date | None
    granularity: Literal["minute", "part", "day", "week", "month", "quarter", "season", "year"]
    kind: Literal["day", "month", "quarter", "year", "time-of-day", "relative"]
    written: str = ""
    minutes: tuple[int, int] | None = None
    twelve_hour: bool = False
    bound: Bound = ""


def dates(text: str, anchor: date | None = None) -> tuple[DateMention, ...]:
    """Dates and times in order of place; a weekday is the nearest before or on `anchor`, the day of publication."""
    atoms = [m for m in (_mention(text, match, anchor) for match in words.ATOM.finditer(text)) if m]
    return tuple(_ranges(text, _merged(text, atoms)))


def compare_dates(a: DateMention, b: DateMention) -> DateRelation:
    """What two mentions of when one thing happened say of each other; "unrelated" when they cannot be compared."""
    by_day, by_minute = _compare_days(a, b), _compare_minutes(a, b)
    if by_day == "conflict":
        return "compatible" if _moments_touch(a, b) else "conflict"
    if by_minute in {"same", "conflict"} and by_day in {"same", "compatible", "unrelated"}:
        return "compatible" if by_minute == "same" and by_day == "compatible" else by_minute
    return by_day if by_day != "unrelated" else by_minute


def _mention(text: str, match: re.Match[str], anchor: date | None) -> DateMention | None:
    before = text[max(0, match.start() - _LOOKBACK) : match.start()]
    if match["unsure_month"] and not words.BEFORE_MONTH.search(before):
        return None
    if match["lone_year"] and words.COUNTED.match(text, match.end()) and not words.YEAR_LEAD.search(before):
        return None
    reading = read(match, anchor, bool(words.FUTURE.search(before)))
    if reading is None:
        return None
    return _from_reading(Span(match.start(), match.end()), reading, _bound(before))


def _from_reading(span: Span, r: Reading, bound: Bound) -> DateMention:
    kind = r.kind if r.kind else "day"
    return DateMention(span, r.start, r.end, r.granularity, kind, r.written, r.minutes, r.twelve_hour, bound)


def _bound(before: str) -> Bound:
    found = words.BOUND.search(before)
    if not found:
        return ""
    return "until" if found["bound"] == "till" else found["bound"]  # type: ignore[return-value]


def _merged(text: str, atoms: list[DateMention]) -> list[DateMention]:
    """A time and its day, a weekday and its date are one mention: "at 4.40am on Monday", "Sunday, January 11"."""
    out: list[DateMention] = []
    for atom in atoms:
        gap = text[out[-1].span.end : atom.span.start] if out else ""
        together = _joined(out[-1], atom) if out and len(gap) <= _MERGE_GAP and words.GLUE.fullmatch(gap) else None
        if together:
            out[-1] = together
        else:
            out.append(atom)
    return out


def _joined(a: DateMention, b: DateMention) -> DateMention | None:
    span = Span(a.span.start, b.span.end)
    if (
        a.kind == "time-of-day"
        and b.granularity in {"day", "part"}
        and b.kind != "time-of-day"
        and not _overspecified(a, b)
    ):
        return replace(
            b, span=span, minutes=a.minutes, twelve_hour=a.twelve_hour, bound=a.bound, granularity=a.granularity
        )
    if (
        b.kind == "time-of-day"
        and a.granularity in {"day", "part"}
        and a.kind != "time-of-day"
        and not _overspecified(b, a)
    ):
        return replace(a, span=span, minutes=b.minutes, twelve_hour=b.twelve_hour, granularity=b.granularity)
    if a.written.startswith("weekday") and b.granularity == "day" and b.written.startswith("day"):
        return replace(b, span=span, minutes=a.minutes, bound=a.bound)
    if b.written.startswith("weekday") and a.granularity == "day" and a.written.startswith("day"):
        return replace(a, span=span, minutes=b.minutes or a.minutes)
    return None


def _overspecified(time: DateMention, day: DateMention) -> bool:
    return time.granularity == "part" and day.minutes is not None


def _ranges(text: str, mentions: list[DateMention]) -> list[DateMention]:
    """ "between June and August", "from 1946 to 1988": one mention of the whole interval."""
    out: list[DateMention] = []
    for mention in mentions:
        whole = _range(text, out[-1], mention) if out else None
        if whole:
            out[-1] = whole
        else:
            out.append(mention)
    return out


def _range(text: str, first: DateMention, last: DateMention) -> DateMention | None:
    gap = text[first.span.end : last.span.start]
    if (
        first.bound not in {"between", "from"}
        or gap.strip() not in {"and", "to", "until"}
        or first.minutes
        or last.minutes
    ):
        return None
    start, end = first.start, last.end
    if start is None or end is None:
        return None
    if start > end and first.written.startswith("month"):  # "between June and August of last year"
        start = start.replace(year=end.year - (start.month > end.month))
    span = Span(first.span.start, last.span.end)
    return replace(last, span=span, start=start, bound="between", written="") if start <= end else None


def _compare_days(a: DateMention, b: DateMention) -> DateRelation:
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return _compare_written(a.written, b.written)
    if a.bound == b.bound or not (_limits(a) or _limits(b)):
        if (a.start, a.end) == (b.start, b.end):
            return "same"
        return "compatible" if a.start <= b.end and b.start <= a.end else "conflict"
    (a_start, a_end), (b_start, b_end) = _reach(a), _reach(b)
    return "compatible" if a_start <= b_end and b_start <= a_end else "conflict"


def _limits(m: DateMention) -> bool:
    return m.bound in {"since", "until", "by", "before", "after", "from"}


def _reach(m: DateMention) -> tuple[date, date]:
    """The days left open by a limit."""
    assert m.start is not None and m.end is not None
    if m.bound in {"until", "by", "before"}:
        return date.min, m.end
    return (m.start, date.max) if m.bound in {"after", "since", "from"} else (m.start, m.end)


def _compare_written(a: str, b: str) -> DateRelation:
    if not a or not b or a.split(":")[0] != b.split(":")[0]:
        return "unrelated"
    return "same" if a == b else "conflict"


def _compare_minutes(a: DateMention, b: DateMention) -> DateRelation:
    if a.minutes is None or b.minutes is None:
        return "unrelated"
    if a.minutes == b.minutes and a.twelve_hour == b.twelve_hour:
        return "same"
    turn = 720 if a.twelve_hour or b.twelve_hour else 1440
    touching = any(
        a.minutes[0] - TIME_TOLERANCE <= high + k * turn and low + k * turn <= a.minutes[1] + TIME_TOLERANCE
        for low, high in [b.minutes]
        for k in range(-4, 5)
    )
    return "compatible" if touching or a.bound != b.bound else "conflict"


def _moments_touch(a: DateMention, b: DateMention) -> bool:
    """Whether two mentions on neighbouring days are the same hour around midnight."""
    if (
        a.minutes is None
        or b.minutes is None
        or a.start is None
        or b.start is None
        or a.start != a.end
        or b.start != b.end
    ):
        return False
    if a.minutes[1] - a.minutes[0] + b.minutes[1] - b.minutes[0] > MOMENT_WIDTH:
        return False
    apart = (b.start - a.start) // timedelta(minutes=1)
    low, high = apart + b.minutes[0], apart + b.minutes[1]
    return a.minutes[0] - MOMENT_TOLERANCE <= high and low <= a.minutes[1] + MOMENT_TOLERANCE
