"""What editors do to findings. Every write checks the version the editor saw, and every write can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import insert, select, update

from detector.review import content, leases, states
from detector.review.errors import Changed, NotAllowed, NotFound
from detector.review.filters import Filter, matching
from detector.review.schema import batches, comments, events, items, store, users
from detector.review.standings import Held, begin_batch, hold, move
from detector.review.states import VERDICTS, Correction, Standing, Verdict, standing
from detector.review.store import Store, Writer, now
from detector.review.users import User, require

MOST_AT_ONCE = 1000
LONGEST_COMMENT = 4000
LONGEST_REASON = 500
KINDS = ("speakers", "denial", "outlets", "self", "misquote", "number", "update")
STANCES = ("asserts", "denies", "doubts", "narrates")


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back. `kept` were changed by somebody else since and stay as they are."""

    action: str
    keys: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk decision did. `left` are findings that others have open."""

    decided: int
    left: int


def decide(
    db: Store,
    user: User,
    key: str,
    version: int,
    verdict: Verdict,
    *,
    correction: Correction | None = None,
    reason: str = "",
    over: bool = False,
) -> Held:
    """Decide a finding as seen at `version`. Raises Changed, Held, NotAllowed, NotFound."""
    wanted = correction or Correction()
    _check_verdict(verdict, wanted, reason)

    def to(writer: Writer, held: Held) -> Standing:
        return _decided(db, writer, held, user, verdict, wanted, reason)

    return _change(db, user, key, version, "decided", to, reason=reason, over=over)


def _decided(
    db: Store, writer: Writer, held: Held, user: User, verdict: Verdict, correction: Correction, reason: str
) -> Standing:
    share = float(str(writer.connection.scalar(select(store.c.value).where(store.c.name == "second share"))))
    second = content.drawn(db.salt, "second", held.key) < share
    return states.decide(
        held.now, verdict, user.name, correction=correction, second=second, admin=user.may("admin"), reason=reason
    )


def _check_verdict(verdict: str, correction: Correction, reason: str) -> None:
    if verdict not in VERDICTS:
        raise NotAllowed(f"{verdict}: the decisions are {', '.join(VERDICTS)}")
    if correction.any and verdict != "confirm":
        raise NotAllowed("a correction goes with a confirmation")
    if correction.kind not in ("", *KINDS):
        raise NotAllowed(f"{correction.kind}: the kinds are {', '.join(KINDS)}")
    for stance in (correction.stance_a, correction.stance_b):
        if stance not in ("", *STANCES):
            raise NotAllowed(f"{stance}: the stances are {', '.join(STANCES)}")
    if max(len(reason), len(correction.holder_a), len(correction.holder_b)) > LONGEST_REASON:
        raise NotAllowed(f"a reason or a holder has at most {LONGEST_REASON} characters")


def assign(db: Store, user: User, key: str, version: int, assignee: str) -> Held:
    """Give a finding to somebody, or to nobody when `assignee` is empty. Raises as `decide` does."""
    assignee = assignee.casefold()

    def to(writer: Writer, held: Held) -> Standing:
        known = select(users.c.id).where(users.c.name == assignee, users.c.active)
        if assignee and writer.connection.scalar(known) is None:
            raise NotFound(f"no user {assignee}")
        if held.now.stage == "done":
            raise NotAllowed("this finding is decided")
        return states.assign(held.now, assignee)

    return _change(db, user, key, version, "assigned", to)


def flag(db: Store, user: User, key: str, version: int, on: bool) -> Held:
    """Mark a finding for attention, or take the mark away."""
    return _change(db, user, key, version, "flagged", lambda _, held: states.flag(held.now, on))


def publish(db: Store, user: User, key: str, version: int, on: bool) -> Held:
    """Mark a confirmed finding as published, or withdraw it."""
    action = "published" if on else "withdrawn"
    return _change(db, user, key, version, action, lambda _, held: states.publish(held.now, on))


def _change(
    db: Store,
    user: User,
    key: str,
    version: int,
    action: str,
    to: Callable[[Writer, Held], Standing],
    *,
    reason: str = "",
    over: bool = False,
) -> Held:
    require(user, "editor")
    with db.write() as writer:
        held = hold(writer.connection, key)
        if held.version != version:
            last = _last_actor(writer, key)
            last = "you yourself" if last == user.name else last
            raise Changed(f"{last} changed this finding while you were reading it; nothing of yours was written")
        leases.check(writer.connection, key, user.name, over=over)
        batch = secrets.token_hex(8)
        begin_batch(writer, batch, user.name)
        moved = move(writer, held, to(writer, held), user.name, action, batch=batch, reason=reason)
        if action == "decided":
            leases.give_back(writer.connection, key, user.name)
        return moved


def _last_actor(writer: Writer, key: str) -> str:
    c = events.c
    moved = select(c.actor).where(c.item == key, c.action != "commented").order_by(c.seq.desc()).limit(1)
    return str(writer.connection.scalar(moved))


def bulk(db: Store, user: User, chosen: Filter, verdict: Verdict, *, expected: int, reason: str = "") -> Bulk:
    """Decide every open finding of a filter (or of a conflict) as one action.

    `expected` is how many the editor was told of; raises Changed when it is another number by now, NotAllowed for
    more than `MOST_AT_ONCE`. What somebody else has open is left alone.
    """
    require(user, "editor")
    _check_verdict(verdict, Correction(), reason)
    with db.write() as writer:
        connection = writer.connection
        query = matching(select(items.c.key), chosen, connection.dialect.name).where(items.c.stage == "open")
        keys = list(connection.scalars(query.limit(MOST_AT_ONCE + 1)))
        if len(keys) > MOST_AT_ONCE:
            raise NotAllowed(f"at most {MOST_AT_ONCE:,} findings at once; narrow the filter")
        if len(keys) != expected:
            raise Changed(f"the selection holds {len(keys):,} open findings now, not {expected:,}; look at it again")
        held_elsewhere = set(connection.scalars(select(items.c.key).where(leases.held_by_another(user.name))))
        batch = secrets.token_hex(8)
        done = [key for key in keys if key not in held_elsewhere]
        if done:
            begin_batch(writer, batch, user.name)
        for key in done:
            held = hold(connection, key)
            to = _decided(db, writer, held, user, verdict, Correction(), reason)
            move(writer, held, to, user.name, "decided", batch=batch, reason=reason)
        return Bulk(len(done), len(keys) - len(done))


def undo(db: Store, user: User) -> Undone:
    """Take back the user's newest action that is not taken back yet. Raises NotFound when there is none."""
    require(user, "editor")
    with db.write() as writer:
        connection = writer.connection
        own = select(batches.c.batch).where(batches.c.actor == user.name, batches.c.undone.is_(False))
        batch = connection.scalar(own.order_by(batches.c.seq.desc()).limit(1))
        if batch is None:
            raise NotFound("there is nothing to undo")
        c = events.c
        taken = connection.execute(
            select(c.seq, c.item, c.before, c.action).where(c.batch == batch).order_by(c.seq.desc())
        ).all()
        done, kept = [], []
        for row in taken:
            held = hold(connection, row.item)
            if held.now.effective != row.seq:
                kept.append(row.item)
                continue
            move(
                writer, held, standing(row.before), user.name, "undone", reason=f"undo of {row.action}", undoes=row.seq
            )
            done.append(row.item)
        connection.execute(update(batches).where(batches.c.batch == batch).values(undone=True))
        return Undone(taken[0].action if taken else "", tuple(done), tuple(kept))


def comment(db: Store, user: User, key: str, text: str) -> int:
    """Add a comment; it is in the log by its words. Returns its id."""
    require(user, "editor")
    text = content.storable(text).strip()
    if not 0 < len(text) <= LONGEST_COMMENT:
        raise NotAllowed(f"a comment has 1 to {LONGEST_COMMENT:,} characters")
    with db.write() as writer:
        held = hold(writer.connection, key)
        row = {"item_key": key, "author": user.name, "at": now(), "text": text}
        made = writer.connection.execute(insert(comments).values(**row))
        writer.append(user.name, "commented", item=key, version=held.version, after=text)
        return int(made.inserted_primary_key[0]) if made.inserted_primary_key else 0
