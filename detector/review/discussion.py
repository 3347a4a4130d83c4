"""Comments on findings, and whom they mention: `@name` of a user that the store had when the comment was written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from detector.review import content, users
from detector.review.errors import NotAllowed
from detector.review.schema import comments, items, mentions
from detector.review.standings import hold
from detector.review.store import Store, now
from detector.review.users import User

LONGEST_COMMENT = 4000
LISTED = 100  # mentions on a user's page
MENTIONS = "mentions "  # how the reason of a comment's event begins
_BETWEEN = ".@+-"  # may stand within a name; at its end they are the sentence's
_MENTION = re.compile(rf"(?<![\w{_BETWEEN}])@({users.NAME.pattern})")


@dataclass(frozen=True, slots=True)
class Note:
    """A comment. `mentions` are the users that it names."""

    author: str
    at: str
    text: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A comment that names a user. `text` is "" while the user may be the finding's second reader."""

    key: str
    holder: str
    author: str
    at: str
    text: str
    seen: bool


def comment(db: Store, user: User, key: str, text: str) -> Note:
    """Add a comment; it is in the log by its words and by whom it mentions."""
    users.require(user, "editor")
    text = content.storable(text).strip()
    if not 0 < len(text) <= LONGEST_COMMENT:
        raise NotAllowed(f"a comment has 1 to {LONGEST_COMMENT:,} characters")
    known = {one.name for one in users.everyone(db)}
    names = tuple(sorted({name for _, _, name in _found(text, known)}))
    with db.write() as writer:
        held = hold(writer.connection, key)
        note = Note(user.name, now(), text, names)
        row = {"item_key": key, "author": note.author, "at": note.at, "text": text}
        id = writer.connection.scalar(insert(comments).values(**row).returning(comments.c.id))
        if names:
            rows = [{"comment_id": id, "name": name, "seen": name == user.name} for name in names]
            writer.connection.execute(insert(mentions), rows)
        told = reason(names)
        writer.append(user.name, "commented", item=key, version=held.version, after=text, reason=told, at=note.at)
    return note


def reason(names: Collection[str]) -> str:
    """What the event of a comment says about whom it mentions."""
    return MENTIONS + ", ".join(sorted(names)) if names else ""


def _found(text: str, names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """(start, end, name) of every mention of one of `names`."""
    for match in _MENTION.finditer(text):
        for written in (match[1], match[1].rstrip(_BETWEEN)):
            if written.casefold() in names:
                yield match.start(), match.start(1) + len(written), written.casefold()
                break


def pieces(text: str, names: Collection[str]) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, with whether each is a mention of one of `names`."""
    cut: list[tuple[str, bool]] = []
    at = 0
    for start, end, _ in _found(text, names):
        cut += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(one for one in (*cut, (text[at:], False)) if one[0])


def notes(db: Store, key: str) -> tuple[Note, ...]:
    """The comments on a finding, oldest first."""
    c = comments.c
    with db.read() as connection:
        rows = connection.execute(select(c.id, c.author, c.at, c.text).where(c.item_key == key).order_by(c.id)).all()
        names = named(connection, c.item_key == key)
    return tuple(Note(row.author, row.at, row.text, tuple(sorted(names[row.id]))) for row in rows)


def named(connection: Connection, wanted: ColumnElement[bool]) -> defaultdict[int, set[str]]:
    """The users that comments name, by the comment's id."""
    names: defaultdict[int, set[str]] = defaultdict(set)
    query = select(mentions.c.comment_id, mentions.c.name).join(comments).where(wanted)
    for id, name in connection.execute(query):
        names[id].add(name)
    return names


def mentioned(db: Store, user: User) -> tuple[Mention, ...]:
    """The newest comments that name a user."""
    c = comments.c
    blind = (items.c.state == "second") & (items.c.first_reader != user.name)
    query = (
        select(c.item_key, items.c.holder, c.author, c.at, c.text, mentions.c.seen, blind.label("blind"))
        .join(mentions)
        .join(items, items.c.key == c.item_key)
        .where(mentions.c.name == user.name)
        .order_by(mentions.c.comment_id.desc())
        .limit(LISTED)
    )
    with db.read() as connection:
        return tuple(
            Mention(row.item_key, row.holder, row.author, row.at, "" if row.blind else row.text, row.seen)
            for row in connection.execute(query)
        )


def unseen(db: Store, user: User) -> int:
    """How many comments name a user on findings whose comments they have not looked at since."""
    query = select(func.count()).where(mentions.c.name == user.name, ~mentions.c.seen)
    with db.read() as connection:
        return int(connection.scalar(query) or 0)


def see(db: Store, user: User, key: str) -> None:
    """Set down that a user has looked at the comments of a finding."""
    on = mentions.c.comment_id.in_(select(comments.c.id).where(comments.c.item_key == key))
    new = on & (mentions.c.name == user.name) & ~mentions.c.seen
    with db.read() as connection:
        found = connection.scalar(select(mentions.c.comment_id).where(new).limit(1))
    if found is not None:
        with db.touch() as connection:
            connection.execute(update(mentions).where(new).values(seen=True))
