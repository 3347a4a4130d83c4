"""Fixtures of the queue: an empty one on each database, and a small one about invented disputes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from made_queue import postgresql, postgresql_programs, write_many

from detector.review import users
from detector.review.importing import import_folder
from detector.review.store import Store, open_store
from detector.review.users import User

PASSWORD = "gates of Harl"
users._HASHER = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # the real cost is not what is tested
_numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A real PostgreSQL server."""
    if postgresql_programs() is None:
        pytest.skip("no PostgreSQL server; apt-get install postgresql to run this test")
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'queue.db'}"
    import psycopg

    base, name = request.getfixturevalue("server"), f"queue{next(_numbers)}"
    with psycopg.connect(base + "postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return str(base + name)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store without findings in which nothing is drawn for a second reader."""
    opened = open_store(url)
    opened.set("second share", "0", "test")
    yield opened
    opened.close()


@pytest.fixture
def full(store: Store, tmp_path: Path) -> Store:
    """A store with forty findings."""
    import_folder(store, write_many(tmp_path / "many", 40, gated=10))
    return store


@pytest.fixture
def ann(store: Store) -> User:
    return users.add(store, "ann", "editor", PASSWORD)


@pytest.fixture
def bo(store: Store) -> User:
    return users.add(store, "bo", "editor", PASSWORD)


@pytest.fixture
def chief(store: Store) -> User:
    return users.add(store, "chief", "admin", PASSWORD)
