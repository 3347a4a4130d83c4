"""The sentence pairs a stage of the judge's recipe learns from: files, caps per label, held-out slices."""

from __future__ import annotations

import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detector.gold import held_out
from detector.types import LABELS


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """A premise and a hypothesis with the index of their label in LABELS."""

    premise: str
    hypothesis: str
    label: int


def read_jsonl(path: Path) -> Iterator[dict]:
    """The objects of a JSON Lines file, gzip or plain."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def source_pairs(root: Path, source: dict, seed: int) -> list[LabelledPair]:
    """The pairs of one `sources` entry: `file`, `cap` (rows a label), `strangers` (evidence set beside
    another row's claim, as neutrals), `hold_out` (field whose development groups are left out)."""
    rows = list(read_jsonl(root / source["file"]))
    rng = random.Random(f"{seed}:{source['file']}")
    rng.shuffle(rows)
    field = source.get("hold_out")
    learnt = [row for row in rows if not (field and held_out(row[field]))]
    by_label: dict[str, list[LabelledPair]] = defaultdict(list)
    for row in learnt:
        if row["label"] in LABELS:
            by_label[row["label"]].append(LabelledPair(row["premise"], row["hypothesis"], LABELS.index(row["label"])))
    cap = source.get("cap")
    pairs = [pair for label in LABELS for pair in by_label[label][:cap]]
    neutral = LABELS.index("neutral")
    for _ in range(source.get("strangers", 0)):
        one, other = rng.sample(learnt, 2)
        if one["premise"] != other["premise"]:
            pairs.append(LabelledPair(one["premise"], other["hypothesis"], neutral))
    return pairs


def stage_pairs(root: Path, sources: list[dict], seed: int) -> list[LabelledPair]:
    """All pairs of a stage in a seeded order."""
    pairs = [pair for source in sources for pair in source_pairs(root, source, seed)]
    random.Random(seed).shuffle(pairs)
    return pairs
