"""Where an article says who somebody is: names beside their roles, bodies beside their acronyms, full names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detector.names import TITLES, Name, name_of
from detector.nouns import ORGANISATION
from detector.pair.roles import DETERMINERS, FIELDS, HEADS, Role, bare, role_of
from detector.types import Document, Span
from detector.words import PLAIN

_WORD = re.compile(r"\w[\w'’-]*")
_ACRONYM = re.compile(r"\(([A-Z]{2,8})\)")
_BEFORE_ACRONYM = 120  # code points in which the name before an acronym is sought
_LINKS = frozenset("of for at".split())
_INSIDE = frozenset("of and for the & de la van von der den del al".split())
_SAYING = frozenset("said says say told tells asked by and or".split())
_FURTHEST = 4  # words of a role before its noun
_LONGEST = 6  # words of a person's name, titles included
# Words before a name that make it a place's, or a day's, and nobody's given name.
_PLACES = frozenset(
    (
        "new san saint st port mount lake fort cape east west north south upper lower old free greater central monday"
        " tuesday wednesday thursday friday saturday sunday january february march april may june july august"
        " september october november december"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Introduction:
    """Words that give a person a role: "Kremlin spokesman Dmitry Peskov"."""

    name: Name
    role: Role
    span: Span


@dataclass(frozen=True, slots=True)
class Acronym:
    """Words that give a body's name an acronym: "Federal Road Agency (FRA)"; `letters` are lower case."""

    name: Name
    letters: str
    span: Span


@dataclass(frozen=True, slots=True)
class Read:
    """What an article says of names. `given` are the words that stand before each last word of a name of several, lower
    case, such as {"finch": {"ada", "bela"}}."""

    introductions: tuple[Introduction, ...]
    acronyms: tuple[Acronym, ...]
    given: dict[str, frozenset[str]]


def read(document: Document) -> Read:
    """What an article says of names, its furniture left aside; takes time in proportion to its length."""
    text = document.text
    tokens = [_Token(match[0], *match.span()) for match in _WORD.finditer(text)]

    def kept(span: Span) -> bool:
        return not any(span.overlaps(one) for one in document.furniture)

    return Read(
        tuple(one for one in _introductions(text, tokens) if kept(one.span)),
        tuple(one for one in _acronyms(text) if kept(one.span)),
        _given(text, tokens),
    )


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int

    @property
    def low(self) -> str:
        return bare(self.text).lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def owns(self) -> bool:
        return bare(self.text) != self.text


_Gap = Callable[[int], str]


def _introductions(text: str, tokens: list[_Token]) -> Iterator[Introduction]:
    def gap(i: int) -> str:
        """What stands between a token and the one before it: " " for any space, "." outside the text."""
        if not 0 < i < len(tokens):
            return "."
        between = text[tokens[i - 1].end : tokens[i].start]
        return " " if between.isspace() and "\n" not in between else between.rstrip()

    for i, token in enumerate(tokens):
        if token.low not in HEADS or token.owns:
            continue
        first = _first(tokens, i, gap)
        last = _last(tokens, i, gap)
        role = role_of(text[tokens[first].start : tokens[last].end])
        if role is None:
            continue
        start, end = _name_after(tokens, last + 1, gap)
        outer = Span(tokens[first].start, tokens[end - 1].end) if end > start else None
        if outer is None:
            end = first - (tokens[first - 1].low in DETERMINERS) if first else 0
            start = _name_before(tokens, end, gap) if gap(end) == "," and gap(last + 1)[:1] in (",", ".", ";") else end
            outer = Span(tokens[start].start, tokens[last].end)
        called = tokens[start:end]
        name = name_of(" ".join(one.text for one in called))
        if name.words and all(one.low not in ORGANISATION for one in called):
            yield Introduction(name, role, outer)


def _first(tokens: list[_Token], head: int, gap: _Gap) -> int:
    """Where the words of a role begin: behind an article, else as far as the words are known to belong to roles."""
    known = head
    for k in range(head, max(0, head - _FURTHEST) - 1, -1):
        if k < head:
            word = tokens[k]
            if word.low in DETERMINERS:
                return k + 1
            if word.low in _SAYING or word.low in PLAIN:
                break
            if known == k + 1 and (word.capital or word.owns or word.low in FIELDS | ORGANISATION):
                known = k
        if gap(k) != " ":
            break
    return known


def _last(tokens: list[_Token], head: int, gap: _Gap) -> int:
    """Where the words of a role end: "minister of defence", "spokesman for the Farm Union"."""
    k = head + 1
    if gap(k) != " " or tokens[k].low not in _LINKS or gap(k + 1) != " ":
        return head
    k += 1 + (tokens[k + 1].low in DETERMINERS)
    found = head
    for last in range(k, min(k + _FURTHEST + 1, len(tokens))):
        if last > head and gap(last) != " ":
            break
        word = tokens[last]
        if word.capital or word.low in FIELDS or (word.low in ORGANISATION and found < last):
            found = last
            if not word.capital and word.low in ORGANISATION:
                break
        elif word.low not in _INSIDE and last - k > 1:
            break
    return found


def _name_after(tokens: list[_Token], k: int, gap: _Gap) -> tuple[int, int]:
    """The tokens [start, end) of the name that follows a role, at once or in several words behind a comma."""
    least = {" ": 1, ",": 2}.get(gap(k), 0)
    start = k
    while least and k < min(len(tokens), start + _LONGEST) and tokens[k].capital:
        if k > start and gap(k) != " " and not (gap(k) == "." and tokens[k - 1].low in TITLES):
            break
        k += 1
        if tokens[k - 1].owns:
            break
    return (start, k) if least and k - start >= least else (start, start)


def _name_before(tokens: list[_Token], end: int, gap: _Gap) -> int:
    start = end
    while start > max(0, end - _LONGEST) and tokens[start - 1].capital and not tokens[start - 1].owns:
        if start < end and gap(start) != " ":
            break
        start -= 1
    return start


def _acronyms(text: str) -> Iterator[Acronym]:
    for found in _ACRONYM.finditer(text):
        low = max(0, found.start() - _BEFORE_ACRONYM)
        words = [match for match in _WORD.finditer(text, low, found.start())]
        capitals = [match for match in words if match[0][0].isupper()]
        start = len(capitals) - len(found[1])
        if start < 0 or "".join(match[0][0] for match in capitals[start:]) != found[1]:
            continue
        inner = words[words.index(capitals[start]) :]
        if all(match[0][0].isupper() or match[0] in _INSIDE for match in inner):
            name = name_of(text[inner[0].start() : inner[-1].end()])
            yield Acronym(name, found[1].lower(), Span(inner[0].start(), found.end()))


def _given(text: str, tokens: list[_Token]) -> dict[str, frozenset[str]]:
    """Words that open a sentence are left out, since they may be anything."""
    unlikely = {token.text for token in tokens if token.text[0].islower()} | PLAIN | TITLES | _PLACES | FIELDS
    found: dict[str, set[str]] = {}
    for before, one, two in zip(tokens, tokens[1:], tokens[2:], strict=False):
        inside = text[before.end : one.start] in (" ", ", ") and text[one.end : two.start] == " "
        named = one.capital and two.capital and not one.owns and len(one.text) > 1
        if inside and named and one.low not in unlikely:
            found.setdefault(two.low, set()).add(one.low)
    return {last: frozenset(words) for last, words in found.items()}
