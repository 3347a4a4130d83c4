"""The JSON shapes of claims.jsonl, findings.jsonl and rejected.jsonl. Others read these: add, never rename."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from detector.report.anchors import link, selector
from detector.types import Alias, Claim, Document, Finding, Mention, PairScores, Reason, Rejected, Scores, Span, Tie

Record = dict[str, Any]
DIGITS = 4

# Characters that some readers take for the end of a line, or that UTF-8 cannot hold, leave as \\uXXXX.
_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def json_line(record: Record) -> str:
    """One line of JSON without its line break; safe for readers that split at U+0085 or U+2028."""
    line = json.dumps(record, ensure_ascii=False, allow_nan=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found.group()):04x}", line)


def timestamp(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z."""
    return None if moment is None else moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def document_record(document: Document) -> Record:
    """What a claim says of its document."""
    return {
        "id": document.id,
        "outlet": document.outlet,
        "title": document.title,
        "url": document.url,
        "published": timestamp(document.published),
        "path": document.path,
    }


def article_record(document: Document, origin: str) -> Record:
    """A line of documents.jsonl: the whole text that every span points into; `origin` as in `Run.origins`."""
    return {**document_record(document), "author": document.author, "origin": origin, "text": document.text}


def claim_record(claim: Claim, document: Document, also_in: Iterable[str] | None = None) -> Record:
    """A line of claims.jsonl; with `also_in` (ids of the documents that reprint it) a side of a finding."""
    record = {
        "id": claim.id,
        "document": document_record(document),
        "span": list(claim.span),
        "quote": claim.quote,
        "proposition": claim.proposition,
        "holder": claim.holder,
        "stance": claim.stance,
        "cue": claim.cue,
        "sentence": list(claim.sentence),
        "cue_span": None if claim.cue_span is None else list(claim.cue_span),
        "via": list(claim.via),
        "direct": claim.direct,
        "resolved": claim.resolved,
    }
    return record if also_in is None else {**record, "also_in": list(also_in)}


def finding_record(
    finding: Finding, documents: Mapping[str, Document], origins: Mapping[str, str], standing: str | None = None
) -> Record:
    """A line of findings.jsonl. `documents` by id; `origins` as in `Run.origins`; `standing` as in `Run.standings`,
    None for a run without an archive, whose lines have no such field."""
    verdict = finding.verdict
    record = {
        "id": finding.id,
        "probability": round(verdict.probability, DIGITS),
        "kind": verdict.kind,
        "reasons": [reason.text for reason in verdict.reasons],
        "topic": finding.topic,
        "conflict": finding.conflict,
        "one_voice": None if finding.tie is None else tie_record(finding.tie, documents),
        "a": _side(finding.a, finding.a_also_in, finding.a_aliases, marks(verdict.reasons, "a"), documents, origins),
        "b": _side(finding.b, finding.b_also_in, finding.b_aliases, marks(verdict.reasons, "b"), documents, origins),
        "scores": scores_record(finding.scores, finding.similarity),
    }
    return record if standing is None else {**record, "standing": standing}


def tie_record(tie: Tie, documents: Mapping[str, Document]) -> Record:
    """Why two names are one voice: the rules, where either name stands (`a`, `b`) and the `grounds` that say so."""

    def place(one: Mention) -> Record:
        outlet = documents[one.document_id].narrator
        return {"document": one.document_id, "outlet": outlet, "span": list(one.span), "quote": one.quote}

    places = {"a": place(tie.a), "b": place(tie.b), "grounds": [place(one) for one in tie.grounds]}
    return {"rules": list(tie.rules), **places}


def rejected_record(rejected: Rejected) -> Record:
    """A line of rejected.jsonl."""
    return {
        "stage": rejected.stage,
        "subject": rejected.subject,
        "reason": rejected.reason,
        "detail": rejected.detail,
    }


def marks(reasons: Iterable[Reason], side: str) -> tuple[Span, ...]:
    """The conflicting words of one side ("a" or "b"): the spans of all reasons in text order, overlaps joined."""
    joined: list[Span] = []
    for start, end in sorted(span for reason in reasons for span in (reason.a if side == "a" else reason.b)):
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(end, joined[-1].end))
        elif end > start:
            joined.append(Span(start, end))
    return tuple(joined)


def spread(
    own: str, also_in: Iterable[str], documents: Mapping[str, Document], origins: Mapping[str, str]
) -> tuple[int, int]:
    """(outlets, independent origins) that carry a side; reprints of one text are one origin."""
    ids = {own, *also_in}
    outlets = {documents[name].narrator for name in ids if name in documents}
    return len(outlets), len({origins.get(name, name) for name in ids})


def scores_record(scores: PairScores | None, similarity: float) -> Record:
    """The cosine that made the two claims a pair and, where it was asked, the judge's raw probabilities."""
    if scores is None:
        return {"similarity": round(similarity, DIGITS)}
    ways = {"context_ab": scores.context_ab, "context_ba": scores.context_ba}
    ways |= {"bare_ab": scores.bare_ab, "bare_ba": scores.bare_ba}
    return {"similarity": round(similarity, DIGITS)} | {way: _probabilities(one) for way, one in ways.items()}


def _probabilities(scores: Scores) -> Record:
    return {
        "entailment": round(scores.entailment, DIGITS),
        "neutral": round(scores.neutral, DIGITS),
        "contradiction": round(scores.contradiction, DIGITS),
    }


def _side(
    claim: Claim,
    also_in: tuple[str, ...],
    aliases: tuple[Alias, ...],
    conflicting: tuple[Span, ...],
    documents: Mapping[str, Document],
    origins: Mapping[str, str],
) -> Record:
    document = documents[claim.document_id]
    outlets, independent = spread(document.id, also_in, documents, origins)
    return {
        **claim_record(claim, document, also_in),
        "also_as": [{"name": one.name, **tie_record(one.tie, documents)} for one in aliases],
        "marks": [list(span) for span in conflicting],
        "selector": selector(document.text, claim.span),
        "link": link(document.url, document.text, claim.span),
        "outlets": outlets,
        "origins": independent,
    }
