"""An embedder is any sentence-transformers folder: unit rows, equal texts once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sentence_transformers import SentenceTransformer

from detector.backends.batches import BATCH
from detector.backends.embedder import SentenceEmbedder
from detector.errors import ModelNotUsable

TEXTS = ["The bank has cut its rates.", "A man is asleep.", "", "𝔘nicode — été", "the bank " * 200]
# bfloat16 in batches against float32 one by one: a cosine of 0.999 between the two.
SAME_DIRECTION = 0.999


@pytest.fixture(scope="module")
def embedder(embedder_folder: Path) -> SentenceEmbedder:
    return SentenceEmbedder(embedder_folder)


@pytest.fixture
def copy(embedder_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(embedder_folder, tmp_path / "copied-embedder"))


def test_rows_have_length_1(embedder: SentenceEmbedder) -> None:
    rows = embedder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), 32)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_texts_no_rows(embedder: SentenceEmbedder) -> None:
    rows = embedder.encode([])
    assert rows.shape == (0, 32)
    assert rows.dtype == np.float32


def test_equal_texts_are_encoded_once_in_batches_of_one_size(embedder: SentenceEmbedder) -> None:
    shapes: list[tuple[int, ...]] = []
    counting = embedder._model.register_forward_pre_hook(
        lambda _, args: shapes.append(tuple(args[0]["input_ids"].shape))
    )
    try:
        repeated = embedder.encode(TEXTS * 3)
    finally:
        counting.remove()
    assert {rows for rows, _ in shapes} == {BATCH}
    assert len({length for _, length in shapes}) == len(shapes)
    assert (repeated == np.tile(embedder.encode(TEXTS), (3, 1))).all()


def test_a_text_has_the_same_bytes_in_any_company(embedder: SentenceEmbedder) -> None:
    texts = [f"{text} {n}" for n in range(BATCH) for text in TEXTS]
    whole = embedder.encode(texts)
    for size in (1, 3, BATCH + 1):
        parts = [embedder.encode(texts[i : i + size]) for i in range(0, len(texts), size)]
        assert (np.concatenate(parts) == whole).all()


def test_the_same_direction_as_sentence_transformers_alone(embedder: SentenceEmbedder, embedder_folder: Path) -> None:
    plain = SentenceTransformer(str(embedder_folder), device="cpu", local_files_only=True)
    rows = np.concatenate([plain.encode([text], normalize_embeddings=True) for text in TEXTS])
    assert (embedder.encode(TEXTS) * rows).sum(axis=1).min() > SAME_DIRECTION


def test_more_texts_than_a_batch_come_back_in_their_order(embedder: SentenceEmbedder) -> None:
    texts = [f"the bank has cut {n} rates" for n in range(BATCH + 3)]
    rows = embedder.encode(texts)
    again = embedder.encode(texts[::-1])[::-1]
    assert rows.shape == (BATCH + 3, 32)
    assert (rows == again).all()


def test_the_digest_names_the_content(embedder: SentenceEmbedder, copy: Path) -> None:
    assert SentenceEmbedder(copy).digest == embedder.digest
    (copy / "notes.txt").write_text("another", encoding="utf-8")
    assert SentenceEmbedder(copy).digest != embedder.digest


def _without(*names: str) -> Callable[[Path], None]:
    return lambda folder: [(folder / name).unlink() for name in names]  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (_without("config.json", "modules.json"), r"no config\.json or modules\.json"),
        (_without("config.json"), "cannot be loaded as an embedder"),
        (_without("model.safetensors"), "cannot be loaded as an embedder"),
        (_without("tokenizer.json", "tokenizer_config.json"), "no tokenizer"),
        (lambda folder: shutil.rmtree(folder / "1_Pooling"), "cannot be loaded as an embedder"),
        (lambda folder: (folder / "modules.json").write_text("{"), "cannot be loaded as an embedder"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"x" * 40), "cannot be loaded as an embedder"),
    ],
)
def test_a_folder_that_lacks_something_is_named_with_what_it_lacks(
    copy: Path, damage: Callable[[Path], object], reason: str
) -> None:
    damage(copy)
    with pytest.raises(ModelNotUsable, match=rf"copied-embedder: {reason}"):
        SentenceEmbedder(copy)
