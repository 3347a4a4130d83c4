"""`detector evaluate`: every labelled set that is there, and dossier folders from end to end."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from detector import gold, wiring
from detector.config import Settings
from detector.errors import DataNotFound
from detector.evaluate.funnel import STEPS, Funnel, funnel
from detector.evaluate.pairs import PairFigures, figures, measured, read_pairs
from detector.gold import held_out
from detector.pipeline import Progress, silent
from detector.ports import Judge
from detector.types import LABELS

NEWS_PAIRS = "pairs/news_pairs.train.jsonl.gz"
NOT_CONTRADICTION_SETS = ("claimdiff_stance",)  # its labels are strengthen and weaken


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one evaluation; `models` are the digests of what was measured."""

    models: dict[str, str]
    pairs: tuple[PairFigures, ...]
    dossiers: dict[str, tuple[str, Funnel]]

    def text(self) -> str:
        """Tables for a terminal."""
        lines = [f"{k}: {v}" for k, v in self.models.items()]
        if self.pairs:
            lines += ["", f"{'set':32} {'rows':>6} {'accuracy':>9} {'macro F1':>9}   contradiction P / R / F1"]
        for row in self.pairs:
            c = " / ".join(f"{x:.3f}" for x in row.contradiction) if row.contradiction else "-"
            lines.append(f"{row.name:32} {row.rows:>6} {row.accuracy:>9.3f} {row.macro_f1:>9.3f}   {c}")
        for name, (_, result) in self.dossiers.items():
            total = max(1, result.steps["gold"])
            lines += ["", f"{name}: {result.findings} findings"]
            lines += [f"  {step:10} {result.steps[step]:>5}  {result.steps[step] / total:.3f}" for step in STEPS]
            lines.append("  precision  " + ", ".join(f"at {k}: {p:.2f}" for k, p in result.precision.items()))
            lines.append("  found      " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in result.by_type.items()))
            lines.append("  traps      " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in result.traps.items()))
            lines.append(f"  across dossiers among the first 50: {result.across_dossiers_in_first_50}")
        return "\n".join(lines)

    def json(self) -> str:
        """The same as JSON, floats to four digits."""
        record = {
            "models": self.models,
            "pairs": [asdict(row) for row in self.pairs],
            "dossiers": {
                name: {"sha256": sha, **asdict(result), "recall": result.recall}
                for name, (sha, result) in self.dossiers.items()
            },
        }
        rounded = json.loads(json.dumps(record), parse_float=lambda x: round(float(x), 4))
        return json.dumps(rounded, indent=1, sort_keys=True) + "\n"


def evaluate(
    data: Path, dossiers: tuple[Path, ...], judge_name: str, embedder_name: str, limit: int, progress: Progress = silent
) -> Evaluation:
    """Measure on the sets under `data`/nli/dev, the development slice of the news pairs, and dossier folders
    (`data`/dossiers when none is named). Raises DataNotFound when nothing is there."""
    settings = Settings(judge=judge_name, embedder=embedder_name)
    parts = wiring.parts(settings)
    folders = dossiers or tuple(p for p in (data / "dossiers",) if p.is_dir())
    sets = [p for p in sorted(data.glob("nli/dev/*.jsonl.gz")) if not p.name.startswith(NOT_CONTRADICTION_SETS)]
    news = data / NEWS_PAIRS
    if not (folders or sets or news.is_file()):
        raise DataNotFound(f"no labelled set under {data} (wanted nli/dev/*.jsonl.gz, {NEWS_PAIRS} or dossiers/)")
    rows: list[PairFigures] = []
    for i, path in enumerate(sets):
        rows.append(figures(path.name.removesuffix(".jsonl.gz"), path, parts.judge, limit))
        progress("labelled sets", i + 1, len(sets))
    if news.is_file():
        rows.append(news_pairs(news, parts.judge))
    done = {
        folder.name: (folder_digest(folder), funnel(gold.load([folder]), parts, settings, progress))
        for folder in folders
    }
    return Evaluation(parts.digests, tuple(rows), done)


def news_pairs(path: Path, judge: Judge) -> PairFigures:
    """The judge on the claims of the news pairs that its recipe holds out."""
    rows = [row for row in read_pairs(str(path)) if held_out(row["claim_id"]) and row["label"] in LABELS]
    scores = judge.score([(row["premise"], row["hypothesis"]) for row in rows])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return measured("news_pairs (held out)", [row["label"] for row in rows], scores, digest)


def folder_digest(folder: Path) -> str:
    """A hash of a dossier folder's files: the data's fingerprint."""
    total = hashlib.sha256()
    for file in sorted(folder.glob("*.json")):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]
