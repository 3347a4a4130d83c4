"""Fine-tuning a token classifier on tagged windows, resumable after a kill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cross_entropy
from torch.utils.data import Dataset
from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification

from detector.backends.tagging import IGNORED, LABELS, TAGS
from detector.training.classifier import Schedule, finished, trained, with_new_head


@dataclass(frozen=True, slots=True)
class TaggedWindow:
    """Word pieces with special tokens, the segment of each, and its label: an index into LABELS, at [CLS] a stance, or
    IGNORED."""

    ids: tuple[int, ...]
    segments: tuple[int, ...]
    labels: tuple[int, ...]


class _Windows(Dataset):
    def __init__(self, windows: Sequence[TaggedWindow]):
        self.windows = windows

    def __len__(self) -> int:
        return len(self.windows)

    def __getitem__(self, i: int) -> dict:
        one = self.windows[i]
        return {
            "input_ids": list(one.ids),
            "attention_mask": [1] * len(one.ids),
            "token_type_ids": list(one.segments),
            "labels": list(one.labels),
            "length": len(one.ids),
        }


def fine_tune(base: Path, windows: Sequence[TaggedWindow], schedule: Schedule, work: Path) -> Path:
    """Train `base` to tag `windows` and return the folder of the result; a killed run goes on from its last
    checkpoint."""
    if done := finished(work):
        return done
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = with_new_head(AutoModelForTokenClassification, base, LABELS, schedule)
    collator = DataCollatorForTokenClassification(tokenizer, pad_to_multiple_of=16)
    return trained(model, tokenizer, _Windows(windows), collator, schedule, work, loss)


def loss(outputs: Any, labels: torch.Tensor, num_items_in_batch: int | None = None) -> torch.Tensor:
    """Mean cross-entropy of the tags, plus that of the stances at [CLS] where there are any: one stance among a hundred
    tags must not drown in their mean. Neither competes with the other's labels."""
    logits = outputs["logits"].float()
    tags, stances = labels[:, 1:], labels[:, 0]
    return _mean(logits[:, 1:, : len(TAGS)], tags) + _mean(
        logits[:, 0, len(TAGS) :], torch.where(stances == IGNORED, IGNORED, stances - len(TAGS))
    )


def _mean(logits: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    total = cross_entropy(logits.flatten(0, -2), labels.flatten(), ignore_index=IGNORED, reduction="sum")
    return total / (labels != IGNORED).sum().clamp(min=1)
