"""Brings a run's findings into the queue. The same run twice changes nothing; a decision holds in later runs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from detector.review import content, runfiles, states
from detector.review.prepare import NOT_COUNTED, Calibrator, Draw, Prepared, names, prepare, shelf, suggested
from detector.review.schema import calibrations, documents, evidence, facets, items, runs
from detector.review.schema import names as suggestions
from detector.review.standings import Move, columns, count, hold, move
from detector.review.states import Standing
from detector.review.store import Store, Writer, inserting, now

CHUNK = 500  # findings in a transaction: editors' writes get their turn between them
GATE_SHARE = 0.3  # of the pairs that a run samples from its gates
MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed. `merged` are findings whose content another finding of the run has, too."""

    run: str
    known: bool = False
    added: int = 0
    carried: int = 0
    regressed: int = 0
    merged: int = 0
    sampled: int = 0

    def text(self) -> str:
        if self.known:
            return f"run {self.run} is already in the queue; nothing changed"
        return (
            f"run {self.run}: {self.added} new findings, {self.carried} known ones, {self.regressed} came back with "
            f"new evidence, {self.merged} merged with one of the same content, {self.sampled} sampled pairs"
        )


def import_folder(store: Store, folder: Path, actor: str = MACHINE) -> Imported:
    """Bring a run's folder into the queue. Raises BadRunFolder. Can be killed and started again."""
    run = runfiles.read(folder)
    with store.read() as connection:
        if _known(connection, run.id):
            return Imported(run.id, known=True)
        calibrator = current_calibrator(connection)
    shelved = shelf(run)
    _keep(store, shelved.rows.values())
    draw = Draw(store.salt, float(store.setting("slice share")), GATE_SHARE)
    prepared = list(prepare(run, shelved, draw, calibrator))
    done: Counter[str] = Counter()
    for start in range(0, len(prepared), CHUNK):
        with store.write() as writer:
            done += _chunk(writer, prepared[start : start + CHUNK])
    sampled = sum(one.row["kind"] == "" for one in prepared)
    with store.write() as writer:
        if _known(writer.connection, run.id):  # somebody else has brought it in meanwhile
            return Imported(run.id, known=True)
        makers = json.dumps(run.makers, sort_keys=True)
        row = {"id": run.id, "at": now(), "makers": makers, "counts": json.dumps(run.counts, sort_keys=True)}
        contradictions = sum(one["kind"] not in NOT_COUNTED for one in run.findings)
        writer.connection.execute(insert(runs).values(**row, findings=contradictions))
        writer.append(actor, "run", after=run.id, makers=makers)
    merged = len(run.findings) - (len(prepared) - sampled)
    return Imported(run.id, False, done["added"], done["carried"], done["regressed"], merged, sampled)


def _known(connection: Connection, run: str) -> bool:
    return connection.scalar(select(runs.c.id).where(runs.c.id == run)) is not None


def current_calibrator(connection: Connection) -> Calibrator:
    """The newest calibrator fitted from decisions, or the one that changes nothing."""
    c = calibrations.c
    row = connection.execute(select(c.id, c.slope, c.intercept).order_by(c.at.desc()).limit(1)).first()
    return Calibrator(*row) if row else Calibrator()


def _keep(store: Store, shelved: Iterable[dict[str, Any]]) -> None:
    rows = sorted(shelved, key=itemgetter("key"))  # one order, so that two imports at once never wait for each other
    for start in range(0, len(rows), CHUNK):
        with store.touch() as connection:
            _add(connection, documents, rows[start : start + CHUNK])


def _add(connection: Connection, table: Any, rows: Sequence[dict[str, Any]], replacing: str = "") -> None:
    """Insert rows; those that exist stay, or take the new value of the column `replacing`."""
    if not rows:
        return
    statement = inserting(connection, table)
    if replacing:
        keys = [column.name for column in table.primary_key]
        changed = {replacing: statement.excluded[replacing]}
        connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)
    else:
        connection.execute(statement.on_conflict_do_nothing(), rows)


def _chunk(writer: Writer, prepared: Sequence[Prepared]) -> Counter[str]:
    connection = writer.connection
    keys = [one.key for one in prepared]
    c = items.c
    known = {row.key: row for row in connection.execute(select(c.id, c.key, c.digest, c.state).where(c.key.in_(keys)))}
    done: Counter[str] = Counter()
    fresh = [one for one in prepared if one.key not in known]
    _insert(writer, fresh)
    done["added"] = sum(one.row["kind"] != "" for one in fresh)
    for one in prepared:
        if one.key in known:
            row = known[one.key]
            done["carried"] += 1
            if row.digest != one.row["digest"]:
                _carry(writer, row.id, one)
            if why := _news(connection, one) if row.state == "rejected" else ():
                held = hold(connection, one.key)
                move(writer, Move(held, states.regress(held.now, "; ".join(why))), MACHINE, "regressed")
                done["regressed"] += 1
    _add(connection, suggestions, _suggestions(prepared))
    _add(connection, evidence, _evidence(prepared, passages=False))
    _add(connection, evidence, _evidence(prepared, passages=True), replacing="passage")
    return done


def _insert(writer: Writer, fresh: Sequence[Prepared]) -> None:
    if not fresh:
        return
    rows, untouched, at = [], Standing(), now()
    for one in fresh:
        standing = replace(untouched, effective=writer.next_seq)
        writer.append(
            MACHINE, "imported", item=one.key, version=1, after=standing.text(), reason=_content(one),
            makers=one.row["makers"], at=at,
        )  # fmt: skip
        rows.append({**one.row, "version": 1, **columns(standing, at)})
    connection = writer.connection
    connection.execute(insert(items), rows)
    found = connection.execute(select(items.c.id, items.c.key).where(items.c.key.in_([one.key for one in fresh])))
    ids: dict[str, int] = {key: id for id, key in found}
    named = [_names(ids[one.key], json.loads(one.row["payload"]), one.row["rank"]) for one in fresh]
    connection.execute(insert(facets), [row for rows in named for row in rows])
    for kind, n in Counter(one.row["kind"] for one in fresh).items():
        count(connection, "new", kind, n)


def _carry(writer: Writer, id: int, one: Prepared) -> None:
    """The machine sees a known finding differently: a new probability, kind or place in the text."""
    held = hold(writer.connection, one.key)
    machine = {name: value for name, value in one.row.items() if name not in ("key", "stratum")}
    writer.append(
        MACHINE, "carried", item=one.key, version=held.version, after=held.now.text(), reason=_content(one),
        makers=one.row["makers"],
    )  # fmt: skip
    writer.connection.execute(update(items).where(items.c.key == one.key).values(**machine))
    if held.kind != one.row["kind"]:
        count(writer.connection, held.now.state, held.kind, -1)
        count(writer.connection, held.now.state, one.row["kind"], 1)
    rename(writer.connection, id, json.loads(one.row["payload"]), one.row["rank"])


def _content(one: Prepared) -> str:
    return f"content {one.row['digest']}"


def rename(connection: Connection, id: int, payload: Mapping[str, Any], rank: float) -> None:
    """Write anew the names that a finding is filtered by, in the order of its rank."""
    connection.execute(delete(facets).where(facets.c.item_id == id))
    connection.execute(insert(facets), _names(id, payload, rank))


def _names(id: int, payload: Mapping[str, Any], rank: float) -> list[dict[str, Any]]:
    return [{"field": f, "value": value, "rank": rank, "item_id": id} for f, value in sorted(names(payload))]


def _suggestions(prepared: Iterable[Prepared]) -> list[dict[str, Any]]:
    found = {row for one in prepared for row in suggested(one.row, json.loads(one.row["payload"]))}
    return [{"field": field, "start": start, "name": name} for field, start, name in sorted(found)]


def _news(connection: Connection, one: Prepared) -> tuple[str, ...]:
    c = evidence.c
    rows = connection.execute(select(c.side, c.identity, c.passage).where(c.item_key == one.key))
    return content.news(one.carriers, {(row.side, row.identity): row.passage for row in rows})


def _evidence(prepared: Iterable[Prepared], *, passages: bool) -> list[dict[str, Any]]:
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in prepared:
        for carrier in one.carriers:
            if bool(carrier.passage) == passages:
                names = ("side", "identity", "passage", "document", "outlet")
                row = {"item_key": one.key, **{name: getattr(carrier, name) for name in names}}
                rows.setdefault((one.key, carrier.side, carrier.identity), row)
    return list(rows.values())
