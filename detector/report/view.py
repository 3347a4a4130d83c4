"""What the pages show, worked out once for HTML and Markdown: sentences cut into segments, sides, disputes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from detector.report import words
from detector.report.anchors import link, web_address
from detector.report.disputes import Dispute
from detector.report.records import marks, spread
from detector.types import Alias, Claim, Document, Finding, Kind, PairScores, Span, Tie, content_id

CONTEXT_SHOWN = 280  # code points of the sentence kept before and after a claim
ALSO_SHOWN = 6
NAMES_SHOWN = 3
FINDINGS_SHOWN = 12  # a dispute's findings on the page; the rest are in findings.jsonl


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a sentence: inside the claim or around it, conflicting or not."""

    text: str
    claim: bool
    mark: bool


@dataclass(frozen=True, slots=True)
class Reprint:
    outlet: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Name:
    """Another name of a holder, the outlet that uses it, and why the two are one."""

    text: str
    outlet: str
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a finding. `link` opens the page at the passage, "" where there is no web address."""

    claim: Claim
    holder: str
    stance: str
    via: tuple[str, ...]
    outlet: str
    title: str
    published: datetime | None
    link: str
    path: str
    segments: tuple[Segment, ...]
    outlets: int
    origins: int
    also_in: tuple[Reprint, ...]
    more_reprints: int
    also_as: tuple[Name, ...]
    more_names: int

    @property
    def quote(self) -> tuple[Segment, ...]:
        """The segments of the claim without its sentence."""
        return tuple(segment for segment in self.segments if segment.claim)


@dataclass(frozen=True, slots=True)
class FindingView:
    id: str
    kind: Kind
    kind_name: str
    kind_meaning: str
    headline: str
    topic: str
    probability: float
    gap: str
    a: Side
    b: Side
    reasons: tuple[str, ...]
    scores: PairScores | None
    similarity: float
    standing: str = ""


@dataclass(frozen=True, slots=True)
class DisputeView:
    """`further` are the findings after the lead that fit on the page, `unshown` how many more there are."""

    rank: int
    anchor: str
    lead: FindingView
    further: tuple[FindingView, ...]
    unshown: int

    @property
    def size(self) -> int:
        return 1 + len(self.further) + self.unshown


@dataclass(frozen=True, slots=True)
class Library:
    """The documents by id and the origin of each, which every view needs, and how findings stand."""

    documents: Mapping[str, Document]
    origins: Mapping[str, str]
    standings: Mapping[str, str] = field(default_factory=dict)

    def dispute(self, rank: int, dispute: Dispute) -> DisputeView:
        shown = [self.finding(finding) for finding in dispute.findings[:FINDINGS_SHOWN]]
        unshown = len(dispute.findings) - len(shown)
        return DisputeView(rank, page_anchor(dispute.conflict), shown[0], tuple(shown[1:]), unshown)

    def finding(self, finding: Finding) -> FindingView:
        verdict = finding.verdict
        kind_name, meaning = words.KINDS[verdict.kind]
        a = self.side(finding.a, finding.a_also_in, finding.a_aliases, marks(verdict.reasons, "a"))
        b = self.side(finding.b, finding.b_also_in, finding.b_aliases, marks(verdict.reasons, "b"))
        one_voice = [f"counted as one voice: {why}"] if finding.tie and (why := self.why(finding.tie)) else []
        return FindingView(
            id=finding.id,
            kind=verdict.kind,
            kind_name=kind_name,
            kind_meaning=meaning,
            headline=words.headline(verdict.kind, self.said(finding.a), self.said(finding.b)),
            topic=words.one_line(finding.topic) or words.shortened(a.title, 90),
            probability=verdict.probability,
            gap=words.gap(a.published, b.published),
            a=a,
            b=b,
            reasons=(*(reason.text for reason in verdict.reasons), *one_voice),
            scores=finding.scores,
            similarity=finding.similarity,
            standing=self.standings.get(finding.id, ""),
        )

    def said(self, claim: Claim) -> words.Said:
        document = self.documents[claim.document_id]
        return words.Said(claim, document.narrator, document.published)

    def why(self, tie: Tie) -> str:
        """The places that say that two names are one voice, "" where the names say it by themselves."""
        told = [(one.quote, self.documents[one.document_id].narrator) for one in tie.grounds]
        return words.grounds(tie.rules, told)

    def names(self, aliases: tuple[Alias, ...]) -> tuple[Name, ...]:
        """Other names of a holder, those first that are not only a part of it."""
        ordered = sorted(aliases, key=lambda one: one.tie.rules in words.PLAIN_RULES)
        outlets = [self.documents[one.tie.b.document_id].narrator for one in ordered]
        return tuple(
            Name(words.one_line(one.name), outlet, self.why(one.tie))
            for one, outlet in zip(ordered, outlets, strict=True)
        )

    def side(
        self, claim: Claim, also_in: tuple[str, ...], aliases: tuple[Alias, ...], conflicting: tuple[Span, ...]
    ) -> Side:
        document = self.documents[claim.document_id]
        reprints = [self.documents[name] for name in also_in if name in self.documents]
        outlets, independent = spread(document.id, also_in, self.documents, self.origins)
        return Side(
            claim=claim,
            holder=words.opening(words.one_line(claim.holder)) or "Unnamed source",
            stance=words.STANCES[claim.stance],
            via=claim.via,
            outlet=document.narrator,
            title=document.title,
            published=document.published,
            link=link(document.url, document.text, claim.span),
            path=document.path,
            segments=segments(document.text, claim, conflicting),
            outlets=outlets,
            origins=independent,
            also_in=tuple(Reprint(one.narrator, one.title, web_address(one.url)) for one in reprints[:ALSO_SHOWN]),
            more_reprints=len(also_in) - len(reprints[:ALSO_SHOWN]),
            also_as=self.names(aliases)[:NAMES_SHOWN],
            more_names=max(0, len(aliases) - NAMES_SHOWN),
        )


def segments(text: str, claim: Claim, conflicting: tuple[Span, ...]) -> tuple[Segment, ...]:
    """The claim's sentence cut where the claim or a conflicting word begins or ends; long context is cut to size."""
    start, end = min(claim.sentence.start, claim.span.start), max(claim.sentence.end, claim.span.end)
    first, last = max(start, claim.span.start - CONTEXT_SHOWN), min(end, claim.span.end + CONTEXT_SHOWN)
    cuts = {first, last, *claim.span, *(edge for span in conflicting for edge in span if first < edge < last)}
    pieces = [_segment(text, Span(*pair), claim.span, conflicting) for pair in pairwise(sorted(cuts))]
    before = [Segment("… ", False, False)] if first > start else []
    after = [Segment(" …", False, False)] if last < end else []
    return tuple(before + pieces + after)


def _segment(text: str, span: Span, claim: Span, conflicting: tuple[Span, ...]) -> Segment:
    return Segment(span.of(text), span.overlaps(claim), any(span.overlaps(one) for one in conflicting))


def page_anchor(conflict: str) -> str:
    """An element id for a dispute: the same in every run that finds it."""
    return f"d-{conflict if re.fullmatch('[A-Za-z0-9_-]{1,64}', conflict) else content_id(conflict)}"
