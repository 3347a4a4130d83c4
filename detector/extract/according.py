"""Holders named by a phrase: 'according to X', 'in her words', "by the company's count"."""

from __future__ import annotations

from dataclasses import dataclass

from detector.extract.grammar import (
    PREPOSITIONS,
    Token,
    has_finite_verb,
    words,
)
from detector.extract.spans import Frame
from detector.types import Span

_BOUNDARY = words(", ; : . ! ? — – -")
_LONGEST = 40
_PLACED = words(
    "estimates estimate count figures view words telling reckoning account opinion assessment eyes calculation"
)


@dataclass(frozen=True, slots=True)
class Inserted:
    """Tokens [start, end) that name a holder and are no content; `fronted` at the head of the sentence."""

    start: int
    end: int
    frame: Frame
    fronted: bool = False


def find_according(tokens: list[Token], i: int) -> Inserted | None:
    token = tokens[i]
    if token.quoted >= 0 or i + 2 >= len(tokens):
        return None
    if token.low == "according" and tokens[i + 1].low == "to":
        first = i + 2
    elif token.low in ("in", "by") and (hit := _in_words(tokens, i)):
        return hit
    else:
        return None
    fronted = not any(t.is_word for t in tokens[:i])
    end = source_end(tokens, first, fronted)
    start = i - 1 if i and tokens[i - 1].low == "," else i
    close = end + 1 if end < len(tokens) and tokens[end].low == "," else end
    frame = Frame("asserts", span_of(tokens, first, end), span_of(tokens, i, i + 2))
    return Inserted(start, close, frame, fronted)


def _in_words(tokens: list[Token], i: int) -> Inserted | None:
    """'in her words', "by the company's own count"."""
    for j in range(i + 1, min(i + 8, len(tokens))):
        if tokens[j].low in _PLACED and j > i + 1:
            owner = tokens[i + 1 : j]
            if owner[0].low in ("his", "her", "its", "their"):
                return _framed_by(tokens, i, j + 1, i + 1, i + 2)
            for k, t in enumerate(owner):
                if t.low.endswith("'s") or (t.low == "'" and k):
                    return _framed_by(tokens, i, j + 1, i + 1, i + 2 + k)
            if tokens[j + 1 : j + 2] and tokens[j + 1].low == "of" and tokens[i + 1].low in ("the", "words"):
                end = source_end(tokens, j + 2, False)
                return _framed_by(tokens, i, end, j + 2, end)
        if tokens[j].low in PREPOSITIONS or tokens[j].low in _BOUNDARY:
            return None
    return None


def _framed_by(tokens: list[Token], start: int, end: int, first: int, last: int) -> Inserted | None:
    if last <= first:
        return None
    opened = start - 1 if start and tokens[start - 1].low == "," else start
    fronted = not any(t.is_word for t in tokens[:start])
    if not fronted and opened == start:
        return None
    close = end + 1 if end < len(tokens) and tokens[end].low == "," else end
    return Inserted(opened, close, Frame("asserts", span_of(tokens, first, last), span_of(tokens, start, end)), fronted)


def source_end(tokens: list[Token], first: int, fronted: bool) -> int:
    """Where the holder behind 'according to' ends: at the next comma, past appositions when it is fronted."""
    i = first
    while i < len(tokens) and i - first < _LONGEST:
        low = tokens[i].low
        if low in ";:" or (low in ".!?" and i + 1 >= len(tokens) - 1):
            break
        if low == ",":
            if apposition(tokens, i) and (close := comma_after(tokens, i + 1)) is not None and close - i <= 12:
                i = close
                if not apposition(tokens, i):
                    break
                continue
            break
        if low in ("and", "but") and i + 1 < len(tokens) and tokens[i + 1].low in ("that", "it", "he", "she", "they"):
            break
        i += 1
    return max(i, first + 1) if i <= len(tokens) else len(tokens)


def apposition(tokens: list[Token], comma: int) -> bool:
    """Whether ', Calder Homes,' or ', a lawyer for the men,' follows: short and without a finite verb."""
    close = comma_after(tokens, comma + 1)
    end = close if close is not None else len(tokens)
    head = tokens[comma + 1] if comma + 1 < len(tokens) else None
    if head is None or end - comma > 12 or end - comma < 2:
        return False
    if has_finite_verb(tokens, comma + 1, end) and head.low not in ("who", "which", "whose"):
        return False
    named = all(t.is_capital or t.low in ("of", "the", "and", "&", ".", "de", "van") for t in tokens[comma + 1 : end])
    described = head.low in ("a", "an", "its", "his", "her", "their", "the") and close is not None
    return (named and (close is not None or tokens[end - 1].low == ".")) or described or head.low in ("who", "which")


def comma_after(tokens: list[Token], i: int) -> int | None:
    for k in range(i, min(i + 40, len(tokens))):
        if tokens[k].low in (",", ";") and tokens[k].quoted < 0:
            return k
        if tokens[k].low in ".!?" and k >= len(tokens) - 2:
            return k
    return None


def span_of(tokens: list[Token], start: int, end: int) -> Span:
    return Span(tokens[start].start, tokens[end - 1].end)
