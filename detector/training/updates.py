"""The model of updates: fitted on pairs of dossiers whose later claim has a higher figure for one thing."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score

from detector import pipeline
from detector.calibration import wilson
from detector.extract.checkable import states_something
from detector.gold import Dossier, GoldPair, Place, held_out
from detector.ingest.origins import origins as find_origins
from detector.judge.slots import Side
from detector.judge.updates import Growth, UpdateModel, growth, matrix, save
from detector.pair import reprints
from detector.pipeline import Progress, silent
from detector.ports import Attributor
from detector.training.judge import dossiers, folders
from detector.training.mixture import read_jsonl
from detector.training.regression import fit
from detector.types import Claim, ClaimPair, Span

LATER = "other-time"  # the reason of a trap whose two sides speak of two times


@dataclass(frozen=True, slots=True)
class Grown:
    """Pairs with a later, higher figure: their features (n, features), whether each is an update, whether gold lists it
    as a conflict, and its dossier."""

    rows: np.ndarray
    update: np.ndarray
    conflict: np.ndarray
    group: np.ndarray


def train_updates(recipe: Path, data: Path, out: Path, attributor: Attributor, progress: Progress = silent) -> str:
    """Fit, save to `out`/model.json and return a summary with the figures on the held-out dossiers.

    A pair is an update where gold lists it as a trap of two times, or lists it not at all and it was read as one. All
    others count as none, the listed conflicts among them.
    """
    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    used = dossiers(plan["dossiers"], data)
    read = [_reading(row) for row in read_jsonl(folders([plan["readings"]], data)[0])]
    pairs = grown(used, read, attributor, progress)
    asked = np.array([held_out(name) for name in pairs.group], bool)
    rows, update = pairs.rows[~asked], pairs.update[~asked]
    found = fit(rows, update, pairs.group[~asked], plan)
    model = UpdateModel(*astuple(found.model))
    out.mkdir(parents=True, exist_ok=True)
    save(model, out / "model.json")
    return (
        f"{len(used)} dossiers; {len(update)} pairs with a later, higher figure, {update.sum()} updates; "
        f"cross-validated: average precision {average_precision_score(update, found.guessed):.3f}, at the threshold "
        f"{model.threshold:.2f} {found.right} of {found.over} are updates; {_held_out(pairs, asked, model)}"
    )


def _held_out(pairs: Grown, asked: np.ndarray, model: UpdateModel) -> str:
    update, conflict = pairs.update[asked], pairs.conflict[asked]
    over = model.probabilities(pairs.rows[asked]) >= model.threshold
    if not over.any():
        return f"on the held-out dossiers none of {len(update)} pairs is over it"
    right, taken = int(update[over].sum()), int(over.sum())
    low, high = wilson(right, taken)
    return (
        f"on the held-out dossiers {right} of {taken} over it, a precision of {right / taken:.2f} "
        f"({low:.2f} to {high:.2f}), of {update.sum()} updates among {len(update)} pairs, and {conflict[over].sum()} "
        f"of the {conflict.sum()} listed conflicts"
    )


def grown(
    used: Sequence[Dossier], read: Sequence[GoldPair], attributor: Attributor, progress: Progress = silent
) -> Grown:
    """All pairs of claims within each dossier that may be updates. `read` are pairs, listed nowhere, that were read as
    updates."""
    rows, update, conflict, group = [], [], [], []
    for i, dossier in enumerate(used):
        for pair, row in _pairs(dossier, attributor):
            listed = dossier.listed(pair.a, pair.b)
            rows.append(row)
            conflict.append(bool(listed) and listed[0] == "conflicts")
            update.append(listed[1].type == LATER if listed else any(one.matches(pair.a, pair.b) for one in read))
            group.append(dossier.id)
        progress("dossiers", i + 1, len(used))
    return Grown(matrix(rows), np.array(update, bool), np.array(conflict, bool), np.array(group))


def _pairs(dossier: Dossier, attributor: Attributor) -> list[tuple[ClaimPair, Growth]]:
    claims, _ = pipeline.extract(dossier.documents, attributor)
    origins = find_origins(dossier.documents)
    stated: list[Claim] = [claim for claim in reprints.merge(claims, origins)[0] if states_something(claim)]
    by_id = {document.id: document for document in dossier.documents}
    sides: dict[str, Side] = {}
    pairs = [
        ClaimPair(a, b, 0.0) for a, b in combinations(stated, 2) if origins[a.document_id] != origins[b.document_id]
    ]
    return [(pair, found[0]) for pair in pairs if (found := growth(pair, by_id, sides))]


def _reading(row: dict) -> GoldPair:
    a, b = (Place(name, Span(start, end)) for name, start, end in (row["a"], row["b"]))
    return GoldPair(a, b, LATER)
