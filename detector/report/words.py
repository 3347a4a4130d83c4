"""The report's own words: kinds, stances, probabilities, dates and headlines in plain English."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NamedTuple

from detector.names import same_holder
from detector.types import Claim, Kind, Stance

HEADLINE_NAME = 70
MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July")
MONTHS += ("August", "September", "October", "November", "December")

STANCES: dict[Stance, str] = {"asserts": "asserts", "denies": "denies", "doubts": "doubts", "narrates": "reports"}
SAID: dict[Stance, str] = {"asserts": "said", "denies": "denied", "doubts": "doubted", "narrates": "reported"}

# (name, what it means)
KINDS: dict[Kind, tuple[str, str]] = {
    "speakers": ("Speakers disagree", "Two people or bodies say things that cannot both be true."),
    "denial": ("Denial", "One side denies what the other asserts."),
    "outlets": ("Outlets differ", "Two outlets report, in their own voice, things that cannot both be true."),
    "self": ("Against own words", "The same speaker said something incompatible before."),
    "misquote": ("Quoted differently", "The same statement of the same speaker is given in incompatible words."),
    "number": ("Figures differ", "The two sides give figures or dates that cannot both be right."),
    "update": ("Update", "A later report revises or supersedes an earlier one. Not counted as a contradiction."),
}

# Rules by which two names are one that the names show by themselves.
PLAIN_RULES = (("same name",), ("short form",))
EVIDENCE = 120  # code points of a quoted introduction

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")


class Said(NamedTuple):
    """A claim with the outlet and date of its article, which is what a headline needs."""

    claim: Claim
    outlet: str
    published: datetime | None


def visible(text: str) -> str:
    """The text with control characters, direction overrides and lone surrogates shown as U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def shortened(text: str, limit: int) -> str:
    """At most `limit` code points in one line, cut between words where there is a space, with an ellipsis."""
    text = one_line(text)
    if len(text) <= limit:
        return text
    cut = text[:limit].rpartition(" ")[0] or text[: limit - 1]
    return cut.rstrip(" ,;:-–—") + "…"


def counted(number: int, noun: str, plural: str = "") -> str:
    """ "1 article", "1,204 articles"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(probability: float) -> str:
    """A whole percentage that never rounds up to certainty."""
    if probability < 0.01:
        return "under 1%"
    return "over 99%" if probability > 0.99 else f"{round(100 * probability)}%"


def likelihood(probability: float) -> str:
    """A word for a probability: the UK's PHIA yardstick, each band from its own floor up to the next band's."""
    bands = ((0.95, "Almost certain"), (0.8, "Highly likely"), (0.55, "Likely"), (0.4, "Possible"))
    return next((word for floor, word in bands if probability >= floor), "Unlikely")


def day(moment: datetime | None) -> str:
    """ "3 May 2024", in UTC."""
    if moment is None:
        return "undated"
    moment = moment.astimezone(UTC)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def minute(moment: datetime) -> str:
    """ "14:05 UTC", or "" at midnight, which is what a bare date reads as."""
    moment = moment.astimezone(UTC)
    return f"{moment:%H:%M} UTC" if moment.hour or moment.minute else ""


def gap(first: datetime | None, second: datetime | None) -> str:
    """How far apart two articles were published, in words; "" when a date is missing."""
    if first is None or second is None:
        return ""
    days = abs((first.astimezone(UTC).date() - second.astimezone(UTC).date()).days)
    if days == 0:
        return "published the same day"
    if days < 60:
        return f"published {counted(days, 'day')} apart"
    if days < 700:
        return f"published about {counted(round(days / 30.44), 'month')} apart"
    return f"published about {counted(round(days / 365.25), 'year')} apart"


def name(holder: str) -> str:
    """A holder's name for a headline."""
    return shortened(holder, HEADLINE_NAME) or "an unnamed source"


def grounds(rules: tuple[str, ...], told: list[tuple[str, str]]) -> str:
    """The rules by which two names are one voice, with the (quote, outlet) of each place that says so; "" where the
    names show it by themselves."""
    if rules in PLAIN_RULES:
        return ""
    quoted = "; ".join(f"“{shortened(quote, EVIDENCE)}”, {one_line(outlet)}" for quote, outlet in told)
    return f"{', '.join(rules)}{f' ({quoted})' if quoted else ''}"


def headline(kind: Kind, a: Said, b: Said) -> str:
    """Who stands against whom, in one sentence. Past tense, so that it fits one speaker and many."""
    return opening(_HEADLINES[kind](a, b))


def opening(text: str) -> str:
    """The text with a capital letter where it opens with a plain word ("the", not "al-Jazeera")."""
    first = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def _same_holder(a: Said, b: Said) -> bool:
    return a.claim.holder.casefold() == b.claim.holder.casefold()


def _voice(a: Said, b: Said) -> str:
    """Both names of one voice, or the longer where one is a form of the other."""
    one, two = name(a.claim.holder), name(b.claim.holder)
    if _same_holder(a, b):
        return one
    return max(one, two, key=len) if same_holder(a.claim.holder, b.claim.holder) else f"{one} ({two})"


def _denial(a: Said, b: Said) -> str:
    against, other = (b, a) if b.claim.stance == "denies" and a.claim.stance != "denies" else (a, b)
    if against.claim.stance == "doubts" or (other.claim.stance == "doubts" and against.claim.stance != "denies"):
        return _speakers(a, b)
    return f"{name(against.claim.holder)} denied what {name(other.claim.holder)} {SAID[other.claim.stance]}"


def _speakers(a: Said, b: Said) -> str:
    if _same_holder(a, b):
        return f"two statements of {name(a.claim.holder)} exclude each other"
    for one, other in ((a, b), (b, a)):
        if one.claim.stance == "doubts" and other.claim.stance != "doubts":
            return f"{name(one.claim.holder)} doubted what {name(other.claim.holder)} {SAID[other.claim.stance]}"
    return f"{name(a.claim.holder)} and {name(b.claim.holder)} disagree"


def _outlets(a: Said, b: Said) -> str:
    if a.outlet == b.outlet:
        return f"two reports of {name(a.outlet)} differ"
    return f"{name(a.outlet)} and {name(b.outlet)} report it differently"


def _self(a: Said, b: Said) -> str:
    dates = sorted(one.published for one in (a, b) if one.published)
    if len(dates) == 2 and day(dates[0]) != day(dates[1]):
        return f"{_voice(a, b)} contradicted a statement of {day(dates[0])}"
    return f"{_voice(a, b)} made two incompatible statements"


def _misquote(a: Said, b: Said) -> str:
    if a.outlet == b.outlet:
        return f"{name(a.outlet)} quotes {_voice(a, b)} in two ways"
    return f"{name(a.outlet)} and {name(b.outlet)} quote {_voice(a, b)} differently"


def _number(a: Said, b: Said) -> str:
    if _same_holder(a, b):
        return f"two different figures from {name(a.claim.holder)}"
    return f"{name(a.claim.holder)} and {name(b.claim.holder)} give different figures"


def _update(a: Said, b: Said) -> str:
    if a.published and b.published and a.published != b.published:
        earlier, later = (a, b) if a.published < b.published else (b, a)
        if not _same_holder(a, b):
            return f"{name(later.claim.holder)} superseded what {name(earlier.claim.holder)} said earlier"
    if _same_holder(a, b):
        return f"{name(a.claim.holder)} revised an earlier account"
    return f"one of two accounts, of {name(a.claim.holder)} and {name(b.claim.holder)}, was superseded"


_HEADLINES = {
    "speakers": _speakers,
    "denial": _denial,
    "outlets": _outlets,
    "self": _self,
    "misquote": _misquote,
    "number": _number,
    "update": _update,
}
