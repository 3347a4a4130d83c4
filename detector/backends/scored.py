"""A judge that remembers: a killed run does not judge again what it has judged."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detector.errors import DetectorError
from detector.ports import Judge
from detector.types import LABELS


class RememberingJudge:
    """A Judge over another one that keeps the scores of each call in a SQLite file, keyed by content and model.

    A call is stored whole or not at all, so that a resumed run has the same bytes as one that was not killed. A
    file that is damaged is dropped and begun anew: all that it holds can be judged again.
    """

    def __init__(self, judge: Judge, path: Path):
        self._judge = judge
        self.digest = judge.digest
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._store = path, _opened(path)

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As the judge beneath."""
        key = hashlib.sha256(repr((self.digest, list(pairs))).encode("utf-8", "surrogatepass")).hexdigest()
        row = self._asked(key)
        if row and len(row[0]) == len(pairs) * len(LABELS) * np.float32().itemsize:
            return np.frombuffer(row[0], np.float32).reshape(len(pairs), len(LABELS))
        scores = np.ascontiguousarray(self._judge.score(pairs), np.float32)
        try:
            with self._store:
                self._store.execute("insert or replace into block values (?, ?)", (key, scores.tobytes()))
        except sqlite3.Error as error:
            raise DetectorError(f"{self._path}: scores cannot be kept ({error})") from error
        return scores

    def _asked(self, key: str) -> tuple[bytes] | None:
        try:
            return self._store.execute("select scores from block where key = ?", (key,)).fetchone()
        except sqlite3.Error as error:
            raise DetectorError(f"{self._path}: cannot be read ({error})") from error

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
        store.execute("create table if not exists block (key text primary key, scores blob not null)")
    except sqlite3.DatabaseError:
        store.close()
        raise
    return store
