"""What sort of contradiction a pair is."""

from __future__ import annotations

from datetime import timedelta

from detector.names import same_holder
from detector.types import Claim, Document, Kind

SAME_OCCASION = timedelta(days=2)


def kind_of(a: Claim, b: Claim, document_a: Document, document_b: Document, number: bool, revision: bool) -> Kind:
    """The kind of a contradiction. `number`: quantities or dates of one slot exclude each other; `revision`: the
    later of the two may be a revised figure."""
    if revision:
        return "update"
    if (a.stance == "denies") != (b.stance == "denies"):
        return "denial" if not same_holder(a.holder, b.holder) else "self"
    if a.stance == b.stance == "narrates":
        return "number" if number else "outlets"
    if same_holder(a.holder, b.holder):
        return "misquote" if same_occasion(document_a, document_b) else "self"
    return "number" if number else "speakers"


def same_occasion(a: Document, b: Document) -> bool:
    """Whether two articles may report one and the same speech: published within two days of each other."""
    return a.published is not None and b.published is not None and abs(a.published - b.published) <= SAME_OCCASION
