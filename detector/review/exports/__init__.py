"""The ways out of the queue, one file a format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detector.review.exports import atom, claim_review, confirmed_report, rows, web_annotations
from detector.review.exports.settled import CONFIRMED, DONE, Settled, settled
from detector.review.store import Store


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written. `states` says what goes into it, `name` what a file of it is called."""

    media: str
    name: str
    states: tuple[str, ...]
    write: Callable[[Iterator[Settled], Store], Iterator[str]]


FORMATS = {
    "jsonl": Format("application/x-ndjson", "decisions.jsonl", DONE, rows.jsonl),
    "csv": Format("text/csv", "decisions.csv", DONE, rows.csv_lines),
    "claimreview": Format("application/ld+json", "claimreview.json", CONFIRMED, claim_review.write),
    "annotations": Format("application/ld+json", "annotations.json", CONFIRMED, web_annotations.write),
    "report": Format("text/html", "report.html", CONFIRMED, confirmed_report.write),
    "atom": Format("application/atom+xml", "confirmed.atom", CONFIRMED, atom.write),
}


def export(db: Store, name: str) -> Iterator[str]:
    """The text of an export in pieces; `name` is one of FORMATS."""
    chosen = FORMATS[name]
    return chosen.write(settled(db, chosen.states), db)
