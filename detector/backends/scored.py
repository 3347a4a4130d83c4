"""A judge that remembers: a killed run does not judge again what it has judged."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from detector.errors import DetectorError
from detector.ports import Judge, SpreadJudge
from detector.types import LABELS

PORTION = 1024  # pairs judged before their scores are kept: what a killed run does again at most
_BYTES = len(LABELS) * np.float32().itemsize
_ASK = "select scores from pair where key = ?"


class RememberingJudge:
    """A Judge over another one that keeps the scores of each pair in a SQLite file, keyed by content and model.

    What a pair scores does not hang on its company (the judges see to that), so that a resumed run has the same bytes
    as one that was not killed. A file that is damaged is dropped and begun anew: all that it holds can be judged again.
    """

    def __init__(self, judge: Judge, path: Path):
        self._judge = judge
        self.digest = judge.digest
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._store = path, _opened(path)

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As the judge beneath, which is asked for what is not known."""
        keys = {pair: self._key(pair) for pair in pairs}
        known = self._known(keys)
        new = [pair for pair in keys if pair not in known]
        for some, rows in self._judged(new):
            scores = np.ascontiguousarray(rows, np.float32)
            self._keep([(keys[pair], row.tobytes()) for pair, row in zip(some, scores, strict=True)])
            known.update(zip(some, scores, strict=True))
        return np.array([known[pair] for pair in pairs], np.float32).reshape(len(pairs), len(LABELS))

    def _judged(self, pairs: list[tuple[str, str]]) -> Iterator[tuple[list[tuple[str, str]], np.ndarray]]:
        """The rows of pairs, portion by portion."""
        if isinstance(self._judge, SpreadJudge):
            for numbers, rows in self._judge.scores(pairs):
                yield [pairs[i] for i in numbers], rows
            return
        for start in range(0, len(pairs), PORTION):
            some = pairs[start : start + PORTION]
            yield some, self._judge.score(some)

    def _key(self, pair: tuple[str, str]) -> bytes:
        return hashlib.sha256("\x1f".join((self.digest, *pair)).encode("utf-8", "surrogatepass")).digest()

    def _known(self, keys: dict[tuple[str, str], bytes]) -> dict[tuple[str, str], np.ndarray]:
        try:
            rows = {pair: self._store.execute(_ASK, (key,)).fetchone() for pair, key in keys.items()}
        except sqlite3.Error as error:
            raise DetectorError(f"{self._path}: cannot be read ({error})") from error
        return {pair: np.frombuffer(row[0], np.float32) for pair, row in rows.items() if row and len(row[0]) == _BYTES}

    def _keep(self, rows: list[tuple[bytes, bytes]]) -> None:
        try:
            with self._store:
                self._store.executemany("insert or replace into pair values (?, ?)", rows)
        except sqlite3.Error as error:
            raise DetectorError(f"{self._path}: scores cannot be kept ({error})") from error

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
        store.execute("create table if not exists pair (key blob primary key, scores blob not null) without rowid")
    except sqlite3.DatabaseError:
        store.close()
        raise
    return store
