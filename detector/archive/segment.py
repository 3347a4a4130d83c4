"""A segment: the documents that one block of a run added, with all that later runs ask of them. Never changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import faiss
import numpy as np

from detector.archive import arrays, tables
from detector.archive.manifest import sync
from detector.archive.tables import Entry
from detector.types import Claim

DOCUMENTS, CLAIMS, VECTORS = "documents.parquet", "claims.parquet", "vectors.parquet"
SKETCHES = "sketches.faiss"
IDS, URLS, ORIGINS, BANDS, REPEATS = "ids", "urls", "origins", "bands", "repeats"
WORDS, NAMES, WORD_COUNTS, NAME_COUNTS, SHINGLES = "words", "names", "word-counts", "name-counts", "shingles"
WORD_ARTICLES, NAME_ARTICLES = "word-articles", "name-articles"
NONE = np.zeros(0, np.uint64)


class Terms(NamedTuple):
    """The terms of an article as uint32 hashes, ascending, and how often each stands there."""

    hashes: np.ndarray
    counts: np.ndarray


@dataclass(frozen=True, slots=True)
class Row:
    """One document of a segment with all that belongs to it. `kept` are ids of the claims that are compared, `vectors`
    (len(kept), d) their embeddings, `sketch` (m,) what stands for the document when events are sought, `bands` (n,) the
    keys under which copies are sought, `repeats` (n,) the keys of other documents' claims that this one repeats."""

    entry: Entry
    claims: tuple[Claim, ...]
    kept: tuple[str, ...]
    vectors: np.ndarray
    sketch: np.ndarray
    words: Terms
    names: Terms
    shingles: np.ndarray
    bands: np.ndarray
    repeats: np.ndarray


def write(folder: Path, rows: Sequence[Row]) -> None:
    """Write a segment; a folder of that name which a killed run has left is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    _write_tables(folder, rows)
    _write_index(folder / SKETCHES, np.array([row.sketch for row in rows], np.float32))
    documents = [row.entry.document for row in rows]
    with_url = [i for i, document in enumerate(documents) if document.url]
    _lookup(folder / IDS, [d.id for d in documents], range(len(rows)))
    _lookup(folder / URLS, [documents[i].url for i in with_url], with_url)
    _lookup(folder / ORIGINS, [row.entry.origin for row in rows], range(len(rows)))
    _write_keys(folder / REPEATS, [row.repeats for row in rows])
    _write_keys(folder / BANDS, [row.bands for row in rows])
    arrays.write_ragged(folder / SHINGLES, [row.shingles for row in rows], np.uint32)
    _write_terms(folder, [row.words for row in rows], WORDS, WORD_COUNTS, WORD_ARTICLES)
    _write_terms(folder, [row.names for row in rows], NAMES, NAME_COUNTS, NAME_ARTICLES)
    sync(folder)
    sync(folder.parent)


def _write_tables(folder: Path, rows: Sequence[Row]) -> None:
    entries, claims, vectors = [], 0, 0
    for row in rows:
        ends = (claims + len(row.claims), vectors + len(row.kept))
        entry = Entry(row.entry.document, row.entry.content, row.entry.origin, claims, ends[0], vectors, ends[1])
        entries.append(tables.entry_row(entry))
        claims, vectors = ends
    tables.write(folder / DOCUMENTS, tables.DOCUMENTS, entries)
    tables.write(folder / CLAIMS, tables.CLAIMS, (tables.claim_row(claim) for row in rows for claim in row.claims))
    kept = [name for row in rows for name in row.kept]
    tables.write_vectors(folder / VECTORS, kept, np.concatenate([row.vectors for row in rows]))


def _write_index(path: Path, sketches: np.ndarray) -> None:
    index = faiss.IndexFlatIP(sketches.shape[1])
    index.add(sketches)
    faiss.write_index(index, str(path))
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _write_terms(folder: Path, terms: Sequence[Terms], hashes: str, counts: str, articles: str) -> None:
    arrays.write_ragged(folder / hashes, [one.hashes for one in terms], np.uint32)
    arrays.write_ragged(folder / counts, [one.counts for one in terms], np.uint16)
    found, times = np.unique(np.concatenate([one.hashes for one in terms]), return_counts=True)
    arrays.write_lookup(folder / articles, found, times)


def _write_keys(path: Path, keys: Sequence[np.ndarray]) -> None:
    """A lookup from the keys of each row to the row."""
    places = np.repeat(np.arange(len(keys)), [len(one) for one in keys])
    arrays.write_lookup(path, np.concatenate(keys), places)


def _lookup(path: Path, names: Sequence[str], rows: Sequence[int]) -> None:
    arrays.write_lookup(path, arrays.keys(names), np.array(rows, np.uint32))


def index(folder: Path) -> faiss.Index:
    """The sketches of a segment's documents, memory-mapped."""
    return faiss.read_index(str(folder / SKETCHES), faiss.IO_FLAG_MMAP_IFC | faiss.IO_FLAG_READ_ONLY)


def terms(folder: Path, rows: Sequence[int]) -> tuple[list[Terms], list[Terms]]:
    """Words and names of some documents."""
    words = zip(arrays.rows_of(folder / WORDS, rows), arrays.rows_of(folder / WORD_COUNTS, rows), strict=True)
    names = zip(arrays.rows_of(folder / NAMES, rows), arrays.rows_of(folder / NAME_COUNTS, rows), strict=True)
    return [Terms(*one) for one in words], [Terms(*one) for one in names]


def entries(folder: Path, rows: Sequence[int]) -> list[Entry]:
    """Some documents, in the order asked for."""
    return [tables.entry_of(row) for row in tables.rows_at(folder / DOCUMENTS, rows)]


def claims(folder: Path, entry: Entry) -> list[Claim]:
    """All claims of a document."""
    places = range(entry.claims_from, entry.claims_to)
    return [tables.claim_of(row) for row in tables.rows_at(folder / CLAIMS, places)]


def kept(folder: Path, some: Sequence[Entry]) -> tuple[list[Claim], np.ndarray]:
    """The claims of some documents that are compared, and their vectors."""
    rows = [row for entry in some for row in range(entry.claims_from, entry.claims_to)]
    places = [row for entry in some for row in range(entry.vectors_from, entry.vectors_to)]
    ids, vectors = tables.vectors_at(folder / VECTORS, places)
    # Claims without a row among the vectors are skipped; both stand in the same order.
    found, at = [], 0
    for row in tables.rows_at(folder / CLAIMS, rows):
        if at < len(ids) and row["id"] == ids[at]:
            found.append(tables.claim_of(row))
            at += 1
    return found, vectors


def rows(folder: Path, wanted: Sequence[int]) -> list[Row]:
    """Documents of a segment with all that belongs to them, as they were written."""
    words, names = terms(folder, wanted)
    sketches = index(folder).reconstruct_batch(np.asarray(wanted, np.int64))
    bands, repeats = _by_row(folder / BANDS), _by_row(folder / REPEATS)
    shingles = arrays.rows_of(folder / SHINGLES, wanted)
    found = []
    for i, (row, entry) in enumerate(zip(wanted, entries(folder, wanted), strict=True)):
        own, vectors = kept(folder, [entry])
        own_bands, own_repeats = bands.get(row, NONE), repeats.get(row, NONE)
        found.append(
            Row(
                entry,
                tuple(claims(folder, entry)),
                tuple(claim.id for claim in own),
                vectors,
                sketches[i],
                words[i],
                names[i],
                shingles[i],
                own_bands,
                own_repeats,
            )
        )
    return found


def _by_row(path: Path) -> dict[int, np.ndarray]:
    """The keys of a lookup by the row that they lead to."""
    held, places = arrays.everything(path)
    order = np.argsort(places, kind="stable")
    found, starts = np.unique(places[order], return_index=True)
    return dict(zip(found.tolist(), np.split(held[order], starts[1:]), strict=bool(len(found))))
