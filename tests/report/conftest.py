"""A desk of invented articles: write an article, say who claims what in it, and get a Run."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from detector.types import (
    Alias,
    Claim,
    Document,
    Finding,
    Kind,
    Mention,
    PairScores,
    Reason,
    Rejected,
    Run,
    Scores,
    Span,
    Stance,
    Tie,
    Verdict,
    content_id,
)

SCORES = PairScores(
    Scores(0.02, 0.11, 0.87), Scores(0.03, 0.20, 0.77), Scores(0.05, 0.22, 0.73), Scores(0.02, 0.3, 0.68)
)


@dataclass
class Desk:
    documents: dict[str, Document] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def article(self, id: str, text: str, outlet: str = "", date: str = "2024-05-03", **more: str) -> Document:
        more = {"title": f"Title of {id}", "url": f"https://news.example/{id}", "path": f"in/{id}.json"} | more
        origin = more.pop("origin", id)
        published = datetime.fromisoformat(f"{date}T00:00:00+00:00") if date else None
        document = Document(id=id, text=text, outlet=outlet or f"Outlet {id}", published=published, **more)
        self.documents[id], self.origins[id] = document, origin
        return document

    def claim(
        self, id: str, quote: str, holder: str = "", stance: Stance = "asserts", sentence: str = "", **more: object
    ) -> Claim:
        document = self.documents[id]
        claim = Claim(
            id=content_id(id, ascii(quote), holder),
            document_id=id,
            span=self.span(id, quote),
            sentence=self.span(id, sentence or document.text),
            quote=quote,
            proposition=str(more.pop("proposition", quote)),
            holder=holder or document.outlet,
            stance=stance,
            **more,  # type: ignore[arg-type]
        )
        self.claims[claim.id] = claim
        return claim

    def span(self, id: str, words: str) -> Span:
        start = self.documents[id].text.index(words)
        return Span(start, start + len(words))

    def tie(
        self, a: tuple[str, str], b: tuple[str, str], *grounds: tuple[str, str], rules: str = "spokesperson"
    ) -> Tie:
        """Each place is an article and words in it."""
        a, b, *told = [Mention(id, self.span(id, words), words) for id, words in (a, b, *grounds)]
        return Tie((rules,), a, b, tuple(told))

    def finding(
        self,
        a: Claim,
        b: Claim,
        kind: Kind = "speakers",
        probability: float = 0.8,
        reasons: tuple[Reason, ...] = (),
        conflict: str = "",
        topic: str = "The bridge at Ostrava Mill",
        **more: Any,
    ) -> Finding:
        id = content_id(a.id, b.id)
        verdict = Verdict(kind, probability, reasons)
        finding = Finding(id, a, b, verdict, SCORES, 0.61, topic, conflict or id, **more)
        self.findings.append(finding)
        return finding

    def run(self, makers: dict[str, str] | None = None) -> Run:
        return Run(
            documents=tuple(self.documents.values()),
            origins=self.origins,
            claims=tuple(self.claims.values()),
            findings=tuple(sorted(self.findings, key=lambda one: -one.verdict.probability)),
            rejected=tuple(self.rejected),
            counts={"documents": len(self.documents), "candidate pairs": 40, "judged": 31},
            makers=makers if makers is not None else {"code": "0.1.0", "judge": "sha256:00ff", "settings": "sha256:77"},
        )


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def board(desk: Desk) -> Desk:
    """A spokesman contradicts the body that he speaks for, and an article that he does."""
    desk.article("s1", "The bridge is safe, Tor Benn said.", "The Ferry")
    desk.article("s2", "The Harbour Board said the bridge was never safe.", "Radio Vey", "2024-06-09")
    desk.article("s3", "Harbour Board spokesman Tor Benn was away. Benn is back.", "Vey Post")
    ground = ("s3", "Harbour Board spokesman Tor Benn")
    tie = desk.tie(("s1", "Tor Benn"), ("s2", "The Harbour Board"), ground)
    back = desk.tie(("s2", "The Harbour Board"), ("s1", "Tor Benn"), ground)
    short = desk.tie(("s1", "Tor Benn"), ("s3", "Benn is"), rules="short form")
    a = desk.claim("s1", "The bridge is safe", "Tor Benn")
    b = desk.claim("s2", "the bridge was never safe", "Harbour Board")
    aliases = (Alias("Benn", short), Alias("Harbour Board", tie))
    desk.finding(a, b, "self", 0.8, tie=tie, a_aliases=aliases, b_aliases=(Alias("Tor Benn", back),))
    return desk


@pytest.fixture
def bridge(desk: Desk) -> Desk:
    """Three disputes and an update over a bridge; the last dispute has two findings."""
    desk.article(
        "m1", 'The bridge failed at noon. Two engineers said the bolts were "never once checked" in ten years.'
    )
    desk.article("m2", "Mayor Ida Trent denied that the bolts went unchecked. She spoke at noon.", date="2024-05-05")
    desk.article("m3", "At least 12 people were hurt, the clinic said.", outlet="The Ferry")
    desk.article("m4", "The clinic said on Sunday that 19 people were hurt.", date="2024-05-06")
    desk.article("m5", "The clinic said on Sunday that 19 people were hurt.", "Copy Desk", "2024-05-06", origin="m4")
    desk.article("m6", "Nobody was hurt, Ida Trent said.", date="")
    bolts = desk.claim(
        "m1",
        'the bolts were "never once checked" in ten years',
        "two engineers",
        sentence='Two engineers said the bolts were "never once checked" in ten years.',
        cue="said",
    )
    denial = desk.claim(
        "m2",
        "the bolts went unchecked",
        "Ida Trent",
        "denies",
        sentence="Mayor Ida Trent denied that the bolts went unchecked.",
        cue="denied that",
    )
    twelve = desk.claim("m3", "At least 12 people were hurt", "the clinic")
    nineteen = desk.claim("m4", "19 people were hurt", "the clinic", via=("a nurse",))
    nobody = desk.claim("m6", "Nobody was hurt", "Ida Trent", resolved=False)
    marks = Reason(
        "denied what was asserted", (desk.span("m1", "never once checked"),), (desk.span("m2", "unchecked"),)
    )
    desk.finding(bolts, denial, "denial", 0.91234567, (marks,))
    desk.finding(nineteen, nobody, "number", 0.7, (Reason("19 against none"),), conflict="hurt", a_also_in=("m5",))
    desk.finding(twelve, nobody, "number", 0.6, (), conflict="hurt")
    desk.finding(twelve, nineteen, "update", 0.8, (Reason("a later toll"),), conflict="hurt", b_also_in=("m5",))
    desk.rejected += [Rejected("pair", f"m1 / m{n}", "another event", "") for n in (3, 4)]
    desk.rejected += [Rejected("ingest", "in/empty.html", "no article text", "cookie wall")]
    return desk
