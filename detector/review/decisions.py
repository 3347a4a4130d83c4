"""What editors do to findings. Every write checks the version the editor saw, and every write can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from sqlalchemy import Connection, Row, select, update

from detector.review import content, leases, states
from detector.review.errors import Changed, NotAllowed, NotFound
from detector.review.filters import Filter, open_keys
from detector.review.schema import batches, events, store, users
from detector.review.standings import Held, Move, begin_batch, hold, hold_all, move, move_all
from detector.review.states import VERDICTS, Correction, Standing, Verdict, standing
from detector.review.store import Store, Writer
from detector.review.users import User, require
from detector.types import Kind, Stance

CHUNK = 500  # findings in a transaction of a bulk decision: other editors' writes get their turn between them
LONGEST_REASON = 500
KINDS, STANCES = get_args(Kind), get_args(Stance)


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo took back, or a redo did again. `kept` were changed since and stay as they are."""

    action: str
    changed: tuple[str, ...]
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulk:
    """What a bulk decision did. `left` are findings that others have open or decided meanwhile."""

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
        return _decided(held, user, verdict, wanted, reason, second=_draw(db, writer)(held.key))

    return _change(db, user, key, version, "decided", to, reason=reason, over=over)


def _decided(
    held: Held, user: User, verdict: Verdict, correction: Correction, reason: str, *, second: bool
) -> Standing:
    return states.decide(
        held.now, verdict, user.name, correction=correction, second=second, admin=user.may("admin"), reason=reason
    )


def _draw(db: Store, writer: Writer) -> Callable[[str], bool]:
    """Whether a finding goes to a second reader, by its key."""
    share = float(str(writer.connection.scalar(select(store.c.value).where(store.c.name == "second share"))))
    return lambda key: content.drawn(db.salt, "second", key) < share


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
        known = select(users.c.role).where(users.c.name == assignee, users.c.active)
        role = writer.connection.scalar(known) if assignee else None
        if assignee and role is None:
            raise NotFound(f"no user {assignee}")
        if role == "reader":
            raise NotAllowed(f"{assignee} is a reader and decides nothing; give it to an editor")
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
        moved = move(writer, Move(held, to(writer, held), reason), user.name, action, batch=batch)
        if action == "decided":
            leases.give_back(writer.connection, key, user.name)
        return moved


def _last_actor(writer: Writer, key: str) -> str:
    c = events.c
    moved = select(c.actor).where(c.item == key, c.action != "commented").order_by(c.seq.desc()).limit(1)
    return str(writer.connection.scalar(moved))


def bulk(db: Store, user: User, chosen: Filter, verdict: Verdict, *, expected: int, reason: str = "") -> Bulk:
    """Decide every open finding of a filter (or of a conflict) as one action with one undo, however many they are.

    `expected` is how many the editor was told of; raises Changed when it is another number by now. What somebody else
    has open or has decided meanwhile is left alone.
    """
    require(user, "editor")
    _check_verdict(verdict, Correction(), reason)
    with db.read() as connection:
        keys: list[str] = list(connection.scalars(open_keys(chosen, connection.dialect.name)))
    if len(keys) != expected:
        raise Changed(f"the selection holds {len(keys):,} open findings now, not {expected:,}; look at it again")
    batch, decided = secrets.token_hex(8), 0
    for start in range(0, len(keys), CHUNK):
        with db.write() as writer:
            free = leases.free(writer.connection, keys[start : start + CHUNK], user.name)
            found = [held for held in hold_all(writer.connection, free) if held.now.stage == "open"]
            drawn = _draw(db, writer)
            moves = [
                Move(held, _decided(held, user, verdict, Correction(), reason, second=drawn(held.key)), reason)
                for held in found
            ]
            if moves:
                begin_batch(writer, batch, user.name)
            decided += len(move_all(writer, moves, user.name, "decided", batch=batch))
    return Bulk(decided, len(keys) - decided)


def undo(db: Store, user: User) -> Undone:
    """Take back the user's newest action that is not taken back yet. Raises NotFound when there is none."""
    return _turn(db, user, back=True)


def redo(db: Store, user: User) -> Undone:
    """Do again what the user's last undo took back. Raises NotFound when there is none or they have acted since."""
    return _turn(db, user, back=False)


def _turn(db: Store, user: User, *, back: bool) -> Undone:
    """Take back the events of the user's newest action, or the events that took it back."""
    require(user, "editor")
    c = events.c
    batch, action, seq, more = "", "", 0, True
    done: list[str] = []
    kept: list[str] = []
    while more:
        with db.write() as writer:
            connection = writer.connection
            batch = batch or _batch(connection, user.name, back=back)
            query = select(events).where(c.batch == batch, c.seq > seq).order_by(c.seq).limit(CHUNK)
            made = connection.execute(query).all()
            more = len(made) == CHUNK
            seq, action = (made[-1].seq, made[-1].action) if made else (seq, action)
            taken = {row.item: row for row in (made if back else _undoing(connection, made))}
            told = f"{'undo' if back else 'redo'} of {action}"
            moves = [
                Move(held, standing(taken[held.key].before), told, taken[held.key].seq)
                for held in hold_all(connection, list(taken))
                if held.now == standing(taken[held.key].after)
            ]
            moved = {one.key for one in move_all(writer, moves, user.name, "undone" if back else "redone")}
            done += [row.item for row in made if row.item in moved]
            kept += [row.item for row in made if row.item not in moved]
            if not more:
                connection.execute(update(batches).where(batches.c.batch == batch).values(undone=back))
    return Undone(action, tuple(done), tuple(kept))


def _batch(connection: Connection, user: str, *, back: bool) -> str:
    """The newest action that stands (to take back), or the undone one right after it (to do again)."""
    c = batches.c
    stands = select(c.seq, c.batch).where(c.actor == user, c.undone.is_(False)).order_by(c.seq.desc()).limit(1)
    newest = connection.execute(stands).first()
    if back:
        if newest is None:
            raise NotFound("there is nothing to undo")
        return str(newest.batch)
    after = select(c.batch).where(c.actor == user, c.undone, c.seq > (newest.seq if newest else 0))
    found = connection.scalar(after.order_by(c.seq).limit(1))
    if found is None:
        raise NotFound("there is nothing to redo")
    return str(found)


def _undoing(connection: Connection, made: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """The events that took some events back, oldest first."""
    c = events.c
    query = select(events).where(c.item.in_([row.item for row in made]), c.action == "undone")
    return connection.execute(query.where(c.undoes.in_([row.seq for row in made])).order_by(c.seq)).all()
