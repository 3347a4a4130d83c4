"""Input arguments to files: folders are walked in the order of their names, every file that is not read is named."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from detector.errors import InputNotFound
from detector.types import Rejected

Kind = Literal["text", "html", "json lines", "json", "feed"]
STANDARD_INPUT = "-"
KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "json lines",
    ".ndjson": "json lines",
    ".json": "json",
    ".xml": "feed",
    ".rss": "feed",
    ".atom": "feed",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and how."""

    path: Path
    kind: Kind
    zipped: bool


def _rejected(path: Path, reason: str, detail: str = "") -> Rejected:
    return Rejected(stage="ingest", subject=str(path), reason=reason, detail=detail)


def _source(path: Path) -> Source | Rejected:
    zipped = path.suffix.lower() == ".gz"
    ending = Path(path.stem).suffix.lower() if zipped else path.suffix.lower()
    kind = KINDS.get(ending)
    if kind is None:
        return _rejected(path, "unknown kind of file", ending or "no extension")
    if not path.is_file():
        return _rejected(path, "unreadable", "broken link" if path.is_symlink() else "not a regular file")
    return Source(path, kind, zipped)


def _walk(folder: Path) -> Iterator[Source | Rejected]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _rejected(folder, "unreadable", error.strerror or str(error))
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(path)
        elif path.is_dir():
            yield _rejected(path, "unreadable", "link to a folder")
        else:
            yield _source(path)


def sources(inputs: Sequence[str]) -> Iterator[Source | Rejected | Literal["-"]]:
    """What the inputs stand for, in their order: files, "-" for standard input, and what is no readable file.

    Raises InputNotFound, naming the path, before anything is read.
    """
    for name in inputs:
        if name != STANDARD_INPUT and not os.path.lexists(name):
            raise InputNotFound(f"{name}: no such file or folder")
    for name in inputs:
        path = Path(name)
        if name == STANDARD_INPUT:
            yield "-"
        elif path.is_dir():
            yield from _walk(path)
        else:
            yield _source(path)
