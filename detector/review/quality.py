"""What decisions say about the machine and about each other: agreement, precision, recall, reliability, throughput."""

from __future__ import annotations

import json
import math
import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from sklearn.metrics import brier_score_loss, cohen_kappa_score
from sqlalchemy import Connection, select

from detector.calibration import reliability, wilson
from detector.review.prepare import NOT_COUNTED, REPORTED, SLICE
from detector.review.schema import events, items, runs
from detector.review.states import OUTCOMES
from detector.review.store import Store
from detector.types import Bin

DAYS = 14
RIGHT = ("confirmed", "published")
REFUSED = ("refused: ", "refused by the judge: ")  # as the counts of a run name them


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, with the 95% interval of Wilson; all zero where n is 0."""

    hits: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.hits / self.n if self.n else 0.0


@dataclass(frozen=True, slots=True)
class Agreement:
    """Cohen's kappa of first and second readings of one kind ("" for all); None where it is not defined."""

    kind: str
    n: int
    agreed: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Missed:
    """Sampled pairs that were refused by a gate or the judge: how many of them were contradictions, and how many pairs
    the newest run refused for that reason."""

    gate: str
    share: Share
    refused: int


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of the newest run's contradictions that it reported; the interval joins the ends of its parts'."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Day:
    day: str
    decisions: tuple[tuple[str, int], ...]

    @property
    def n(self) -> int:
        return sum(n for _, n in self.decisions)


@dataclass(frozen=True, slots=True)
class Quality:
    """All figures of the dashboard. `precision` is of the random slice, `decided` of everything decided."""

    precision: Share
    decided: Share
    missed: tuple[Missed, ...]
    recall: Recall | None
    agreement: tuple[Agreement, ...]
    waiting: int
    adjudication: int
    bins: tuple[Bin, ...]
    brier: float | None
    days: tuple[Day, ...]
    regressed: int


def quality(db: Store) -> Quality:
    """The figures as of now. An update is not a contradiction and is left out of precision and reliability."""
    with db.read() as connection:
        done = _done(connection)
        readings = _readings(connection)
        gates = _gates(connection)
        reported, refused = _newest(connection)
        states = Counter(connection.scalars(select(items.c.state).where(items.c.stage != "done")))
        days = _days(connection)
    scored = [(p, right) for p, right, stratum, kind in done if kind not in NOT_COUNTED]
    given, held = np.array([p for p, _ in scored]), np.array([right for _, right in scored], dtype=bool)
    drawn = [right for _, right, stratum, kind in done if stratum == SLICE and kind not in NOT_COUNTED]
    precision = share(drawn)
    every = sorted(gates.keys() | refused.keys())
    missed = tuple(Missed(gate, share(gates.get(gate, ())), refused.get(gate, 0)) for gate in every)
    return Quality(
        precision=precision,
        decided=share(held.tolist()),
        missed=missed,
        recall=recall(precision, reported, missed),
        agreement=agreement(readings),
        waiting=states["second"],
        adjudication=states["adjudication"],
        bins=reliability(held, given),
        brier=float(brier_score_loss(held, given)) if scored else None,
        days=days,
        regressed=states["regressed"],
    )


def share(found: Iterable[bool]) -> Share:
    """A share with its Wilson interval (95%)."""
    rows = list(found)
    hits, n = sum(rows), len(rows)
    if not n:
        return Share(0, 0, 0.0, 0.0)
    return Share(hits, n, *wilson(hits, n))


def recall(precision: Share, reported: int, missed: Sequence[Missed]) -> Recall | None:
    """From the precision of what was reported and the misses among what was refused; None before all is sampled."""
    sampled = [one for one in missed if one.refused]
    if not precision.n or not sampled or not all(one.share.n for one in sampled):
        return None

    def of(found: float, lost: float) -> float:
        return found / (found + lost) if found + lost else math.nan

    value = of(reported * precision.value, sum(one.refused * one.share.value for one in sampled))
    low = of(reported * precision.low, sum(one.refused * one.share.high for one in sampled))
    high = of(reported * precision.high, sum(one.refused * one.share.low for one in sampled))
    return None if math.isnan(value) else Recall(value, low, high)


def agreement(readings: Iterable[tuple[str, str, str]]) -> tuple[Agreement, ...]:
    """Kappa over all findings and for each kind, from (kind, first outcome, second outcome)."""
    rows = list(readings)
    kinds = sorted({kind for kind, _, _ in rows})
    return tuple(_agreement(kind, [r for r in rows if kind in ("", r[0])]) for kind in ("", *filter(None, kinds)))


def _agreement(kind: str, rows: Sequence[tuple[str, str, str]]) -> Agreement:
    first, second = [r[1] for r in rows], [r[2] for r in rows]
    agreed = sum(a == b for a, b in zip(first, second, strict=True))
    if len({*first, *second}) < 2:  # everybody always says the same: chance agreement is 1, kappa is 0/0
        return Agreement(kind, len(rows), agreed, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        kappa = float(cohen_kappa_score(first, second))
    return Agreement(kind, len(rows), agreed, None if math.isnan(kappa) else kappa)


def _done(connection: Connection) -> list[tuple[float, bool, str, str]]:
    c = items.c
    rows = connection.execute(
        select(c.probability, c.state, c.stratum, c.kind).where(c.stage == "done", c.stratum.in_((REPORTED, SLICE)))
    )
    return [(row.probability, row.state in RIGHT, row.stratum, row.kind) for row in rows]


def _readings(connection: Connection) -> list[tuple[str, str, str]]:
    c = items.c
    rows = connection.execute(select(c.kind, c.first_verdict, c.second_verdict).where(c.second_reader != ""))
    return [(row.kind, OUTCOMES[row.first_verdict], OUTCOMES[row.second_verdict]) for row in rows]


def _gates(connection: Connection) -> dict[str, list[bool]]:
    c = items.c
    gates: dict[str, list[bool]] = {}
    query = select(c.stratum, c.state).where(c.stage == "done", c.stratum.not_in((REPORTED, SLICE)))
    for row in connection.execute(query):
        gates.setdefault(row.stratum, []).append(row.state in RIGHT)
    return gates


def _newest(connection: Connection) -> tuple[int, dict[str, int]]:
    """(findings, refused pairs by reason) of the newest run."""
    row = connection.execute(select(runs.c.counts, runs.c.findings).order_by(runs.c.at.desc()).limit(1)).first()
    if row is None:
        return 0, {}
    counts = json.loads(row.counts)
    refused = {k.removeprefix(start): n for start in REFUSED for k, n in counts.items() if k.startswith(start)}
    return row.findings, refused


def _days(connection: Connection) -> tuple[Day, ...]:
    """Decisions by day and person, newest first; those taken back are not counted."""
    since = (datetime.now(UTC) - timedelta(days=DAYS)).date().isoformat()
    c = events.c
    redone = set(connection.scalars(select(c.undoes).where(c.action == "redone", c.at >= since)))
    back = connection.execute(select(c.seq, c.undoes).where(c.action == "undone", c.at >= since))
    undone = {row.undoes for row in back if row.seq not in redone}
    found: dict[str, Counter[str]] = {}
    for row in connection.execute(select(c.seq, c.at, c.actor).where(c.action == "decided", c.at >= since)):
        if row.seq not in undone:
            found.setdefault(row.at[:10], Counter())[row.actor] += 1
    return tuple(Day(day, tuple(counter.most_common())) for day, counter in sorted(found.items(), reverse=True))
