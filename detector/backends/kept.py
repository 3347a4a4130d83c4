"""Finished work in a SQLite file, found again by what it was made of: a killed run does not do it twice."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from detector.errors import DetectorError

_ASK = "select value from work where key = ?"


def key(*parts: str) -> bytes:
    """The key of what was made of these parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).digest()


class Kept:
    """Values by key. A file that is damaged is dropped and begun anew: all that it holds can be made again."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._store = path, _opened(path)

    def known(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values of those keys that are there. Raises DetectorError."""
        try:
            rows = ((one, self._store.execute(_ASK, (one,)).fetchone()) for one in keys)
            return {one: row[0] for one, row in rows if row}
        except sqlite3.Error as error:
            raise DetectorError(f"{self._path}: cannot be read ({error})") from error

    def keep(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        """Add keys with their values, all or none. Raises DetectorError."""
        try:
            with self._store:
                self._store.executemany("insert or replace into work values (?, ?)", rows)
        except sqlite3.Error as error:
            raise DetectorError(f"{self._path}: finished work cannot be kept ({error})") from error

    def close(self) -> None:
        self._store.close()


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _checked(path)
    except sqlite3.OperationalError as error:  # locked, no room, no permission: the file may be sound
        raise DetectorError(f"{path}: cannot be opened ({error})") from error
    except sqlite3.DatabaseError:
        for file in (path, path.with_name(path.name + "-journal")):
            file.unlink(missing_ok=True)
        return _checked(path)


def _checked(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path)
    try:
        if store.execute("pragma quick_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError(f"{path} is damaged")
        store.execute("create table if not exists work (key blob primary key, value blob not null) without rowid")
    except sqlite3.DatabaseError:
        store.close()
        raise
    return store
