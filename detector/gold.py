"""Dossiers: invented events with their contradictions, traps, agreements and attributions marked by exact quotes."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import product
from pathlib import Path

from detector.errors import DataNotFound
from detector.types import Claim, ClaimPair, Document, Span, Stance, content_id

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s")
HOLD_OUT_SHARE = 8  # one group in eight is kept for development


@dataclass(frozen=True, slots=True)
class Place:
    """A gold quote: where it stands, and in which other documents the same words stand."""

    document_id: str
    span: Span
    also: tuple[tuple[str, Span], ...] = ()

    @property
    def stands(self) -> tuple[tuple[str, Span], ...]:
        """All its places."""
        return ((self.document_id, self.span), *self.also)

    def covered_by(self, claim: Claim) -> bool:
        """Whether a claim's span overlaps the quote by a third of the shorter of the two."""
        return any(claim.document_id == d and overlap(claim.span, s) for d, s in self.stands)


@dataclass(frozen=True, slots=True)
class GoldPair:
    """A conflict, trap or agreement. `type` is the conflict's type or the trap's reason, "" for agreements."""

    a: Place
    b: Place
    type: str
    a_holder: str = ""
    b_holder: str = ""

    def matches(self, x: Claim, y: Claim) -> bool:
        return (self.a.covered_by(x) and self.b.covered_by(y)) or (self.a.covered_by(y) and self.b.covered_by(x))


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """An attribution; `proposition` is empty in development sets."""

    place: Place
    holder: str
    stance: str
    proposition: str


LISTS = ("conflicts", "agreements", "traps")


@dataclass(frozen=True)
class Dossier:
    """One event. Document ids are `dossier/article`."""

    id: str
    documents: tuple[Document, ...]
    conflicts: tuple[GoldPair, ...]
    traps: tuple[GoldPair, ...]
    agreements: tuple[GoldPair, ...]
    claims: tuple[GoldClaim, ...]

    def sides(self, pair: GoldPair) -> tuple[Claim, Claim]:
        """The two quotes of a listed pair as claims: holder, stance and proposition by gold where it has them."""
        documents = {d.id: d for d in self.documents}
        by_place = {(c.place.document_id, c.place.span): c for c in self.claims}
        a, b = (
            _side(place, by_place.get((place.document_id, place.span)), holder, documents[place.document_id])
            for place, holder in ((pair.a, pair.a_holder), (pair.b, pair.b_holder))
        )
        return a, b

    def listed(self, a: Claim, b: Claim) -> tuple[str, GoldPair] | None:
        """The first of LISTS that holds a pair which two claims cover, with that pair."""
        near = self._by_documents.get((a.document_id, b.document_id), ())
        return next(((name, pair) for name, pair in near if pair.matches(a, b)), None)

    def disputed(self, claim: Claim) -> bool:
        """Whether a claim covers a side of a conflict."""
        return any(overlap(claim.span, span) for span in self._disputes.get(claim.document_id, ()))

    def conflict(self, a: Claim, b: Claim) -> bool | None:
        """Whether two claims are a listed conflict; None where both are in disputes but not listed as a pair: gold does
        not say what they are."""
        found = self.listed(a, b)
        if found is not None:
            return found[0] == "conflicts"
        return None if self.disputed(a) and self.disputed(b) else False

    @cached_property
    def _by_documents(self) -> dict[tuple[str, str], list[tuple[str, GoldPair]]]:
        found: dict[tuple[str, str], list[tuple[str, GoldPair]]] = defaultdict(list)
        for name in LISTS:
            for pair in getattr(self, name):
                here, there = ({document for document, _ in place.stands} for place in (pair.a, pair.b))
                for key in {*product(here, there), *product(there, here)}:
                    found[key].append((name, pair))
        return found

    @cached_property
    def _disputes(self) -> dict[str, list[Span]]:
        found: dict[str, list[Span]] = defaultdict(list)
        for pair in self.conflicts:
            for document, span in (*pair.a.stands, *pair.b.stands):
                found[document].append(span)
        return found


def overlap(a: Span, b: Span) -> bool:
    """Whether two spans share at least a third of the shorter."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 and shared * 3 >= min(a.end - a.start, b.end - b.start)


def held_out(group: str) -> bool:
    """Whether a group of rows (a claim id, a dossier id) belongs to the development slice."""
    return hashlib.sha256(group.encode()).digest()[0] % HOLD_OUT_SHARE == 0


def load(folders: Iterable[Path]) -> list[Dossier]:
    """The dossiers of some folders, in the order of their file names; raises DataNotFound where there is none."""
    files = [file for folder in folders for file in sorted(folder.glob("*.json"))]
    if not files:
        raise DataNotFound(f"no dossier (*.json) in {', '.join(map(str, folders))}")
    return [_dossier(json.loads(file.read_text(encoding="utf-8"))) for file in files]


def _dossier(record: dict) -> Dossier:
    documents = {a["id"]: _document(record["id"], a) for a in record["articles"]}

    def place(quote: dict) -> Place:
        own = documents[quote["doc"]]
        others = tuple(
            (d.id, _span(d.text, quote["quote"]))
            for d in documents.values()
            if d is not own and quote["quote"] in d.text
        )
        return Place(own.id, _span(own.text, quote["quote"]), others)

    def pairs(key: str, kind: str) -> tuple[GoldPair, ...]:
        return tuple(
            GoldPair(place(p["a"]), place(p["b"]), p.get(kind, ""), p.get("a_holder", ""), p.get("b_holder", ""))
            for p in record.get(key, ())
        )

    return Dossier(
        record["id"],
        tuple(documents.values()),
        pairs("conflicts", "type"),
        pairs("traps", "why"),
        pairs("agreements", ""),
        tuple(GoldClaim(place(c), c["holder"], c["stance"], c.get("proposition", "")) for c in record["claims"]),
    )


def _document(dossier: str, article: dict) -> Document:
    return Document(
        id=f"{dossier}/{article['id']}",
        text=article["text"],
        title=article["title"],
        outlet=article["outlet"],
        author=article.get("author") or "",
        url=article.get("url") or "",
        published=datetime.fromisoformat(article["published"].replace("Z", "+00:00")),
        published_from="json",
    )


def _span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def _side(place: Place, gold: GoldClaim | None, holder: str, document: Document) -> Claim:
    stance: Stance = gold.stance if gold else ("narrates" if holder == document.outlet else "asserts")  # type: ignore[assignment]
    quote = place.span.of(document.text)
    return Claim(
        id=content_id(place.document_id, str(place.span)),
        document_id=place.document_id,
        span=place.span,
        sentence=sentence_around(document.text, place.span),
        quote=quote,
        proposition=(gold.proposition if gold and gold.proposition else quote),
        holder=gold.holder if gold else holder or document.outlet,
        stance=stance,
    )


def sentence_around(text: str, span: Span) -> Span:
    """The sentence or sentences that a gold quote stands in."""
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, span.start)), default=0)
    start = max(start, text.rfind("\n", 0, span.start) + 1)
    after = _SENTENCE_END.search(text, max(span.end - 1, 0))
    line = text.find("\n", span.end)
    ends = [e for e in (after.end() - 1 if after else -1, line) if e >= 0]
    return Span(start, min(ends, default=len(text)))


def is_conflict(pair: ClaimPair, home: Mapping[str, Dossier]) -> bool | None:
    """As `Dossier.conflict`, of any pair; `home` is the dossier of each document's id. Two dossiers never conflict."""
    dossier = home[pair.a.document_id]
    return dossier.conflict(pair.a, pair.b) if dossier is home[pair.b.document_id] else False
