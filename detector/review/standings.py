"""Writes a new standing of a finding: event, row, tally and the user's undo list, always together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from detector.review.errors import NotFound
from detector.review.schema import batches, items, tally
from detector.review.states import Standing, standing
from detector.review.store import Writer


@dataclass(frozen=True, slots=True)
class Held:
    """A finding as a writer sees it."""

    key: str
    kind: str
    version: int
    makers: str
    now: Standing
    conflict: str


def hold(connection: Connection, key: str) -> Held:
    """The finding of a key. Raises NotFound."""
    c = items.c
    row = connection.execute(
        select(c.key, c.kind, c.version, c.makers, c.standing, c.conflict).where(c.key == key)
    ).first()
    if row is None:
        raise NotFound(f"no finding {key}")
    return Held(row.key, row.kind, row.version, row.makers, standing(row.standing), row.conflict)


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


def move(
    writer: Writer,
    held: Held,
    to: Standing,
    actor: str,
    action: str,
    *,
    batch: str = "",
    reason: str = "",
    undoes: int = 0,
) -> Held:
    """Write that `held` now stands at `to`. Undo keeps the `effective` of `to`; everything else becomes effective."""
    to = to if undoes else replace(to, effective=writer.next_seq)
    event = writer.append(
        actor,
        action,
        item=held.key,
        version=held.version + 1,
        before=held.now.text(),
        after=to.text(),
        reason=reason or to.reason,
        makers=held.makers,
        batch=batch,
        undoes=undoes,
    )
    writer.connection.execute(
        update(items).where(items.c.key == held.key).values(version=event.version, **columns(to, event.at))
    )
    if to.state != held.now.state:
        count(writer.connection, held.now.state, held.kind, -1)
        count(writer.connection, to.state, held.kind, 1)
    return replace(held, version=event.version, now=to)


def begin_batch(writer: Writer, batch: str, actor: str) -> None:
    """Put an action on its user's undo list."""
    writer.connection.execute(insert(batches).values(batch=batch, actor=actor, seq=writer.next_seq, undone=False))


def count(connection: Connection, state: str, kind: str, by: int) -> None:
    """Keep the tally of findings by state and kind."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(tally).values(state=state, kind=kind, n=by)
    connection.execute(statement.on_conflict_do_update(index_elements=["state", "kind"], set_={"n": tally.c.n + by}))
