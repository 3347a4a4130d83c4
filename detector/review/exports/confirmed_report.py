"""The report of a run, restricted to what editors have confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import select

from detector.report.disputes import disputes, sound
from detector.report.records import Record
from detector.report.render import html
from detector.report.summary import summarise
from detector.review.exports.settled import Settled
from detector.review.schema import documents
from detector.review.store import Store
from detector.types import (
    LABELS,
    Claim,
    Document,
    Finding,
    Kind,
    PairScores,
    Reason,
    Run,
    Scores,
    Span,
    Stance,
    Verdict,
)


def write(found: Iterator[Settled], db: Store) -> Iterator[str]:
    """report.html over the confirmed findings and the articles they stand in."""
    shelf: dict[str, Document] = {}
    origins: dict[str, str] = {}
    findings = [_finding(one, db, shelf, origins) for one in found if one.kind]
    claims = tuple({claim.id: claim for one in findings for claim in (one.a, one.b)}.values())
    makers = {"restricted to": "what editors confirmed"}
    run = Run(tuple(shelf.values()), origins, claims, tuple(findings), (), {}, makers)
    shown = sound(run)
    contradicted = disputes(shown.findings)
    yield html(run, shown, contradicted, summarise(run, shown, contradicted))


def _finding(one: Settled, db: Store, shelf: dict[str, Document], origins: dict[str, str]) -> Finding:
    a, b = (_claim(side, db, shelf) for side in one.sides)
    a_also, b_also = (_reprints(side, db, shelf, origins) for side in one.sides)
    told = one.reasons or ("confirmed by an editor",)
    a_marks, b_marks = (_marks(side, claim) for side, claim in zip(one.sides, (a, b), strict=True))
    reasons = (Reason(told[0], a_marks, b_marks), *(Reason(text) for text in told[1:]))
    scores: Record = one.payload.get("scores") or {}
    return Finding(
        id=one.key,
        a=a,
        b=b,
        verdict=Verdict(cast(Kind, one.kind), one.probability, reasons),
        scores=_scores(scores),
        similarity=float(scores.get("similarity") or 0.0),
        topic=one.topic,
        conflict=one.conflict,
        a_also_in=a_also,
        b_also_in=b_also,
    )


def _scores(told: Record) -> PairScores | None:
    ways = [told.get(way) for way in PairScores.__slots__]
    if not any(ways):
        return None
    return PairScores(*(Scores(**{name: float((way or {}).get(name, 0.0)) for name in LABELS}) for way in ways))


def _claim(side: Mapping[str, Any], db: Store, shelf: dict[str, Document]) -> Claim:
    start, end = side["span"]
    document = _stored(side["document"].get("key") or "", db, shelf)
    shift = 0
    if document is None or document.text[start:end] != side["quote"]:
        kept = side.get("selector") or {}
        prefix = str(kept.get("prefix") or "")
        shift = start - len(prefix)
        text = f"{prefix}{side['quote']}{kept.get('suffix') or ''}"
        document = _document({**side["document"], "id": f"{side['document']['id']} {side['id']}", "text": text})
        shelf[document.id] = document
    first, last = side.get("sentence") or side["span"]
    return Claim(
        id=side["id"],
        document_id=document.id,
        span=Span(start - shift, end - shift),
        sentence=Span(max(0, first - shift), min(len(document.text), last - shift)),
        quote=side["quote"],
        proposition=str(side.get("proposition") or side["quote"]),
        holder=side["holder"],
        stance=cast(Stance, side["stance"]),
        cue=side.get("cue"),
        via=tuple(side.get("via") or ()),
        resolved=side.get("resolved") is not False,
        direct=bool(side.get("direct")),
    )


def _marks(side: Mapping[str, Any], claim: Claim) -> tuple[Span, ...]:
    shift = side["span"][0] - claim.span.start
    return tuple(Span(start - shift, end - shift) for start, end in side.get("marks") or () if start >= shift)


def _reprints(
    side: Mapping[str, Any], db: Store, shelf: dict[str, Document], origins: dict[str, str]
) -> tuple[str, ...]:
    """The ids of the stored documents that reprint a side; they share its origin."""
    own = side["document"].get("key") or ""
    found = [_stored(one.get("key") or "", db, shelf) for one in side.get("reprints") or ()]
    ids = tuple(one.id for one in found if one is not None)
    origins.update({id: own for id in ids if own})
    return ids


def _stored(key: str, db: Store, shelf: dict[str, Document]) -> Document | None:
    if key and key not in shelf:
        with db.read() as connection:
            row = connection.execute(select(documents).where(documents.c.key == key)).first()
        if row is None:
            return None
        shelf[key] = _document({**row._mapping, "id": key})
    return shelf.get(key)


def _document(record: Mapping[str, Any]) -> Document:
    try:
        published = datetime.fromisoformat(str(record.get("published") or ""))
        published = published if published.tzinfo else published.replace(tzinfo=UTC)
    except ValueError:
        published = None
    text, title, outlet, url, path = (
        str(record.get(name) or "") for name in ("text", "title", "outlet", "url", "path")
    )
    return Document(record["id"], text, title, outlet, url=url, published=published, path=path)
