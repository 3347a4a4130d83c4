"""From a run's files to rows of the queue: findings with one content become one item, articles are kept once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scipy.special import expit, logit

from detector.report import words
from detector.report.anchors import web_address
from detector.review import content
from detector.review.content import LONGEST_NAME, Carrier, Record
from detector.review.runfiles import RunFolder

REPORTED, SLICE = "reported", "slice"
NOT_COUNTED = ("", "update")  # kinds that are not reported as contradictions
SEARCHED = 4000  # code points
EDGE = 1e-6


@dataclass(frozen=True, slots=True)
class Calibrator:
    """Maps the run's probability to the one that editors' decisions support: logistic in its log-odds."""

    id: str = ""
    slope: float = 1.0
    intercept: float = 0.0

    def __call__(self, probability: float) -> float:
        if not self.id:
            return probability
        odds = logit(min(max(probability, EDGE), 1 - EDGE))
        return round(float(expit(self.slope * odds + self.intercept)), 4)


@dataclass(frozen=True, slots=True)
class Draw:
    """How the store draws its samples."""

    salt: str
    slice_share: float
    gate_share: float


@dataclass(slots=True)
class Prepared:
    """One item of the queue as a run brings it."""

    key: str
    row: dict[str, Any]
    carriers: list[Carrier]


@dataclass(slots=True)
class Shelf:
    """The articles of a run as rows, by the run's own id for them."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def key(self, id: str) -> str:
        return self.rows[id]["key"] if id in self.rows else ""


def shelf(run: RunFolder) -> Shelf:
    """The articles that the run kept."""
    rows = {}
    for id, one in run.documents.items():
        row = {name: str(one.get(name) or "") for name in ("outlet", "author", "title", "url", "published", "path")}
        row |= {"id": id, "identity": content.identity(one), "text": one["text"]}
        rows[id] = {"key": content.digest(json.dumps(row, sort_keys=True)), **row}
    return Shelf(rows)


def prepare(run: RunFolder, shelved: Shelf, draw: Draw, calibrator: Calibrator) -> Iterator[Prepared]:
    """The items of a run, most probable first; each content once, with all that carries it. The calibrator is made from
    decisions on contradictions and leaves the probabilities of updates as they are."""

    def own(record: Record) -> Calibrator:
        return Calibrator() if record["kind"] in NOT_COUNTED else calibrator

    reported = sorted(own(record)(float(record["probability"])) for record in run.findings)
    merged: dict[str, Prepared] = {}
    for record in (*run.findings, *run.gated):
        key = content.item_key(record)
        carriers = [one for letter in "ab" for one in _carriers(record[letter], run.documents)]
        if key in merged:
            merged[key].carriers += carriers
        elif not record.get("gate") or content.drawn(draw.salt, "gate", key) < draw.gate_share:
            merged[key] = Prepared(key, _row(key, record, run, shelved, draw, own(record), reported), carriers)
    yield from merged.values()


def place(salt: str, key: str, reported: Sequence[float]) -> float:
    """A random place for what is drawn at random: the rank of one of the reported findings, in rising order."""
    drawn = content.drawn(salt, "rank", key)
    return reported[int(drawn * len(reported))] if reported else round(drawn, 4)


def _row(
    key: str,
    record: Record,
    run: RunFolder,
    shelved: Shelf,
    draw: Draw,
    calibrator: Calibrator,
    reported: Sequence[float],
) -> dict[str, Any]:
    a, b = record["a"], record["b"]
    stratum = record.get("gate", "")
    if not stratum:
        stratum = SLICE if content.drawn(draw.salt, "slice", key) < draw.slice_share else REPORTED
    probability = calibrator(float(record["probability"]))
    payload = {
        **record,
        "calibrated": probability,
        "a": _side(a, run.documents, shelved),
        "b": _side(b, run.documents, shelved),
    }
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True)
    makers = {k: v for k, v in run.makers.items() if not k.startswith("settings ")}
    topic = words.one_line(str(record.get("topic") or ""))[:LONGEST_NAME]
    sides = (a, b)
    searched = [topic, *(s["quote"] for s in sides), *(s["holder"] for s in sides)]
    searched += [str(s["document"].get(name) or "") for s in sides for name in ("outlet", "title")]
    return {
        "key": key,
        "run": run.id,
        "conflict": str(record.get("conflict") or key)[:LONGEST_NAME],
        "topic": topic,
        "kind": record["kind"][:LONGEST_NAME],
        "probability": probability,
        # What is drawn at random stands anywhere among the rest, so that it gets decided like the rest.
        "rank": probability if stratum == REPORTED else place(draw.salt, key, reported),
        "stratum": stratum[:LONGEST_NAME],
        "published": max(str(s["document"].get("published") or "") for s in sides)[:40],
        "makers": json.dumps(makers | ({"calibrator": calibrator.id} if calibrator.id else {}), sort_keys=True),
        "payload": text,
        "digest": content.digest(text),
        "search": words.shortened(" | ".join(searched), SEARCHED),
        "holder": words.shortened(" / ".join(dict.fromkeys(s["holder"] for s in sides)), 200),
    }


def names(payload: Mapping[str, Any]) -> set[tuple[str, str]]:
    """(field, value) of what a finding can be filtered by on either side."""
    sides = (payload["a"], payload["b"])
    holders = {("holder", content.name(one["holder"])) for one in sides}
    return holders | {("outlet", content.name(str(one["document"].get("outlet") or ""))) for one in sides}


def suggested(row: Mapping[str, Any], payload: Mapping[str, Any]) -> set[tuple[str, str, str]]:
    """(field, start, name) of what a filter may suggest for a finding."""
    sides = (payload["a"], payload["b"])
    named = {("topic", row["topic"]), *(("holder", side["holder"]) for side in sides)}
    named |= {("outlet", str(side["document"].get("outlet") or "")) for side in sides}
    short = {(field, words.one_line(text)[:LONGEST_NAME]) for field, text in named}
    return {(field, start, text) for field, text in short for start in content.starts(text)}


def _side(side: Record, documents: Mapping[str, Record], shelved: Shelf) -> Record:
    also = []
    for id in side.get("also_in") or ():
        one = documents.get(id, {})
        also.append(
            {"id": id, "outlet": one.get("outlet") or id, "url": web_address(one.get("url") or ""),
             "key": shelved.key(id)}
        )  # fmt: skip
    return {**side, "reprints": also, "document": {**side["document"], "key": shelved.key(side["document"]["id"])}}


def _carriers(side: Record, documents: Mapping[str, Record]) -> Iterator[Carrier]:
    own = side["document"]["id"]
    key = content.side_key(side)
    for id in (own, *(side.get("also_in") or ())):
        kept = documents.get(id)
        record = kept or (side["document"] if id == own else {"id": id})
        passage = ""
        if id == own and kept and isinstance(side.get("sentence"), list):
            passage = content.digest(content.plain(kept["text"][slice(*side["sentence"])]))
        yield Carrier(
            side=key,
            identity=content.identity(record),
            origin=str((kept or {}).get("origin") or own),
            passage=passage,
            document=id,
            outlet=str(record.get("outlet") or id),
            holder=side["holder"],
        )
