"""A judge that remembers: a killed run does not judge again what it has judged."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from detector.ports import Judge
from detector.types import LABELS

BLOCK = 512  # pairs; the unit of resume. A block is scored and stored whole, so that a resumed run has the same bytes.


class RememberingJudge:
    """A Judge over another one that keeps finished blocks of scores in a SQLite file, keyed by content and model."""

    def __init__(self, judge: Judge, path: Path, advance: Callable[[int], None] = lambda n: None):
        self._judge, self._advance = judge, advance
        self.digest = judge.digest
        path.parent.mkdir(parents=True, exist_ok=True)
        self._store = sqlite3.connect(path)
        self._store.execute("create table if not exists block (key text primary key, scores blob not null)")

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As the judge beneath; calls `advance` with the number of pairs done after each block."""
        parts = [np.zeros((0, len(LABELS)), np.float32)]
        for start in range(0, len(pairs), BLOCK):
            parts.append(self._block(pairs[start : start + BLOCK]))
            self._advance(len(parts[-1]))
        return np.concatenate(parts)

    def close(self) -> None:
        self._store.close()

    def _block(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        key = hashlib.sha256(repr((self.digest, list(pairs))).encode()).hexdigest()
        row = self._store.execute("select scores from block where key = ?", (key,)).fetchone()
        if row:
            return np.frombuffer(row[0], np.float32).reshape(len(pairs), len(LABELS))
        scores = np.ascontiguousarray(self._judge.score(pairs), np.float32)
        with self._store:
            self._store.execute("insert into block values (?, ?)", (key, scores.tobytes()))
        return scores
