"""The words around a quantity or date in its sentence: what they are about, whose they are, and what they rule out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from detector.judge.dates import DateMention
from detector.judge.head_nouns import segments
from detector.judge.numerals import Token
from detector.types import Span
from detector.words import STOP, concepts

# Days named nearer than twice this may belong to one report of one event.
GRACE = timedelta(7)
# Characters to either side beyond which a sentence says nothing about a mention.
WINDOW = 400
_STRONG = re.compile(r"[.;!?](?=\s|$|[\"”’'])")
# One of these on one side only speaks of another occasion than the one reported.
_OTHER_OCCASION = re.compile(
    r"\b(?:another|previous|previously|by contrast|neighbouring|neighboring|separate|separately|elsewhere|similar"
    r"|other (?:group|vessel|case|incident|attack)s?|in an? earlier|an earlier|older|further|last time|the time before"
    r"|a further|additional|the same (?:month|day|week) (?:last|a) year)\b",
    re.I,
)
_CHANGE = re.compile(
    r"\b(?:now|so far|since (?:then|the|climbed|risen)|has since|have since|rose|risen|climbed|slowed|slipped|"
    r"passed|reached|to date|latest|currently|still|no longer|by then|already|bringing|taking|brings|takes|rising|"
    r"remains?|remained|stands at|stood at)\b"
)
_UNREAL = re.compile(
    r"\b(?:may|might|could|would|will|shall|should|plans? to|planned to|aims?|hopes?|expected|target|proposed?|offers?"
    r"|offered|wants?|wanted|demand(?:s|ed)?|due|forecasts?|predict(?:s|ed)?|if|unless|raise)\b"
)
_TELLING = (
    r"(?:said|says|told|tells|announced|stated|acknowledged|admitted|confirmed|denied|insisted|wrote|testified|conceded"
    r"|accused|promised|reported|added|maintained|dismissed|rejected)"
)
_TOLD_WHEN = re.compile(
    rf"\b{_TELLING}(?:\s+(?:the\s+\w+|in\s+an?\s+\w+|\w+))?\s+(?:(?:late|early)\s+)?(?:on|in|last)?\s*$"
    r"|\b(?:statement|report|interview|briefing|speech|broadcast|answer)\s+(?:of|on|from|issued on|published on)\s+$"
)
_PERCENT = re.compile(r"[0-9](?:%| per ?cent\b)")
_SOURCES = re.compile(r"\b(?:according to|seen by|citing|told by|quoting)\s+(?:the\s+)?$")
_TOLD_AFTER = re.compile(rf"(?:\s+[\w’'-]+){{1,6}}?\s+{_TELLING}\b")
# An ordinal that counts: "the third such warning since January", "the second time this year".
_TALLY = re.compile(
    r"[^.;]{0,80}\b(?:this (?:year|month|week|season|decade)|since|so far|in (?:a|two|three) (?:year|month|week)s?)\b"
)
_NEGATED = re.compile(r"\b(?:not|never|nor|neither|cannot|n[’']t)\b(?:\s+\w+){0,2}\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is told around one mention.

    `near` are the concepts of its own stretch of words, `far` those of its sentence, `names` the capitalised words
    there, `subject` those of them before the mention, `periods` the other dates there. The flags: it speaks of
    another occasion, tells that a figure moved, is planned or possible, is negated, tells of the telling ("two
    officials said"), keeps a tally ("the third this year"), gives a percentage (whose dates are when it was measured).
    """

    near: frozenset[str]
    far: frozenset[str]
    names: frozenset[str]
    subject: frozenset[str]
    periods: tuple[DateMention, ...]
    other_occasion: bool
    change: bool
    unreal: bool
    negated: bool
    tally: bool
    reporting: bool
    measures: bool


def surroundings(
    text: str,
    toks: tuple[Token, ...],
    spans: tuple[Span, ...],
    mentions: tuple[DateMention, ...],
    clause: bool = False,
) -> tuple[Surroundings, ...]:
    """Those of each of `spans`, which lie in `text` in order; `mentions` are the dates of `text`.

    With `clause`, a mention's own stretch also ends at commas, as long as it says anything.
    """
    starts = [t.start for t in toks]
    places = [(bisect_left(starts, s.start), bisect_left(starts, s.end)) for s in spans]
    parts = segments(toks, places)
    if clause:
        parts = [_between_commas(toks, place, part) for place, part in zip(places, parts, strict=True)]
    bounds = [0, *(m.end() for m in _STRONG.finditer(text)), len(text)]
    out = []
    for span, part in zip(spans, parts, strict=True):
        sentence = _sentence(bounds, span)
        inside = toks[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        stretch = Span(min(toks[part[0]].start, span.start), max(toks[part[1] - 1].end, span.end))
        near_dates = tuple(m for m in mentions if m.span.overlaps(sentence))
        out.append(_around(text, inside, span, stretch, sentence, near_dates))
    return tuple(out)


def _sentence(bounds: list[int], span: Span) -> Span:
    start, end = bounds[bisect_right(bounds, span.start) - 1], bounds[bisect_left(bounds, span.end)]
    return Span(max(start, span.start - WINDOW), min(end, span.end + WINDOW))


def _between_commas(toks: tuple[Token, ...], place: tuple[int, int], part: tuple[int, int]) -> tuple[int, int]:
    start = next((k + 1 for k in range(place[0] - 1, part[0] - 1, -1) if toks[k].text == ","), part[0])
    end = next((k for k in range(place[1], part[1]) if toks[k].text == ","), part[1])
    inside = tuple(toks[k].text for k in (*range(start, place[0]), *range(place[1], end)) if toks[k].kind == "word")
    return (start, end) if concepts(inside) else part


def _around(
    text: str, toks: tuple[Token, ...], span: Span, stretch: Span, sentence: Span, mentions: tuple[DateMention, ...]
) -> Surroundings:
    blocked = [span, *(m.span for m in mentions)]
    words = [t for t in toks if t.kind == "word" and not any(b.start <= t.start < b.end for b in blocked)]
    told = text[sentence.start : sentence.end]
    return Surroundings(
        near=frozenset(concepts(tuple(t.text for t in words if stretch.start <= t.start < stretch.end))),
        far=frozenset(concepts(tuple(t.text for t in words))),
        names=frozenset(_bare(t) for t in words if t.start != sentence.start and _is_name(t)),
        subject=frozenset(_bare(t) for t in words if t.start < span.start and _is_name(t)),
        periods=tuple(m for m in mentions if not m.span.overlaps(span)),
        other_occasion=bool(_OTHER_OCCASION.search(told)),
        change=bool(_CHANGE.search(told)),
        unreal=bool(_UNREAL.search(text, stretch.start, stretch.end)),
        negated=bool(_NEGATED.search(text[sentence.start : span.start])),
        reporting=_is_reporting(text, span, sentence, any(m.span == span for m in mentions)),
        measures=bool(_PERCENT.search(told)),
        tally=bool(_TALLY.match(text, span.end)),
    )


def _bare(token: Token) -> str:
    return token.lower.removesuffix("'s").removesuffix("’s")


def _is_name(token: Token) -> bool:
    return token.text[0].isupper() and token.lower not in STOP


def _is_reporting(text: str, span: Span, sentence: Span, is_date: bool) -> bool:
    """ "said on Tuesday", "according to two officials", "three people told"."""
    before, after = text[sentence.start : span.start], text[span.end : sentence.end]
    return bool((_TOLD_WHEN if is_date else _SOURCES).search(before) or _TOLD_AFTER.match(after))


def other_times(a: Surroundings, b: Surroundings, anchor_a: date | None, anchor_b: date | None) -> bool:
    """Whether the sentences place what they say in times that exclude each other."""
    a_told, b_told = _periods(a), _periods(b)
    if a_told and b_told:
        return not any(x[0] <= y[1] and y[0] <= x[1] for x in a_told for y in b_told)
    told, anchor = (a_told, anchor_b) if a_told else (b_told, anchor_a)
    return bool(told) and anchor is not None and all(end.year < anchor.year - 1 for _, end in told)


def _periods(s: Surroundings) -> list[tuple[date, date]]:
    """The spans of time that the sentence names; single days with some days of grace, for the same week."""
    return [
        (m.start - _grace(m), m.end + _grace(m))
        for m in s.periods
        if m.start is not None and m.end is not None and date.min + GRACE < m.start and m.end < date.max - GRACE
    ]


def _grace(m: DateMention) -> timedelta:
    return GRACE if m.granularity in {"day", "week", "part", "minute"} else timedelta(0)


def same_period(a: Surroundings, b: Surroundings) -> bool:
    """Whether both sentences name one and the same day, month, season or year."""
    named = [{(m.start, m.end) for m in s.periods if m.start} for s in (a, b)]
    return bool(named[0] & named[1])
