"""Reads the queue for a screen: pages of the list, the next finding, one finding with all around it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, or_, select

from detector.report import words
from detector.review import content, leases
from detector.review.errors import NotFound
from detector.review.filters import Filter, Place, beyond, matching, open_keys, sort_columns
from detector.review.schema import documents, events, items, names, tally
from detector.review.states import Standing, shown, standing
from detector.review.store import Store
from detector.review.users import User

PAGE = 50
COUNTED = 1000  # beyond that the list says "more than"
NEIGHBOURS = 30
HISTORY = 200
QUOTED = 160  # code points of a quote in the list
SUGGESTED = 20
Named = Literal["holder", "outlet", "topic"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list. `lease` is who has the finding open, "" for nobody."""

    key: str
    kind: str
    probability: float
    stratum: str
    state: str
    holder: str
    topic: str
    published: str
    assignee: str
    flagged: bool
    quotes: tuple[str, str]
    place: str
    lease: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines; `after` and `before` are the places to go on from, "" at either end."""

    lines: tuple[Line, ...]
    after: str
    before: str
    count: int


@dataclass(frozen=True, slots=True)
class Item:
    """One finding as a user may see it."""

    key: str
    version: int
    payload: Mapping[str, Any]
    kind: str
    probability: float
    stratum: str
    conflict: str
    topic: str
    makers: Mapping[str, str]
    now: Standing
    lease: str
    place: str
    scored: bool


_LINE = (
    items.c.key, items.c.kind, items.c.probability, items.c.stratum, items.c.state, items.c.holder, items.c.topic,
    items.c.published, items.c.assignee, items.c.flagged, items.c.payload,
)  # fmt: skip


def page(db: Store, chosen: Filter, at: Place | None, *, back: bool = False, size: int = PAGE) -> Page:
    """A page of the list after a place, or before it."""
    value, id, _ = sort_columns(chosen)
    with db.read() as connection:
        dialect = connection.dialect.name
        query = matching(select(*_LINE, value.label("value"), id.label("at")), chosen, dialect)
        rows = list(connection.execute(beyond(query, chosen, at, back=back).limit(size + 1)))
        more, rows = len(rows) > size, rows[:size]
        if back:
            rows.reverse()
        count = _count(connection, chosen, dialect)
        held = leases.owners(connection, [row.key for row in rows])
    lines = tuple(_line(row, held.get(row.key, "")) for row in rows)
    further, earlier = (True, more) if back else (more, at is not None)
    return Page(
        lines,
        lines[-1].place if lines and further else "",
        lines[0].place if lines and earlier else "",
        count,
    )


def _line(row: Row[Any], lease: str) -> Line:
    payload = json.loads(row.payload)
    a, b = (words.shortened(payload[letter]["quote"], QUOTED) for letter in "ab")
    return Line(
        row.key, row.kind, row.probability, row.stratum, row.state, row.holder, row.topic, row.published, row.assignee,
        row.flagged, (a, b), Place(row.value, row.at).text(), lease,
    )  # fmt: skip


def _count(connection: Connection, chosen: Filter, dialect: str) -> int:
    """How many match; more than COUNTED are not counted to the end."""
    some = matching(select(items.c.id), chosen, dialect).limit(COUNTED + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(some)) or 0)


def count_open(db: Store, chosen: Filter) -> int:
    """How many open findings a filter holds."""
    with db.read() as connection:
        found = open_keys(chosen, connection.dialect.name).subquery()
        return int(connection.scalar(select(func.count()).select_from(found)) or 0)


def counts(db: Store) -> tuple[dict[str, int], dict[str, int]]:
    """(findings by state, open and decided findings by kind) of the whole queue."""
    by_state: dict[str, int] = {}
    by_kind: dict[str, int] = {}
    with db.read() as connection:
        for row in connection.execute(select(tally.c.state, tally.c.kind, tally.c.n).where(tally.c.n > 0)):
            by_state[row.state] = by_state.get(row.state, 0) + row.n
            by_kind[row.kind] = by_kind.get(row.kind, 0) + row.n
    return by_state, by_kind


def suggestions(db: Store, field: Named, text: str) -> tuple[str, ...]:
    """Some names of holders, outlets or topics in which a word begins like `text`."""
    c, start = names.c, content.name(content.storable(text))[: content.LONGEST_START]
    query = select(c.name).where(c.field == field, c.start >= start, c.start < start + chr(0x10FFFF))
    # A topic is named anew by every run.
    query = query.where(or_(c.field != "topic", select(items.c.id).where(items.c.topic == c.name).exists()))
    with db.read() as connection:
        found = connection.scalars(query.order_by(c.start).limit(4 * SUGGESTED))
        return tuple(dict.fromkeys(found))[:SUGGESTED]


def next_open(db: Store, user: User, chosen: Filter, at: Place | None, skip: str = "") -> str:
    """The key of the next finding in the filter that wants this user's decision, "" when there is none.

    From `at` downwards, then from the top. Left out: what others have open or were given. Where the filter asks for
    open findings, a second reading that is due from this user comes before a finding that ranks lower.
    """
    with db.read() as connection:
        for start in (at, None) if at else (None,):
            found = [key for key in (_next(connection, user, one, start, skip) for one in _wanted(chosen)) if key]
            if found:
                order = matching(select(items.c.key), Filter(state="all", sort=chosen.sort), connection.dialect.name)
                best = beyond(order.where(items.c.key.in_(found)), Filter(sort=chosen.sort), None).limit(1)
                return str(connection.scalar(best))
    return ""


def _wanted(chosen: Filter) -> tuple[Filter, ...]:
    if chosen.state != "open":
        return (chosen,)
    return chosen, replace(chosen, state="second")


def _next(connection: Connection, user: User, chosen: Filter, at: Place | None, skip: str) -> str:
    c = items.c
    query = matching(select(c.key), chosen, connection.dialect.name)
    query = query.where(c.stage != "done", ~leases.held_by_another(user.name), c.key != skip)
    query = query.where(or_(c.assignee == "", c.assignee == user.name, c.assignee == chosen.assignee))
    query = query.where(or_(c.state != "second", c.first_reader != user.name))
    settles = (c.first_reader != user.name) & (c.second_reader != user.name)
    if not user.may("admin"):
        query = query.where(or_(c.state != "adjudication", settles))
    return str(connection.scalar(beyond(query, chosen, at).limit(1)) or "")


def beside(db: Store, chosen: Filter, at: Place, *, back: bool) -> str:
    """The key of the finding right after (or before) a place in the list, whatever its state."""
    with db.read() as connection:
        query = matching(select(items.c.key), chosen, connection.dialect.name)
        return str(connection.scalar(beyond(query, chosen, at, back=back).limit(1)) or "")


def item(db: Store, user: User, key: str, chosen: Filter | None = None) -> Item:
    """One finding. Raises NotFound."""
    value, _, _ = sort_columns(Filter(sort=chosen.sort) if chosen else Filter())
    c = items.c
    with db.read() as connection:
        row = connection.execute(select(items, value.label("value")).where(c.key == key)).first()
        if row is None:
            raise NotFound(f"no finding {key}")
        lease = leases.owner(connection, key)
    return Item(
        key, row.version, json.loads(row.payload), row.kind, row.probability, row.stratum, row.conflict, row.topic,
        json.loads(row.makers), shown(standing(row.standing), user.name), lease, Place(row.value, row.id).text(),
        bool(row.kind),
    )  # fmt: skip


def neighbours(db: Store, one: Item) -> tuple[Line, ...]:
    """The other findings of the same conflict, best first."""
    chosen = Filter(state="all", conflict=one.conflict)
    found = page(db, chosen, None, size=NEIGHBOURS).lines
    return tuple(line for line in found if line.key != one.key)


def document(db: Store, key: str) -> Row[Any]:
    """A stored article. Raises NotFound."""
    with db.read() as connection:
        row = connection.execute(select(documents).where(documents.c.key == key)).first()
    if row is None:
        raise NotFound("this article is not in the store")
    return row


def texts(db: Store, keys: tuple[str, ...]) -> dict[str, str]:
    """The texts of stored articles by key."""
    with db.read() as connection:
        rows = connection.execute(select(documents.c.key, documents.c.text).where(documents.c.key.in_(keys)))
        return {row.key: row.text for row in rows}


def history(db: Store, key: str, *, before: int = 0, limit: int = HISTORY) -> tuple[Row[Any], ...]:
    """The events of a finding ("" for all findings), newest first, before an event."""
    c = events.c
    query = select(events).order_by(c.seq.desc()).limit(limit)
    if key:
        query = query.where(c.item == key)
    if before:
        query = query.where(c.seq < before)
    with db.read() as connection:
        return tuple(connection.execute(query))


def unread(db: Store, user: User) -> frozenset[str]:
    """The findings whose first reading this user must not see, being a possible second reader."""
    c = items.c
    with db.read() as connection:
        return frozenset(connection.scalars(select(c.key).where(c.state == "second", c.first_reader != user.name)))
