"""The list's filters, sorts and search as SQL: keyset pages over indexes, so that size does not slow it down."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, fields, replace
from typing import Literal, get_args
from urllib.parse import urlencode

from sqlalchemy import Column, ColumnElement, Integer, Select, String, cast, func, literal_column, select, tuple_

from detector.review import content, schema
from detector.review.schema import facets, items, leases
from detector.review.states import STATES

Sort = Literal["rank", "probability", "newest", "oldest", "decided"]
Choice = Literal["open", "all", "review"]  # besides the states themselves
SORTS: tuple[str, ...] = get_args(Sort)
STATE_CHOICES: tuple[str, ...] = (*get_args(Choice), *STATES)
LONGEST = 300
WORDS = 12


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list shows. Empty fields do not filter; `state` is open, all, review (held now) or a state."""

    state: str = "open"
    kind: str = ""
    holder: str = ""
    outlet: str = ""
    topic: str = ""
    conflict: str = ""
    since: str = ""
    until: str = ""
    low: float | None = None
    high: float | None = None
    assignee: str = ""
    flagged: bool = False
    q: str = ""
    sort: str = "rank"

    def query(self, **changed: object) -> str:
        """The filter as a URL's query, only what differs from the default; `changed` adds or replaces."""
        untouched = Filter()
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        values = {name: value for name, value in values.items() if value != getattr(untouched, name)}
        values = {name: "1" if value is True else value for name, value in (values | changed).items()}
        return urlencode({name: value for name, value in values.items() if value not in ("", None, False)})

    def without(self, name: str) -> Filter:
        return replace(self, **{name: getattr(Filter(), name)})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands in a sorted list."""

    value: float | str
    id: int

    def text(self) -> str:
        return f"{self.id}:{self.value}"


def place(text: str, sort: str) -> Place | None:
    """The place that `Place.text` wrote, None where the text is none."""
    id, colon, value = text.partition(":")
    if not colon or not re.fullmatch(r"\d{1,15}", id) or len(value) > 64:
        return None
    if sort not in ("rank", "probability"):
        return Place(value, int(id))
    try:
        return Place(float(value), int(id))
    except ValueError:
        return None


def sort_columns(chosen: Filter) -> tuple[Column[object], Column[int], bool]:
    """(value, id, descending) of the filter's sort."""
    if chosen.sort == "rank" and (chosen.holder or chosen.outlet):
        return facets.c.rank, facets.c.item_id, True
    name = {"newest": "published", "oldest": "published"}.get(chosen.sort, chosen.sort)
    return items.c[name], items.c.id, chosen.sort != "oldest"


def matching(query: Select, chosen: Filter, dialect: str) -> Select:
    """`query` over items with the filter's conditions."""
    c = items.c
    names = [(field, content.name(getattr(chosen, field))) for field in ("holder", "outlet") if getattr(chosen, field)]
    for number, (field, value) in enumerate(names):
        if number == 0:  # drives the query, in the order of rank
            query = query.join(facets, facets.c.item_id == c.id)
            query = query.where(facets.c.field == field, facets.c.value == value)
        else:
            other = facets.alias()
            same = select(other.c.item_id).where(other.c.field == field, other.c.value == value)
            query = query.where(c.id.in_(same))
    if chosen.state == "open":
        query = query.where(c.stage == "open")
    elif chosen.state == "review":
        held = select(leases.c.item_key).where(leases.c.until > time.time())
        query = query.where(c.key.in_(held), c.stage != "done")
    elif chosen.state != "all":
        query = query.where(c.state == chosen.state)
    for name in ("kind", "topic", "conflict"):
        if getattr(chosen, name):
            query = query.where(c[name] == getattr(chosen, name))
    if chosen.assignee:
        query = query.where(c.assignee == ("" if chosen.assignee == "nobody" else chosen.assignee))
    if chosen.flagged:
        query = query.where(c.flagged)
    ranges = []
    if chosen.since:
        ranges.append(c.published >= chosen.since)
    if chosen.until:
        ranges.append(c.published < f"{chosen.until}~")
    if chosen.low is not None:
        ranges.append(c.probability >= chosen.low)
    if chosen.high is not None:
        ranges.append(c.probability <= chosen.high)
    # SQLite would look up the whole range and sort it; told that most rows match, it walks the list in its order.
    query = query.where(*(func.likely(one) if dialect == "sqlite" else one for one in ranges))
    if words := re.findall(r"\w+", chosen.q[:LONGEST])[:WORDS]:
        query = query.where(searched(words, dialect))
    return query


def open_keys(chosen: Filter, dialect: str) -> Select[str]:
    """The keys of the open findings of a filter."""
    return matching(select(items.c.key), chosen, dialect).where(items.c.stage == "open")


def searched(words: list[str], dialect: str) -> ColumnElement[bool]:
    """Findings that hold all words; the last may be the beginning of one."""
    if dialect == "postgresql":
        text = " & ".join(words) + ":*"
        vector = func.to_tsvector(literal_column("'simple'"), items.c.search)
        return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), text))
    text = " ".join(f'"{word}"' for word in words) + "*"
    found = literal_column("item_search", String)
    rowid = literal_column("rowid", Integer)
    return items.c.id.in_(select(rowid).select_from(schema.search).where(found.op("MATCH")(text)))


def beyond(query: Select, chosen: Filter, at: Place | None, *, back: bool = False) -> Select:
    """`query` in the filter's order, after a place (or before it, in reverse order)."""
    value, id, descending = sort_columns(chosen)
    downward = descending != back
    if at is not None:
        here, there = tuple_(value, id), tuple_(cast(at.value, value.type), at.id)
        query = query.where(here < there if downward else here > there)
    order = (value.desc(), id.desc()) if downward else (value.asc(), id.asc())
    return query.order_by(*order)
