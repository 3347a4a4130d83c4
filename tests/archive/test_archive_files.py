"""What is written into an archive is read again as it was."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from desk import bridge, enter, means, stories
from hypothesis import given
from hypothesis import strategies as st
from made import claims
from msgspec.structs import replace

from detector.archive import arrays, merge, segment, shelf, tables
from detector.archive.block import meet, read
from detector.archive.change import content
from detector.archive.copies import marks_of
from detector.archive.copies import origins as archived_origins
from detector.archive.manifest import read as read_manifest
from detector.archive.shelf import Place, Shelf
from detector.archive.tables import Entry
from detector.ingest.origins import origins
from detector.types import Claim, Document

KEYS = st.integers(0, 2**64 - 1)


@given(st.lists(st.tuples(KEYS | st.integers(0, 5), st.integers(0, 99))), st.lists(KEYS | st.integers(0, 5)))
def test_a_lookup_finds_every_value_of_a_key(held: list[tuple[int, int]], wanted: list[int]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lookup"
        arrays.write_lookup(path, np.array([k for k, _ in held], np.uint64), np.array([v for _, v in held], np.uint32))
        found = arrays.find(path, np.array(wanted, np.uint64))
        pairs = sorted(zip(found.asked.tolist(), found.values.tolist(), strict=True))
    assert pairs == sorted((i, v) for i, one in enumerate(wanted) for k, v in held if k == one)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 99)), max_size=6), st.sets(st.integers(0, 20)))
def test_a_lookup_finds_ascending_keys_also_where_it_is_the_shorter(
    held: list[tuple[int, int]], wanted: set[int]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lookup"
        arrays.write_lookup(path, np.array([k for k, _ in held], np.uint64), np.array([v for _, v in held], np.uint32))
        found = arrays.find(path, np.array(sorted(wanted), np.uint64))
    assert list(zip(found.asked.tolist(), found.values.tolist(), strict=True)) == [
        (i, value) for i, one in enumerate(sorted(wanted)) for key, value in sorted(held) if key == one
    ]


@given(st.lists(st.lists(st.integers(0, 99)), min_size=1))
def test_rows_of_any_length_come_back(rows: list[list[int]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ragged"
        arrays.write_ragged(path, [np.array(row, np.uint16) for row in rows], np.uint16)
        backwards = range(len(rows) - 1, -1, -1)
        assert [row.tolist() for row in arrays.rows_of(path, backwards)] == rows[::-1]


@given(st.lists(claims(), min_size=1, max_size=4))
def test_documents_and_claims_come_back_from_parquet(made: list[tuple[Claim, Document]]) -> None:
    entries = [Entry(document, "v1", document.id, 0, 1, 0, 0) for _, document in made]
    with TemporaryDirectory() as folder:
        path = Path(folder)
        tables.write(path / "documents", tables.DOCUMENTS, (tables.entry_row(entry) for entry in entries))
        tables.write(path / "claims", tables.CLAIMS, (tables.claim_row(claim) for claim, _ in made))
        places = list(range(len(made)))[::-1]
        assert [tables.entry_of(row) for row in tables.rows_at(path / "documents", places)] == entries[::-1]
        found = [tables.claim_of(row) for row in tables.rows_at(path / "claims", places)]
    assert found == [claim for claim, _ in made][::-1]


def test_vectors_come_back_over_several_row_groups(tmp_path: Path) -> None:
    vectors = np.random.default_rng(3).standard_normal((3 * tables.GROUP + 5, 8)).astype(np.float32)
    ids = [str(i) for i in range(len(vectors))]
    tables.write_vectors(tmp_path / "vectors", ids, vectors)
    wanted = [len(ids) - 1, 0, tables.GROUP, 2 * tables.GROUP + 1, 7]
    names, found = tables.vectors_at(tmp_path / "vectors", wanted)
    assert names == [ids[i] for i in wanted]
    assert (found == vectors[wanted]).all()


def test_merged_segments_hold_what_the_small_ones_held(tmp_path: Path) -> None:
    for document in stories()[: merge.SMALL]:
        enter(tmp_path, [document])
    before = read_manifest(tmp_path)
    assert len(before.segments) == merge.SMALL
    rows = [row for part in before.segments for row in segment.rows(tmp_path / part.name, range(part.documents))]
    (merged,) = merge.tidied(tmp_path, before).segments
    again = segment.rows(tmp_path / merged.name, range(merged.documents))
    assert [row.entry.document for row in again] == [row.entry.document for row in rows]
    for old, new in zip(rows, again, strict=True):
        assert (new.claims, new.kept) == (old.claims, old.kept)
        for name in ("vectors", "sketch", "shingles", "repeats"):
            assert (getattr(new, name) == getattr(old, name)).all(), name
        assert sorted(new.bands) == sorted(old.bands)
        assert all((a == b).all() for a, b in zip((*new.words, *new.names), (*old.words, *old.names), strict=True))


def test_the_index_finds_the_pairs_of_an_exhaustive_search(tmp_path: Path) -> None:
    documents = [*stories(), *bridge("Zell")]
    enter(tmp_path, documents[::2])
    parts = read_manifest(tmp_path).segments
    new = read(documents[1::2], means())
    ways = [
        meet(new, Shelf(tmp_path, parts, exhaustive), {d.id: content(d) for d in new.documents}, means().settings,
             means().cascade, means().revising)
        for exhaustive in (False, True)
    ]  # fmt: skip
    assert ways[0].paired.passed
    assert dataclasses.replace(ways[0].paired, voices=ways[1].paired.voices) == ways[1].paired


def test_the_nearest_are_those_of_all_segments_without_the_dead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "NEAREST", 2)
    documents = [*stories(), *bridge("Zell")]
    for start in range(3):
        enter(tmp_path, documents[start::3])
    first, *rest = read_manifest(tmp_path).segments
    held = Shelf(tmp_path, (replace(first, dead=(0,)), *rest))
    rows = [segment.index(folder) for folder in held.folders]
    sketches = np.concatenate([index.reconstruct_n(0, index.ntotal) for index in rows])
    places = [Place(number, row) for number, index in enumerate(rows) for row in range(index.ntotal)]
    least = shelf.SAME_EVENT - shelf.SHORT
    wanted = set()
    for one in sketches:
        alike = sorted((-round(float(one @ other), 5), place) for other, place in zip(sketches, places, strict=True))
        wanted |= {place for score, place in [a for a in alike if a[1] != Place(0, 0)][:2] if -score >= least}
    assert held.near(sketches) == sorted(wanted)
    assert len(wanted) > 2


def test_copies_across_runs_have_the_origin_of_one_run(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(80))
    first = [Document(f"d{i}", f"{words} and {i} more", "", f"outlet {i}") for i in range(3)]
    other = Document("e1", " ".join(f"term{n}" for n in range(80)), "", "outlet 9")
    enter(tmp_path, [first[0], other])
    held = Shelf(tmp_path, read_manifest(tmp_path).segments)
    assert archived_origins(first[1:], marks_of(first[1:]), held) == {"d1": "d0", "d2": "d0"}
    nothing = Shelf(tmp_path, ())
    assert archived_origins([*first, other], marks_of([*first, other]), nothing) == origins([*first, other])
