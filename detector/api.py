"""The package in three calls. What is heavy is imported when it is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from detector.config import Settings
from detector.errors import NothingReadable
from detector.types import Document, Rejected, Run

DISTRIBUTION = "source-contradiction-detector"
SHOWN = 5  # reasons listed when nothing could be read


def read_articles(
    inputs: Sequence[str], stdin: BinaryIO | None = None
) -> tuple[tuple[Document, ...], tuple[Rejected, ...]]:
    """The articles of files, folders and "-" (standard input), and what could not be used.

    Raises InputNotFound for a missing path, NothingReadable when no input holds a single article.
    """
    from detector.ingest.readers import collect

    found = collect(inputs, stdin)
    if not found.documents:
        reasons = "".join(
            f"\n  {r.subject}: {r.reason}{f' ({r.detail})' if r.detail else ''}" for r in found.rejected[:SHOWN]
        )
        raise NothingReadable(f"no article could be read from {', '.join(inputs)}{reasons}")
    return found.documents, found.rejected


def compare(
    inputs: Sequence[str],
    settings: Settings | None = None,
    *,
    stdin: BinaryIO | None = None,
    cache: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    engine: str = "local",
) -> Run:
    """Read the inputs and find who contradicts whom.

    `cache` is a folder that keeps finished scores, so that a killed run goes on where it was. `progress` is
    called with a stage's name, what is done and what there is to do. `engine` is where the work is done and no part of
    what comes out: "local", "ray" for a Ray started here, "ray://host:port" for a cluster. Raises DetectorError.
    """
    documents, rejected = read_articles(inputs, stdin)
    from detector import engines, pipeline
    from detector.backends.scored import RememberingJudge

    settings = settings or Settings()
    progress = progress or pipeline.silent
    with engines.opened(settings, engine, progress) as parts:
        judge = RememberingJudge(parts.judge, cache / "scores.sqlite") if cache else parts.judge
        try:
            return pipeline.run(
                documents,
                rejected,
                parts.attributor,
                parts.embedder,
                judge,
                parts.verdict,
                parts.cascade,
                settings,
                _makers(settings, parts.digests),
                progress,
                parts.times,
            )
        finally:
            if isinstance(judge, RememberingJudge):
                judge.close()


def write(run: Run, out: str | Path) -> None:
    """Write a run into a folder: report.html, report.md, {findings,claims,rejected,documents}.jsonl and run.json."""
    from detector.report.build import write as write_report

    write_report(run, Path(out))


def _makers(settings: Settings, digests: dict[str, str]) -> dict[str, str]:
    chosen = {f"settings {key}": json.dumps(value) for key, value in asdict(settings).items()}
    return {"version": version(DISTRIBUTION), **digests, "settings digest": settings.digest(), **chosen}
