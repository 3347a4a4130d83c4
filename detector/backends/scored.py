"""A judge that remembers: a killed run does not judge again what it has judged."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detector.ports import Judge
from detector.types import LABELS


class RememberingJudge:
    """A Judge over another one that keeps the scores of each call in a SQLite file, keyed by content and model.

    A call is stored whole or not at all, so that a resumed run has the same bytes as one that was not killed.
    """

    def __init__(self, judge: Judge, path: Path):
        self._judge = judge
        self.digest = judge.digest
        path.parent.mkdir(parents=True, exist_ok=True)
        self._store = sqlite3.connect(path)
        self._store.execute("create table if not exists block (key text primary key, scores blob not null)")

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As the judge beneath."""
        key = hashlib.sha256(repr((self.digest, list(pairs))).encode("utf-8", "surrogatepass")).hexdigest()
        row = self._store.execute("select scores from block where key = ?", (key,)).fetchone()
        if row:
            return np.frombuffer(row[0], np.float32).reshape(len(pairs), len(LABELS))
        scores = np.ascontiguousarray(self._judge.score(pairs), np.float32)
        with self._store:
            self._store.execute("insert or ignore into block values (?, ?)", (key, scores.tobytes()))
        return scores

    def close(self) -> None:
        self._store.close()
