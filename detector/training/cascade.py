"""The cascade: fitted on the candidate pairs of dossiers, its floor set on those that it did not learn from."""

from __future__ import annotations

import tomllib
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import roc_auc_score
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from detector import pipeline
from detector.config import Settings
from detector.gold import Dossier, held_out, is_conflict
from detector.ingest.origins import origins as find_origins
from detector.pair.cascade import Cascade, save
from detector.pair.evidence import evidence
from detector.pipeline import Progress, silent
from detector.ports import Attributor, Embedder
from detector.training.judge import dossiers, events

PRECISE = 10_000  # promises have four digits, so that the floor has to be rounded down to as many
TOGETHER = 45  # dossiers in one run: pairs across events come in, as in an archive


def train_cascade(
    recipe: Path, data: Path, out: Path, attributor: Attributor, embedder: Embedder, progress: Progress = silent
) -> str:
    """Fit, save to `out`/model.json and return a summary with the figures on the held-out dossiers."""
    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    used = dossiers(plan["dossiers"], data)
    read = [*(d for d in used if not held_out(d.id)), *events(plan, data)]
    learnt = candidates(read, attributor, embedder, progress)
    scaler = StandardScaler().fit(learnt.rows)
    made = one([_fitted(scaler.transform(learnt.rows), learnt.conflict, plan, seed) for seed in plan["seeds"]], scaler)
    asked = candidates([d for d in used if held_out(d.id)], attributor, embedder, progress)
    promise = made.probabilities(asked.rows)
    lowest = float(np.quantile(promise[asked.conflict], 1 - plan["kept"], method="lower"))
    floor = int(lowest * PRECISE) / PRECISE
    passed = promise >= floor
    out.mkdir(parents=True, exist_ok=True)
    save(replace(made, floor=floor), out / "model.json")
    return (
        f"{len(used)} dossiers; on the held-out ones {len(passed)} pairs of {asked.claims} claims, "
        f"{asked.conflict.sum()} conflicts: AUC {roc_auc_score(asked.conflict, promise):.3f}; at the floor {floor} "
        f"{passed.sum() / asked.claims:.2f} pairs a claim are left of {len(passed) / asked.claims:.2f}, and "
        f"{asked.conflict[passed].sum()} of the conflicts"
    )


def one(perceptrons: Sequence[MLPClassifier], scaler: StandardScaler) -> Cascade:
    """Several perceptrons of one hidden layer as a single one with all their hidden units, whose logit is the mean of
    theirs; its floor is 0."""
    hidden, out = ([p.coefs_[layer] for p in perceptrons] for layer in (0, 1))
    inner, outer = ([p.intercepts_[layer] for p in perceptrons] for layer in (0, 1))
    return Cascade(
        scaler.mean_,
        scaler.scale_,
        np.concatenate(hidden, axis=1),
        np.concatenate(inner),
        np.concatenate(out)[:, 0] / len(perceptrons),
        float(np.mean(outer)),
        0.0,
    )


def _fitted(rows: np.ndarray, conflict: np.ndarray, plan: dict, seed: int) -> MLPClassifier:
    perceptron = MLPClassifier(
        (plan["hidden"],),
        alpha=plan["regularisation"],
        batch_size=plan["batch"],
        learning_rate_init=plan["learning_rate"],
        max_iter=plan["epochs"],
        n_iter_no_change=plan["epochs"],  # all epochs are run, whatever the loss does
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the recipe says when to stop
        return perceptron.fit(rows, conflict)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The evidence (n, features) of candidate pairs that pass the gates, whether gold lists each as a conflict, and of
    how many claims they are. Pairs of which gold does not say what they are have been left out."""

    rows: np.ndarray
    conflict: np.ndarray
    claims: int


def candidates(
    used: Sequence[Dossier], attributor: Attributor, embedder: Embedder, progress: Progress = silent
) -> Candidates:
    """The candidates of some dossiers, TOGETHER of them in a run."""
    rows, conflict, claims = [], [], 0
    for start in range(0, len(used), TOGETHER):
        some = used[start : start + TOGETHER]
        documents = [document for dossier in some for document in dossier.documents]
        home = {document.id: dossier for dossier in some for document in dossier.documents}
        found, _ = pipeline.extract(documents, attributor)
        paired = pipeline.pair_up(documents, found, find_origins(documents), embedder, Settings())
        known = [is_conflict(pair, home) for pair in paired.passed]
        told = np.array([one is not None for one in known], bool)
        rows.append(evidence(paired.passed, {d.id: d for d in documents})[told])
        conflict.append(np.array([bool(one) for one in known], bool)[told])
        claims += len(paired.claims)
        progress("dossiers", min(start + TOGETHER, len(used)), len(used))
    return Candidates(np.concatenate(rows), np.concatenate(conflict), claims)
