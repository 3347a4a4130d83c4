"""Findings whose anchors hold, gathered into disputes and updates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from detector.report.anchors import fault, holds
from detector.report.records import marks
from detector.types import Alias, Claim, Document, Finding, Rejected, Run

RESOLVED = "resolved"  # a standing of findings that no longer hold


@dataclass(frozen=True, slots=True)
class Dispute:
    """The contradictions of one conflict, best first."""

    conflict: str
    findings: tuple[Finding, ...]

    @property
    def lead(self) -> Finding:
        return self.findings[0]


@dataclass(frozen=True, slots=True)
class Sound:
    """What of a run may be shown. `findings` are sorted by descending probability, and so are those that have
    `resolved`; `rejected` starts with the run's."""

    findings: tuple[Finding, ...]
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
    resolved: tuple[Finding, ...] = ()


def sound(run: Run) -> Sound:
    """The findings and claims of a run whose anchors hold; the others are added to what was rejected. Of what ties
    names together only that stays whose every place holds."""
    documents = {document.id: document for document in run.documents}
    claims, findings, rejected = [], [], list(run.rejected)
    for claim in run.claims:
        if why := fault(claim, documents.get(claim.document_id)):
            rejected.append(Rejected("report", f"claim {claim.id}", why, claim.quote))
        else:
            claims.append(claim)
    for finding in sorted(run.findings, key=lambda one: (-one.verdict.probability, one.id)):
        if why := _fault(finding, documents):
            rejected.append(Rejected("report", f"finding {finding.id}", why, f"{finding.a.quote} / {finding.b.quote}"))
        else:
            findings.append(_told(finding, documents))
    standing = tuple(one for one in findings if run.standings.get(one.id) != RESOLVED)
    resolved = tuple(one for one in findings if run.standings.get(one.id) == RESOLVED)
    return Sound(standing, tuple(claims), tuple(rejected), resolved)


def disputes(findings: Iterable[Finding]) -> tuple[Dispute, ...]:
    """Contradictions by conflict, the dispute with the most probable finding first. Updates are left aside."""
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.verdict.kind != "update":
            groups[finding.conflict].append(finding)
    return tuple(Dispute(conflict, tuple(group)) for conflict, group in groups.items())


def updates(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that say a figure or fact was revised or superseded."""
    return tuple(finding for finding in findings if finding.verdict.kind == "update")


def _told(finding: Finding, documents: Mapping[str, Document]) -> Finding:
    def sound(aliases: tuple[Alias, ...]) -> tuple[Alias, ...]:
        return tuple(one for one in aliases if holds(one.tie, documents))

    tie = finding.tie if finding.tie and holds(finding.tie, documents) else None
    return replace(finding, tie=tie, a_aliases=sound(finding.a_aliases), b_aliases=sound(finding.b_aliases))


def _fault(finding: Finding, documents: Mapping[str, Document]) -> str:
    for name, claim in (("a", finding.a), ("b", finding.b)):
        if why := fault(claim, documents.get(claim.document_id)):
            return why
        length = len(documents[claim.document_id].text)
        if any(not 0 <= mark.start < mark.end <= length for mark in marks(finding.verdict.reasons, name)):
            return "mark outside the text"
    return ""
