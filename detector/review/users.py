"""The people of the queue: passwords (argon2), login with throttling, sessions that expire, tokens for programs."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from detector.review.errors import NotAllowed, NotFound
from detector.review.schema import attempts, sessions, tokens, users
from detector.review.store import Store, now

Role = Literal["reader", "editor", "admin"]
ROLES: tuple[str, ...] = get_args(Role)
NAME = re.compile(r"[\w][\w.@+-]{0,63}")
LEAST_PASSWORD, MOST_PASSWORD = 8, 1024
TOKEN_ID, LONGEST_LABEL = 16, 64
IDLE_SECONDS = 2 * 3600
SESSION_SECONDS = 12 * 3600
RENEW_SECONDS = 60  # a session is written again at most this often
WINDOW_SECONDS = 15 * 60
TRIES_OF_NAME, TRIES_OF_ADDRESS = 5, 30

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex())  # an unknown name takes as long as a wrong password


@dataclass(frozen=True, slots=True)
class User:
    name: str
    role: str

    def may(self, role: Role) -> bool:
        """Whether the user's role is at least `role`."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Session:
    user: User
    csrf: str
    token: str


@dataclass(frozen=True, slots=True)
class Token:
    """An API token as an admin sees it. `id` is the beginning of its hash."""

    id: str
    label: str
    created: str


@dataclass(frozen=True, slots=True)
class Account:
    """A user as an admin sees them."""

    name: str
    role: str
    active: bool
    tokens: tuple[Token, ...]


class Throttled(NotAllowed):
    """Too many failed logins; wait."""


def require(user: User, role: Role) -> None:
    """Raise NotAllowed unless the user's role is at least `role`."""
    if not user.may(role):
        raise NotAllowed(f"this takes the role {role}; {user.name} is {user.role}")


def add(store: Store, name: str, role: str, password: str, actor: str = "command line") -> User:
    """Make a user. Raises NotAllowed for a name, role or password that will not do."""
    if not NAME.fullmatch(name):
        raise NotAllowed(f"{name!r}: a name is up to 64 letters, digits and . @ + - _")
    if role not in ROLES:
        raise NotAllowed(f"{role}: the roles are {', '.join(ROLES)}")
    hashed = _hash(password)
    try:
        with store.write() as writer:
            row = {"name": name.casefold(), "role": role, "password": hashed, "created": now(), "active": True}
            writer.connection.execute(insert(users).values(**row))
            writer.append(actor, "user", after=f"{name.casefold()} added as {role}")
    except IntegrityError as error:
        raise NotAllowed(f"there is already a user {name}") from error
    return User(name.casefold(), role)


def change(
    store: Store,
    name: str,
    *,
    role: str = "",
    password: str = "",
    active: bool | None = None,
    actor: str = "command line",
) -> None:
    """Change a user; their sessions and tokens end. Raises NotFound, NotAllowed."""
    if role and role not in ROLES:
        raise NotAllowed(f"{role}: the roles are {', '.join(ROLES)}")
    values: dict[str, object] = {"role": role} if role else {}
    if password:
        values["password"] = _hash(password)
    if active is not None:
        values["active"] = active
    if not values:
        raise NotAllowed("say what to change: role, password or whether the user is active")
    told = ", ".join("password changed" if k == "password" else f"{k} {v}" for k, v in values.items())
    with store.write() as writer:
        row = writer.connection.execute(select(users).where(users.c.name == name.casefold())).first()
        if row is None:
            raise NotFound(f"no user {name}")
        admins = select(users.c.id).where(users.c.role == "admin", users.c.active, users.c.id != row.id)
        loses = row.role == "admin" and row.active and (active is False or role not in ("", "admin"))
        if loses and writer.connection.scalar(admins.limit(1)) is None:
            raise NotAllowed(f"{row.name} is the only admin; make another one first")
        writer.connection.execute(update(users).where(users.c.id == row.id).values(**values))
        for table in (sessions, tokens):
            writer.connection.execute(delete(table).where(table.c.user_id == row.id))
        before = f"{row.name}: role {row.role}, active {row.active}"
        writer.append(actor, "user", before=before, after=f"{row.name}: {told}")


def accounts(store: Store) -> tuple[Account, ...]:
    """All users by name, with their tokens."""
    with store.read() as connection:
        found: dict[int, list[Token]] = {}
        for row in connection.execute(select(tokens).order_by(tokens.c.created, tokens.c.token)):
            found.setdefault(row.user_id, []).append(Token(row.token[:TOKEN_ID], row.name, row.created))
        rows = connection.execute(select(users).order_by(users.c.name))
        return tuple(Account(row.name, row.role, row.active, tuple(found.get(row.id, ()))) for row in rows)


def everyone(store: Store) -> tuple[User, ...]:
    """The active users by name."""
    with store.read() as connection:
        rows = connection.execute(select(users.c.name, users.c.role).where(users.c.active).order_by(users.c.name))
        return tuple(User(*row) for row in rows)


def _hash(password: str) -> str:
    if not LEAST_PASSWORD <= len(password) <= MOST_PASSWORD:
        raise NotAllowed(f"a password has {LEAST_PASSWORD} to {MOST_PASSWORD} characters")
    return _HASHER.hash(password)


def login(store: Store, name: str, password: str, address: str) -> tuple[str, User] | None:
    """A new session's cookie and its user, None for a wrong name or password. Raises Throttled."""
    name, moment = name.casefold()[:64], time.time()
    with store.touch() as connection:
        since = attempts.c.at > moment - WINDOW_SECONDS
        connection.execute(delete(attempts).where(attempts.c.at <= moment - WINDOW_SECONDS))
        of_name = connection.scalar(select(func.count()).where(since, attempts.c.name == name))
        of_address = connection.scalar(select(func.count()).where(since, attempts.c.address == address))
        if (of_name or 0) >= TRIES_OF_NAME or (of_address or 0) >= TRIES_OF_ADDRESS:
            raise Throttled(f"too many failed logins; try again in {WINDOW_SECONDS // 60} minutes")
        # Counted before the password is tried, so that many tries at once cannot slip through.
        attempt = connection.execute(insert(attempts).values(name=name, address=address, at=moment))
        counted = attempt.inserted_primary_key[0] if attempt.inserted_primary_key else 0
    with store.read() as connection:
        row = connection.execute(select(users).where(users.c.name == name, users.c.active)).first()
    try:
        _HASHER.verify(row.password if row else _NOBODY, password[:MOST_PASSWORD])
    except (VerificationError, InvalidHashError):
        return None
    if row is None:
        return None
    cookie = secrets.token_urlsafe(32)
    with store.touch() as connection:
        connection.execute(delete(attempts).where(attempts.c.id == counted))
        connection.execute(delete(sessions).where((sessions.c.expires < moment) | (sessions.c.ends < moment)))
        connection.execute(
            insert(sessions).values(
                token=_digest(cookie), user_id=row.id, csrf=secrets.token_urlsafe(32),
                expires=moment + IDLE_SECONDS, ends=moment + SESSION_SECONDS,
            )
        )  # fmt: skip
    return cookie, User(row.name, row.role)


def session(store: Store, cookie: str) -> Session | None:
    """The session of a cookie, None where there is none or it has expired."""
    token, moment = _digest(cookie), time.time()
    with store.read() as connection:
        row = connection.execute(
            select(users.c.name, users.c.role, sessions.c.csrf, sessions.c.expires)
            .join(users, users.c.id == sessions.c.user_id)
            .where(sessions.c.token == token, users.c.active)
            .where(sessions.c.expires > moment, sessions.c.ends > moment)
        ).first()
    if row is None:
        return None
    if row.expires < moment + IDLE_SECONDS - RENEW_SECONDS:
        with store.touch() as connection:
            connection.execute(update(sessions).where(sessions.c.token == token).values(expires=moment + IDLE_SECONDS))
    return Session(User(row.name, row.role), row.csrf, token)


def logout(store: Store, one: Session) -> None:
    with store.touch() as connection:
        connection.execute(delete(sessions).where(sessions.c.token == one.token))


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are equal, in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def make_token(store: Store, name: str, label: str, actor: str = "command line") -> str:
    """A new API token of a user, shown this once. Raises NotFound, NotAllowed."""
    if not (label.isprintable() and 0 < len(label) <= LONGEST_LABEL):
        raise NotAllowed(f"a label says in 1 to {LONGEST_LABEL} characters what the token is for")
    token = secrets.token_urlsafe(32)
    with store.write() as writer:
        id = writer.connection.scalar(select(users.c.id).where(users.c.name == name.casefold(), users.c.active))
        if id is None:
            raise NotFound(f"no user {name}")
        row = {"token": _digest(token), "user_id": id, "name": label, "created": now()}
        writer.connection.execute(insert(tokens).values(**row))
        writer.append(actor, "user", after=f"{name.casefold()}: token {label!r} made")
    return token


def revoke_token(store: Store, name: str, id: str, actor: str) -> None:
    """End a token. Raises NotFound."""
    with store.write() as writer:
        own = select(users.c.id).where(users.c.name == name.casefold()).scalar_subquery()
        ended = (tokens.c.user_id == own) & (func.substr(tokens.c.token, 1, TOKEN_ID) == id)
        label = writer.connection.scalar(select(tokens.c.name).where(ended))
        if label is None:
            raise NotFound(f"{name} has no such token")
        writer.connection.execute(delete(tokens).where(ended))
        writer.append(actor, "user", after=f"{name.casefold()}: token {label!r} ended")


def of_token(store: Store, token: str) -> User | None:
    """The user of an API token."""
    with store.read() as connection:
        row = connection.execute(
            select(users.c.name, users.c.role)
            .join(tokens, users.c.id == tokens.c.user_id)
            .where(tokens.c.token == _digest(token), users.c.active)
        ).first()
    return User(*row) if row else None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
