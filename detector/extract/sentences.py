"""Paragraphs and sentences of an article, never across a paragraph, furniture or an open quotation."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from yasbd import BoundaryDetector

from detector.extract.quotes import Quotation, find_quotations
from detector.types import Document, Span

_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Cpl|Maj|Adm|Cmdr|Brig|Rep|Sen|Gov|St|Rev|Hon|Supt|Insp|Det"
    r"|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|No|vs|approx|art|para|Fig|Ave|Mt|Ft|[A-Z])"
    r"|\b(?:[A-Za-z]\.)+[A-Za-z])\.\s*$"
)
_LOOKS_FINISHED = re.compile(r"[.!?…:;\"”»’')\]]\s*$")
_BLANKS = re.compile(r"\s{3,}")
_SHORT_LINE = 50


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; `breaks` are the ends of sentences inside its quotations, `paragraph` its paragraph's number."""

    span: Span
    breaks: tuple[int, ...]
    quotations: tuple[Quotation, ...]
    paragraph: int


def paragraphs_of(document: Document) -> list[Span]:
    """Stretches of text between line breaks and furniture. A line that goes on in the middle of a sentence
    (hard-wrapped text) is joined with the next."""
    text = document.text
    lines: list[Span] = []
    for region in _outside(document):
        start = region.start
        for found in _BREAK.finditer(text, region.start, region.end):
            lines.append(Span(start, found.start()))
            start = found.end()
        lines.append(Span(start, region.end))
    joined: list[Span] = []
    blank_before = True
    for line in lines:
        span = _strip(text, line)
        if span.start >= span.end:
            blank_before = True
            continue
        if (
            not blank_before
            and joined
            and _wraps(text, joined[-1], span)
            and not _furniture_between(document, joined[-1].end, span.start)
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
        blank_before = False
    return joined


def sentences_of(document: Document, detector: BoundaryDetector) -> list[Sentence]:
    """The sentences of the article's body in text order."""
    text = document.text
    paragraphs = paragraphs_of(document)
    quotations = find_quotations(text, paragraphs)
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        inside = [q for q in quotations if paragraph.start <= q.outer.start < paragraph.end]
        ends = _ends(text, paragraph, detector)
        start = paragraph.start
        held: list[int] = []
        for end in ends:
            if end < paragraph.end and not _is_boundary(text, end, inside):
                held.append(end)
                continue
            span = _strip(text, Span(start, end))
            if span.start < span.end:
                own = tuple(q for q in inside if span.start <= q.outer.start < span.end)
                found.append(Sentence(span, tuple(h for h in held if h < span.end), own, number))
            start, held = end, []
    return found


_DATELINE = re.compile(r"[A-Z][\w.,'’()/ -]{1,70}? ?(?: -|--|–|—) ?(?=[\"“A-Z0-9])")


_STAMP = re.compile(r"[\[(][^\])]{0,30}\d{1,2}[:.]\d\d[^\])]{0,20}[\])]:?\s*(?=\S)")


def stamp_end(text: str, sentence: Sentence) -> int:
    """Where the sentence begins behind the time of an entry ('[Updated 5:20 a.m. ET] '), else its start."""
    found = _STAMP.match(text, sentence.span.start, sentence.span.end)
    return found.end() if found else sentence.span.start


def dateline_end(text: str, sentence: Sentence) -> int:
    """Where the sentence begins behind a dateline ('PORT VELLA (Wire) - '), else its start."""
    found = _DATELINE.match(text, sentence.span.start, sentence.span.end)
    if found and found[0].split()[0].strip(",.").isupper():
        return found.end()
    return stamp_end(text, sentence)


def _detected(piece: str, detector: BoundaryDetector) -> list[int]:
    """Sentence ends by the detector, which takes quadratic time over runs of white space: it sees them shortened."""
    kept: list[str] = []
    cuts: list[tuple[int, int]] = []
    position = removed = 0
    for run in _BLANKS.finditer(piece):
        kept += (piece[position : run.start()], "  ")
        removed += run.end() - run.start() - 2
        cuts.append((run.end() - removed, removed))
        position = run.end()
    kept.append(piece[position:])
    starts = [at for at, _ in cuts]
    found = detector.detect("".join(kept))
    return [end + (cuts[k - 1][1] if (k := bisect_right(starts, end)) else 0) for end in found]


def _ends(text: str, paragraph: Span, detector: BoundaryDetector) -> list[int]:
    piece = text[paragraph.start : paragraph.end]
    ends = {min(end, len(piece)) for end in _detected(piece, detector)} | {len(piece)}
    ends |= {m.end() for m in _QUOTE_END.finditer(piece)}
    return sorted(
        paragraph.start + end
        for end in ends
        if (end > 0 and not _ABBREVIATED.search(piece[max(0, end - 12) : end])) or end == len(piece)
    )


_QUOTE_END = re.compile(r"[.!?…][\"”»’']\s+(?=[\"“«‘A-Z])")


def _is_boundary(text: str, end: int, quotations: list[Quotation]) -> bool:
    """False inside a quotation, and after one that its sentence goes on behind ('"No!" she said')."""
    here = end
    while here > 0 and text[here - 1].isspace():
        here -= 1
    for q in quotations:
        if q.outer.start < here < q.outer.end:
            return False
    rest = text[end : end + 1] if end == here else text[here : end + 1].strip()[:1]
    return not rest.islower()


def _outside(document: Document) -> list[Span]:
    regions: list[Span] = []
    position = 0
    for span in sorted(document.furniture):
        if span.start > position:
            regions.append(Span(position, span.start))
        position = max(position, span.end)
    regions.append(Span(position, len(document.text)))
    return regions


def _furniture_between(document: Document, start: int, end: int) -> bool:
    return any(span.start < end and start < span.end for span in document.furniture if span.start < span.end)


def _wraps(text: str, before: Span, after: Span) -> bool:
    last = before.of(text)
    return not _LOOKS_FINISHED.search(last[-6:]) and len(last) >= _SHORT_LINE and text[after.start].islower()


def _strip(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
