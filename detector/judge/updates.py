"""Later, higher figures: the probability that one revises an earlier one, by what the two claims say alone."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import date
from pathlib import Path

import numpy as np

from detector.judge.quantities import Quantity
from detector.judge.reasons import typed
from detector.judge.regression import Regression, read, write
from detector.judge.slots import CUMULATIVE_ROLES, Side, SlotComparison, compare_sides, read_side
from detector.types import Claim, ClaimPair, Document, Verdict

LARGEST = 10.0  # doublings beyond which it makes no difference how much larger the later figure is
_BY = r"by (?:\w+ )?(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|noon|evening|night|midnight)"
_MOVING = re.compile(
    r"\b(?:now|so far|by then|meanwhile|already|to date|latest|rose|risen|climbed|grown|reached|passed|brings?|bringing"
    rf"|taking|making|stands? at|stood at|numbers?|numbered|tolls?|{_BY})\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:at least|more than|known|confirmed|found|recovered|recorded|overnight)\b", re.IGNORECASE)
_MORE = re.compile(r"\s+(?:more|others?|further|additional)\b", re.IGNORECASE)
_FINAL = re.compile(r"\b(?:in all|in total|altogether|in the end|final)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Growth:
    """One row of the model's input; every field is a float, flags are 0 or 1.

    `shared_role`: both figures count the dead, or the injured and so on. `points`: evidence that both fill one slot.
    `doublings`: how often the earlier figure goes into the later one, as logarithm; `days`: the logarithm of the days
    between the publications. `open`: the earlier claim says that it is no last word ("so far", "by noon"); `moved`,
    `final`: the later one that the figure has moved, or that it is the whole. Left out, since they told nothing: who
    the holders are, a counted noun that both name, dates that exclude each other (the days on which a toll is told).
    """

    shared_role: float
    points: float
    doublings: float
    days: float
    open: float
    moved: float
    final: float


NAMES = tuple(field.name for field in fields(Growth))


@dataclass(frozen=True, slots=True)
class UpdateModel(Regression):
    """A regression over the rows of `matrix`; from its threshold on a pair is an update."""


def updates(
    pairs: Sequence[ClaimPair], documents: Mapping[str, Document], model: UpdateModel
) -> dict[tuple[str, str], Verdict]:
    """The verdicts of those pairs that are updates, by the ids of their claims. Each claim is read once."""
    sides: dict[str, Side] = {}
    told = [(pair, found) for pair in pairs if (found := growth(pair, documents, sides))]
    probable = model.probabilities(matrix([row for _, (row, _) in told]))
    return {
        (pair.a.id, pair.b.id): Verdict("update", round(float(p), 4), typed(pair, slots))
        for (pair, (_, slots)), p in zip(told, probable, strict=True)
        if p >= model.threshold
    }


def growth(
    pair: ClaimPair, documents: Mapping[str, Document], sides: dict[str, Side]
) -> tuple[Growth, tuple[SlotComparison, ...]] | None:
    """What is to be seen of a pair whose later claim has a higher figure for one thing, and whose other figures, if
    they disagree, may be revised too; None for any other pair. `sides` keeps the claims that were read."""
    if {pair.a.stance, pair.b.stance} & {"denies", "doubts"}:
        return None
    days = _day(pair.a, documents), _day(pair.b, documents)
    if days[0] is None or days[1] is None or days[0] == days[1]:
        return None
    a, b = (_read(claim, day, sides) for claim, day in zip((pair.a, pair.b), days, strict=True))
    if not a.quantities or not b.quantities:
        return None
    slots = compare_sides(a, b)
    conflicts = [slot for slot in slots if slot.relation == "conflict" and slot.slot == "quantity"]
    turned = days[1] < days[0]
    grown = [(slot, *figures) for slot in conflicts if (figures := _figures(slot, a, b, turned))]
    if not grown or not all(slot.revision for slot in conflicts):
        return None
    slot, early, late = max(grown, key=lambda one: one[0].points)
    first, last = (pair.b, pair.a) if turned else (pair.a, pair.b)
    row = Growth(
        shared_role=float(bool({*early.roles} & {*late.roles} & CUMULATIVE_ROLES)),
        points=slot.points,
        doublings=min(LARGEST, math.log2((1 + late.based[0]) / (1 + early.based[0]))),
        days=math.log1p(abs((days[0] - days[1]).days)),
        open=float(bool(_MOVING.search(first.quote) or _OPEN.search(first.quote))),
        moved=float(bool(_MOVING.search(last.quote))),
        final=float(bool(_FINAL.search(last.quote))),
    )
    return row, tuple(conflicts)


def matrix(rows: Sequence[Growth]) -> np.ndarray:
    """float64 (len(rows), len(NAMES))."""
    return np.array([astuple(row) for row in rows], dtype=float).reshape(len(rows), len(NAMES))


def load(path: Path) -> UpdateModel:
    """Read a model; raises ModelNotUsable when its features are not those of this version."""
    return UpdateModel(*read(path, NAMES, "a model of updates"))


def save(model: UpdateModel, path: Path) -> None:
    """Write a model as readable JSON."""
    write(model, path, NAMES)


def _day(claim: Claim, documents: Mapping[str, Document]) -> date | None:
    published = documents[claim.document_id].published
    return published.date() if published else None


def _read(claim: Claim, day: date | None, sides: dict[str, Side]) -> Side:
    """A claim without figures that are a part of another or come on top of it ("two of the injured", "three more")."""
    if claim.id not in sides:
        side = read_side(claim.quote, day)
        whole = (
            row for row in side.quantities if row[0].share != "part" and not _MORE.match(claim.quote, row[0].span.end)
        )
        sides[claim.id] = replace(side, quantities=tuple(whole))
    return sides[claim.id]


def _figures(slot: SlotComparison, a: Side, b: Side, turned: bool) -> tuple[Quantity, Quantity] | None:
    """The earlier and the later figure of a slot, where the later one is the higher."""
    x = next(quantity for quantity, _ in a.quantities if quantity.span == slot.a)
    y = next(quantity for quantity, _ in b.quantities if quantity.span == slot.b)
    early, late = (y, x) if turned else (x, y)
    return (early, late) if late.based[0] > early.based[0] else None
