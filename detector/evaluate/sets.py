"""The labelled sets that a judge is measured on, each with its fingerprint."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from detector import contrast
from detector.backends import hub
from detector.contrast import LABEL_OF
from detector.evaluate.pairs import NOT_ENTAILED, read_pairs
from detector.gold import held_out
from detector.types import LABELS

NEWS_PAIRS = "pairs/news_pairs.train.jsonl.gz"
CONTRAST = "judge/data/contrast"
NOT_CONTRADICTION_SETS = ("claimdiff_stance",)  # its labels are strengthen and weaken


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Pairs of premise and hypothesis with their labels (three, or entailment against not_entailment)."""

    name: str
    sha256: str
    pairs: tuple[tuple[str, str], ...]
    labels: tuple[str, ...]

    def first(self, limit: int) -> LabelledSet:
        """Its first rows, at most `limit`."""
        return LabelledSet(self.name, self.sha256, self.pairs[:limit], self.labels[:limit])


def public_sets(data: Path, limit: int) -> list[LabelledSet]:
    """The first `limit` rows of every set under `data`/nli/dev whose labels are known."""
    files = [p for p in sorted(data.glob("nli/dev/*.jsonl.gz")) if not p.name.startswith(NOT_CONTRADICTION_SETS)]
    return [
        _of(file.name.removesuffix(".jsonl.gz"), file, [r for r in read_pairs(str(file)) if _known(r)][:limit])
        for file in files
    ]


def news_pairs(path: Path) -> LabelledSet:
    """The claims of the news pairs that the judge's recipe holds out."""
    rows = [r for r in read_pairs(str(path)) if held_out(r["claim_id"]) and r["label"] in LABELS]
    return _of("news_pairs (held out)", path, rows)


def contrast_pairs(folder: Path) -> LabelledSet:
    """The contrast sets that the judge's recipe holds out, bare."""
    rows = [row for found in contrast.load([folder]) if held_out(found.id) for row in found.pairs()]
    return LabelledSet(
        "contrast sets (held out)",
        digest(*sorted(folder.glob("*.jsonl"))),
        tuple((premise, hypothesis) for premise, hypothesis, _ in rows),
        tuple(LABEL_OF[kind] for _, _, kind in rows),
    )


def labelled_sets(data: Path, limit: int) -> list[LabelledSet]:
    """Every set that is there, those that ship with the judge included."""
    found = public_sets(data, limit)
    if (data / NEWS_PAIRS).is_file():
        found.append(news_pairs(data / NEWS_PAIRS))
    return [*found, contrast_pairs(hub.shipped(CONTRAST))]


def digest(*files: Path) -> str:
    """A hash of the content of some files: the data's fingerprint."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()[:16]


def _known(row: dict) -> bool:
    return row.get("label") in (*LABELS, NOT_ENTAILED)


def _of(name: str, path: Path, rows: list[dict]) -> LabelledSet:
    return LabelledSet(
        name, digest(path), tuple((r["premise"], r["hypothesis"]) for r in rows), tuple(r["label"] for r in rows)
    )
