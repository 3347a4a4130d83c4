"""The findings of all runs and the table of how each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from detector.archive import tables
from detector.archive.standing import State, Version, settled
from detector.types import Finding


def write(path: Path, findings: Iterable[Finding], contents: Mapping[str, str]) -> None:
    """Keep the findings of a block. `contents` names the version of every document that one stands on."""
    rows = (
        {
            "id": one.id,
            "probability": one.verdict.probability,
            "a": one.a.document_id,
            "a_content": contents[one.a.document_id],
            "b": one.b.document_id,
            "b_content": contents[one.b.document_id],
            "finding": msgspec.json.encode(one).decode(),
        }
        for one in findings
    )
    tables.write(path, tables.FINDINGS, rows)


def settle(folder: Path, standings: str, found: Sequence[str], gone: Collection[Version], run: int, out: str) -> None:
    """Write the table `out`: that of `standings`, brought on by the files `found` of a run and what it removed."""
    table = _table(folder, standings)
    fresh = [state for name in found for state in _states(folder, name)]
    gone_ids = pa.array(sorted({name for name, _ in gone}), pa.string())
    touched = pc.or_(
        pc.is_in(table["id"], pa.array([state.id for state in fresh], pa.string())),
        pc.or_(pc.is_in(table["a"], gone_ids), pc.is_in(table["b"], gone_ids)),
    )
    before = {row["id"]: State(**row) for row in table.filter(touched).to_pylist()}
    after = settled(before, fresh, gone, run)
    rows = pa.Table.from_pylist([msgspec.to_builtins(state) for state in after.values()], tables.STANDINGS)
    tables.put(folder / out, pa.concat_tables([table.filter(pc.invert(touched)), rows]).sort_by("id"))


def told(folder: Path, standings: str, run: int, most: int) -> tuple[list[State], int]:
    """The states that a report of the run tells: all that this run changed, and of those that it carries the `most`
    most probable; and how many it carries in all."""
    table = _table(folder, standings)
    changed = table.filter(pc.equal(table["since"], run))
    carried = table.filter(pc.and_(table["live"], pc.less(table["since"], run)))
    best = carried.sort_by([("probability", "descending"), ("id", "ascending")]).slice(0, most)
    return [State(**row) for row in pa.concat_tables([changed, best]).to_pylist()], len(carried)


def live(folder: Path, standings: str) -> int:
    """How many findings stand."""
    return pc.sum(_table(folder, standings)["live"]).as_py() or 0


def read(folder: Path, states: Sequence[State]) -> dict[str, Finding]:
    """The findings by id."""
    by_file: dict[str, list[State]] = {}
    for state in states:
        by_file.setdefault(state.file, []).append(state)
    found: dict[str, Finding] = {}
    for name, some in by_file.items():
        rows = tables.rows_at(folder / name, [state.row for state in some], ["finding"])
        found |= {
            state.id: msgspec.json.decode(row["finding"], type=Finding) for state, row in zip(some, rows, strict=True)
        }
    return found


def fold(folder: Path, standings: str, out: str, out_standings: str) -> None:
    """Gather the findings that stand into one file, and the others no longer: their ids are all that is needed."""
    table = _table(folder, standings)
    standing = table.filter(table["live"])
    rows: list[dict[str, Any]] = []
    places: dict[str, int] = {}
    for name in pc.unique(standing["file"]).to_pylist():
        own = standing.filter(pc.equal(standing["file"], name))
        kept = list(tables.rows_at(folder / name, own["row"].to_pylist()))
        places |= {row["id"]: len(rows) + i for i, row in enumerate(kept)}
        rows += kept
    tables.write(folder / out, tables.FINDINGS, rows)
    moved = [{**row, "file": out if row["live"] else "", "row": places.get(row["id"], 0)} for row in table.to_pylist()]
    tables.put(folder / out_standings, pa.Table.from_pylist(moved, tables.STANDINGS))


def _table(folder: Path, name: str) -> pa.Table:
    return tables.read(folder / name) if name else tables.STANDINGS.empty_table()


def _states(folder: Path, name: str) -> Iterator[State]:
    columns = ["id", "probability", "a", "a_content", "b", "b_content"]
    for number, row in enumerate(tables.read(folder / name, columns).to_pylist()):
        yield State(**row, live=True, standing="new", since=0, file=name, row=number)
