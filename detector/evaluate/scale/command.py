"""`make scale`: an archive grown to several sizes, what it costs there and what its index finds."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from detector.config import Settings
from detector.evaluate.bench.apart import apart
from detector.evaluate.bench.command import articles, processor
from detector.evaluate.scale.make import made
from detector.evaluate.scale.measure import Added, Grown, Recall, added, grown, recall
from detector.pipeline import Progress

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Size:
    """The measurements at one size."""

    grown: Grown
    added: Added
    recall: Recall


def measured(folder: Path, sizes: Sequence[int], seed: int, progress: Progress) -> list[Size]:
    """An archive in `folder`, grown to each of `sizes` claims and measured there."""
    found = []
    for size in sorted(set(sizes)):
        found.append(
            Size(
                apart(grown, folder, size, seed, progress=progress),
                apart(added, folder, seed, progress=progress),
                apart(recall, folder, seed, progress=progress),
            )
        )
        write(found, folder)
    return found


def write(sizes: Sequence[Size], out: Path, about: dict[str, str] | None = None) -> None:
    """scale.json and scale.md."""
    out.mkdir(parents=True, exist_ok=True)
    record = {"about": about or {}, "sizes": [asdict(size) for size in sizes]}
    (out / "scale.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    (out / "scale.md").write_text(markdown(sizes, about or {}), encoding="utf-8")


def markdown(sizes: Sequence[Size], about: dict[str, str]) -> str:
    """The measurements as a table, a line for each size."""
    head = (
        "claims|articles|seconds to build and pair|of the processor|peak memory, own|peak memory with mapped pages|"
        "on disk|seconds to add an article|of the processor|memory of that, own|"
        "recall of pairs|recall of articles on the event"
    )
    lines = ["# An archive at several sizes", "", *(f"- {key}: {value}" for key, value in about.items()), ""]
    lines += [f"| {head.replace('|', ' | ')} |", f"|{'--:|' * (head.count('|') + 1)}"]
    for size in sizes:
        cells = (
            f"{size.grown.claims:,}",
            f"{size.grown.documents:,}",
            f"{size.grown.seconds:,.0f}",
            f"{size.grown.processor:,.0f}",
            f"{size.grown.anonymous / MIB:,.0f} MiB",
            f"{size.grown.resident / MIB:,.0f} MiB",
            f"{size.grown.size / MIB:,.0f} MiB",
            f"{median(size.added.seconds):.2f} (at most {max(size.added.seconds):.2f})",
            f"{median(size.added.processor):.2f} (at most {max(size.added.processor):.2f})",
            f"{size.added.anonymous / MIB:,.0f} MiB",
            _share(size.recall.found, size.recall.exact),
            _share(size.recall.linked_found, size.recall.linked),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _share(found: int, exact: int) -> str:
    return f"{found / exact:.4f} of {exact:,}" if exact else "none"


def main(arguments: Sequence[str]) -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser(prog="python -m detector.evaluate.scale", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", help="numbers of claims")
    parser.add_argument("--work", type=Path, default=Path("reports/runs/scale"), help="folder for the archive")
    parser.add_argument("--out", type=Path, default=Path("reports/evaluation"), help="folder for the figures")
    parser.add_argument("--articles", type=Path, help="folder of articles to multiply (default: the invented ones)")
    parser.add_argument("--base", type=int, default=300, help="how many of them, the first ones")
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args(arguments)
    documents = articles(told.articles)[: told.base]
    base = apart(made, documents, told.work, Settings(), progress=_line)
    load = os.getloadavg()[0]
    sizes = measured(told.work, told.sizes, told.seed, _line)
    about = {
        "machine": f"{processor()}, {os.cpu_count()} processors, load {load:.1f} at the start",
        "articles": f"{told.articles or 'the invented ones of the dossiers'}: {len(base.facts.documents):,} of "
        f"{len(documents):,}, whose copies are other events, in renamed and reworded copies, seed {told.seed}",
        "vectors": "those of the articles as they are, turned for each copy, so that an article in two copies has a "
        f"cosine of {base.facts.alike:.2f} and a claim one of {base.facts.claims_alike:.2f}, under which half of the "
        "pairs of articles stay; no model reads the copies",
        "seconds": "of building and pairing, without extraction, embedding and judging, which do not depend on the "
        "archive's size",
    }
    write(sizes, told.out, about)
    sys.stdout.write(markdown(sizes, about))


def _line(stage: str, done: int, total: int) -> None:
    if not done % 100 or done == total:
        sys.stderr.write(f"{stage}: {done:,} of {total:,}\n")
