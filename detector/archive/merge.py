"""Many small segments become one, without the documents that were replaced or withdrawn."""

from __future__ import annotations

from pathlib import Path

import msgspec

from detector.archive import findings, segment
from detector.archive.manifest import Manifest, Part

FULL = 512  # documents: a segment of so many is not merged again, so that no merging costs more than seconds
SMALL = 8  # segments that are not full, or files of findings, before they are merged


def tidied(folder: Path, current: Manifest) -> Manifest:
    """The same archive in fewer segments and files, where there are many small ones. New files are beside the old."""
    number = f"{current.generation + 1:06d}"
    tidy = current
    small = [part for part in current.segments if part.live < FULL]
    if len(small) >= SMALL:
        merged = _merged(folder, small, f"segment-{number}-merged")
        full = [part for part in current.segments if part.live >= FULL]
        tidy = msgspec.structs.replace(tidy, segments=(*full, *merged))
    if len(current.found) >= SMALL:
        found, standings = f"findings-{number}-merged.parquet", f"standings-{number}-merged.parquet"
        findings.fold(folder, current.standings, found, standings)
        tidy = msgspec.structs.replace(tidy, found=(found,), standings=standings)
    return tidy


def _merged(folder: Path, parts: list[Part], name: str) -> list[Part]:
    rows = [
        row
        for part in parts
        for row in segment.rows(folder / part.name, sorted({*range(part.documents)} - {*part.dead}))
    ]
    if not rows:
        return []
    segment.write(folder / name, rows)
    return [Part(name, 0, len(rows), sum(len(row.claims) for row in rows))]
