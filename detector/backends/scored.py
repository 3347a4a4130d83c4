"""A judge that remembers: a killed run does not judge again what it has judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from detector.backends.kept import Kept, key
from detector.ports import Judge, SpreadJudge
from detector.types import LABELS

PORTION = 1024  # pairs judged before their scores are kept: what a killed run does again at most
_BYTES = len(LABELS) * np.float32().itemsize


class RememberingJudge:
    """A Judge over another one that keeps the scores of each pair in a SQLite file, keyed by content, model and
    `arithmetic`, which names all else that the bytes hang on.

    What a pair scores does not hang on its company (the judges see to that), so that a resumed run has the same bytes
    as one that was not killed.
    """

    def __init__(self, judge: Judge, path: Path, arithmetic: str = ""):
        self._judge, self._arithmetic = judge, arithmetic
        self.digest = judge.digest
        self._kept = Kept(path)

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """As the judge beneath, which is asked for what is not known."""
        keys = {pair: key(self.digest, self._arithmetic, *pair) for pair in pairs}
        held = self._kept.known(keys.values())
        known = {
            pair: np.frombuffer(held[k], np.float32) for pair, k in keys.items() if len(held.get(k, b"")) == _BYTES
        }
        new = [pair for pair in keys if pair not in known]
        for some, rows in self._judged(new):
            scores = np.ascontiguousarray(rows, np.float32)
            self._kept.keep([(keys[pair], row.tobytes()) for pair, row in zip(some, scores, strict=True)])
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

    def close(self) -> None:
        self._kept.close()
