"""From findings to disputes: one disagreement told by several findings is one conflict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detector.types import Claim, Finding, content_id


def distinct(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, best first, without those whose two sides both overlap the sides of a better one."""
    kept: list[Finding] = []
    by_documents: dict[frozenset[str], list[Finding]] = {}
    for finding in sorted(findings, key=rank):
        near = by_documents.setdefault(frozenset((finding.a.document_id, finding.b.document_id)), [])
        if not any(_same_places(finding, better) for better in near):
            near.append(finding)
            kept.append(finding)
    return kept


def grouped(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with `conflict` set: those that share a side (one passage) belong to one dispute."""
    parent = list(range(len(findings)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen: dict[tuple[str, int, int], int] = {}
    for i, finding in enumerate(findings):
        for side in (finding.a, finding.b):
            j = seen.setdefault((side.document_id, *side.span), i)
            parent[root(i)] = root(j)
    least: dict[int, str] = {}
    for i, finding in enumerate(findings):
        least[root(i)] = min(least.get(root(i), finding.id), finding.id)
    return [replace(f, conflict=content_id("conflict", least[root(i)])) for i, f in enumerate(findings)]


def rank(finding: Finding) -> tuple[float, str]:
    """Sort key: most probable first, ties by id."""
    return (-finding.verdict.probability, finding.id)


def finding_id(a: Claim, b: Claim, outlet_a: str, outlet_b: str) -> str:
    """An id from the content of both sides, the same whichever comes first and in whichever run."""
    sides = sorted(
        "\x1e".join((o, c.holder, c.stance, " ".join(c.quote.split()))) for c, o in ((a, outlet_a), (b, outlet_b))
    )
    return content_id("finding", *sides)


def _same_places(x: Finding, y: Finding) -> bool:
    def on(c: Claim, d: Claim) -> bool:
        return c.document_id == d.document_id and c.span.overlaps(d.span)

    return (on(x.a, y.a) and on(x.b, y.b)) or (on(x.a, y.b) and on(x.b, y.a))
