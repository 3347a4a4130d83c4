"""A number with its unit: what kind of quantity begins at a token, if any."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from detector.judge import units
from detector.judge.numerals import SCALES, Numeral, Token, numeral_at, word_at
from detector.judge.units import QuantityKind
from detector.words import is_person, stem, word_set

# Spoken fractions are round, in percentage points: "a third" and 31% agree in dossiers_train.
FRACTION_TOLERANCE = 3.0
_DASHES = frozenset("-–—")
_RESULT_WORDS = word_set("win victory defeat loss draw lead against in at to on after")
_RESULT_VERBS = word_set("won lost beat drew win lose by voted ahead down up roughly vote")
_NOT_AFTER_ONE = word_set(
    "another can could might may would should must will is was has had that who which way side hand thing "
    "more day point to for at on in with reason"
)
_BEFORE_PRONOUN = word_set("the this that every each any which no another only")
_BEFORE_ORDINAL = word_set("the a its his her their our only this")
_AFTER_ORDINAL_NAME = word_set("half century quarter world floor lady person degree")
_BEFORE_PERIOD = word_set("for nearly almost about over than least after within under lasted took")
_NONE_OF = word_set("casualties injuries deaths fatalities arrests victims shots injured dead")
_NO_ONE = {"nobody": "person", "none": ""}


@dataclass(frozen=True, slots=True)
class Measured:
    """Tokens [first, end) put a value between `low` and `high` in `unit`; `pronoun`: only a noun makes it a number."""

    first: int
    end: int
    low: float
    high: float
    kind: QuantityKind
    unit: str
    noun: str = ""
    per: str = ""
    pronoun: bool = False


def measured(toks: tuple[Token, ...], i: int) -> Measured | None:
    """The quantity that begins at token `i`, its unit included, without its modifier or counted noun."""
    none = _none(toks, i)
    if none:
        return none
    currency, start = _currency(toks, i)
    number = _a_period(toks, start) or numeral_at(toks, start)
    if number is None or _is_name(toks, i, number):
        return None
    if number.form == "ordinal":
        return _ordinal(toks, number)
    if toks[start].lower == "one" and number.end == start + 1 and _is_pronoun(toks, start):
        return None
    result = _score(toks, number) if not currency else None
    return result or _with_unit(toks, i, number, currency)


def _with_unit(toks: tuple[Token, ...], first: int, number: Numeral, currency: str) -> Measured | None:
    one = _unit(toks, first, number, currency)
    if number.form == "fraction" and one.kind == "count":
        low, high = 100 * number.low - FRACTION_TOLERANCE, 100 * number.high + FRACTION_TOLERANCE
        one = replace(one, low=low, high=high, kind="percent", unit="percent")
    return _compound(toks, _range(toks, one))


def _none(toks: tuple[Token, ...], i: int) -> Measured | None:
    """nobody, none, no one, no casualties, not a single one: nought."""
    word, following = word_at(toks, i), word_at(toks, i + 1)
    if word in _NO_ONE:
        return Measured(i, i + 1, 0.0, 0.0, "count", "people" if word == "nobody" else "", _NO_ONE[word])
    if word == "no" and following == "one":
        return Measured(i, i + 2, 0.0, 0.0, "count", "people", "person")
    if word == "no" and toks[i + 1 : i + 2] and toks[i + 1].text == "-" and word_at(toks, i + 2) == "one":
        return Measured(i, i + 3, 0.0, 0.0, "count", "people", "person")
    if word == "no" and following in _NONE_OF:
        return Measured(i, i + 2, 0.0, 0.0, "count", "", stem(following))
    if word == "not" and following == "a" and word_at(toks, i + 2) == "single":
        return Measured(i, i + 3, 0.0, 0.0, "count", "")
    return None


def _currency(toks: tuple[Token, ...], i: int) -> tuple[str, int]:
    """The currency written before the number, and the token where the number begins: "$", "US$", "EUR"."""
    if toks[i].text in units.SYMBOLS:
        return units.SYMBOLS[toks[i].text], i + 1
    if toks[i].text in units.CODES:
        return toks[i].text, i + 1
    return "", i


def _a_period(toks: tuple[Token, ...], i: int) -> Numeral | None:
    """ "for an hour", "nearly a week": one, where "a" before a unit of time is not "each"."""
    if word_at(toks, i) not in {"a", "an"} or word_at(toks, i + 1) not in units.PERIODS:
        return None
    counts = word_at(toks, i - 1) in _BEFORE_PERIOD or word_at(toks, i + 2) == "and"
    return Numeral(i, i + 1, 1.0, 1.0, "words") if counts else None


def _is_name(toks: tuple[Token, ...], i: int, number: Numeral) -> bool:
    """Route 9, Flight 212, No 10, a decade's "1990" with its s, a number with digits hung on."""
    before = toks[i - 1] if i else None
    if before and before.glued and before.text == "/":
        return True
    if before and number.form == "digits":
        naming = before.lower.rstrip("s") in units.NAMING
        if naming and (
            before.text[0].isupper() or before.lower in {"no", "number", "room", "page", "article", "resolution"}
        ):
            return True
        if before.text == "." and i > 1 and toks[i - 2].text == "No":
            return True
        if before.text in {"#", "+"} and toks[i].glued:
            return True
    after = toks[number.end] if number.end < len(toks) else None
    return bool(after and number.form == "digits" and after.glued and (after.text == "/" or after.lower == "s"))


def _is_pronoun(toks: tuple[Token, ...], i: int) -> bool:
    after, before = word_at(toks, i + 1), word_at(toks, i - 1)
    loose = i + 1 >= len(toks) or toks[i + 1].kind != "word"
    return loose or after in _NOT_AFTER_ONE or (before in _BEFORE_PRONOUN and after != "of")


def _ordinal(toks: tuple[Token, ...], n: Numeral) -> Measured | None:
    """the third such warning; not "first", which seldom counts, and not names such as the 19th century."""
    if n.low == 1 or word_at(toks, n.end) in _AFTER_ORDINAL_NAME or toks[n.first].text[0].isupper():
        return None
    if n.end < len(toks) and (toks[n.end].kind != "word" or toks[n.end].text[0].isupper()):
        return None
    if word_at(toks, n.first - 1) not in _BEFORE_ORDINAL or n.end >= len(toks):
        return None
    return Measured(n.first, n.end, n.low, n.high, "ordinal", "")


def _score(toks: tuple[Token, ...], number: Numeral) -> Measured | None:
    """3-1, 3,108 to 1,954, five votes to two: a result, kept as (smaller, larger)."""
    j = number.end
    spoken = word_at(toks, j) in {"vote", "votes"} and word_at(toks, j + 1) == "to"
    j += spoken
    dash = j < len(toks) and toks[j].text in _DASHES and toks[j].glued
    if not dash and word_at(toks, j) != "to":
        return None
    other = numeral_at(toks, j + 1)
    if other is None or other.form not in {"digits", "words"} or number.form not in {"digits", "words"}:
        return None
    after, before = word_at(toks, other.end), word_at(toks, number.first - 1)
    falling = number.low >= other.low and before not in {"from", "cut"} and after not in units.UNITS and after != "%"
    is_result = (
        spoken
        or (falling and not _unit_kind(toks, other.end))
        or (dash and before in _RESULT_VERBS and after in _RESULT_WORDS)
    )
    if not is_result or math.isinf(number.low) or math.isinf(other.low):
        return None
    low, high = sorted((number.low, other.low))
    return Measured(number.first, other.end, low, high, "score", "")


def _unit_kind(toks: tuple[Token, ...], j: int) -> bool:
    return word_at(toks, j) in {"percent", "per", "%"} or word_at(toks, j) in units.CURRENCIES


def _unit(toks: tuple[Token, ...], first: int, n: Numeral, currency: str) -> Measured:
    low, high, j = n.low, n.high, n.end
    if currency:
        if j < len(toks) and toks[j].glued and toks[j].lower == "m":
            low, high, j = low * 1e6, high * 1e6, j + 1
        return Measured(first, j, low, high, "money", currency)
    share = _percent(toks, j)
    if share:
        return Measured(first, share[1], low, high, share[0], share[0])
    return (
        _money(toks, first, n)
        or _age(toks, first, n)
        or _measure(toks, first, n)
        or Measured(first, j, low, high, "count", "", pronoun=toks[n.first].lower in {"one", "single", "both"})
    )


def _percent(toks: tuple[Token, ...], j: int) -> tuple[QuantityKind, int] | None:
    j += j < len(toks) and toks[j].text == "-"
    word = word_at(toks, j)
    if word == "percentage" and word_at(toks, j + 1).startswith("point"):
        return "percentage point", j + 2
    end = j + 2 if word == "per" and word_at(toks, j + 1) == "cent" else j + 1 if word in {"%", "percent", "pc"} else 0
    return ("percent", end) if end else None


def _money(toks: tuple[Token, ...], first: int, n: Numeral) -> Measured | None:
    word = word_at(toks, n.end)
    if word not in units.CURRENCIES or n.form == "fraction" or (word == "pounds" and word_at(toks, n.end + 1) == "of"):
        return None
    scale = 0.01 if word in units.SMALL_COINS else 1.0
    return Measured(first, n.end + 1, n.low * scale, n.high * scale, "money", units.CURRENCIES[word])


def _age(toks: tuple[Token, ...], first: int, n: Numeral) -> Measured | None:
    j = n.end + (word_at(toks, n.end) in _DASHES)
    if word_at(toks, j) in {"year", "years"}:
        k = j + 1 + (word_at(toks, j + 1) in _DASHES)
        if word_at(toks, k) in {"old", "olds"}:
            return Measured(first, k + 1, n.low, n.high, "age", "year")
    before = word_at(toks, first - 1)
    of_person = (
        before == "of" and is_person(word_at(toks, first - 2)) and word_at(toks, first - 3) in {"a", "the", "another"}
    )
    if (before in {"aged", "age"} or of_person) and n.high < 130:
        return Measured(first, n.end, n.low, n.high, "age", "year")
    return None


def _measure(toks: tuple[Token, ...], first: int, n: Numeral) -> Measured | None:
    """Hours, kilometres, tonnes, degrees; "half an hour", "a quarter of an hour", "40m"."""
    j = n.end
    if n.form == "fraction":
        j += word_at(toks, j) == "of"
        if word_at(toks, j) not in {"a", "an"}:
            return None
        j += 1
    hyphened = j < len(toks) and toks[j].text in _DASHES
    j += hyphened
    j += word_at(toks, j) in {"°", "long", "full", "whole", "consecutive"} and word_at(toks, j + 1) in units.UNITS
    word = word_at(toks, j)
    if word in units.SQUARE:
        word, j = f"{word}-{word_at(toks, j + 1)}", j + 1
    if word not in units.UNITS or (word in units.SHORT_UNITS and not (toks[j].glued and not hyphened)):
        return None
    if word == "m" and _is_millions(toks, j + 1):
        return Measured(first, j + 1, n.low * 1e6, n.high * 1e6, "count", "")
    kind, unit = units.UNITS[word]
    if word == "fortnight":
        return Measured(first, j + 1, 2 * n.low, 2 * n.high, kind, unit)
    return Measured(first, j + 1, n.low, n.high, kind, unit)


def _is_millions(toks: tuple[Token, ...], j: int) -> bool:
    word = word_at(toks, j)
    return word == "people" or (word.endswith("s") and len(word) > 4 and word not in {"across", "besides"})


def _range(toks: tuple[Token, ...], one: Measured) -> Measured:
    """10 to 15, between 15% and 20%, 10-15 people, two or three: the second number joined to the first."""
    j = one.end
    if not _links(toks, one) or math.isinf(one.high):
        return one
    start = _currency(toks, j + 1)[1] if j + 1 < len(toks) else j + 1
    number = numeral_at(toks, start)
    if number is None or number.form in {"ordinal", "vague", "fraction"}:
        return one
    other = _unit(toks, j + 1, number, _currency(toks, j + 1)[0])
    if one.kind not in {"count", other.kind} and other.kind != "count":
        return one
    scale = SCALES.get(word_at(toks, number.end - 1), 1.0)
    shared = one.kind in {"count", "money"} and one.low < scale and word_at(toks, one.end - 1) not in SCALES
    low = one.low * scale if shared and one.low * scale < other.high else one.low
    if not low < other.high:
        return one
    leading = other if one.kind == "count" else one
    return Measured(one.first, other.end, low, other.high, leading.kind, leading.unit)


def _links(toks: tuple[Token, ...], one: Measured) -> bool:
    """Whether "to", "and" or a dash behind the first number opens a range; "from 10 to 15" is a change."""
    link, before = word_at(toks, one.end), word_at(toks, one.first - 1)
    if link in _DASHES:
        return toks[one.end].glued
    return link == "or" or (link == "and" and before == "between") or (link == "to" and before != "from")


def _compound(toks: tuple[Token, ...], one: Measured) -> Measured:
    """an hour and ten minutes, five feet six inches: one measure in the first unit."""
    if one.kind not in {"duration", "length", "mass"}:
        return one
    start = one.end + (word_at(toks, one.end) == "and")
    number = numeral_at(toks, start)
    second = _measure(toks, start, number) if number and number.form != "ordinal" else None
    if second is None or second.kind != one.kind or units.BASE[second.unit] >= units.BASE[one.unit]:
        return one
    share = units.BASE[second.unit] / units.BASE[one.unit]
    return replace(one, end=second.end, low=one.low + second.low * share, high=one.high + second.high * share)
