"""A run over an archive: what is new enters block by block, and becomes part of the archive all at once."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from detector import pipeline
from detector.archive import findings, manifest, merge, segment
from detector.archive.block import Means, Met, Read, meet, read
from detector.archive.change import Change, buried, change
from detector.archive.manifest import CACHE, LOCK, MANIFEST, PENDING, Manifest, Part
from detector.archive.shelf import Shelf
from detector.pipeline import Compared
from detector.types import Document, Rejected

BLOCK = 512  # documents that enter together: the memory of a run is that of a block and of the articles on its events


class Left(msgspec.Struct, frozen=True):
    """What a block counted and left out."""

    counts: dict[str, int]
    rejected: tuple[Rejected, ...]


def updated(
    folder: Path, documents: Sequence[Document], withdrawn: Iterable[str], means: Means, makers: dict[str, str]
) -> tuple[Manifest, tuple[Rejected, ...]]:
    """Enter documents into the archive and withdraw ids or addresses; returns what the archive is then, and the
    withdrawals that name nothing.

    To be called while the archive is `held`. A killed call leaves the archive as it was, and goes on behind the last
    whole block when it is called again with the same. Raises OtherMakers, ArchiveDamaged.
    """
    current = manifest.read(folder)
    manifest.check_makers(folder, current, makers)
    wanted = change(documents, withdrawn, current, Shelf(folder, current.segments))
    if wanted.empty:
        _clear(folder, current.files)
        return current, wanted.unknown
    pending = _begun(folder, current, wanted, makers)
    for start in range(pending.done * BLOCK, len(wanted.added), BLOCK):
        new = read(wanted.added[start : start + BLOCK], means)
        pending = entered(folder, pending, new, wanted.contents, means)
        manifest.put(folder, pending, PENDING)
    return _done(folder, current, pending, wanted), wanted.unknown


def entered(folder: Path, pending: Manifest, new: Read, contents: dict[str, str], means: Means) -> Manifest:
    """The manifest with one more block, its pairs judged."""
    met = meet(new, Shelf(folder, pending.segments), contents, means.settings, means.cascade, means.revising)
    threshold = means.verdict.threshold if means.settings.threshold is None else means.settings.threshold
    done = pipeline.compared(
        met.paired, met.documents, means.judge, means.verdict, threshold, means.progress, means.times
    )
    return kept(folder, pending, new, met, done)


def kept(folder: Path, pending: Manifest, new: Read, met: Met, done: Compared) -> Manifest:
    """The manifest with a block that was met and judged, its documents in a segment of their own."""
    number = f"{pending.generation:06d}-{pending.done:04d}"
    name, found, left = f"segment-{number}", f"findings-{number}.parquet", f"left-{number}.json"
    segment.write(folder / name, met.rows)
    findings.write(folder / found, done.findings, met.contents)
    told = Left({**met.counts, **done.counts}, (*new.unused, *done.left_out))
    manifest.write_bytes(folder / left, msgspec.json.encode(told))
    part = Part(name, pending.generation, len(met.rows), len(new.claims))
    return msgspec.structs.replace(
        pending,
        segments=(*pending.segments, part),
        found=(*pending.found, found),
        latest=(*pending.latest, left),
        done=pending.done + 1,
    )


def left(folder: Path, current: Manifest) -> Left:
    """What the latest run counted and left out, all its blocks together."""
    counts: Counter[str] = Counter()
    rejected: list[Rejected] = []
    for name in current.latest:
        one = msgspec.json.decode((folder / name).read_bytes(), type=Left)
        counts.update(one.counts)
        rejected += one.rejected
    return Left(dict(counts), tuple(rejected))


def _begun(folder: Path, current: Manifest, wanted: Change, makers: dict[str, str]) -> Manifest:
    """Where a killed run has left this very change, or its beginning."""
    work = wanted.key(current)
    pending = manifest.read(folder, PENDING) if (folder / PENDING).exists() else Manifest()
    if pending.work == work:
        _clear(folder, current.files | pending.files | {PENDING})
        return pending
    _clear(folder, current.files)
    tidy = merge.tidied(folder, current)
    begun = msgspec.structs.replace(
        tidy,
        generation=current.generation + 1,
        makers=makers,
        segments=buried(Shelf(folder, tidy.segments), wanted.gone).parts,
        latest=(),
        withdrawn=wanted.withdrawn,
        work=work,
        done=0,
    )
    manifest.put(folder, begun, PENDING)
    return begun


def _done(folder: Path, current: Manifest, pending: Manifest, wanted: Change) -> Manifest:
    """Settle how every finding stands and put the new manifest in the place of the old one."""
    out = f"standings-{pending.generation:06d}.parquet"
    found = pending.found[len(pending.found) - pending.done :]
    findings.settle(folder, pending.standings, found, wanted.gone, pending.generation, out)
    done = msgspec.structs.replace(pending, standings=out, work="", done=0)
    manifest.put(folder, done)
    _clear(folder, done.files)
    return done


def _clear(folder: Path, kept: set[str]) -> None:
    """Remove what killed runs and merged segments have left: whatever the manifest does not name."""
    for path in folder.iterdir():
        if path.name in kept or path.name in (MANIFEST, LOCK, CACHE):
            continue
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
