"""Opens the store: SQLite in a file by default, PostgreSQL by its URL; brings its tables up to date."""

from __future__ import annotations

import os
import secrets
import stat
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from detector.review import schema
from detector.review.errors import QueueNotReady
from detector.review.ledger import GENESIS, Event

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
POOL = 20
DEFAULTS = {"second share": "0.1", "slice share": "0.1"}


def now() -> str:
    """The time of an event: ISO 8601 in UTC with microseconds."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Writer:
    """One transaction that may append events. The chain's head is locked from its beginning to its end."""

    connection: Connection
    seq: int
    prev: str
    pending: list[Event] = field(default_factory=list)

    def append(
        self,
        actor: str,
        action: str,
        *,
        item: str = "",
        version: int = 0,
        before: str = "",
        after: str = "",
        reason: str = "",
        makers: str = "",
        batch: str = "",
        undoes: int = 0,
        at: str = "",
    ) -> Event:
        """Chain an event; it is written when the transaction ends."""
        made = Event(
            self.seq + 1, at or now(), actor, action, item, version, before, after, reason, makers, batch, undoes
        ).sealed(self.prev)
        self.seq, self.prev = made.seq, made.hash
        self.pending.append(made)
        return made

    @property
    def next_seq(self) -> int:
        return self.seq + 1

    def flush(self) -> None:
        if not self.pending:
            return
        rows = [{name: getattr(one, name) for name in Event.__slots__} for one in self.pending]
        self.connection.execute(insert(schema.events), rows)
        self.connection.execute(update(schema.head).values(seq=self.seq, hash=self.prev))
        self.pending.clear()


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Reads see one consistent state; writers take turns."""

    engine: Engine
    salt: str
    turn: AbstractContextManager[object]  # SQLite's own wait is a sleep that grows; in one process writers queue here

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees the store as it was at its first query, whatever others write meanwhile."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's are so by themselves
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @contextmanager
    def touch(self) -> Iterator[Connection]:
        """A transaction that writes what is not in the log: sessions, leases."""
        with self.turn, self.engine.connect().execution_options(write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Writer]:
        """A transaction that may append events; all of it happens or none."""
        with self.touch() as connection:
            seq, prev = connection.execute(select(schema.head.c.seq, schema.head.c.hash).with_for_update()).one()
            writer = Writer(connection, seq, prev)
            yield writer
            writer.flush()

    def setting(self, name: str) -> str:
        with self.read() as connection:
            return str(connection.scalar(select(schema.store.c.value).where(schema.store.c.name == name)))

    def set(self, name: str, value: str, actor: str) -> None:
        """Change a setting; the change is an event."""
        with self.write() as writer:
            table = schema.store
            before = writer.connection.scalar(select(table.c.value).where(table.c.name == name))
            writer.connection.execute(update(table).where(table.c.name == name).values(value=value))
            writer.append(actor, "setting", before=f"{name}={before}", after=f"{name}={value}")

    def close(self) -> None:
        self.engine.dispose()


def address(text: str) -> URL:
    """The URL of a store from what the user gave: a URL, a path of an SQLite file, or @FILE that holds either.

    Raises QueueNotReady for a kind of database that is not supported, and for a password anywhere but in a file that
    only its owner can read or in the environment.
    """
    in_file = text.startswith("@")
    if in_file:
        text = _secret(Path(text[1:]))
    try:
        url = make_url(text if "://" in text else f"sqlite:///{text}")
    except (ArgumentError, ValueError) as error:
        raise QueueNotReady(f"not the URL of a store: {text.split('@')[-1]}") from error
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        url = url.set(drivername="postgresql+psycopg")
    elif url.drivername != "sqlite":
        raise QueueNotReady(f"{url.drivername}: the store is sqlite or postgresql")
    elif not url.database or url.database == ":memory:":
        raise QueueNotReady("the SQLite store needs a file: sqlite:///queue.db")
    if url.password and not in_file and os.environ.get("DETECTOR_QUEUE") != text:
        raise QueueNotReady(
            "a password on the command line can be read by every user of this machine; put the URL into the "
            "environment as DETECTOR_QUEUE, or into a file that only you can read and give --queue @FILE"
        )
    return url


def _secret(path: Path) -> str:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise QueueNotReady(f"cannot read {path}") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise QueueNotReady(f"{path} can be read by others; chmod 600 {path}")
    return text


def connect(url: URL) -> Engine:
    """An engine for a store, with what each database needs to be safe with many writers."""
    in_file = url.drivername == "sqlite"
    options = {"timeout": BUSY_SECONDS, "check_same_thread": False} if in_file else {"connect_timeout": 10}
    engine = create_engine(url, connect_args=options, pool_size=POOL, max_overflow=POOL, pool_pre_ping=not in_file)
    if in_file:
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]
    connection.isolation_level = None  # BEGIN is ours: a reader must not become a writer halfway
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def migrations(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def revision(engine: Engine) -> str:
    """The migration that the store is at, "" for a new one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def migrate(engine: Engine, target: str = "head") -> None:
    """Bring the tables up to a migration."""
    command.upgrade(migrations(engine), target)


def downgrade(engine: Engine, target: str) -> None:
    """Take the tables back to a migration."""
    command.downgrade(migrations(engine), target)


def open_store(text: str, *, create: bool = True) -> Store:
    """Open the store at a URL and bring it up to date. Raises QueueNotReady."""
    url = address(text)
    if url.drivername == "sqlite" and not create and not Path(str(url.database)).exists():
        raise QueueNotReady(f"{url.database}: no such store; `detector serve` or `detector queue import` makes it")
    engine = connect(url)
    try:
        if url.drivername == "sqlite":
            Path(str(url.database)).touch(0o600)  # before anything is in it, its log files take the same mode
        known = {one.revision for one in ScriptDirectory.from_config(migrations(engine)).walk_revisions()}
        at = revision(engine)
        if at and at not in known:
            raise QueueNotReady(f"the store was made by a newer version (migration {at}); update this program")
        migrate(engine)
        salt = _settings(engine)
    except QueueNotReady:
        engine.dispose()
        raise
    except DBAPIError as error:
        engine.dispose()
        raise QueueNotReady(f"cannot open the store {url.render_as_string()}: {error.orig}") from error
    except (SQLAlchemyError, NoSuchModuleError, OSError) as error:
        engine.dispose()
        raise QueueNotReady(f"cannot open the store {url.render_as_string()}: {error}") from error
    if url.drivername == "sqlite":
        Path(str(url.database)).chmod(0o600)
    return Store(engine, salt, threading.Lock() if url.drivername == "sqlite" else nullcontext())


def _settings(engine: Engine) -> str:
    """The salt that the store draws its samples with, made with the store."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        query = select(schema.store.c.value).where(schema.store.c.name == "salt")
        salt = connection.scalar(query)
        if salt is None:
            fresh = {**DEFAULTS, "salt": secrets.token_hex(16)}
            rows: Sequence[dict[str, str]] = [{"name": name, "value": value} for name, value in fresh.items()]
            # Two servers may open a new store at once.
            connection.execute(inserting(connection, schema.store).on_conflict_do_nothing(), rows)
            head = {"id": 1, "seq": 0, "hash": GENESIS}
            connection.execute(inserting(connection, schema.head).on_conflict_do_nothing(), [head])
            salt = connection.scalar(query)
        return str(salt)


def inserting(connection: Connection, table: Table) -> Any:
    """An INSERT into a table that can say what happens on a conflict, in the words of the connection's database."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)
