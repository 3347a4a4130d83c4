"""`detector bench`: ours and the baseline, size after size, each side in a process of its own."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from detector import gold, wiring
from detector.api import read_articles
from detector.backends import hub
from detector.config import Settings
from detector.errors import DetectorError
from detector.evaluate.bench.apart import apart
from detector.evaluate.bench.figures import Bench, Size, lost
from detector.evaluate.bench.limits import utilisation
from detector.evaluate.bench.multiply import multiplied
from detector.evaluate.bench.sides import Ours, baseline, ours
from detector.pipeline import Progress, silent
from detector.types import Document, content_id

DOSSIERS = "judge/data/dossiers"


def articles(folder: Path | None) -> tuple[Document, ...]:
    """The articles of a folder, or the invented ones that ship with the judge. Raises DetectorError."""
    if folder:
        return read_articles([str(folder)])[0]
    return tuple(document for dossier in gold.load([hub.shipped(DOSSIERS)]) for document in dossier.documents)


def bench(
    documents: Sequence[Document],
    sizes: Sequence[int],
    settings: Settings,
    budget: float,
    seed: int = 0,
    source: str = "",
    progress: Progress = silent,
) -> Bench:
    """Measure both sides at each of `sizes`, ascending, on `documents` multiplied as far as that takes.

    `budget` is the seconds that the baseline may judge at one size. Raises DetectorError.
    """
    load = os.getloadavg()[0]
    measured: list[Size] = []
    first: Ours | None = None
    for n in sorted(set(sizes)):
        taken = multiplied(documents, n, seed)
        mine = apart(ours, taken, settings, progress=_named(f"{n:,} ours", progress))
        plain = apart(baseline, taken, settings, budget, seed, progress=_named(f"{n:,} baseline", progress))
        if mine.claims != plain.claims:
            raise DetectorError(f"ours has {mine.claims} claims and the baseline {plain.claims}: not comparable")
        missed = tuple(lost(plain.found, mine.findings))
        measured.append(Size(n, mine.claims, mine.side, plain.side, plain.contradictions, len(plain.found), missed))
        first = first or mine
    if first is None:
        raise DetectorError("no size to measure: name one or more numbers of articles")
    limits = apart(utilisation, first.texts, settings, progress=progress)
    about = _about(documents, max(sizes), settings, budget, seed, source)
    about["machine"] = f"{processor()}, {os.cpu_count()} processors, load {load:.1f} before the first size"
    return Bench(about, tuple(measured), limits)


def _named(side: str, progress: Progress) -> Progress:
    return lambda stage, done, total: progress(f"{side}: {stage}", done, total)


def _about(
    documents: Sequence[Document], most: int, settings: Settings, budget: float, seed: int, source: str
) -> dict[str, str]:
    fingerprint = content_id(*(content_id(d.id, d.title, d.text) for d in documents))
    copies = f"; beyond them renamed copies, seed {seed}" if most > len(documents) else ""
    return {
        "articles": f"{source or 'given'}: {len(documents):,}, fingerprint {fingerprint}{copies}",
        "models": ", ".join(
            f"{role} {hub.digest(wiring.model_folder(name, role))}"
            for name, role in ((settings.embedder, wiring.EMBEDDER), (settings.judge, wiring.JUDGE))
        )
        + ", the same on both sides",
        "ours": "the pipeline as `detector run` has it",
        "baseline": "sentence-transformers in fp32 with its defaults: encode, all pairs across documents above cosine "
        f"0.5, CrossEncoder.predict once a pair, for {budget:,.0f} seconds at most",
    }


def processor() -> str:
    """The processor's own name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())
