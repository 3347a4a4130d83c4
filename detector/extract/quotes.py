"""Quotation marks of one article: which words stand inside them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detector.types import Span

_PAIRS = {"“": "”", "«": "»", "„": "“”", "‟": "”"}
_OPENERS = "“«„‟\"‘'"
# Single marks are mostly apostrophes: a partner further away than this is none.
_LONGEST_SINGLE = 600
_MARK = re.compile("[“”„‟«»\"‘’']")


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quoted stretch of one paragraph. `inner` are the words, `outer` the words with their marks.

    `continues` holds when the quotation takes up one left open at the end of the paragraph before,
    `open_end` when the paragraph ends without a closing mark.
    """

    outer: Span
    inner: Span
    continues: bool = False
    open_end: bool = False


def find_quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """Quotations in text order; none nests and none crosses a paragraph. A mark without a partner opens a
    quotation to the end of its paragraph only when the next paragraph begins with an opening mark;
    otherwise it is ignored."""
    found: list[Quotation] = []
    carried = False
    for number, paragraph in enumerate(paragraphs):
        following = text[paragraphs[number + 1].start] if number + 1 < len(paragraphs) else ""
        found += _in_paragraph(text, paragraph, carried, following)
        carried = bool(found) and found[-1].outer.end == paragraph.end and found[-1].open_end
    return found


def _in_paragraph(text: str, paragraph: Span, carried: bool, following: str) -> list[Quotation]:
    found: list[Quotation] = []
    position = paragraph.start
    while mark := _MARK.search(text, position, paragraph.end):
        start = mark.start()
        position = start + 1
        if not _opens(text, start, paragraph):
            continue
        end = _closing(text, start, paragraph)
        if end is None:
            if following and following in _OPENERS and following == mark[0] and mark[0] not in "'‘":
                whole = Span(start, paragraph.end)
                found.append(Quotation(whole, Span(start + 1, paragraph.end), carried and not found, True))
                break
            continue
        if end > start + 1:
            first = carried and start == paragraph.start
            found.append(Quotation(Span(start, end + 1), Span(start + 1, end), first))
        position = end + 1
    return found


def _opens(text: str, at: int, paragraph: Span) -> bool:
    mark = text[at]
    before = text[at - 1] if at > paragraph.start else " "
    after = text[at + 1] if at + 1 < paragraph.end else " "
    if mark in _PAIRS:
        return True
    if mark in "”»’":
        return False
    if after.isspace():
        return False
    return before.isspace() or before in '([{-–—/:;,“"'


def _closing(text: str, start: int, paragraph: Span) -> int | None:
    mark = text[start]
    if mark in "‘'":
        paragraph = Span(paragraph.start, min(paragraph.end, start + _LONGEST_SINGLE))
    if mark in _PAIRS:
        return _first(text, _PAIRS[mark], start + 1, paragraph.end)
    if mark == '"':
        return _straight(text, start + 1, paragraph.end)
    return _single(text, "’" if mark == "‘" else "'", start + 1, paragraph.end)


def _first(text: str, marks: str, start: int, end: int) -> int | None:
    hits = [i for m in marks if (i := text.find(m, start, end)) >= 0]
    return min(hits) if hits else None


def _straight(text: str, start: int, end: int) -> int | None:
    at = text.find('"', start, end)
    while at >= 0:
        after = text[at + 1] if at + 1 < end else " "
        if not text[at - 1].isspace() or not after.isalnum():
            return at
        return None
    return None


def _single(text: str, mark: str, start: int, end: int) -> int | None:
    """The closing single mark, which may be an apostrophe: after punctuation it closes for certain, after a
    letter only before a space or punctuation, and after an s (workers' pay) only when nothing better comes."""
    fallback = None
    at = text.find(mark, start, end)
    while at >= 0:
        after = text[at + 1] if at + 1 < end else " "
        if not (after.isalnum() or text[at - 1].isspace()):
            if text[at - 1] in ".,?!…;" or after in ".,;:?!)":
                return at
            if text[at - 1] != "s":
                return at
            fallback = at if fallback is None else fallback
        at = text.find(mark, at + 1, end)
    return fallback
