"""Invented articles, claims, scores and dossiers, made in one call each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from detector.types import (
    Claim,
    ClaimPair,
    Document,
    Finding,
    Kind,
    PairScores,
    Scores,
    Span,
    Stance,
    Verdict,
    content_id,
)


def article(id: str, text: str, outlet: str = "", day: str = "2024-05-03", title: str = "", **more: Any) -> Document:
    """A document; `day` is empty for an undated one."""
    published = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    return Document(id=id, text=text, title=title or f"Title of {id}", outlet=outlet or id, published=published, **more)


def claim(document: Document, quote: str, holder: str = "", stance: Stance | None = None, **more: Any) -> Claim:
    """The claim at the first place of `quote`; the sentence is its line. Without a holder the outlet narrates."""
    start = document.text.index(quote)
    line = Span(document.text.rfind("\n", 0, start) + 1, (document.text + "\n").index("\n", start + len(quote)))
    cue = more.pop("cue", None)
    return Claim(
        id=content_id(document.id, quote, holder, stance or ""),
        document_id=document.id,
        span=Span(start, start + len(quote)),
        sentence=more.pop("sentence", line),
        quote=quote,
        proposition=more.pop("proposition", quote),
        holder=holder or document.outlet,
        stance=stance or ("asserts" if holder else "narrates"),
        cue=cue,
        cue_span=Span(document.text.index(cue), document.text.index(cue) + len(cue)) if cue else None,
        **more,
    )


def whole_claim(id: str, text: str, holder: str = "", stance: Stance | None = None, **more: Any) -> Claim:
    """A claim that is the whole text of an article of its own."""
    return claim(article(more.pop("document", id), text, **more), text, holder, stance)


def pair_scores(contradiction: float = 0.1, entailment: float = 0.1) -> PairScores:
    """The same scores in context and bare, both ways."""
    one = Scores(entailment, 1 - entailment - contradiction, contradiction)
    return PairScores(one, one, one, one)


def finding(a: Claim, b: Claim, probability: float = 0.8, kind: Kind = "speakers", id: str = "") -> Finding:
    return Finding(
        id=id or content_id(a.id, b.id),
        a=a,
        b=b,
        verdict=Verdict(kind, probability, ()),
        scores=pair_scores(),
        similarity=0.5,
        topic="",
        conflict="",
    )


def swapped(pair: ClaimPair) -> ClaimPair:
    return replace(pair, a=pair.b, b=pair.a)


def swapped_scores(scores: PairScores) -> PairScores:
    return PairScores(scores.context_ba, scores.context_ab, scores.bare_ba, scores.bare_ab)


@st.composite
def scores(draw: st.DrawFn) -> Scores:
    """Any three probabilities that sum to 1."""
    cuts = sorted((draw(st.floats(0, 1)), draw(st.floats(0, 1))))
    return Scores(cuts[0], cuts[1] - cuts[0], 1 - cuts[1])


def any_pair_scores() -> st.SearchStrategy[PairScores]:
    return st.builds(PairScores, scores(), scores(), scores(), scores())


STATEMENTS = (
    "The bridge at Orlow was closed on Monday.",
    "The bridge at Orlow was not closed on Monday.",
    "At least 40 people were killed in the flood.",
    "12 people were killed in the flood, the mayor's office said.",
    "Nobody was hurt at the mill.",
    "The mill cost 3 million crowns, not 5 million.",
    "L'été à Świdry – 𝔘nicode – n’était pas calme.",
)


@st.composite
def claims(draw: st.DrawFn) -> tuple[Claim, Document]:
    """A claim out of an article: any statement, holder, stance and day, with other words around it."""
    words = draw(st.sampled_from(STATEMENTS))
    before = draw(st.sampled_from(("", "It rained. ", "Ministers met 🌧 late. ")))
    document = article(
        id=draw(st.sampled_from(("a1", "a2", "a3"))) + content_id(before, words)[:4],
        text=f"{before}{words} More follows.",
        outlet=draw(st.sampled_from(("The Orlow Courier", "Radio Vey"))),
        day=draw(st.sampled_from(("", "2024-05-01", "2024-05-02", "2021-01-09"))),
    )
    stance = draw(st.sampled_from(("asserts", "denies", "doubts", "narrates")))
    holder = "" if stance == "narrates" else draw(st.sampled_from(("Ada Finch", "Minister Finch", "Vey police")))
    return claim(document, words, holder, stance, resolved=draw(st.booleans())), document


@st.composite
def judged_pairs(draw: st.DrawFn) -> tuple[ClaimPair, PairScores, Document, Document]:
    """Two claims with any scores and likeness, and their articles."""
    (a, doc_a), (b, doc_b) = draw(claims()), draw(claims())
    similarity = draw(st.floats(0, 1))
    return ClaimPair(a, b, similarity), draw(any_pair_scores()), doc_a, doc_b


def dossier_record(id: str = "mill") -> dict[str, Any]:
    """A dossier on a fire at a mill: a denial, two voices on a gate, two traps and an agreement."""
    return {
        "id": id,
        "articles": [
            _article("m1", "The Orlow Courier", "2024-05-03", "Fire at Harl mill", MILL_1),
            _article("m2", "Radio Vey", "2024-05-04", "Questions after the Harl mill fire", MILL_2),
            _article("m3", "Vey Evening Post", "2024-05-04", "Harl mill fire: what is known", MILL_3),
        ],
        "conflicts": [
            _pair("m1", OFF, "m2", OFF, type="denial", a_holder="Ada Finch", b_holder="Tom Birch"),
            _pair("m2", "the gate of Harl mill was locked all night", "m3", "the gate of Harl mill was never locked",
                  type="speakers", a_holder="Ola Marsh", b_holder="Ivo Reed"),
        ],
        "traps": [
            _pair("m1", "the flour dust burned first", "m3", "the old mill burned in 1911", why="other-event"),
            _pair("m2", "four engines came to Harl mill", "m3", "four engines came to the mill at Harl",
                  why="paraphrase"),
        ],
        "agreements": [_pair("m1", "The roof of Harl mill fell in", "m2", "The roof of Harl mill came down")],
        "claims": [
            _claim("m1", "the sprinklers at Harl mill were switched off", "Ada Finch", "asserts"),
            _claim("m2", "the sprinklers at Harl mill were switched off", "Tom Birch", "denies"),
            _claim("m2", "the gate of Harl mill was locked all night", "Ola Marsh", "asserts"),
            _claim("m3", "the gate of Harl mill was never locked", "Ivo Reed", "asserts"),
        ],
    }  # fmt: skip


OFF = "the sprinklers at Harl mill were switched off"
MILL_1 = """The roof of Harl mill fell in at dawn on Friday.
Ada Finch says: the sprinklers at Harl mill were switched off.
Ada Finch says: the flour dust burned first."""
MILL_2 = """The roof of Harl mill came down on Friday.
Tom Birch denies: the sprinklers at Harl mill were switched off.
Ola Marsh says: the gate of Harl mill was locked all night.
Ola Marsh says: four engines came to Harl mill."""
MILL_3 = """Ivo Reed says: the gate of Harl mill was never locked all night.
Ivo Reed says: four engines came to the mill at Harl.
Ivo Reed doubts: the old mill burned in 1911.
Who will rebuild it?"""


def write_dossier(folder: Path, record: dict[str, Any] | None = None) -> Path:
    """Write a dossier's file into a folder and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    record = record or dossier_record()
    (folder / f"{record['id']}.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


def _article(id: str, outlet: str, day: str, title: str, text: str) -> dict[str, Any]:
    return {"id": id, "outlet": outlet, "published": f"{day}T08:00:00Z", "title": title, "text": text}


def _pair(doc_a: str, a: str, doc_b: str, b: str, **more: str) -> dict[str, Any]:
    return {"a": {"doc": doc_a, "quote": a}, "b": {"doc": doc_b, "quote": b}, **more}


def _claim(doc: str, quote: str, holder: str, stance: str) -> dict[str, Any]:
    return {"doc": doc, "quote": quote, "holder": holder, "stance": stance, "proposition": quote}
