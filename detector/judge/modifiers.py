"""Words that open a number into an interval: at least, about, up to, nearly."""

from __future__ import annotations

import math
from typing import Literal

from detector.judge.numerals import Token, word_at
from detector.judge.units import QuantityKind

Modifier = Literal[
    "", "at least", "at most", "more than", "fewer than", "just over", "just under", "about", "up to", "nearly",
    "exactly", "only", "another", "the first",
]  # fmt: skip
# "about 6,200" and "just over 6,000", "some 6,300" and 6,288 agree in dossiers_train. At 0.2 a conflict of t1-t4 is
# lost, at 0.02 nothing changes there.
ABOUT_TOLERANCE = 0.10
NEARLY_TOLERANCE = 0.10

_PHRASES: dict[str, Modifier] = {
    "at least": "at least", "no fewer than": "at least", "no less than": "at least", "not less than": "at least",
    "a minimum of": "at least", "minimum of": "at least", "as many as": "up to", "as much as": "up to",
    "up to": "up to", "at most": "at most", "no more than": "at most", "not more than": "at most",
    "a maximum of": "at most", "more than": "more than", "over": "more than", "above": "more than",
    "upwards of": "more than", "in excess of": "more than", "well over": "more than", "exceeding": "more than",
    "beyond": "more than", "less than": "fewer than", "fewer than": "fewer than", "under": "fewer than",
    "below": "fewer than", "well under": "fewer than", "just over": "just over", "a little over": "just over",
    "slightly more than": "just over", "a little more than": "just over", "just under": "just under",
    "slightly less than": "just under", "a little under": "just under", "a little less than": "just under",
    "about": "about", "around": "about", "some": "about", "roughly": "about", "approximately": "about",
    "an estimated": "about", "estimated": "about", "close to": "nearly", "nearly": "nearly", "almost": "nearly",
    "nearer": "about", "perhaps": "about", "circa": "about", "exactly": "exactly", "precisely": "exactly",
    "only": "only", "just": "only", "merely": "only", "all of": "exactly", "another": "another",
    "a further": "another", "further": "another", "an additional": "another", "additional": "another",
    "the first": "the first", "a first": "the first", "the last": "the first",
}  # fmt: skip
_OR_SO: dict[str, Modifier] = {"more": "at least", "so": "about", "less": "at most", "fewer": "at most"}
_OVER_TIME = frozenset({"over", "under", "around", "above"})
_LONGEST = 3


def modifier(toks: tuple[Token, ...], first: int, end: int, kind: QuantityKind) -> tuple[Modifier, int]:
    """The modifier of the number at tokens [first, end), and the token where its words begin."""
    for size in range(_LONGEST, 0, -1):
        start = first - size
        if start < 0:
            continue
        found = _PHRASES.get(" ".join(toks[k].lower for k in range(start, first)))
        if found and not (
            kind == "duration" and size == 1 and toks[start].lower in {"over", "under", "around", "above"}
        ):
            return found, start
    return (_OR_SO.get(word_at(toks, end + 1), "") if word_at(toks, end) == "or" else ""), first


def widened(low: float, high: float, mod: Modifier, kind: QuantityKind) -> tuple[float, float]:
    """The interval that the modifier leaves open."""
    if kind in {"ordinal", "score"}:
        return low, high
    if mod in {"at least", "more than"}:
        return low, math.inf
    if mod in {"at most", "fewer than", "up to"}:
        return 0.0, high
    if mod == "just over":
        return low, high * (1 + ABOUT_TOLERANCE)
    if mod in {"just under", "nearly"}:
        return low * (1 - NEARLY_TOLERANCE), high
    if mod == "about" and high != math.inf:
        least = 1.0 if kind == "count" and high >= 3 else 0.0
        return low - max(low * ABOUT_TOLERANCE, least), high + max(high * ABOUT_TOLERANCE, least)
    return low, high
