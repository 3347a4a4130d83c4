"""Checks that nothing was changed behind the queue: the chain of events, and the findings that follow from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select, true

from detector.review import content, discussion
from detector.review.ledger import GENESIS, Event, Fault, chain_faults
from detector.review.schema import batches, comments, events, head, items, tally
from detector.review.standings import columns
from detector.review.states import standing
from detector.review.store import Store

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Verified:
    """`events` were checked; `faults` holds the first of what does not fit. `head` is worth noting elsewhere: it
    proves later that no event was cut off at the end."""

    events: int
    findings: int
    head: str
    faults: tuple[Fault, ...]


@dataclass(slots=True)
class Fold:
    """The log, folded: per finding its standing, version and content; comments, undoable actions."""

    standings: dict[str, tuple[int, str]]
    contents: dict[str, str]
    comments: list[tuple[str, str, str, str]]
    batches: set[str]

    def add(self, event: Event) -> None:
        if event.action in ("imported", "carried"):
            self.contents[event.item] = event.reason.removeprefix("content ")
        if event.action == "commented":
            self.comments.append((event.item, event.actor, event.after, event.reason))
        elif event.item:
            self.standings[event.item] = (event.version, event.after)
        if event.batch:
            self.batches.add(event.batch)


def verify(db: Store) -> Verified:
    """Walk the whole log and compare everything that was derived from it."""
    faults: list[Fault] = []
    fold = Fold({}, {}, [], set())
    last = Event(0, "", "", "", "", 0, "", "", "", "", "", 0, hash=GENESIS)

    def walk(connection: Connection) -> Iterator[Event]:
        nonlocal last
        rows = connection.execution_options(yield_per=1000).execute(select(events).order_by(events.c.seq))
        for row in rows:
            last = Event(**row._mapping)
            fold.add(last)
            yield last

    with db.read() as connection:
        for fault in chain_faults(walk(connection)):
            faults.append(fault)
        newest = connection.execute(select(head.c.seq, head.c.hash)).one()
        if tuple(newest) != (last.seq, last.hash):
            faults.append(Fault("head", f"says the newest event is {newest.seq}, the log ends at {last.seq}"))
        faults += _findings(connection, fold)
    return Verified(last.seq, len(fold.standings), last.hash, tuple(faults[:SHOWN]))


def _findings(connection: Connection, fold: Fold) -> Iterator[Fault]:
    seen: set[str] = set()
    tallied: Counter[tuple[str, str]] = Counter()
    for row in connection.execution_options(yield_per=1000).execute(select(items).order_by(items.c.id)):
        seen.add(row.key)
        tallied[row.state, row.kind] += 1
        where = f"finding {row.key}"
        if row.key not in fold.standings:
            yield Fault(where, "is not in the log")
            continue
        version, after = fold.standings[row.key]
        if (row.version, row.standing) != (version, after):
            yield Fault(where, f"stands at version {row.version}, {row.state}; the log says otherwise")
            continue
        wanted = columns(standing(after), row.decided)
        if any(getattr(row, name) != value for name, value in wanted.items()):
            yield Fault(where, "its columns do not follow from its standing")
        if not row.digest == content.digest(row.payload) == fold.contents.get(row.key):
            yield Fault(where, "its content was changed after it was imported")
            continue
        payload = json.loads(row.payload)
        if (row.probability, row.kind) != (payload["calibrated"], payload["kind"]):
            yield Fault(where, "its probability or kind is not that of its content")
    yield from (Fault(f"finding {key}", "is in the log but not in the queue") for key in fold.standings.keys() - seen)
    kept = {(row.state, row.kind): row.n for row in connection.execute(select(tally).where(tally.c.n != 0))}
    if kept != tallied:
        yield Fault("tally", "does not add up to the findings")
    if _comments(connection) != fold.comments:
        yield Fault("comments", "are not those of the log")
    known = set(connection.scalars(select(batches.c.batch)))
    if known != fold.batches:
        yield Fault("undo lists", "are not those of the log")


def _comments(connection: Connection) -> list[tuple[str, str, str, str]]:
    """The comments as their events have them, oldest first."""
    c, names = comments.c, discussion.named(connection, true())
    rows = connection.execute(select(c.id, c.item_key, c.author, c.text).order_by(c.id))
    return [(row.item_key, row.author, row.text, discussion.reason(names[row.id])) for row in rows]
