"""Who has a finding open: a lease that a heartbeat renews and that runs out by itself."""

from __future__ import annotations

import time
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, delete, select

from detector.review.errors import Held, NotFound
from detector.review.schema import items, leases
from detector.review.store import Store, inserting
from detector.review.users import User, require

LEASE_SECONDS = 90
HEARTBEAT_SECONDS = 30


def owner(connection: Connection, key: str) -> str:
    """Who holds a finding now, "" for nobody."""
    return owners(connection, [key]).get(key, "")


def owners(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Who holds which of some findings now, by key; those that nobody holds are left out."""
    c = leases.c
    query = select(c.item_key, c.owner).where(c.item_key.in_(keys), c.until > time.time())
    return {row.item_key: row.owner for row in connection.execute(query)}


def take(store: Store, user: User, key: str, *, over: bool = False) -> str:
    """Take or renew the lease and say who holds it now: the user, or another who was first (unless `over`)."""
    require(user, "editor")
    moment = time.time()
    with store.touch() as connection:
        if connection.scalar(select(items.c.id).where(items.c.key == key)) is None:
            raise NotFound(f"no finding {key}")
        taken = {"owner": user.name, "until": moment + LEASE_SECONDS}
        may = None if over else (leases.c.owner == user.name) | (leases.c.until <= moment)
        # In one statement: of two who open it at once, one is first.
        statement = inserting(connection, leases).values(item_key=key, **taken)
        connection.execute(statement.on_conflict_do_update(index_elements=["item_key"], set_=taken, where=may))
        return owner(connection, key)


def give_back(connection: Connection, key: str, user: str) -> None:
    """End the user's lease."""
    connection.execute(delete(leases).where(leases.c.item_key == key, leases.c.owner == user))


def check(connection: Connection, key: str, user: str, *, over: bool = False) -> None:
    """Raise Held while somebody else has the finding open, unless the user takes it over."""
    holder = owner(connection, key)
    if holder and holder != user and not over:
        raise Held(f"{holder} has this finding open; wait, or take it over")


def free(connection: Connection, keys: Sequence[str], user: str) -> list[str]:
    """The keys without those of findings that somebody else has open."""
    held = owners(connection, keys)
    return [key for key in keys if held.get(key, user) == user]


def held_by_another(user: str) -> ColumnElement[bool]:
    """True for findings that somebody else has open."""
    return (
        select(leases.c.item_key)
        .where(leases.c.item_key == items.c.key, leases.c.owner != user, leases.c.until > time.time())
        .exists()
    )
