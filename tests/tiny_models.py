"""Models of a few thousand weights, made on the spot: real formats and real loaders, no download."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizer

from detector.backends.judge import SENTINELS
from detector.types import LABELS

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
STEPS = 40
POSITIONS = 64


def make_judge(folder: Path) -> Path:
    """A BERT classifier that has learnt the sentinel pairs by heart."""
    torch.manual_seed(5)
    tokenizer = _tokenizer()
    names = dict(enumerate(LABELS))
    model = BertForSequenceClassification(_config(tokenizer, num_labels=3, id2label=names))
    batch = tokenizer([p for p, _, _ in SENTINELS], [h for _, h, _ in SENTINELS], padding=True, return_tensors="pt")
    wanted = torch.tensor([LABELS.index(label) for _, _, label in SENTINELS])
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
    model.train()
    for _ in range(STEPS):
        optimizer.zero_grad()
        model(**batch, labels=wanted).loss.backward()
        optimizer.step()
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_encoder(folder: Path, seed: int = 6) -> Path:
    """A BERT without a head, random."""
    torch.manual_seed(seed)
    tokenizer = _tokenizer()
    BertModel(_config(tokenizer)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def make_embedder(folder: Path) -> Path:
    """A sentence-transformers model, mean pooling, random weights."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer

    encoder = make_encoder(folder.with_name(f"{folder.name}-encoder"))
    transformer = Transformer(str(encoder), max_seq_length=POSITIONS)
    pooling = Pooling(transformer.get_embedding_dimension(), "mean")
    SentenceTransformer(modules=[transformer, pooling], device="cpu").save_pretrained(
        str(folder), create_model_card=False
    )
    return folder


def changed(folder: Path, out: Path, **config: Any) -> Path:
    """A copy of a model with other values in its config.json."""
    shutil.copytree(folder, out)
    record = json.loads((out / "config.json").read_text(encoding="utf-8"))
    (out / "config.json").write_text(json.dumps({**record, **config}), encoding="utf-8")
    return out


def reordered(folder: Path, out: Path, order: tuple[int, ...]) -> Path:
    """A copy of a judge whose outputs stand in another order, names with them."""
    names = {str(new): LABELS[old] for new, old in enumerate(order)}
    changed(folder, out, id2label=names, label2id={label: int(i) for i, label in names.items()})
    weights = load_file(out / "model.safetensors")
    for key in ("classifier.weight", "classifier.bias"):
        weights[key] = weights[key][list(order)].clone()
    save_file(weights, out / "model.safetensors", metadata={"format": "pt"})
    return out


def _tokenizer() -> BertTokenizer:
    told = " ".join(f"{p} {h}" for p, h, _ in SENTINELS).lower()
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *LETTERS, *(f"##{letter}" for letter in LETTERS)]
    whole = sorted({*re.findall(r"\w+|[^\w\s]", told), ":", "|"} - {*pieces})
    return BertTokenizer(vocab={piece: i for i, piece in enumerate([*pieces, *whole])})


def _config(tokenizer: BertTokenizer, **more: Any) -> BertConfig:
    return BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=POSITIONS,
        **more,
    )
