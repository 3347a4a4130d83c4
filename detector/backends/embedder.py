"""Sentence embeddings by sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detector.backends import hub
from detector.backends.batches import batches
from detector.backends.loadable import loading, require_tokenizer
from detector.backends.precision import default_dtype
from detector.errors import ModelNotUsable


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
        """float32 (len(texts), dimension), unit rows; equal texts are encoded once. A text's vector is the same bytes
        in any company."""
        unique = list(dict.fromkeys(texts))
        vectors = np.zeros((len(unique), self._model.get_embedding_dimension() or 0), np.float32)
        for length, rows, filled in batches(self._lengths(unique), self._model.max_seq_length):
            vectors[rows] = self._model.encode(
                [unique[i] for i in filled],
                batch_size=len(filled),
                normalize_embeddings=True,
                convert_to_numpy=True,
                show_progress_bar=False,
                processing_kwargs={"text": {"padding": "max_length", "max_length": length}},
            )[: len(rows)]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        row = {text: i for i, text in enumerate(unique)}
        return vectors[[row[text] for text in texts]]

    def _lengths(self, texts: list[str]) -> list[int]:
        """The word pieces of each text, special tokens included."""
        if not texts:
            return []
        ids = self._model.tokenizer(texts, truncation=True, max_length=self._model.max_seq_length)["input_ids"]
        return [len(row) for row in ids]
