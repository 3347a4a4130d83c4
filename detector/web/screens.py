"""A finding as its screen shows it: both sides in their sentences, from the stored article where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from detector.report import words
from detector.report.anchors import web_address
from detector.report.view import Name, Segment, segments
from detector.review.browse import Item
from detector.types import Claim, Kind, Span, Stance


@dataclass(frozen=True, slots=True)
class Reprint:
    outlet: str
    url: str
    article: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side. `link` opens the page at the passage, `article` the stored text; "" where there is none."""

    letter: str
    holder: str
    corrected: str
    stance: str
    stance_word: str
    via: tuple[str, ...]
    outlet: str
    title: str
    published: datetime | None
    link: str
    article: str
    path: str
    segments: tuple[Segment, ...]
    outlets: int
    origins: int
    reprints: tuple[Reprint, ...]
    also_as: tuple[Name, ...]
    proposition: str
    cue: str
    resolved: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """`kind` is the editor's where they corrected it. `scores` are rows of (name, three probabilities)."""

    headline: str
    kind: str
    kind_name: str
    kind_meaning: str
    gap: str
    sides: tuple[Side, Side]
    reasons: tuple[str, ...]
    scores: tuple[tuple[str, float, float, float], ...]


WAYS = {
    "context_ab": "In context, first to second",
    "context_ba": "In context, second to first",
    "bare_ab": "Claims alone, first to second",
    "bare_ba": "Claims alone, second to first",
}


def screen(item: Item, texts: Mapping[str, str]) -> Screen:
    """The screen of a finding; `texts` are stored articles by key."""
    payload, correction = item.payload, item.now.correction
    kind = correction.kind or item.kind
    name, meaning = words.KINDS[cast(Kind, kind)] if kind in words.KINDS else ("Sampled pair", SAMPLED)
    a = _side(payload["a"], "a", texts, correction.holder_a, correction.stance_a)
    b = _side(payload["b"], "b", texts, correction.holder_b, correction.stance_b)
    scores = payload.get("scores") or {}
    return Screen(
        headline=_headline(kind, (payload["a"], a), (payload["b"], b)),
        kind=kind,
        kind_name=name,
        kind_meaning=meaning,
        gap=words.gap(a.published, b.published),
        sides=(a, b),
        reasons=tuple(str(one) for one in payload.get("reasons") or ()),
        scores=tuple((told, *_three(scores[way])) for way, told in WAYS.items() if isinstance(scores.get(way), dict)),
    )


SAMPLED = "Two claims that the machine did not report, drawn at random to see what it misses."


def _three(scores: Mapping[str, Any]) -> tuple[float, float, float]:
    return tuple(float(scores.get(name) or 0) for name in ("entailment", "neutral", "contradiction"))  # type: ignore[return-value]


def _headline(kind: str, a: tuple[Mapping[str, Any], Side], b: tuple[Mapping[str, Any], Side]) -> str:
    said = [words.Said(_claim(raw, 0, side.holder, side.stance), side.outlet, side.published) for raw, side in (a, b)]
    if kind in words.KINDS:
        return words.headline(cast(Kind, kind), *said)
    return f"Do {words.name(a[1].holder)} and {words.name(b[1].holder)} contradict each other?"


def _side(raw: Mapping[str, Any], letter: str, texts: Mapping[str, str], holder: str, stance: str) -> Side:
    document = raw["document"]
    text, shift = _text(raw, texts.get(document.get("key") or "", ""))
    stance_now = stance or raw["stance"]
    marks = tuple(Span(start - shift, end - shift) for start, end in raw.get("marks") or ())
    inside = tuple(mark for mark in marks if 0 <= mark.start < mark.end <= len(text))
    return Side(
        letter=letter,
        holder=holder or raw["holder"],
        corrected=raw["holder"] if holder and holder != raw["holder"] else "",
        stance=stance_now,
        stance_word=words.STANCES.get(cast(Stance, stance_now), stance_now),
        via=tuple(raw.get("via") or ()),
        outlet=str(document.get("outlet") or ""),
        title=str(document.get("title") or ""),
        published=_moment(document.get("published")),
        link=web_address(str(raw.get("link") or "")) or web_address(str(document.get("url") or "")),
        article=str(document.get("key") or ""),
        path=str(document.get("path") or ""),
        segments=segments(text, _claim(raw, shift, raw["holder"], raw["stance"]), inside),
        outlets=int(raw.get("outlets") or 1),
        origins=int(raw.get("origins") or 1),
        reprints=tuple(
            Reprint(one["outlet"], web_address(one.get("url") or ""), one.get("key") or "")
            for one in raw.get("reprints") or ()
        ),
        also_as=tuple(_name(one) for one in raw.get("also_as") or ()),
        proposition=str(raw.get("proposition") or ""),
        cue=str(raw.get("cue") or ""),
        resolved=raw.get("resolved") is not False,
    )


def _name(raw: Mapping[str, Any]) -> Name:
    told = [(one["quote"], one["outlet"]) for one in raw["grounds"]]
    return Name(words.one_line(raw["name"]), raw["b"]["outlet"], words.grounds(tuple(raw["rules"]), told))


def _text(raw: Mapping[str, Any], stored: str) -> tuple[str, int]:
    """The text that the claim's spans point into and how far they are shifted in it.

    Without the stored article (or where the quote does not stand in it) that is the quote with what the selector
    remembers of its surroundings.
    """
    start, end = raw["span"]
    if stored[start:end] == raw["quote"]:
        return stored, 0
    kept = raw.get("selector") or {}
    prefix, suffix = str(kept.get("prefix") or ""), str(kept.get("suffix") or "")
    return f"{prefix}{raw['quote']}{suffix}", start - len(prefix)


def _claim(raw: Mapping[str, Any], shift: int, holder: str, stance: str) -> Claim:
    start, end = raw["span"]
    quote = raw["quote"] if len(raw["quote"]) == end - start else "\ufffd" * (end - start)
    sentence = raw.get("sentence") or raw["span"]
    return Claim(
        id=raw["id"],
        document_id=raw["document"]["id"],
        span=Span(start - shift, end - shift),
        sentence=Span(max(0, sentence[0] - shift), sentence[1] - shift),
        quote=quote,
        proposition=str(raw.get("proposition") or ""),
        holder=holder,
        stance=cast(Stance, stance),
    )


def _moment(text: object) -> datetime | None:
    try:
        read = datetime.fromisoformat(str(text or ""))
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
