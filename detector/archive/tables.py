"""Documents, claims, vectors and findings as Parquet, in row groups of which only those asked for are read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from detector.types import Claim, Document, Span

GROUP = 256  # rows of a row group: what is read for one article
T = TypeVar("T")

_SPANS = pa.list_(pa.list_(pa.int32()))
_SPAN = pa.list_(pa.int32())
_TEXTS = ("id", "title", "outlet", "author", "url", "published_from", "path", "text", "content", "origin")
DOCUMENTS = pa.schema(
    [
        *((name, pa.string()) for name in _TEXTS),
        ("published", pa.timestamp("us", "UTC")),
        ("furniture", _SPANS),
        ("claims_from", pa.int64()),
        ("claims_to", pa.int64()),
        ("vectors_from", pa.int64()),
        ("vectors_to", pa.int64()),
    ]
)
CLAIMS = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "document_id", "quote", "proposition", "holder", "stance", "cue")),
        *((name, _SPAN) for name in ("span", "sentence", "cue_span", "source_span")),
        ("via", pa.list_(pa.string())),
        ("resolved", pa.bool_()),
        ("direct", pa.bool_()),
    ]
)
FINDINGS = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "a", "a_content", "b", "b_content", "finding")),
        ("probability", pa.float64()),
    ]
)
STANDINGS = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "standing", "file", "a", "a_content", "b", "b_content")),
        ("live", pa.bool_()),
        ("since", pa.int64()),
        ("row", pa.int64()),
        ("probability", pa.float64()),
    ]
)


class Entry(msgspec.Struct, frozen=True):
    """A document as it stands in the archive: `content` names this version of it, `origin` the first document of its
    origin. Its claims are rows of the segment's claims, those that are compared rows of its vectors."""

    document: Document
    content: str
    origin: str
    claims_from: int = 0
    claims_to: int = 0
    vectors_from: int = 0
    vectors_to: int = 0


def entry_row(entry: Entry) -> dict[str, Any]:
    """An entry as a row of DOCUMENTS."""
    rest = {name: getattr(entry, name) for name in Entry.__struct_fields__ if name != "document"}
    return {**_flat(entry.document, Document), **rest}


def entry_of(row: dict[str, Any]) -> Entry:
    """The entry in a row of DOCUMENTS."""
    rest = {name: row.pop(name) for name in Entry.__struct_fields__ if name != "document"}
    return Entry(msgspec.convert(row, Document), **rest)


def claim_row(claim: Claim) -> dict[str, Any]:
    """A claim as a row of CLAIMS."""
    return _flat(claim, Claim)


def claim_of(row: dict[str, Any]) -> Claim:
    """The claim in a row of CLAIMS."""
    spans = {name: row[name] and Span(*row[name]) for name in ("span", "sentence", "cue_span", "source_span")}
    return Claim(**{**row, **spans, "via": tuple(row["via"])})


def _flat(value: Any, kind: type) -> dict[str, Any]:
    return {name: getattr(value, name) for name in kind.__dataclass_fields__}  # type: ignore[attr-defined]


def write(path: Path, schema: pa.Schema, rows: Iterable[dict[str, Any]]) -> None:
    """Write rows as Parquet, on the disk when this returns."""
    put(path, pa.Table.from_pylist(list(rows), schema))


def write_vectors(path: Path, ids: Sequence[str], vectors: np.ndarray) -> None:
    """Write vectors (n, d) with the id of the claim that each stands for."""
    flat = pa.array(np.ascontiguousarray(vectors, np.float32).reshape(-1))
    lists = pa.FixedSizeListArray.from_arrays(flat, vectors.shape[1])
    put(path, pa.table({"id": pa.array(ids, pa.string()), "vector": lists}))


def put(path: Path, table: pa.Table) -> None:
    """Write a table, on the disk when this returns."""
    with path.open("wb") as file:
        pq.write_table(table, file, row_group_size=GROUP, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, columns: list[str] | None = None) -> pa.Table:
    """A whole table, or some of its columns."""
    return pq.read_table(path, columns=columns)


def rows_at(path: Path, rows: Sequence[int], columns: list[str] | None = None) -> Iterator[dict[str, Any]]:
    """The rows at these places, in the order asked for, or some columns of them; only their row groups are read."""
    if len(rows):
        yield from _taken(path, np.asarray(rows, np.int64), columns).to_pylist()


def vectors_at(path: Path, rows: Sequence[int]) -> tuple[list[str], np.ndarray]:
    """Ids and vectors (n, d) at these places."""
    with pq.ParquetFile(path) as file:
        width = file.schema_arrow.field("vector").type.list_size
    if not len(rows):
        return [], np.zeros((0, width), np.float32)
    table = _taken(path, np.asarray(rows, np.int64))
    vectors = table["vector"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    return table["id"].to_pylist(), vectors.reshape(-1, width)


def _taken(path: Path, rows: np.ndarray, columns: list[str] | None = None) -> pa.Table:
    with pq.ParquetFile(path, memory_map=True) as file:
        groups = np.unique(rows // GROUP)
        place = {int(group): i for i, group in enumerate(groups)}
        table = file.read_row_groups([int(group) for group in groups], columns=columns)
    return table.take(pa.array([place[int(row // GROUP)] * GROUP + int(row % GROUP) for row in rows]))
