"""The package in three calls. What is heavy is imported when it is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING, BinaryIO

from detector.config import Settings
from detector.errors import NothingReadable
from detector.types import Document, Rejected, Run

if TYPE_CHECKING:
    from detector.ingest.readers import Collected

DISTRIBUTION = "source-contradiction-detector"
SHOWN = 5  # reasons listed when nothing could be read


def read_articles(
    inputs: Sequence[str], stdin: BinaryIO | None = None
) -> tuple[tuple[Document, ...], tuple[Rejected, ...]]:
    """The articles of files, folders and "-" (standard input), and what could not be used.

    Raises InputNotFound for a missing path, NothingReadable when no input holds a single article.
    """
    from detector.ingest.readers import collect

    return _readable(collect(inputs, stdin), inputs)


def _readable(found: Collected, inputs: Sequence[str]) -> tuple[tuple[Document, ...], tuple[Rejected, ...]]:
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
    archive: Path | None = None,
    withdraw: Sequence[str] = (),
) -> Run:
    """Read the inputs and find who contradicts whom.

    `cache` is a folder that keeps what is finished (claims, vectors, scores), so that a killed run goes on where it
    was. `progress` is called with a stage's name, what is done and what there is to do. `engine` is where the work is
    done and no part of what comes out: "local", "ray" for a Ray started here, "ray://host:port" for a cluster. With
    `archive`, a folder, the articles are added to what earlier runs have put there and only new pairs are judged;
    `withdraw` names articles, by id or address, that are taken out of it. Raises DetectorError.
    """
    settings = settings or Settings()
    if archive:
        return _archived(inputs, settings, stdin, progress, engine, archive, withdraw)
    documents, rejected = read_articles(inputs, stdin)
    from detector import engines, pipeline, wiring

    progress = progress or pipeline.silent
    with ExitStack() as stack:
        parts = stack.enter_context(engines.opened(settings, engine, progress))
        kept = stack.enter_context(wiring.remembering(parts, cache)) if cache else parts
        return pipeline.run(
            documents,
            rejected,
            kept.attributor,
            kept.embedder,
            kept.judge,
            kept.verdict,
            kept.cascade,
            kept.updates,
            settings,
            _makers(settings, {**parts.digests, "arithmetic": parts.arithmetic}),
            progress,
            parts.times,
        )


def _archived(
    inputs: Sequence[str],
    settings: Settings,
    stdin: BinaryIO | None,
    progress: Callable[[str, int, int], None] | None,
    engine: str,
    folder: Path,
    withdraw: Sequence[str],
) -> Run:
    from detector.ingest.article import WITHDRAWN
    from detector.ingest.readers import collect

    found = collect(inputs, stdin)
    told = tuple(one.detail for one in found.rejected if one.reason == WITHDRAWN)
    documents, rejected = found if withdraw or told else _readable(found, inputs)
    from detector import engines, pipeline, wiring

    archive = wiring.archive()
    progress = progress or pipeline.silent
    with archive.held(folder):
        cache = folder / archive.CACHE
        with engines.opened(settings, engine, progress) as parts, wiring.remembering(parts, cache) as kept:
            means = archive.Means(
                kept.attributor,
                kept.embedder,
                kept.judge,
                kept.verdict,
                kept.cascade,
                kept.updates,
                settings,
                progress,
                parts.times,
            )
            run = archive.run(
                folder,
                documents,
                rejected,
                (*withdraw, *told),
                means,
                {**parts.digests, "backend": parts.backend, **_deciding(settings)},
                _makers(settings, {**parts.digests, "arithmetic": parts.arithmetic}),
            )
        rmtree(cache)
    return run


def write(run: Run, out: str | Path) -> None:
    """Write a run into a folder: report.html, report.md, {findings,claims,rejected,documents}.jsonl and run.json."""
    from detector.report.build import write as write_report

    write_report(run, Path(out))


def _deciding(settings: Settings) -> dict[str, str]:
    """The settings, beside the models, by which findings of several runs can be set beside each other."""
    names = ("neighbours", "threshold", "exhaustive")
    return {name: json.dumps(getattr(settings, name)) for name in names}


def _makers(settings: Settings, digests: dict[str, str]) -> dict[str, str]:
    chosen = {f"settings {key}": json.dumps(value) for key, value in asdict(settings).items()}
    return {"version": version(DISTRIBUTION), **digests, "settings digest": settings.digest(), **chosen}
