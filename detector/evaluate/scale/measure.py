"""Grows an archive to a number of claims and measures it there: each measurement in a process of its own."""

from __future__ import annotations

import random
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from detector import wiring
from detector.archive import findings, manifest
from detector.archive.block import Met, Read, meet
from detector.archive.change import change, content
from detector.archive.shelf import Shelf
from detector.archive.update import BLOCK, kept
from detector.config import Settings
from detector.evaluate.bench.apart import peak_memory
from detector.evaluate.scale.base import load
from detector.evaluate.scale.supply import Supply
from detector.pipeline import Compared, Progress

HELD_OUT = 40  # articles of the first 10,000 claims, and as many of all, that are left out to be added at each size
FIRST = 600  # articles, somewhat under 10,000 claims
ADDED = 10  # articles that are added one by one
NOTHING = Compared([], (), {})


class Block(msgspec.Struct, frozen=True):
    """What it took to add one block; `resident` and `anonymous` memory as in Grown."""

    seconds: float
    processor: float
    resident: int
    anonymous: int
    pairs: int
    passed: int


@dataclass(frozen=True, slots=True)
class Grown:
    """Seconds by the clock and of the processor, and memory, in bytes, of adding all blocks up to a size. `anonymous`
    is the most that the process itself held, `resident` counts the pages of the memory-mapped files too. `pairs` are
    candidate pairs, `passed` go to a judge."""

    claims: int
    documents: int
    segments: int
    seconds: float
    processor: float
    resident: int
    anonymous: int
    pairs: int
    passed: int
    size: int


@dataclass(frozen=True, slots=True)
class Added:
    """Seconds of adding one article, by the clock and of the processor, each in the order they were added, without
    reading and judging it; and memory."""

    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    resident: int
    anonymous: int


@dataclass(frozen=True, slots=True)
class Recall:
    """Candidate pairs of held-out articles by exhaustive search, and how many of them the archive's way has too."""

    articles: int
    exact: int
    found: int
    linked: int
    linked_found: int


def grown(folder: Path, claims: int, seed: int, progress: Progress) -> Grown:
    """Add blocks until the archive in `folder`/archive has so many claims; goes on from what is there."""
    supply, archive = Supply(load(folder), seed), folder / "archive"
    archive.mkdir(parents=True, exist_ok=True)
    cascade, revising, settings = wiring.shipped_cascade(), wiring.shipped_updates(), Settings()
    current = manifest.read(archive)
    held = _held_out(seed)
    while (there := sum(part.claims for part in current.segments)) < claims:
        first = current.done * BLOCK
        new = supply.read([place for place in range(first, first + BLOCK) if place not in held])
        started, worked = time.perf_counter(), time.process_time()
        contents = {document.id: content(document) for document in new.documents}
        met = meet(new, Shelf(archive, current.segments), contents, settings, cascade, revising)
        current = kept(archive, current, new, met, NOTHING)
        block = Block(
            time.perf_counter() - started,
            time.process_time() - worked,
            peak_memory(),
            _anonymous(),
            len(met.paired.candidates),
            len(met.paired.passed),
        )
        (folder / f"block-{current.done:06d}.json").write_bytes(msgspec.json.encode(block))
        manifest.put(archive, current)
        progress("claims", min(there + len(new.claims), claims), claims)
    logged = [folder / f"block-{number:06d}.json" for number in range(1, current.done + 1)]
    blocks = [msgspec.json.decode(path.read_bytes(), type=Block) for path in logged]
    return Grown(
        claims=sum(part.claims for part in current.segments),
        documents=sum(part.documents for part in current.segments),
        segments=len(current.segments),
        seconds=sum(block.seconds for block in blocks),
        processor=sum(block.processor for block in blocks),
        resident=max(block.resident for block in blocks),
        anonymous=max(block.anonymous for block in blocks),
        pairs=sum(block.pairs for block in blocks),
        passed=sum(block.passed for block in blocks),
        size=sum(file.stat().st_size for file in archive.rglob("*") if file.is_file()),
    )


def added(folder: Path, seed: int, progress: Progress) -> Added:
    """Add held-out articles one by one, as a run does that reads and judges nothing, and take them away again."""
    supply, archive = Supply(load(folder), seed), folder / "archive"
    cascade, revising, settings = wiring.shipped_cascade(), wiring.shipped_updates(), Settings()
    places = sorted(_held_out(seed, parts=1))[:ADDED]
    seconds, processor, anonymous = [], [], 0
    for i, place in enumerate(places):
        new = supply.read([place])
        started, worked = time.perf_counter(), time.process_time()
        current = manifest.read(archive)
        shelf = Shelf(archive, current.segments)
        wanted = change(new.documents, (), current, shelf)
        met = meet(new, shelf, wanted.contents, settings, cascade, revising)
        pending = msgspec.structs.replace(current, generation=current.generation + 1, done=i)
        made = kept(archive, pending, new, met, NOTHING)
        findings.settle(archive, made.standings, made.found[-1:], wanted.gone, made.generation, "measured.parquet")
        manifest.put(archive, made, "measured.json")
        seconds.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
        anonymous = max(anonymous, _anonymous())
        for name in made.files - current.files:
            _remove(archive / name)
        progress("one by one", i + 1, len(places))
    for name in ("measured.parquet", "measured.json"):
        _remove(archive / name)
    return Added(tuple(seconds), tuple(processor), peak_memory(), anonymous)


def recall(folder: Path, seed: int, progress: Progress) -> Recall:
    """Pair held-out articles of which others on the same events are in the archive, by its index and exhaustively."""
    supply, archive = Supply(load(folder), seed), folder / "archive"
    cascade, revising, settings = wiring.shipped_cascade(), wiring.shipped_updates(), Settings()
    current = manifest.read(archive)
    places = [place for place in sorted(_held_out(seed)) if place < current.done * BLOCK]
    exact, found, linked, linked_found = 0, 0, 0, 0
    for i, place in enumerate(places):
        new = supply.read([place])
        contents = {document.id: content(document) for document in new.documents}
        ways = [
            _pairs(new, meet(new, Shelf(archive, current.segments, exhaustive), contents, settings, cascade, revising))
            for exhaustive in (True, False)
        ]
        exact, found = exact + len(ways[0][0]), found + len(ways[0][0] & ways[1][0])
        linked, linked_found = linked + len(ways[0][1]), linked_found + len(ways[0][1] & ways[1][1])
        progress("recall", i + 1, len(places))
    return Recall(len(places), exact, found, linked, linked_found)


def _pairs(new: Read, met: Met) -> tuple[set[tuple[str, str]], set[str]]:
    """The candidate pairs of new articles, and the archived articles on their events."""
    own = {document.id for document in new.documents}
    return {(pair.a.id, pair.b.id) for pair in met.paired.candidates}, {document.id for document in met.documents} - own


def _held_out(seed: int, parts: int = 2) -> set[int]:
    """Places of articles that are not built in: some of the first thousands of claims, some of the first 100,000."""
    rng = random.Random(seed)
    first = rng.sample(range(FIRST), HELD_OUT)
    later = rng.sample(range(FIRST, 10 * FIRST), HELD_OUT)
    return {*first, *(later if parts > 1 else ())}


def _anonymous() -> int:
    """Bytes that this process holds without the pages of files, 0 where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon")), 0)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
