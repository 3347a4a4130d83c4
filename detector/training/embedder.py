"""The embedder, from its base model to the folder that ships: claims about one question lie close."""

from __future__ import annotations

import random
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

from detector.gold import Dossier, held_out
from detector.pair.candidates import in_context
from detector.ports import Attributor
from detector.training.judge import base_model, dossiers


def train_embedder(recipe: Path, data: Path, work: Path, out: Path, attributor: Attributor) -> Path:
    """Fine-tune the base model with in-batch negatives on the claims of listed conflicts and agreements; write the
    model, in half precision, to `out`."""
    import torch
    from datasets import Dataset
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    used = [d for d in dossiers(plan["dossiers"], data) if not held_out(d.id)]
    rows = list(dict.fromkeys(pair for d in used for pair in neighbours(d, attributor)))
    random.Random(plan["seed"]).shuffle(rows)
    model = SentenceTransformer(
        str(base_model(plan["base"])), device="cpu", local_files_only=True, model_kwargs={"dtype": torch.float32}
    )
    model.max_seq_length = plan["max_length"]
    model[0].auto_model.embeddings.word_embeddings.weight.requires_grad_(False)
    trainer = SentenceTransformerTrainer(
        model=model,
        args=SentenceTransformerTrainingArguments(
            output_dir=str(work),
            num_train_epochs=plan["epochs"],
            per_device_train_batch_size=plan["batch"],
            learning_rate=plan["learning_rate"],
            warmup_steps=20,
            seed=plan["seed"],
            bf16=True,
            use_cpu=True,
            save_strategy="no",
            report_to=[],
        ),
        train_dataset=Dataset.from_dict({"anchor": [a for a, _ in rows], "positive": [b for _, b in rows]}),
        loss=MultipleNegativesRankingLoss(model),
    )
    trainer.train()
    model.half().save_pretrained(str(out), create_model_card=False)
    shutil.rmtree(work, ignore_errors=True)
    return out


def neighbours(dossier: Dossier, attributor: Attributor) -> Iterator[tuple[str, str]]:
    """Texts of claims in context that belong together: the sides of the dossier's conflicts and agreements."""
    texts = {d.id: d.text for d in dossier.documents}
    claims = [claim for found, _ in attributor.claims_of_each(dossier.documents) for claim in found]
    for pair in (*dossier.conflicts, *dossier.agreements):
        a = next((c for c in claims if pair.a.covered_by(c)), None)
        b = next((c for c in claims if pair.b.covered_by(c)), None)
        if a is not None and b is not None and a is not b:
            yield in_context(a, texts[a.document_id]), in_context(b, texts[b.document_id])
