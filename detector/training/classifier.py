"""Fine-tuning a classifier, resumable after a kill: of sentence pairs here, of tokens in `tagger`."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch.utils.data import Dataset, Subset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    PreTrainedModel,
    Trainer,
    TrainingArguments,
    set_seed,
)

from detector.training.mixture import LabelledPair
from detector.types import LABELS

FINAL = "final"
POOL = 50  # batches that are sorted by length together


@dataclass(frozen=True, slots=True)
class Schedule:
    """What one stage of training is set to."""

    epochs: float
    batch: int
    learning_rate: float
    warmup: float
    max_length: int
    seed: int
    label_smoothing: float = 0.0
    dropout: float = 0.1
    save_steps: int = 200


class _Pairs(Dataset):
    def __init__(self, pairs: list[LabelledPair], tokenizer, max_length: int):
        self.encodings = tokenizer(
            [p.premise for p in pairs], [p.hypothesis for p in pairs], truncation="longest_first", max_length=max_length
        )["input_ids"]
        self.pairs, self.tokenizer = pairs, tokenizer

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, i: int) -> dict:
        ids = self.encodings[i]
        first = ids.index(self.tokenizer.sep_token_id) + 1
        return {
            "input_ids": ids,
            "attention_mask": [1] * len(ids),
            "token_type_ids": [0] * first + [1] * (len(ids) - first),
            "labels": self.pairs[i].label,
            "length": len(ids),
        }


def fine_tune(base: Path, pairs: list[LabelledPair], schedule: Schedule, work: Path) -> Path:
    """Train `base` on `pairs` and return the folder of the result; a killed run goes on from its last checkpoint."""
    if done := finished(work):
        return done
    tokenizer = AutoTokenizer.from_pretrained(base)
    model = with_new_head(AutoModelForSequenceClassification, base, LABELS, schedule)
    data = _Pairs(pairs, tokenizer, schedule.max_length)
    return trained(model, tokenizer, data, DataCollatorWithPadding(tokenizer, pad_to_multiple_of=16), schedule, work)


def with_new_head(kind: Any, base: Path, labels: Sequence[str], schedule: Schedule) -> PreTrainedModel:
    """The pretrained encoder in `base` under a new head, `kind` an Auto class of transformers.

    Word embeddings stay frozen: they hold half the parameters, and on two cores their gradient costs
    more than it brings.
    """
    set_seed(schedule.seed)  # before the new head gets its weights: the trainer's own seeding comes too late for them
    model = kind.from_pretrained(
        base,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
        attn_implementation="eager",
        attention_probs_dropout_prob=schedule.dropout,
        hidden_dropout_prob=schedule.dropout,
        dtype=torch.float32,
    )
    model.base_model.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


def trained(
    model: PreTrainedModel,
    tokenizer: Any,
    data: Dataset,
    collator: Callable,
    schedule: Schedule,
    work: Path,
    loss: Callable | None = None,
) -> Path:
    """Train a model on `data` (rows with `length`) and return the folder of the result; checkpoints in `work`, a killed
    run goes on from the last. `collator` pads to multiples of 16, so that the CPU kernels see few shapes; `loss` takes
    the model's outputs and the labels, None for the model's own."""
    steps = max(1, int(len(data) / schedule.batch * schedule.epochs))  # type: ignore[arg-type]
    lengths = [data[i]["length"] for i in range(len(data))]  # type: ignore[arg-type]
    arguments = TrainingArguments(
        output_dir=str(work),
        num_train_epochs=schedule.epochs,
        per_device_train_batch_size=schedule.batch,
        learning_rate=schedule.learning_rate,
        warmup_steps=int(steps * schedule.warmup),
        weight_decay=0.01,
        label_smoothing_factor=schedule.label_smoothing,
        train_sampling_strategy="sequential",
        use_cpu=not torch.cuda.is_available(),
        bf16=True,
        seed=schedule.seed,
        save_steps=schedule.save_steps,
        save_total_limit=2,
        logging_steps=50,
        report_to=[],
        dataloader_num_workers=0,
    )
    trainer = Trainer(
        model=model,
        args=arguments,
        train_dataset=Subset(data, arranged(lengths, schedule.batch, schedule.seed)),
        data_collator=collator,
        processing_class=tokenizer,
        compute_loss_func=loss,
    )
    checkpoint = last_checkpoint(work)
    trainer.train(resume_from_checkpoint=str(checkpoint) if checkpoint else None)
    unfinished = work / f"{FINAL}.part"  # a kill while it is written must not leave half a model under the final name
    trainer.save_model(str(unfinished))
    return unfinished.rename(work / FINAL)


def arranged(lengths: Sequence[int], batch: int, seed: int) -> list[int]:
    """The numbers of the rows, each `batch` of them of about one length, the batches in an order drawn by `seed`.

    Grouping by length as transformers does puts the long ones of each fifty batches first: kinds of rows that differ in
    length come in turns, and a tagger with two tasks unlearns each while it sees the other.
    """
    rng = random.Random(seed)
    order = rng.sample(range(len(lengths)), len(lengths))
    pools = [sorted(order[i : i + POOL * batch], key=lengths.__getitem__) for i in range(0, len(order), POOL * batch)]
    batches = [pool[i : i + batch] for pool in pools for i in range(0, len(pool), batch)]
    last = batches.pop() if batches and len(batches[-1]) < batch else []
    rng.shuffle(batches)
    return [*(i for one in batches for i in one), *last]


def finished(work: Path) -> Path | None:
    """The folder of the model that a training in `work` came to, if it is there."""
    return work / FINAL if (work / FINAL / "config.json").is_file() else None


def last_checkpoint(work: Path) -> Path | None:
    """The newest checkpoint that was written to its end: trainer_state.json is the last file of each."""
    whole = [state.parent for state in work.glob("checkpoint-*/trainer_state.json")]
    return max(whole, key=lambda folder: int(folder.name.rpartition("-")[2]), default=None)
