"""The parts of a text that are not the article."""

from __future__ import annotations

from detector.ingest.biography import TAIL_LINES, biography, sign_off
from detector.ingest.labels import is_label
from detector.ingest.lines import Line, lines
from detector.ingest.teasers import repeated, subheads, teasers
from detector.ingest.titles import repeats
from detector.types import Span


def _whole_lines(found: list[Line], title: str, author: str) -> set[int]:
    known = {index for index, line in enumerate(found) if is_label(line)}
    known |= repeats(found, title, author) | teasers(found) | repeated(found) | biography(found, author)
    return known | subheads(found, known)


def furniture(text: str, title: str = "", author: str = "") -> tuple[Span, ...]:
    """Spans of `text` that are headline, label, byline, caption, credit, teaser, subhead, sign-off or biography.

    Sorted, disjoint, each within one line. Careful by design: a missed teaser is better than a lost paragraph;
    where nothing at all would be left, there is no furniture.
    """
    found = lines(text)
    known = _whole_lines(found, title, author)
    if len(known) == len(found):
        return ()
    spans = [Span(found[index].start, found[index].end) for index in known]
    for index in range(max(0, len(found) - TAIL_LINES), len(found)):
        part = sign_off(found[index]) if index not in known else None
        if part:
            spans.append(Span(*part))
    return tuple(sorted(spans))
