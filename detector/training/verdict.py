"""The verdict model: fitted on judged pairs of dossiers that the judge did not learn from, at their natural rate."""

from __future__ import annotations

import tomllib
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from sklearn.metrics import average_precision_score, brier_score_loss

from detector import pipeline, wiring
from detector.backends.precision import arithmetic
from detector.backends.scored import RememberingJudge
from detector.calibration import expected_calibration_error, reliability, wilson
from detector.config import Settings
from detector.gold import Dossier, held_out, is_conflict
from detector.ingest.origins import origins as find_origins
from detector.judge.calibrated import VerdictModel, save
from detector.judge.features import features, matrix
from detector.judge.verdict import slots_of
from detector.pipeline import Progress, silent
from detector.training.judge import dossiers, events
from detector.training.regression import fit
from detector.types import ClaimPair


@dataclass(frozen=True, slots=True)
class Labelled:
    """Judged pairs with their features (n, features), whether gold lists them as a conflict, and their dossier; and how
    many pairs, and conflicts among them, came to the first look."""

    pairs: tuple[ClaimPair, ...]
    rows: np.ndarray
    conflict: np.ndarray
    group: np.ndarray
    looked_at: tuple[int, int]


def train_verdict(
    recipe: Path, data: Path, out: Path, settings: Settings, work: Path, progress: Progress = silent
) -> str:
    """Fit, save to `out`/model.json and return a summary with cross-validated figures (folds hold whole dossiers).

    Scores are kept in `work`, so that a killed training goes on where it was.
    """
    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    news = events(plan, data)
    used = [*(d for d in dossiers(plan["dossiers"], data) if held_out(d.id)), *news]
    labelled = labelled_pairs(used, settings, work, progress)
    found = fit(labelled.rows, labelled.conflict, labelled.group, plan)
    guessed, threshold, over, right = found.guessed, found.model.threshold, found.over, found.right
    low, high = wilson(right, over)
    of_news = (guessed >= threshold) & np.isin(labelled.group, [d.id for d in news])
    bins = reliability(labelled.conflict, guessed)
    model = VerdictModel(*astuple(found.model), bins)
    out.mkdir(parents=True, exist_ok=True)
    save(model, out / "model.json")
    return (
        f"{len(used)} dossiers, {labelled.looked_at[0]} pairs, {labelled.looked_at[1]} conflicts; after the first look "
        f"{len(labelled.pairs)} pairs, {int(labelled.conflict.sum())} conflicts; "
        "cross-validated: "
        f"average precision {average_precision_score(labelled.conflict, guessed):.3f}, "
        f"Brier {brier_score_loss(labelled.conflict, guessed):.4f}, "
        f"expected calibration error {expected_calibration_error(bins):.4f}; "
        f"at the threshold {threshold:.2f} {right} of {over} pairs are conflicts, a precision of {right / over:.2f} "
        f"({low:.2f} to {high:.2f}), recall {right / labelled.conflict.sum():.2f} of those judged; "
        f"of real news among them {labelled.conflict[of_news].sum()} of {of_news.sum()}"
    )


def labelled_pairs(used: list[Dossier], settings: Settings, work: Path, progress: Progress = silent) -> Labelled:
    """All dossiers through the pipeline up to the judge. Pairs whose two sides both belong to gold conflicts without
    being a listed pair are left out: gold does not say what they are."""
    attributor, embedder = wiring.attributor(settings.tagger), wiring.embedder(settings.embedder)
    judge = RememberingJudge(wiring.judge(settings.judge), work / "scores.sqlite", arithmetic())
    documents = [document for d in used for document in d.documents]
    by_id = {d.id: d for d in documents}
    origins = find_origins(documents)
    claims, _ = pipeline.extract(documents, attributor, progress)
    cascade, revising = wiring.shipped_cascade(), wiring.shipped_updates()
    paired = pipeline.pair_up(documents, claims, origins, embedder, settings, progress, cascade, revising)
    drawn = set(paired.drawn)
    passed = [pair for pair in paired.passed if pair not in drawn]
    home = {document.id: dossier for dossier in used for document in dossier.documents}
    known = {pair: truth for pair in passed if (truth := is_conflict(pair, home)) is not None}
    kept, rows, conflicts = [], [], []
    for block, scored in pipeline.scored(passed, by_id, judge, progress):
        for pair, scores in zip(block, scored, strict=True):
            if pair in known:
                a, b = by_id[pair.a.document_id], by_id[pair.b.document_id]
                kept.append(pair)
                rows.append(features(pair, scores, slots_of(pair, a, b)))
                conflicts.append(known[pair])
    judge.close()
    group = np.array([home[pair.a.document_id].id for pair in kept])
    return Labelled(tuple(kept), matrix(rows), np.array(conflicts), group, (len(known), sum(known.values())))
