"""Sentence embeddings by sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detector.backends import hub
from detector.backends.loadable import loading, require_tokenizer
from detector.backends.precision import default_dtype
from detector.errors import ModelNotUsable

BATCH = 32


class SentenceEmbedder:
    """An Embedder over any sentence-transformers model in a folder."""

    def __init__(self, path: Path):
        from sentence_transformers import SentenceTransformer

        if not (path / "config.json").is_file() and not (path / "modules.json").is_file():
            raise ModelNotUsable(f"{path}: no config.json or modules.json, so not a sentence-transformers model")
        require_tokenizer(path)
        with loading(path, "an embedder"):
            self._model = SentenceTransformer(
                str(path), device="cpu", local_files_only=True, model_kwargs={"dtype": default_dtype()}
            )
        self.digest = hub.digest(path)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (len(texts), dimension), unit rows; equal texts are encoded once."""
        if not texts:
            return np.zeros((0, self._model.get_embedding_dimension() or 0), np.float32)
        unique = list(dict.fromkeys(texts))
        vectors = self._model.encode(
            unique, batch_size=BATCH, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        ).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        row = {text: i for i, text in enumerate(unique)}
        return vectors[[row[text] for text in texts]]
