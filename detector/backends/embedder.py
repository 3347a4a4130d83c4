"""Sentence embeddings by sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from detector.backends import hub
from detector.backends.batches import PAD_TO, batches
from detector.backends.compiled import placed
from detector.backends.loadable import loading, require_tokenizer
from detector.backends.precision import dtype_of, resolved
from detector.config import AUTO
from detector.errors import ModelNotUsable

PORTION = 4096  # texts whose word pieces are held at once
OUTPUT = "sentence_embedding"


class SentenceEmbedder:
    """An Embedder over any sentence-transformers model of texts in a folder, computed by `backend`."""

    def __init__(self, path: Path, backend: str = AUTO):
        from sentence_transformers import SentenceTransformer

        backend = resolved(backend)
        if not (path / "config.json").is_file() and not (path / "modules.json").is_file():
            raise ModelNotUsable(f"{path}: no config.json or modules.json, so not a sentence-transformers model")
        require_tokenizer(path)
        with loading(path, "an embedder"):
            self._model = SentenceTransformer(
                str(path), device="cpu", local_files_only=True, model_kwargs={"dtype": dtype_of(backend)}
            ).eval()
        self._forward = placed(_Named(self._model), backend, self._pieces([""] * 2), OUTPUT)
        self.digest = hub.digest(path)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 (len(texts), dimension), unit rows; equal texts are encoded once. A text's vector is the same bytes
        in any company."""
        unique = list(dict.fromkeys(texts))
        vectors = np.zeros((len(unique), self._model.get_embedding_dimension() or 0), np.float32)
        for start in range(0, len(unique), PORTION):
            vectors[start : start + PORTION] = self._encoded(unique[start : start + PORTION])
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        row = {text: i for i, text in enumerate(unique)}
        return vectors[[row[text] for text in texts]]

    def _encoded(self, texts: list[str]) -> np.ndarray:
        pieces = self._pieces(texts)
        found = np.zeros((len(texts), self._model.get_embedding_dimension() or 0), np.float32)
        lengths = pieces["attention_mask"].sum(1).tolist()
        left = self._model.tokenizer.padding_side == "left"
        with torch.inference_mode():
            for length, rows, filled in batches(lengths, self._model.max_seq_length):
                width = slice(-length, None) if left else slice(length)
                batch = {name: tensor[filled, width].contiguous() for name, tensor in pieces.items()}
                vectors = torch.nn.functional.normalize(self._forward(**batch)[OUTPUT], p=2, dim=1)
                found[rows] = vectors[: len(rows)].float().numpy()
        return found

    def _pieces(self, texts: list[str]) -> dict[str, torch.Tensor]:
        """The model's input for texts, all padded alike, to a multiple of PAD_TO."""
        told = self._model.preprocess(
            texts,
            prompt=self._model.prompts.get(self._model.default_prompt_name or ""),
            processing_kwargs={"text": {"padding": "longest", "pad_to_multiple_of": PAD_TO}},
        )
        return {name: value for name, value in told.items() if isinstance(value, torch.Tensor) and value.ndim == 2}


class _Named(torch.nn.Module):
    """A sentence-transformers model that takes its input by name, as transformers does."""

    def __init__(self, model: Any):
        super().__init__()
        self._model = model

    def forward(self, **features: torch.Tensor) -> dict[str, torch.Tensor]:
        return self._model(features)
