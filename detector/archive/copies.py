"""Reprints across runs: a near-copy of an archived article belongs to its origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from detector.archive import arrays, segment, tables
from detector.archive.shelf import Shelf
from detector.ingest.origins import BANDS, Earlier, Shingles, article_text, first, origin_among, shingles, sketcher
from detector.types import Document

ROWS = 2  # values a band: see detector.ingest.origins, where large collections take as many
_MIX = np.uint64(0x9E3779B97F4A7C15)


def marks_of(documents: Sequence[Document]) -> list[tuple[Shingles, np.ndarray]]:
    """The shingles of each document, and the keys (BANDS,) under which its copies are sought."""
    sketch = sketcher(ROWS)
    found = []
    for document in documents:
        own = shingles(article_text(document))
        keys = _bands(sketch(own).digest()) if len(own) else np.zeros(0, np.uint64)
        found.append((own, keys))
    return found


def _bands(values: np.ndarray) -> np.ndarray:
    """A key for each band of MinHash values: its number and its values, mixed."""
    mixed = np.arange(BANDS, dtype=np.uint64)
    for column in values.astype(np.uint64).reshape(BANDS, ROWS).T:
        mixed = (mixed ^ column) * _MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def origins(
    documents: Sequence[Document],
    marks: Sequence[tuple[Shingles, np.ndarray]],
    shelf: Shelf,
) -> dict[str, str]:
    """Each new document's id to the id of the first document of its origin, itself where it is that.

    As `detector.ingest.origins.origins`, with the archived documents, in their order, before the new ones.
    """
    archived = _archived([keys for _, keys in marks], shelf)
    read: list[Earlier] = []
    by_key: dict[int, list[int]] = defaultdict(list)
    found: dict[str, str] = {}
    for i in sorted(range(len(documents)), key=lambda i: first(documents[i])):
        document, (own, keys) = documents[i], marks[i]
        near = sorted({place for key in keys.tolist() for place in by_key.get(key, ())})
        candidates = [*archived[i], *(read[place] for place in near)]
        origin = origin_among(own, document.outlet, candidates) if len(own) else None
        found[document.id] = document.id if origin is None else str(origin)
        for key in keys.tolist():
            by_key[key].append(len(read))
        read.append(Earlier(own, document.outlet, found[document.id], origin is None))
    return found


def _archived(asked: Sequence[np.ndarray], shelf: Shelf) -> list[list[Earlier]]:
    """For the keys of each new document the archived ones that share one, in the order of the archive."""
    flat = np.concatenate([*asked, np.zeros(0, np.uint64)])
    asker = np.repeat(np.arange(len(asked)), [len(keys) for keys in asked])
    found: list[list[Earlier]] = [[] for _ in asked]
    for part, folder in zip(shelf.parts, shelf.folders, strict=True):
        hits = arrays.find(folder / segment.BANDS, flat)
        pairs = sorted({(int(asker[a]), int(row)) for a, row in zip(hits.asked, hits.values, strict=True)})
        dead = set(part.dead)
        rows = sorted({row for _, row in pairs if row not in dead})
        earlier = dict(zip(rows, _earlier(folder, rows), strict=True))
        for i, row in pairs:
            if row in earlier:
                found[i].append(earlier[row])
    return found


def _earlier(folder: Path, rows: Sequence[int]) -> list[Earlier]:
    own = arrays.rows_of(folder / segment.SHINGLES, rows)
    facts = tables.rows_at(folder / segment.DOCUMENTS, rows, ["id", "outlet", "origin"])
    return [
        Earlier(shingled, fact["outlet"], fact["origin"], fact["origin"] == fact["id"])
        for shingled, fact in zip(own, facts, strict=True)
    ]
