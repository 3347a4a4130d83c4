"""Decided findings as an export takes them: the machine's reading with the editors' corrections in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from detector.review.schema import events, items
from detector.review.states import Standing, standing
from detector.review.store import Store

CONFIRMED = ("confirmed", "published")
DONE = (*CONFIRMED, "rejected", "superseded")
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Settled:
    """A decided finding. `sides` are the run's records with corrected holders and stances."""

    key: str
    kind: str
    topic: str
    conflict: str
    probability: float
    stratum: str
    decided: str
    decided_by: str
    now: Standing
    sides: tuple[Mapping[str, Any], Mapping[str, Any]]
    reasons: tuple[str, ...]
    payload: Mapping[str, Any]
    makers: Mapping[str, str]


def settled(db: Store, states: tuple[str, ...]) -> Iterator[Settled]:
    """The findings in these states, the one decided last first, all as of one moment."""
    c = items.c
    with db.read() as connection:
        keys = list(
            connection.scalars(select(c.key).where(c.state.in_(states)).order_by(c.decided.desc(), c.id.desc()))
        )
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            rows = {row.key: row for row in connection.execute(select(items).where(c.key.in_(chunk)))}
            at = {key: standing(rows[key].standing).effective for key in chunk}
            who = select(events.c.seq, events.c.actor).where(events.c.seq.in_(at.values()))
            actors = {seq: actor for seq, actor in connection.execute(who)}
            for key in chunk:
                yield _settled(rows[key], actors.get(at[key], ""))


def _settled(row: Any, actor: str) -> Settled:
    payload, now = json.loads(row.payload), standing(row.standing)
    fixed = now.correction
    a = _corrected(payload["a"], fixed.holder_a, fixed.stance_a)
    b = _corrected(payload["b"], fixed.holder_b, fixed.stance_b)
    return Settled(
        row.key, fixed.kind or row.kind, row.topic, row.conflict, row.probability, row.stratum, row.decided, actor,
        now, (a, b), tuple(str(one) for one in payload.get("reasons") or ()), payload, json.loads(row.makers),
    )  # fmt: skip


def _corrected(side: Mapping[str, Any], holder: str, stance: str) -> Mapping[str, Any]:
    return {**side, "holder": holder or side["holder"], "stance": stance or side["stance"]}
