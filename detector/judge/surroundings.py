"""The words around a quantity or date in its sentence: what they are about, whose they are, and what they rule out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from detector.judge.dates import DateMention
from detector.judge.head_nouns import segments
from detector.judge.numerals import Token
from detector.judge.words import STOP, concepts
from detector.types import Span

# Days named nearer than twice this may belong to one report of one event.
GRACE = timedelta(7)
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
    r"\b(?:may|might|could|would|will|shall|should|plans? to|planned to|aims?|hopes?|expected|target|proposed?|offers?|offered|"
    r"wants?|wanted|demand(?:s|ed)?|due|forecasts?|predict(?:s|ed)?|if|unless|raise)\b"
)
# An ordinal that counts: "the third such warning since January", "the second time this year".
_TALLY = re.compile(
    r"[^.;]{0,80}\b(?:this (?:year|month|week|season|decade)|since|so far|in (?:a|two|three) (?:year|month|week)s?)\b"
)
_NEGATED = re.compile(r"\b(?:not|never|nor|neither|cannot|n[’']t)\b(?:\s+\w+){0,2}\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`near` are the concepts of the mention's own stretch, `far` those of its sentence, `names` capitalised words."""

    near: frozenset[str]
    far: frozenset[str]
    names: frozenset[str]
    subject: frozenset[str]
    years: tuple[DateMention, ...]
    other_occasion: bool
    change: bool
    unreal: bool
    negated: bool
    tally: bool


def surroundings(
    text: str, toks: tuple[Token, ...], spans: tuple[Span, ...], mentions: tuple[DateMention, ...]
) -> tuple[Surroundings, ...]:
    """Those of each of `spans`, which lie in `text` in order; `mentions` are the dates of `text`."""
    places = [_place(toks, span) for span in spans]
    bounds = [0, *(m.end() for m in _STRONG.finditer(text)), len(text)]
    return tuple(
        _around(text, toks, span, part, _sentence(bounds, span), mentions)
        for span, part in zip(spans, segments(toks, places), strict=True)
    )


def _place(toks: tuple[Token, ...], span: Span) -> tuple[int, int]:
    inside = [k for k, t in enumerate(toks) if span.start <= t.start < span.end]
    return inside[0], inside[-1] + 1


def _sentence(bounds: list[int], span: Span) -> Span:
    return Span(max(b for b in bounds if b <= span.start), min(b for b in bounds if b >= span.end))


def _around(
    text: str,
    toks: tuple[Token, ...],
    span: Span,
    part: tuple[int, int],
    sentence: Span,
    mentions: tuple[DateMention, ...],
) -> Surroundings:
    blocked = [span, *(m.span for m in mentions)]
    outside = [t for t in toks if t.kind == "word" and not any(b.start <= t.start < b.end for b in blocked)]
    inner = [t for t in outside if toks[part[0]].start <= t.start < toks[part[1] - 1].end]
    whole = [t for t in outside if sentence.start <= t.start < sentence.end]
    words = text[sentence.start : sentence.end]
    stretch = text[toks[part[0]].start : toks[part[1] - 1].end]
    names = frozenset(
        t.text.lower().removesuffix("'s").removesuffix("’s") for t in whole if _is_name(t, sentence.start)
    )
    before = frozenset(
        t.text.lower().removesuffix("'s").removesuffix("’s") for t in whole if t.start < span.start and _is_name(t, -1)
    )
    return Surroundings(
        near=frozenset(concepts(tuple(t.text for t in inner))),
        far=frozenset(concepts(tuple(t.text for t in whole))),
        names=names,
        subject=before,
        years=tuple(m for m in mentions if sentence.start <= m.span.start < sentence.end and not m.span.overlaps(span)),
        other_occasion=bool(_OTHER_OCCASION.search(words)),
        change=bool(_CHANGE.search(words)),
        unreal=bool(_UNREAL.search(stretch)),
        tally=bool(_TALLY.match(text, span.end)),
        negated=bool(_NEGATED.search(text[sentence.start : span.start])),
    )


def _is_name(token: Token, sentence_start: int) -> bool:
    return token.text[0].isupper() and token.start != sentence_start and token.lower not in STOP


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
        for m in s.years
        if m.start is not None and m.end is not None and date.min + GRACE < m.start and m.end < date.max - GRACE
    ]


def _grace(m: DateMention) -> timedelta:
    return GRACE if m.granularity in {"day", "week", "part", "minute"} else timedelta(0)


def same_period(a: Surroundings, b: Surroundings) -> bool:
    """Whether both sentences name one and the same day, month, season or year."""
    named = [{(m.start, m.end) for m in s.years if m.start} for s in (a, b)]
    return bool(named[0] & named[1])
