"""Writes a new standing of a finding: event, row, tally and the user's undo list, always together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from detector.review.errors import NotFound
from detector.review.schema import batches, items, tally
from detector.review.states import Standing, standing
from detector.review.store import Writer, inserting


@dataclass(frozen=True, slots=True)
class Held:
    """A finding as a writer sees it."""

    key: str
    kind: str
    version: int
    makers: str
    now: Standing
    conflict: str


@dataclass(frozen=True, slots=True)
class Move:
    """A finding and where it is to stand. `undoes` is the event that this takes back, 0 for a new action."""

    held: Held
    to: Standing
    reason: str = ""
    undoes: int = 0


def hold(connection: Connection, key: str) -> Held:
    """The finding of a key. Raises NotFound."""
    found = hold_all(connection, [key])
    if not found:
        raise NotFound(f"no finding {key}")
    return found[0]


def hold_all(connection: Connection, keys: Sequence[str]) -> list[Held]:
    """The findings of some keys, in the order of the keys; those that do not exist are left out."""
    c = items.c
    query = select(c.key, c.kind, c.version, c.makers, c.standing, c.conflict).where(c.key.in_(keys))
    found = {
        row.key: Held(row.key, row.kind, row.version, row.makers, standing(row.standing), row.conflict)
        for row in connection.execute(query)
    }
    return [found[key] for key in keys if key in found]


def columns(now: Standing, at: str) -> dict[str, Any]:
    """The columns of `items` that repeat the standing, to filter and count by."""
    return {
        "standing": now.text(),
        "state": now.state,
        "stage": now.stage,
        "verdict": now.verdict,
        "assignee": now.assignee,
        "flagged": now.flagged,
        "first_reader": now.first_reader,
        "first_verdict": now.first_verdict,
        "second_reader": now.second_reader,
        "second_verdict": now.second_verdict,
        "decided": at if now.stage == "done" else "",
    }


def move(writer: Writer, one: Move, actor: str, action: str, *, batch: str = "") -> Held:
    """Write one move."""
    return move_all(writer, [one], actor, action, batch=batch)[0]


def move_all(writer: Writer, moves: Sequence[Move], actor: str, action: str, *, batch: str = "") -> list[Held]:
    """Write that each finding stands elsewhere now; no finding may be in two of the moves.

    What takes an event back keeps the `effective` of the standing that it goes back to; anything else is effective.
    """
    moved, rows = [], []
    tallies: Counter[tuple[str, str]] = Counter()
    for one in moves:
        held, to = one.held, one.to if one.undoes else replace(one.to, effective=writer.next_seq)
        event = writer.append(
            actor,
            action,
            item=held.key,
            version=held.version + 1,
            before=held.now.text(),
            after=to.text(),
            reason=one.reason or to.reason,
            makers=held.makers,
            batch=batch,
            undoes=one.undoes,
        )
        rows.append({"moved": held.key, "version": event.version, **columns(to, event.at)})
        moved.append(replace(held, version=event.version, now=to))
        tallies[held.now.state, held.kind] -= 1
        tallies[to.state, held.kind] += 1
    if rows:
        writer.connection.execute(update(items).where(items.c.key == bindparam("moved")), rows)
    for (state, kind), by in sorted(tallies.items()):
        count(writer.connection, state, kind, by)
    return moved


def begin_batch(writer: Writer, batch: str, actor: str) -> None:
    """Put an action on its user's undo list, once for all transactions that it takes."""
    row = {"batch": batch, "actor": actor, "seq": writer.next_seq, "undone": False}
    statement = inserting(writer.connection, batches).values(**row)
    writer.connection.execute(statement.on_conflict_do_update(index_elements=["batch"], set_={"undone": False}))


def count(connection: Connection, state: str, kind: str, by: int) -> None:
    """Keep the tally of findings by state and kind."""
    if by:
        statement = inserting(connection, tally).values(state=state, kind=kind, n=by)
        more = {"n": tally.c.n + by}
        connection.execute(statement.on_conflict_do_update(index_elements=["state", "kind"], set_=more))
