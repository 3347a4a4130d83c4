"""What sort of contradiction a pair is."""

from __future__ import annotations

from datetime import timedelta

from detector.types import ClaimPair, Document, Kind

SAME_OCCASION = timedelta(days=2)


def kind_of(pair: ClaimPair, document_a: Document, document_b: Document, number: bool) -> Kind:
    """The kind of a contradiction. `number`: quantities or dates of one slot exclude each other."""
    stances = pair.a.stance, pair.b.stance
    if stances.count("denies") == 1:
        return "self" if pair.one_voice else "denial"
    if stances == ("narrates", "narrates"):
        return "number" if number else "outlets"
    if pair.one_voice:
        return "misquote" if same_occasion(document_a, document_b) else "self"
    return "number" if number else "speakers"


def same_occasion(a: Document, b: Document) -> bool:
    """Whether two articles may report one and the same speech: published within two days of each other."""
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= SAME_OCCASION
