"""Embedders and attributors that remember: nothing is made twice, and what comes back is what was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from fakes import LineAttributor, WordEmbedder
from made import MILL_1, MILL_2, MILL_3, article

from detector.backends.attributed import Reading, RememberingAttributor
from detector.backends.embedded import RememberingEmbedder
from detector.types import Document

DOCUMENTS = [article(f"m{i}", text) for i, text in enumerate((MILL_1, MILL_2, MILL_3))]
TEXTS = ["the gate", "the mill", "the gate", "dust"]


class Counting(WordEmbedder):
    """An Embedder that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return super().encode(texts)


class Reader(LineAttributor):
    """An Attributor that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[Reading]:
        self.asked += [document.id for document in documents]
        return super().claims_of_each(documents)


def test_a_text_is_embedded_once_and_its_vector_stays_the_same(tmp_path: Path) -> None:
    first, second = Counting(), Counting()
    one = RememberingEmbedder(first, tmp_path / "vectors.sqlite")
    whole = one.encode(TEXTS)
    assert (whole == WordEmbedder().encode(TEXTS)).all()
    assert first.asked == ["the gate", "the mill", "dust"]
    two = RememberingEmbedder(second, tmp_path / "vectors.sqlite")
    assert (two.encode([*TEXTS, "new"])[: len(TEXTS)] == whole).all()
    assert second.asked == ["new"]
    assert two.encode([]).shape == (0, whole.shape[1])
    one.close()
    two.close()


def test_a_document_is_read_once(tmp_path: Path) -> None:
    first, second = Reader(), Reader()
    one = RememberingAttributor(first, tmp_path / "claims.sqlite", "code")
    whole = list(one.claims_of_each(DOCUMENTS[:2]))
    two = RememberingAttributor(second, tmp_path / "claims.sqlite", "code")
    assert list(two.claims_of_each(DOCUMENTS)) == list(LineAttributor().claims_of_each(DOCUMENTS))
    assert whole == list(LineAttributor().claims_of_each(DOCUMENTS[:2]))
    assert second.asked == ["m2"]
    one.close()
    two.close()


def test_what_other_code_has_read_is_read_again(tmp_path: Path) -> None:
    list(RememberingAttributor(Reader(), tmp_path / "claims.sqlite", "code").claims_of_each(DOCUMENTS))
    again = Reader()
    list(RememberingAttributor(again, tmp_path / "claims.sqlite", "other code").claims_of_each(DOCUMENTS))
    assert again.asked == ["m0", "m1", "m2"]
