"""Refits the probability from decisions: logistic in the log-odds of the run's own probability (Platt, 1999).

Whether it helps is measured on decisions it was not fitted on, whole conflicts at a time, as the findings of one
conflict are decided alike.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from scipy.special import logit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import GroupKFold
from sqlalchemy import delete, insert, select, update

from detector.calibration import expected_calibration_error, reliability
from detector.review import content
from detector.review.errors import QueueError
from detector.review.importing import CHUNK, MACHINE, current_calibrator, rename
from detector.review.prepare import EDGE, NOT_COUNTED, REPORTED, SLICE, Calibrator, place
from detector.review.quality import RIGHT
from detector.review.schema import calibrations, items
from detector.review.store import Store, Writer, now
from detector.types import content_id

LEAST_DECISIONS, LEAST_OF_EACH, FOLDS = 50, 10, 5
# Far weaker than the data at the least number of decisions; it only keeps separable data from running away.
REGULARISATION = 1.0
BINS = 5


class TooFewDecisions(QueueError):
    """There is not enough to fit on."""


class NotBetter(QueueError):
    """The refitted probability is no better on decisions it has not seen; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """Scores of probabilities against decisions; lower is better. `error` is the expected calibration error."""

    log_loss: float
    brier: float
    error: float

    def text(self) -> str:
        return f"log loss {self.log_loss:.3f}, Brier {self.brier:.3f}, calibration error {self.error:.3f}"


@dataclass(frozen=True, slots=True)
class Refit:
    """What a refit came to. `before` and `after` are on decisions that were not fitted on."""

    calibrator: Calibrator
    decisions: int
    confirmed: int
    before: Reliability
    after: Reliability
    changed: int = 0

    def text(self) -> str:
        return (
            f"{self.decisions} decisions, {self.confirmed} confirmed\nbefore: {self.before.text()}\n"
            f"after:  {self.after.text()} (on decisions it did not fit)\n"
            f"calibrator {self.calibrator.id}: {self.changed} open findings have a new probability"
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision to learn from; `probability` is the run's own."""

    probability: float
    right: bool
    conflict: str


def calibrate(db: Store, actor: str = "command line") -> Refit:
    """Refit, and put the result to use for open findings and later runs.

    Raises TooFewDecisions, and NotBetter when log loss or Brier score would get worse.
    """
    with db.read() as connection:
        c = items.c
        rows = connection.execute(
            select(c.payload, c.state, c.conflict)
            .where(c.stage == "done", c.kind.not_in(NOT_COUNTED), c.stratum.in_((REPORTED, SLICE)))
            .order_by(c.key)
        )
        decided = [Decided(json.loads(row.payload)["probability"], row.state in RIGHT, row.conflict) for row in rows]
        present = current_calibrator(connection)
    _apply(db, present)  # what a calibration that was cut off, or an import beside it, had left as it was
    refit = fit(decided, present)
    with db.write() as writer:
        report = json.dumps({"before": asdict(refit.before), "after": asdict(refit.after)}, sort_keys=True)
        one = refit.calibrator
        row = {"id": one.id, "at": now(), "slope": one.slope, "intercept": one.intercept, "report": report}
        same = calibrations.c.id == one.id  # decisions that were undone since may have led to it before
        writer.connection.execute(delete(calibrations).where(same))
        writer.connection.execute(insert(calibrations).values(**row))
        writer.append(actor, "calibrated", after=json.dumps({**row, "report": json.loads(report)}, sort_keys=True))
    changed = _apply(db, refit.calibrator)
    return Refit(refit.calibrator, refit.decisions, refit.confirmed, refit.before, refit.after, changed)


def fit(decided: Sequence[Decided], present: Calibrator) -> Refit:
    """The refit of some decisions against the calibrator in use. Raises TooFewDecisions, NotBetter."""
    right = np.array([one.right for one in decided], dtype=bool)
    groups = [one.conflict for one in decided]
    confirmed = int(right.sum())
    if len(decided) < LEAST_DECISIONS or min(confirmed, len(decided) - confirmed) < LEAST_OF_EACH:
        raise TooFewDecisions(
            f"{len(decided)} decisions, {confirmed} of them confirmed; a refit takes {LEAST_DECISIONS} with at least "
            f"{LEAST_OF_EACH} of each kind"
        )
    if len(set(groups)) < FOLDS:
        raise TooFewDecisions(f"the decisions are about {len(set(groups))} conflicts; a refit takes {FOLDS}")
    given = np.array([one.probability for one in decided])
    unseen = np.empty(len(decided))
    for train, test in GroupKFold(FOLDS).split(given, right, groups):
        part = _fitted(given[train], right[train]) if 0 < right[train].sum() < len(train) else present
        unseen[test] = [part(p) for p in given[test]]
    before = measure(np.array([present(p) for p in given]), right)
    after = measure(unseen, right)
    if after.log_loss >= before.log_loss or after.brier > before.brier:
        raise NotBetter(
            f"a refit would not be better on decisions it did not fit; nothing was changed\n"
            f"before: {before.text()}\nafter:  {after.text()}"
        )
    made = _fitted(given, right)
    if made.slope <= 0:
        raise NotBetter("a refit would turn the order of findings round; nothing was changed")
    return Refit(made, len(decided), confirmed, before, after)


def _fitted(given: np.ndarray, right: np.ndarray) -> Calibrator:
    odds = logit(np.clip(given, EDGE, 1 - EDGE)).reshape(-1, 1)
    model = LogisticRegression(C=REGULARISATION).fit(odds, right)
    slope, intercept = round(float(model.coef_[0][0]), 6), round(float(model.intercept_[0]), 6)
    return Calibrator(content_id("calibrator", str(slope), str(intercept)), slope, intercept)


def measure(given: np.ndarray, right: np.ndarray) -> Reliability:
    """The scores of probabilities against what editors decided."""
    clipped = np.clip(given, EDGE, 1 - EDGE)
    return Reliability(
        float(log_loss(right, clipped, labels=[False, True])),
        float(brier_score_loss(right, clipped)),
        expected_calibration_error(reliability(right, clipped, BINS)),
    )


def _apply(db: Store, calibrator: Calibrator) -> int:
    """Give every open contradiction that has another calibrator's probability this one's; returns how many."""
    c = items.c
    with db.read() as connection:
        wanted = (c.stage == "open", c.kind.not_in(NOT_COUNTED))
        rows = connection.execute(select(c.key, c.makers).where(*wanted).order_by(c.id))
        keys = [row.key for row in rows if json.loads(row.makers).get("calibrator", "") != calibrator.id]
    for start in range(0, len(keys), CHUNK):
        with db.write() as writer:
            rows = writer.connection.execute(select(items).where(c.key.in_(keys[start : start + CHUNK]))).all()
            for row in rows:
                _recalibrate(writer, row, calibrator)
    if keys:
        _mix(db)
    return len(keys)


def _mix(db: Store) -> None:
    """Put what was drawn at random among the open findings again, at their new probabilities."""
    c = items.c
    with db.read() as connection:
        ranks = select(c.rank).where(c.stage == "open", c.stratum == REPORTED).order_by(c.rank)
        reported = list(connection.scalars(ranks))
        drawn = select(c.id, c.key, c.payload).where(c.stage == "open", c.stratum != REPORTED).order_by(c.id)
        rows = connection.execute(drawn).all()
    for start in range(0, len(rows), CHUNK):
        with db.touch() as connection:
            for row in rows[start : start + CHUNK]:
                rank = place(db.salt, row.key, reported)
                connection.execute(update(items).where(c.id == row.id).values(rank=rank))
                rename(connection, row.id, json.loads(row.payload), rank)


def _recalibrate(writer: Writer, row, calibrator: Calibrator) -> None:  # type: ignore[no-untyped-def]
    payload = json.loads(row.payload)
    probability = calibrator(float(payload["probability"]))
    text = json.dumps(payload | {"calibrated": probability}, ensure_ascii=False, sort_keys=True)
    makers = json.dumps(json.loads(row.makers) | {"calibrator": calibrator.id}, sort_keys=True)
    rank = probability if row.stratum == REPORTED else float(row.rank)
    digest = content.digest(text)
    values = {"probability": probability, "rank": rank, "payload": text, "digest": digest, "makers": makers}
    writer.append(
        MACHINE, "carried", item=row.key, version=row.version, after=row.standing,
        reason=f"content {digest}", makers=makers,
    )  # fmt: skip
    writer.connection.execute(update(items).where(items.c.key == row.key).values(**values))
    rename(writer.connection, row.id, payload, rank)
