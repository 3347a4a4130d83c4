"""Quantities in running text: how much of what, as an interval, and whether two of them exclude each other."""

from __future__ import annotations

import bisect
import math
import re
from dataclasses import dataclass, replace
from typing import Literal

from detector.judge import units
from detector.judge.dates import dates
from detector.judge.head_nouns import Counted, counted, roles, segments
from detector.judge.measured import Measured, measured
from detector.judge.modifiers import Modifier, modifier, widened
from detector.judge.numerals import Token, tokens, word_at
from detector.types import Span
from detector.words import ROLE_OF, concept, is_person, stem

Agreement = Literal["same", "compatible", "conflict"]
Relation = Agreement | Literal["unrelated"]
# Bare round figures stand for their neighbourhood ("310,000" and "312,480"): half a unit of the last digit that is
# not zero, at most this share of the value. On dossiers_train t1-t4 it clears one trap and costs no conflict.
ROUNDING_SHARE = 0.05
ROUNDING_FROM = 100
# Measured lengths and times are told loosely: "two hours" for 1 h 55. Changes nothing on t1-t4; by judgement.
MEASURE_TOLERANCE = 0.08
# "up to 3,000" against "fewer than 500": both only bound from above, but nobody who believes one says the other.
CEILINGS_APART = 2.0
_CEILINGS = frozenset({"up to", "fewer than", "at most"})
_EXACT_KINDS = frozenset({"ordinal", "age", "score"})
_PHONE = re.compile(r"(?<![\w,.])\+?[0-9]{2,5}(?:[ -][0-9]{2,5}){1,4}(?!\w)")
_ANNUAL = re.compile(r"\b(?:annual|yearly)\b")
_PHONE_DIGITS = 7
_ANYBODY = frozenset({"people", "person", "man", "woman", "citizen", "other"})
_HUMAN_ROLES = frozenset({"dead", "injured", "missing", "arrested", "evacuated", "ill", "rescued", "hostages"})
_ADVERBS = {"annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day"}
_CUMULATIVE = re.compile(
    r"\b(?:so far|to date|already|has (?:risen|climbed)|rose to|risen to|climbed to|brings?|bringing)\b"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """`text[span]` puts a value between `low` and `high`, both inclusive, in `unit`.

    `noun` is the head noun counted, singular, "" where none stands there; `roles` are the groups of
    `words.ROLE_GROUPS` named around it ("dead", "injured"). `per` is the period of a rate. `share` is "part" for
    "three of the crew", "whole" for the crew's own number there. `cumulative`: the text says that it grows.
    `phrase` holds the number with what it counts.
    """

    span: Span
    phrase: Span
    low: float
    high: float
    kind: units.QuantityKind
    unit: str
    noun: str = ""
    roles: tuple[str, ...] = ()
    modifier: Modifier = ""
    cumulative: bool = False
    per: str = ""
    share: Literal["", "part", "whole"] = ""

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(f"no interval: {self.low} to {self.high}")

    @property
    def based(self) -> tuple[float, float]:
        """The interval in base units (minutes, metres, kilograms)."""
        factor = units.BASE.get(self.unit, 1.0)
        return self.low * factor, self.high * factor


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of `text` in order; dates, times of day, names with numbers and telephone numbers are none."""
    toks = tokens(text)
    masks = _masks(text)
    found: list[tuple[Measured, Modifier, int]] = []
    i = 0
    while i < len(toks):
        one = None if _masked(masks, toks[i]) else measured(toks, i)
        if one is None:
            i += 1
            continue
        mod, first = modifier(toks, one.first, one.end, one.kind)
        found.append((one, mod, first))
        i = max(one.end, i + 1)
    return _assembled(text, toks, found)


def _masks(text: str) -> tuple[Span, ...]:
    phones = [Span(*m.span()) for m in _PHONE.finditer(text) if sum(map(str.isdigit, m.group())) >= _PHONE_DIGITS]
    return tuple(sorted([d.span for d in dates(text)] + phones))


def _masked(masks: tuple[Span, ...], token: Token) -> bool:
    k = bisect.bisect_right(masks, (token.start, math.inf)) - 1
    return k >= 0 and token.start < masks[k].end


def _assembled(text: str, toks: tuple[Token, ...], found: list[tuple[Measured, Modifier, int]]) -> tuple[Quantity, ...]:
    nouns = [_counted(toks, one) for one, _, _ in found]
    places = [(first, max(noun.end, one.end)) for (one, _, first), noun in zip(found, nouns, strict=True)]
    out: list[Quantity] = []
    for (one, mod, first), noun, (start, end) in zip(found, nouns, segments(toks, places), strict=True):
        if one.kind == "count" and one.pronoun and not noun.noun and not noun.part:
            continue
        low, high = widened(one.low, one.high, mod, one.kind)
        whole = _is_whole(toks, first)
        skip = (one.end, noun.end) if noun.part else (0, 0)
        words = text[toks[start].start : toks[end - 1].end] if end > start else ""
        found_roles = () if whole else roles(toks, start, end, skip)
        unit = _unit(one, noun, found_roles)
        out.append(
            Quantity(
                Span(toks[first].start, toks[one.end - 1].end),
                Span(toks[first].start, toks[max(one.end, noun.end) - 1].end),
                low,
                high,
                one.kind,
                unit,
                noun.noun,
                found_roles,
                mod,
                bool(_CUMULATIVE.search(words)),
                _per(toks, noun.end) or ("year" if _ANNUAL.search(words) else ""),
                _share(one, noun, whole),
            )
        )
    return tuple(out)


def _unit(one: Measured, noun: Counted, found_roles: tuple[str, ...]) -> str:
    """ "people" for persons, also where the role alone is counted ("13 dead"), else the unit of measure."""
    if one.kind != "count":
        return one.unit
    nameless = not noun.noun and not noun.part and bool(_HUMAN_ROLES & set(found_roles))
    return "people" if is_person(noun.noun) or one.unit == "people" or nameless else one.unit


def _share(one: Measured, noun: Counted, whole: bool) -> Literal["", "part", "whole"]:
    if one.kind == "percent":  # a share by itself
        return ""
    return "part" if noun.part else "whole" if whole else ""


def _counted(toks: tuple[Token, ...], one: Measured) -> Counted:
    if one.noun:
        return Counted(one.noun, one.end, False)
    if one.kind in {"count", "ordinal"}:
        return counted(toks, one.end, one.high != 1 and one.kind == "count")
    if one.kind in {"percent", "mass", "volume", "area"} and word_at(toks, one.end) == "of":
        return replace(counted(toks, one.end, False), part=False)
    return Counted("", one.end, False)


def _is_whole(toks: tuple[Token, ...], first: int) -> bool:
    """ "of the 22 chapters", "of its 14 members"."""
    return word_at(toks, first - 2) == "of" and word_at(toks, first - 1) in {"the", "its", "their", "his", "her", "all"}


def _per(toks: tuple[Token, ...], j: int) -> str:
    if word_at(toks, j) in {"a", "an", "per", "each", "every"} and word_at(toks, j + 1) in units.PERIODS:
        return word_at(toks, j + 1)
    return _ADVERBS.get(word_at(toks, j), "")


def compare(a: Quantity, b: Quantity) -> Relation:
    """What two quantities about one event say of each other, going by what they measure and count alone."""
    return relation(a, b) if one_slot(a, b) else "unrelated"


def relation(a: Quantity, b: Quantity) -> Agreement:
    """How the intervals of two quantities of one slot lie; a part agrees with a whole that is no smaller."""
    if a.kind == "score":
        return "same" if (a.low, a.high) == (b.low, b.high) else "conflict"
    if a.share != b.share and _part_fits(a, b):
        return "compatible"
    if _ceilings_apart(a, b):
        return "conflict"
    if a.based == b.based:
        return "same"
    slack = _slack(a) + _slack(b)
    (a_low, a_high), (b_low, b_high) = a.based, b.based
    return "compatible" if a_low <= b_high + slack and b_low <= a_high + slack else "conflict"


def one_slot(a: Quantity, b: Quantity) -> bool:
    """Whether kind, unit, role and noun let the two speak of one thing."""
    if a.kind != b.kind or a.per != b.per or (a.kind == "money" and a.unit != b.unit):
        return False
    if a.kind == "temperature" and a.unit != b.unit:
        return False
    if a.roles and b.roles and not set(a.roles) & set(b.roles):
        return False
    if a.kind == "count":
        return same_counted(a, b)
    return not a.noun or not b.noun or concept(a.noun) == concept(b.noun)


def same_counted(a: Quantity, b: Quantity) -> bool:
    """Nouns of one group, or one role among people or nameless ("12 dead", "19 bodies")."""
    shared = bool(set(a.roles) & set(b.roles))
    if a.noun and b.noun:
        related = concept(a.noun) == concept(b.noun) or _kin(a.noun, b.noun)
        return related or (shared and _counts_role(a) and _counts_role(b)) or (a.unit == b.unit == "people" and shared)
    return shared and (_counts_role(a) and _counts_role(b))


def _kin(a: str, b: str) -> bool:
    """ "people" and any persons."""
    return (a in _ANYBODY and is_person(b)) or (b in _ANYBODY and is_person(a))


def _counts_role(q: Quantity) -> bool:
    """The counted are people or the role itself: "12 people killed", "12 dead", "12 bodies"."""
    return not q.noun or is_person(q.noun) or ROLE_OF.get(stem(q.noun)) in q.roles


def _part_fits(a: Quantity, b: Quantity) -> bool:
    part, whole = (a, b) if a.share == "part" or b.share == "whole" else (b, a)
    return part.kind != "ordinal" and part.based[0] <= whole.based[1]


def _ceilings_apart(a: Quantity, b: Quantity) -> bool:
    low, high = sorted((a.based[1], b.based[1]))
    return a.modifier in _CEILINGS and b.modifier in _CEILINGS and high > low and high >= CEILINGS_APART * low


def _slack(q: Quantity) -> float:
    """How far the true value may lie from the one told, in base units."""
    factor = units.BASE.get(q.unit, 1.0)
    if q.kind in _EXACT_KINDS or math.isinf(q.high) or q.modifier == "exactly":
        return 0.0
    if q.kind in {"duration", "length"}:
        return MEASURE_TOLERANCE * q.high * factor / 2
    if q.kind in {"percent", "percentage point"}:
        return 0.0 if q.high % 1 else 0.5
    return min(_last_digit(q.high) / 2, ROUNDING_SHARE * q.high) if q.high >= ROUNDING_FROM else 0.0


def _last_digit(value: float) -> float:
    """The place value of the last digit that is not zero: 10,000 for 310,000."""
    place, whole = 1.0, round(value)
    while whole and whole % 10 == 0:
        whole //= 10
        place *= 10
    return place if place > 1 else 0.0
