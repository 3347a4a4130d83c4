"""Decisions as JSON Lines and as CSV, rejected ones included."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from detector.report.records import json_line
from detector.review.exports.settled import Settled
from detector.review.store import Store

COLUMNS = (
    "key", "state", "verdict", "reason", "kind", "probability", "topic", "conflict", "decided", "decided_by",
    "first_reader", "first_verdict", "second_reader", "second_verdict",
    "holder_a", "stance_a", "quote_a", "outlet_a", "published_a", "url_a",
    "holder_b", "stance_b", "quote_b", "outlet_b", "published_b", "url_b",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def record(one: Settled) -> dict[str, Any]:
    """A decided finding as a JSON object: the decision, and the finding as `findings.jsonl` has it."""
    now = one.now.record()
    return {
        "key": one.key,
        "state": one.now.state,
        "verdict": one.now.verdict,
        "reason": one.now.reason,
        "decided": one.decided,
        "decided_by": one.decided_by,
        "correction": now.get("correction", {}),
        "first_reader": one.now.first_reader,
        "first_verdict": one.now.first_verdict,
        "second_reader": one.now.second_reader,
        "second_verdict": one.now.second_verdict,
        "kind": one.kind,
        "probability": one.probability,
        "sampled": one.stratum,
        "makers": dict(one.makers),
        "finding": dict(one.payload),
    }


def jsonl(found: Iterator[Settled], _: Store) -> Iterator[str]:
    for one in found:
        yield json_line(record(one)) + "\n"


def csv_lines(found: Iterator[Settled], _: Store) -> Iterator[str]:
    """A table for spreadsheets; a cell that one would read as a formula is quoted with an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(COLUMNS)
    for one in found:
        values = record(one) | {"topic": one.topic, "conflict": one.conflict}
        for letter, side in zip("ab", one.sides, strict=True):
            document = side["document"]
            values |= {f"{name}_{letter}": side[name] for name in ("holder", "stance", "quote")}
            values |= {f"{name}_{letter}": document.get(name) or "" for name in ("outlet", "published", "url")}
        writer.writerow([_cell(values[name]) for name in COLUMNS])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
