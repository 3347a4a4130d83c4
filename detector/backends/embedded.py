"""An embedder that remembers: a killed run does not embed again what it has embedded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detector.backends.kept import Kept, key
from detector.ports import Embedder

PORTION = 1024  # texts embedded before their vectors are kept


class RememberingEmbedder:
    """An Embedder over another one that keeps every vector in a SQLite file, keyed by text, model and
    `arithmetic`, which names all else that the bytes hang on."""

    def __init__(self, embedder: Embedder, path: Path, portion: int = PORTION, arithmetic: str = ""):
        self._embedder, self._portion, self._arithmetic = embedder, portion, arithmetic
        self.digest = embedder.digest
        self._kept = Kept(path)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """As the embedder beneath, which is asked for what is not known."""
        keys = {text: key(self.digest, self._arithmetic, text) for text in texts}
        held = self._kept.known(keys.values())
        vectors = {text: np.frombuffer(held[k], np.float32) for text, k in keys.items() if k in held}
        new = [text for text in keys if text not in vectors]
        for start in range(0, len(new), self._portion):
            some = new[start : start + self._portion]
            rows = np.ascontiguousarray(self._embedder.encode(some), np.float32)
            self._kept.keep([(keys[text], row.tobytes()) for text, row in zip(some, rows, strict=True)])
            vectors.update(zip(some, rows, strict=True))
        if not texts:
            return self._embedder.encode([])
        return np.stack([vectors[text] for text in texts])

    def close(self) -> None:
        self._kept.close()
