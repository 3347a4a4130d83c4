"""What one atomic mention of a date or time stands for, given the day of publication."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from detector.judge import calendar_words as words

Granularity = Literal["minute", "part", "day", "week", "month", "quarter", "season", "year"]
Kind = Literal["day", "month", "quarter", "year", "time-of-day", "relative"]
# How many minutes "shortly before" or "just after" may reach, and "about" to either side.
SHORTLY, ABOUT = 45, 25
_UNIT_DAYS = {"day": (1, 0), "week": (7, 4), "month": (30, 20), "year": (365, 200)}
_STRETCH = {
    "early": (0.0, 0.4), "beginning": (0.0, 0.34), "start": (0.0, 0.34), "mid": (0.25, 0.75),
    "middle": (0.25, 0.75), "late": (0.6, 1.0), "end": (0.66, 1.0),
}  # fmt: skip
_NTH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": 3, "final": 3}


@dataclass(frozen=True, slots=True)
class Reading:
    """See `DateMention`, whose fields these become."""

    start: date | None
    end: date | None
    granularity: Granularity
    kind: Kind
    written: str = ""
    minutes: tuple[int, int] | None = None
    twelve_hour: bool = False


def read(m: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    """The reading of a match of `calendar_words.ATOM`, None when it names no possible day."""
    try:
        return _time(m) or _explicit(m, anchor) or _vague(m, anchor) or _relative(m, anchor, future)
    except (ValueError, OverflowError):  # 31 February, a year out of the calendar's range
        return None


def _days(start: date, end: date, granularity: Granularity, kind: Kind, written: str = "") -> Reading:
    return Reading(start, end, granularity, kind, written)


def _time(m: re.Match[str]) -> Reading | None:
    found = _clock(m) or _part(m)
    if found is None:
        return None
    low, high, open_half, exact = found
    side = m["side"] or m["lone_side"] or m["side2"]
    near = m["near"] or m["near2"] or ("shortly" if m["lone_side"] else None)
    if near and near in {"about", "around", "some time"}:
        low, high = low - ABOUT, high + ABOUT
    elif near and side:
        low, high = _near_point(low, high, side)
    return Reading(None, None, "minute" if exact else "part", "time-of-day", "", (low, high), open_half)


def _near_point(low: int, high: int, side: str) -> tuple[int, int]:
    """ "shortly before noon" stops at noon; "shortly before dawn" may still be dawn."""
    if side == "before":
        return low - SHORTLY, high
    return (0, SHORTLY) if low == 1440 else (low, high + SHORTLY)


def _clock(m: re.Match[str]) -> tuple[int, int, bool, bool] | None:
    if m["hour"]:
        hour = int(m["hour"])
        if hour > 12 or hour == 0:
            raise ValueError("no such hour")
        at = 60 * (hour % 12 + 12 * (m["half"][0] in "pP")) + int(m["minute"] or 0)
        return at, at, False, True
    if m["hour24"]:
        at = 60 * int(m["hour24"]) + int(m["minute24"])
        return at, at, False, True
    spoken = m["half_past"] or m["offset_hour"] or m["oclock"] or m["bare"] or m["lone"]
    if not spoken:
        return None
    at = 60 * (words.HOURS.get(spoken) or int(spoken))
    if m["half_past"]:
        at += 30
    if m["offset"]:
        at += words.MINUTE_WORDS[m["offset"]] * (1 if m["direction"] == "past" else -1)
    of = m["of"] or m["at_night"]
    at %= 720
    if of in {"afternoon", "evening"} or (of == "night" and at >= 300):
        at += 720
    return at, at, of is None, True


def _part(m: re.Match[str]) -> tuple[int, int, bool, bool] | None:
    name = m["part"] or m["in_part"] or m["part_of"] or (f"{m['hours']} hours" if m["hours"] else None)
    if name is None:
        return None
    low, high = words.PARTS_OF_DAY[re.sub(r"\s+", " ", name)]
    if m["part_shade"]:
        middle = (low + high) // 2
        low, high = (low, middle) if m["part_shade"] == "early" else (middle, high)
    return low, high, False, name in {"noon", "midday", "midnight"}


def _explicit(m: re.Match[str], anchor: date | None) -> Reading | None:
    if m["iso"]:
        day = date.fromisoformat(m["iso"])
        return _days(day, day, "day", "day", f"day:{day.month}-{day.day}")
    if m["slashed"]:
        return _slashed(m["slashed"])
    if m["day"]:
        return _day(m["month"], m["day"], m["day_to"], m["year"], anchor)
    if m["us_month"]:
        return _day(m["us_month"], m["us_day"], m["us_day_to"], m["us_year"], anchor)
    if m["my_month"]:
        return _month(_month_number(m["my_month"]), _year(m["my_year"], anchor), anchor)
    month = m["sure_month"] or m["unsure_month"]
    return _month(_month_number(month), None, anchor) if month else None


def _slashed(text: str) -> Reading:
    first, second, year = (int(part) for part in re.split(r"[./]", text))
    if first > 12 or first == second:
        return _days(date(year, second, first), date(year, second, first), "day", "day", f"day:{second}-{first}")
    if second > 12:
        return _days(date(year, first, second), date(year, first, second), "day", "day", f"day:{first}-{second}")
    return Reading(None, None, "day", "day")  # day or month first: not knowable


def _month_number(name: str) -> int:
    return words.MONTHS[name.lower().rstrip(".")]


def _year(text: str | None, anchor: date | None) -> int | None:
    if text is None:
        return None
    if text[0].isdigit():
        return int(text)
    return None if anchor is None else anchor.year - text.startswith("last")


def _day(month: str, day: str, day_to: str | None, year: str | None, anchor: date | None) -> Reading:
    number, first = _month_number(month), int(re.sub(r"\D", "", day))
    last = int(re.sub(r"\D", "", day_to)) if day_to else first
    written = f"day:{number}-{first}" + (f"-{last}" if day_to else "")
    if year is None and anchor is None:
        date(2024, number, first)
        return Reading(None, None, "day", "day", written)
    at = int(year) if year else _nearest_year(number, first, anchor)
    return _days(date(at, number, first), date(at, number, max(first, last)), "day", "day", written)


def _nearest_year(month: int, day: int, anchor: date | None) -> int:
    assert anchor is not None
    middle = min(day, 28)
    return min((anchor.year + k for k in (-1, 0, 1)), key=lambda y: abs((date(y, month, middle) - anchor).days))


def _month(month: int, year: int | None, anchor: date | None) -> Reading:
    if year is None and anchor is None:
        return Reading(None, None, "month", "month", f"month:{month}")
    year = year if year is not None else _nearest_year(month, 15, anchor)
    end = calendar.monthrange(year, month)[1]
    return _days(date(year, month, 1), date(year, month, end), "month", "month", f"month:{month}")


def _vague(m: re.Match[str], anchor: date | None) -> Reading | None:
    if m["stretch_month"]:
        return _stretch(m, anchor)
    if m["quarter"] or m["q"]:
        number = int(m["q"]) if m["q"] else _NTH[m["quarter"]] + 1
        year = _year(m["q_year"] or (m["quarter_year"] if m["quarter_year"] != "the year" else None), anchor)
        year = year if year is not None else (anchor.year if anchor else None)
        if year is None:
            return Reading(None, None, "quarter", "quarter", f"quarter:{number}")
        end = calendar.monthrange(year, 3 * number)[1]
        return _days(
            date(year, 3 * number - 2, 1), date(year, 3 * number, end), "quarter", "quarter", f"quarter:{number}"
        )
    if m["season"]:
        return _season(m["season"], int(m["season_year"]) if m["season_year"] else None, anchor, "")
    if m["decade"]:
        start = int(m["decade"])
        return _days(date(start, 1, 1), date(start + 9, 12, 31), "year", "year", f"decade:{start}")
    if m["lone_year"]:
        year = int(m["lone_year"])
        return _days(date(year, 1, 1), date(year, 12, 31), "year", "year", f"year:{year}")
    return None


def _stretch(m: re.Match[str], anchor: date | None) -> Reading | None:
    name = m["stretch_month"]
    if name[0].isdigit():
        year = int(name)
        whole = _days(date(year, 1, 1), date(year, 12, 31), "year", "year", f"year:{year}")
    else:
        whole = _month(_month_number(name), _year(m["stretch_year"], anchor), anchor)
    if whole.start is None or whole.end is None:
        return whole
    length = (whole.end - whole.start).days
    low, high = _STRETCH[m["stretch"]] if m["stretch"] else (_NTH[m["nth"]] * 0.233, _NTH[m["nth"]] * 0.233 + 0.25)
    start, end = whole.start + timedelta(round(low * length)), whole.start + timedelta(round(min(high, 1.0) * length))
    return _days(start, end, whole.granularity, whole.kind)


def _season(name: str, year: int | None, anchor: date | None, which: str) -> Reading:
    first = words.SEASONS[name]
    if year is None and anchor is None:
        return Reading(None, None, "season", "quarter", f"season:{first}")
    year = year if year is not None else _nearest_year(first + 1 if first < 12 else 12, 15, anchor)
    start = date(year, first, 1)
    if which in {"last", "previous"} and anchor and start > anchor:
        start = date(year - 1, first, 1)
    return _days(start, start + timedelta(91), "season", "quarter", f"season:{first}")


def _relative(m: re.Match[str], anchor: date | None, future: bool) -> Reading | None:
    if m["weekday"]:
        return _weekday(m["weekday"], m["weekday_part"], m["shade"], anchor, "next" if future else "")
    if m["named"]:
        month, day = words.NAMED_DAYS[m["named"].lower().replace("’", "'")]
        return _day(calendar.month_name[month], str(day), None, None, anchor)
    if m["rel"]:
        return _rel(m["rel"], m["rel_unit"], anchor)
    if m["today"]:
        return _today(m["today"], anchor)
    if not m["ago"]:
        return None
    if anchor is None:
        return Reading(None, None, "day", "relative")
    times = words.COUNT_WORDS.get(m["ago"]) or int(m["ago"])
    days, slack = _UNIT_DAYS[m["ago_unit"]]
    middle = anchor - timedelta(days * times)
    granularity: Granularity = m["ago_unit"]  # type: ignore[assignment]
    return _days(middle - timedelta(slack), middle + timedelta(slack), granularity, "relative")


def _weekday(name: str, part: str | None, shade: str | None, anchor: date | None, which: str) -> Reading:
    number = words.WEEKDAYS[name.lower()]
    minutes = words.PARTS_OF_DAY[part] if part else None
    if shade:
        early = shade.lower() == "early"
        low, high = minutes or (0, 1440)
        minutes = (max(low, words.EARLY[0]), min(high, words.EARLY[1])) if early and not part else minutes
        minutes = (
            (words.LATE if not part else minutes) if not early else (minutes if not part else (low, (low + high) // 2))
        )
    granularity: Granularity = "part" if minutes else "day"
    if anchor is None:
        return Reading(None, None, granularity, "relative", f"weekday:{number}", minutes)
    back = (anchor.weekday() - number) % 7
    day = anchor + timedelta((7 - back) % 7 or 7) if which == "next" else anchor - timedelta(back)
    return Reading(day, day, granularity, "relative", f"weekday:{number}", minutes)


def _today(word: str, anchor: date | None) -> Reading:
    minutes = words.PARTS_OF_DAY["night"] if word == "tonight" else None
    if anchor is None or word == "overnight":
        return Reading(None, None, "day", "relative", "", minutes)
    day = anchor + timedelta({"yesterday": -1, "tomorrow": 1}.get(word, 0))
    return Reading(day, day, "day", "relative", "", minutes)


def _rel(which: str, unit: str, anchor: date | None) -> Reading:
    back = which in {"last", "previous"}
    step = -1 if back else int(which == "next")
    if unit.lower() in words.WEEKDAYS:
        return _weekday(unit, None, None, anchor, which)
    if anchor is None:
        number = words.MONTHS.get(unit.lower().rstrip("."))
        return Reading(None, None, "month" if number else "day", "relative", f"month:{number}" if number else "")
    if unit in words.SEASONS:
        return _season(unit, None, anchor, which)
    if unit == "year":
        return _days(date(anchor.year + step, 1, 1), date(anchor.year + step, 12, 31), "year", "relative")
    if unit == "month":
        at = anchor.year * 12 + anchor.month - 1 + step
        return _month(at % 12 + 1, at // 12, anchor)
    if unit in {"week", "weekend"}:
        start = anchor - timedelta(anchor.weekday() - 7 * step)
        return _days(start + timedelta(5 if unit == "weekend" else 0), start + timedelta(6), "week", "relative")
    if unit == "night":
        return Reading(anchor - timedelta(1), anchor, "part", "relative", "", words.PARTS_OF_DAY["night"])
    return _rel_month(unit, back, which == "next", anchor)


def _rel_month(name: str, back: bool, ahead: bool, anchor: date) -> Reading:
    month = _month_number(name)
    if back:
        return _month(month, anchor.year - (month >= anchor.month), anchor)
    return _month(month, anchor.year + (month <= anchor.month), anchor) if ahead else _month(month, None, anchor)
