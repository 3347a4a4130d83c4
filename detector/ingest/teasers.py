"""Teasers for other stories, and subheads: lines known by what stands around them."""

from __future__ import annotations

import re
from itertools import pairwise

from detector.ingest.lines import Line, plain
from detector.ingest.titles import is_headline

# A teaser's paragraph is cut off by the page's layout after some 200 to 300 characters, in mid-sentence.
MIN_TEASER_CHARS = 120
MAX_TEASER_CHARS = 450
# The longest subhead of 200 read by hand has 8 words; a paragraph beside it has at least 12.
MAX_SUBHEAD_WORDS = 8
MIN_PARAGRAPH_WORDS = 12
MAX_REPEATED_WORDS = 40
MIN_REPEATED_WORDS = 8
_CUT = re.compile(r"(?:\w|\w ?(?:\.\.\.|…))$")
_OPENS_LOWER = re.compile(r"^[\"“'‘(]?[a-z]")


def _is_teaser(head: Line, body: Line, after: Line) -> bool:
    """A headline, at once its paragraph, cut in mid-sentence, and something else after it."""
    return (
        is_headline(head)
        and head.words >= 4
        and not body.gap
        and MIN_TEASER_CHARS <= len(body.text) <= MAX_TEASER_CHARS
        and bool(_CUT.search(body.text))
        and (after.gap or after.words <= 3)
        and not _OPENS_LOWER.match(after.text)
    )


def _mixed_layout(found: list[Line]) -> bool:
    """Blank lines part the paragraphs, so that two lines without one between them belong together."""
    gaps = sum(line.gap for line in found[1:])
    return gaps > len(found) / 3


def teasers(found: list[Line]) -> set[int]:
    """Indices of the lines of teasers, headline and paragraph."""
    if not _mixed_layout(found):
        return set()
    hits: set[int] = set()
    for index, (head, body, after) in enumerate(zip(found, found[1:], found[2:], strict=False)):
        if index not in hits and _is_teaser(head, body, after):
            hits |= {index, index + 1}
    return hits


def _is_paragraph(line: Line) -> bool:
    return line.words >= MIN_PARAGRAPH_WORDS


def _is_subhead(before: Line, line: Line, after: Line) -> bool:
    return (
        line.words <= MAX_SUBHEAD_WORDS
        and bool(re.search(r"[\w’']$", line.text))
        and not re.match(r"[\"“‘'(\-–—•*]|[a-z]", line.text)
        and before.ends_sentence
        and _is_paragraph(after)
        and not _OPENS_LOWER.match(after.text)
    )


def _is_heading_mark(line: Line) -> bool:
    return bool(re.match(r"#{1,6} \S", line.text)) and not line.text.endswith(".")


def subheads(found: list[Line], known: set[int]) -> set[int]:
    """Indices of short lines without a sentence end between paragraphs; `known` furniture is not a paragraph."""
    hits = {index for index, line in enumerate(found) if _is_heading_mark(line)}
    body = [index for index in range(len(found)) if index not in known]
    for before, (index, after) in zip(body, pairwise(body[1:]), strict=False):
        if _is_subhead(found[before], found[index], found[after]):
            hits.add(index)
    return hits


def repeated(found: list[Line]) -> set[int]:
    """Indices of lines that stand twice: captions and labels (no sentence end) all, sentences all but the first."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(found):
        if line.ends_sentence or line.words <= MAX_REPEATED_WORDS:
            places.setdefault(plain(line.text), []).append(index)
    hits: set[int] = set()
    for first, *again in places.values():
        whole = found[first].words >= MIN_REPEATED_WORDS
        if again and not re.search(r"[.!?:…\"”]$", found[first].text):
            hits |= {first, *again}
        elif again and whole:
            hits.update(again)
    return hits
