"""Numbers in running English: tokens, and the values that digits and number words stand for."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

# A number of more digits is a serial number or noise.
MAX_DIGITS = 15
# How open plurals are read: "dozens" are two dozen or more.
AT_LEAST_TIMES = 2

_TOKEN = re.compile(
    r"(?P<code>[A-Z][A-Za-z]{0,7}-[0-9]\w*|[A-Za-z]+[0-9]\w*|[0-9]+[A-Z]{2,}\w*)"
    r"|(?P<ordinal>[0-9]{1,4}(?:st|nd|rd|th)\b)"
    r"|(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?![0-9]|,[0-9])|[0-9]+(?:\.[0-9]+)?(?![0-9]|,[0-9]))"
    r"|(?P<malformed>[0-9][0-9.,]*[0-9]|[0-9])"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<mark>\S)"
)
TokenKind = Literal["code", "ordinal", "number", "malformed", "word", "mark"]
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {w: float(i) for i, w in enumerate(_UNITS.split())} | {w: float(10 * i) for i, w in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SHORT_SCALES = {"k": 1e3, "mn": 1e6, "mln": 1e6, "bn": 1e9, "bln": 1e9, "tn": 1e12}
_RANKS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
ORDINALS = {w: i for i, w in enumerate(_RANKS.split(), 1)}
FRACTIONS = {
    "half": 1 / 2, "halves": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "sixth": 1 / 6, "seventh": 1 / 7,
    "eighth": 1 / 8, "ninth": 1 / 9, "tenth": 1 / 10,
}  # fmt: skip
_OPEN = {"dozens": 12.0, "scores": 20.0, "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9}
_VAGUE = {"several": (3.0, math.inf), "both": (2.0, 2.0), "single": (1.0, 1.0)}
_A_VAGUE = {"few": (2.0, 10.0), "handful": (2.0, 10.0), "couple": (2.0, 3.0), "dozen": (12.0, 12.0)}


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark, `text[start:end]` of what was read; `glued` to the token before it without a space."""

    text: str
    start: int
    end: int
    kind: TokenKind
    glued: bool

    @property
    def lower(self) -> str:
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Numeral:
    """Tokens [first, end) stand for [low, high]; a fraction's values lie between 0 and 1."""

    first: int
    end: int
    low: float
    high: float
    form: Literal["digits", "words", "vague", "fraction", "ordinal"]


def tokens(text: str) -> tuple[Token, ...]:
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        glued = bool(out) and out[-1].end == match.start()
        out.append(Token(match.group(), match.start(), match.end(), match.lastgroup, glued))  # type: ignore[arg-type]
    return tuple(out)


def numeral_at(toks: tuple[Token, ...], i: int) -> Numeral | None:
    """The longest numeral that begins at token `i`."""
    return _open(toks, i) or _fraction(toks, i) or _vague(toks, i) or _ordinal(toks, i) or _cardinal(toks, i)


def word_at(toks: tuple[Token, ...], i: int) -> str:
    return toks[i].lower if 0 <= i < len(toks) else ""


def _open(toks: tuple[Token, ...], i: int) -> Numeral | None:
    """dozens, hundreds, tens of thousands: a floor without a ceiling."""
    word = word_at(toks, i)
    if word in {"tens", "hundreds", "dozens"} and word_at(toks, i + 1) == "of" and word_at(toks, i + 2) in _OPEN:
        times = {"tens": 10.0, "hundreds": 100.0, "dozens": 12.0}[word]
        return Numeral(i, i + 3, AT_LEAST_TIMES * times * _OPEN[word_at(toks, i + 2)], math.inf, "vague")
    if word == "scores" and word_at(toks, i + 1) != "of":
        return None
    if word in _OPEN:
        return Numeral(i, i + 1, AT_LEAST_TIMES * _OPEN[word], math.inf, "vague")
    return None


def _vague(toks: tuple[Token, ...], i: int) -> Numeral | None:
    word, following = word_at(toks, i), word_at(toks, i + 1)
    if word in {"a", "an"} and following in _A_VAGUE:
        return Numeral(i, i + 2, *_A_VAGUE[following], "words" if following == "dozen" else "vague")
    if word in {"a", "one"} and following == "single":
        return Numeral(i, i + 2, 1.0, 1.0, "words")
    return Numeral(i, i + 1, *_VAGUE[word], "vague") if word in _VAGUE else None


def _fraction(toks: tuple[Token, ...], i: int) -> Numeral | None:
    """half, a third, two-thirds, three quarters, half a million, one in ten, one volunteer in four."""
    return _one_in_ten(toks, i) or _named_fraction(toks, i)


def _one_in_ten(toks: tuple[Token, ...], i: int) -> Numeral | None:
    part = SMALL.get(word_at(toks, i)) or (_digits(toks[i]) if i < len(toks) else None)
    if not part or part >= 10:
        return None
    for j in (i + 1, i + 2):
        if word_at(toks, j) in {"in", "of"} and (word_at(toks, j) == "in" or word_at(toks, j + 1) == "every"):
            j += 1 + (word_at(toks, j + 1) == "every")
            whole = SMALL.get(word_at(toks, j)) or (_digits(toks[j]) if j < len(toks) else None)
            if whole and part < whole <= 100 and whole == int(whole):
                return Numeral(i, j + 1, part / whole, part / whole, "fraction") if _is_ratio(toks, j) else None
        if j < len(toks) and toks[j].kind != "word":
            return None
    return None


def _is_ratio(toks: tuple[Token, ...], j: int) -> bool:
    """Not "two in 10 days": no unit of time behind the whole."""
    return word_at(toks, j + 1) not in {
        "day",
        "days",
        "hours",
        "minutes",
        "weeks",
        "months",
        "years",
        "million",
        "hundred",
    }


def _named_fraction(toks: tuple[Token, ...], i: int) -> Numeral | None:
    word, j, times = word_at(toks, i), i + 1, 1.0
    if word in {"a", "an", "one"} or (word in SMALL and SMALL[word] > 1):
        times = SMALL.get(word, 1.0)
        j += word_at(toks, j) == "-"
        name = word_at(toks, j).removesuffix("s") if times > 1 else word_at(toks, j)
        if times > 1 and not word_at(toks, j).endswith("s"):
            return None
        j += 1
    elif word == "half":
        name = word
    else:
        return None
    if name not in FRACTIONS or (times == 1 and name not in {"half", "quarter"} and not _after_fraction(toks, j)):
        return None
    value = times * FRACTIONS[name]
    k = j + (word_at(toks, j) == "of")
    if word_at(toks, k) in {"a", "an"} and word_at(toks, k + 1) in SCALES:
        scaled = value * SCALES[word_at(toks, k + 1)]
        return Numeral(i, k + 2, scaled, scaled, "words")
    return Numeral(i, j, value, value, "fraction")


def _after_fraction(toks: tuple[Token, ...], j: int) -> bool:
    """ "a third of" is a share, "a third man" is an ordinal."""
    return (
        j >= len(toks)
        or toks[j].kind == "mark"
        or word_at(toks, j) in {"of", "the", "more", "less", "since", "in", "to"}
    )


def _ordinal(toks: tuple[Token, ...], i: int) -> Numeral | None:
    if i >= len(toks):
        return None
    if toks[i].kind == "ordinal":
        value = float(toks[i].text[:-2])
        return Numeral(i, i + 1, value, value, "ordinal")
    if toks[i].text in ORDINALS:
        value = float(ORDINALS[toks[i].text])
        return Numeral(i, i + 1, value, value, "ordinal")
    return None


def _digits(token: Token) -> float | None:
    if token.kind != "number" or sum(c.isdigit() for c in token.text) > MAX_DIGITS:
        return None
    return float(token.text.replace(",", ""))


def _cardinal(toks: tuple[Token, ...], i: int) -> Numeral | None:
    if i >= len(toks):
        return None
    value = _digits(toks[i])
    if value is not None:
        end, value = _scaled(toks, i + 1, value)
        return Numeral(i, end, value, value, "digits")
    return _spelled(toks, i)


def _scaled(toks: tuple[Token, ...], j: int, value: float) -> tuple[int, float]:
    if j < len(toks) and toks[j].glued and toks[j].lower in SHORT_SCALES:
        return j + 1, value * SHORT_SCALES[toks[j].lower]
    step = 1 if word_at(toks, j) == "-" else 0
    word = word_at(toks, j + step)
    if word in SCALES or word in {"dozen", "bn", "mn", "tn"}:
        return j + step + 1, value * (SCALES | SHORT_SCALES | {"dozen": 12.0})[word]
    return j, value


def _spelled(toks: tuple[Token, ...], i: int) -> Numeral | None:
    """forty-one, a hundred and twelve, two thousand three hundred, three and a half million."""
    j, total, current, seen = i, 0.0, 0.0, False
    if word_at(toks, i) in {"a", "an"}:
        if word_at(toks, i + 1) not in SCALES:
            return None
        j, current, seen = i + 1, 1.0, True
    can_add = math.inf
    while j < len(toks):
        word = toks[j].lower
        if word in SMALL and SMALL[word] < can_add and (SMALL[word] or not seen):
            current, seen, j = current + SMALL[word], True, j + 1
            can_add = 10.0 if SMALL[word] >= 20 else 0.0
        elif word in SCALES and seen and (current or total):
            if SCALES[word] == 100:
                current, can_add = max(current, 1) * 100, 100.0
            else:
                total, current, can_add = total + max(current, 1) * SCALES[word], 0.0, math.inf
            j += 1
        elif word == "dozen" and seen:
            current, j, can_add = current * 12, j + 1, 0.0
        elif seen and _links(toks, j, can_add, total, current):
            j += 1
        else:
            break
    return _halves(toks, Numeral(i, j, total + current, total + current, "words")) if seen else None


def _links(toks: tuple[Token, ...], j: int, can_add: float, total: float, current: float) -> bool:
    """Whether a hyphen or "and" goes on with the number: "forty-one", "a hundred and twelve", not "two and three"."""
    following = word_at(toks, j + 1)
    if toks[j].text == "-":
        return can_add > 0 and following in (SMALL | SCALES)
    hundreds = can_add >= 100 and total + current >= 100 and toks[j - 1].lower in SCALES
    return toks[j].lower == "and" and hundreds and following in SMALL


def _halves(toks: tuple[Token, ...], number: Numeral) -> Numeral:
    j = number.end
    if [word_at(toks, j + k) for k in range(3)] == ["and", "a", "half"]:
        end, value = _scaled(toks, j + 3, number.low + 0.5)
        return Numeral(number.first, end, value, value, "words")
    return number
