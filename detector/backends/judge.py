"""Natural-language inference by any transformers sequence classifier with three labels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from detector.backends import hub
from detector.backends.batches import PAD_TO, batches
from detector.backends.loadable import classifier
from detector.config import AUTO
from detector.errors import LabelsUnclear
from detector.types import LABELS

SENTINELS = (
    ("A man is sleeping in his bed.", "A man is asleep.", "entailment"),
    ("A man is sleeping in his bed.", "A man is awake.", "contradiction"),
    ("The bank has cut its rates.", "The bank has lowered its rates.", "entailment"),
    ("The bank has cut its rates.", "The bank has not cut its rates.", "contradiction"),
)


class SequenceClassifierJudge:
    """A Judge over a model folder with config.json, weights and a tokenizer.

    The order of labels is read from the model's own names (id2label), never from a convention, and is then
    probed with sentinel pairs: a model that puts the obvious contradictions under another label is refused.
    """

    def __init__(self, path: Path, max_length: int = 256, backend: str = AUTO):
        from transformers import AutoModelForSequenceClassification

        config, self._order, self._tokenizer, self._model = classifier(
            AutoModelForSequenceClassification, path, "a judge", lambda named: label_order(named, str(path)), backend
        )
        longest = min(max_length, getattr(config, "max_position_embeddings", max_length))
        self._max_length = longest - longest % PAD_TO  # padding may not reach past the model's positions
        self.digest = hub.digest(path)
        self._probe(path)

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """float32 (len(pairs), 3): entailment, neutral, contradiction. Equal pairs are scored once; the longer
        side is cut first when a pair exceeds the model's length. A pair's scores are the same bytes in any company."""
        unique = list(dict.fromkeys(pairs))
        if not unique:
            return np.zeros((0, len(LABELS)), np.float32)
        ids = self._tokenizer(
            [p for p, _ in unique], [h for _, h in unique], truncation="longest_first", max_length=self._max_length
        )
        scores = np.empty((len(unique), len(LABELS)), np.float32)
        with torch.inference_mode():
            for length, rows, filled in batches([len(row) for row in ids["input_ids"]]):
                batch = self._tokenizer.pad(
                    {key: [ids[key][i] for i in filled] for key in ids},
                    padding="max_length",
                    max_length=length,
                    return_tensors="pt",
                )
                probabilities = torch.softmax(self._model(**batch).logits.float(), -1).numpy()
                scores[rows] = probabilities[: len(rows), self._order]
        row = {pair: i for i, pair in enumerate(unique)}
        return scores[[row[pair] for pair in pairs]]

    def _probe(self, path: Path) -> None:
        scores = self.score([(p, h) for p, h, _ in SENTINELS])
        entailment, contradiction = LABELS.index("entailment"), LABELS.index("contradiction")
        margin = sum(
            (1 if label == "contradiction" else -1) * float(row[contradiction] - row[entailment])
            for row, (_, _, label) in zip(scores, SENTINELS, strict=True)
        )
        if margin <= 0:
            raise LabelsUnclear(
                f"{path}: on {len(SENTINELS)} sentinel pairs the label named contradiction does not mean contradiction "
                f"(margin {margin:.2f}); correct id2label in config.json"
            )


def label_order(id2label: dict[int, str], name: str) -> list[int]:
    """The indices of entailment, neutral and contradiction among a model's outputs, by the names it gives them.

    Raises LabelsUnclear unless each of the three is named exactly once.
    """
    named = {int(i): label.strip().lower() for i, label in id2label.items()}
    order = [[i for i, label in named.items() if label == wanted] for wanted in LABELS]
    if len(named) != len(LABELS) or any(len(hits) != 1 for hits in order):
        raise LabelsUnclear(
            f"{name}: labels are {sorted(named.values())}, wanted {', '.join(LABELS)}; "
            "name them in config.json (id2label)"
        )
    return [hits[0] for hits in order]
