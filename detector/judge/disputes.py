"""From findings to disputes: one disagreement told by several findings is one conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detector.types import Claim, Finding, content_id


def distinct(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, best first, without those whose two sides both overlap the sides of a better one. An update is in
    the place of no contradiction, and no contradiction in that of an update."""
    kept: list[Finding] = []
    by_documents: dict[tuple[frozenset[str], bool], list[Finding]] = {}
    for finding in sorted(findings, key=rank):
        both = frozenset((finding.a.document_id, finding.b.document_id))
        near = by_documents.setdefault((both, _is_update(finding)), [])
        if not any(_same_places(finding, better) for better in near):
            near.append(finding)
            kept.append(finding)
    return kept


def grouped(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, contradictions before updates and the best first, with `conflict` set.

    A finding belongs to the dispute of the first finding before it that leads one and shares a passage with it.
    Disputes do not chain: each is about the passages of its leading finding.
    """
    leading: dict[tuple[str, int, int], str] = {}
    placed: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (_is_update(one), rank(one))):
        places = [(side.document_id, *side.span) for side in (finding.a, finding.b)]
        conflict = next((leading[place] for place in places if place in leading), None)
        if conflict is None:
            conflict = content_id("conflict", finding.id)
            leading |= dict.fromkeys(places, conflict)
        placed.append(replace(finding, conflict=conflict))
    return placed


def rank(finding: Finding) -> tuple[float, str]:
    """Sort key: most probable first, ties by id."""
    return (-finding.verdict.probability, finding.id)


def finding_id(a: Claim, b: Claim, outlet_a: str, outlet_b: str) -> str:
    """An id from the content of both sides, the same whichever comes first and in whichever run."""
    sides = sorted(
        "\x1e".join((o, c.holder, c.stance, " ".join(c.quote.split()))) for c, o in ((a, outlet_a), (b, outlet_b))
    )
    return content_id("finding", *sides)


def _is_update(finding: Finding) -> bool:
    return finding.verdict.kind == "update"


def _same_places(x: Finding, y: Finding) -> bool:
    def on(c: Claim, d: Claim) -> bool:
        return c.document_id == d.document_id and c.span.overlaps(d.span)

    return (on(x.a, y.a) and on(x.b, y.b)) or (on(x.a, y.b) and on(x.b, y.a))
