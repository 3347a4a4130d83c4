"""The cascade is fitted on some dossiers and its floor set on the others."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from fakes import LineAttributor, WordEmbedder
from made import dossier_record, write_dossier
from scipy.special import logit
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from detector.gold import held_out
from detector.pair.cascade import load
from detector.training.cascade import one, train_cascade

RECIPE = """
dossiers = ["dossiers"]
seeds = [7, 8]
hidden = 4
epochs = 60
batch = 16
learning_rate = 0.01
regularisation = 0.01
kept = 1.0
"""


def test_a_fitted_cascade_keeps_the_share_of_conflicts_that_the_recipe_asks_for(tmp_path: Path) -> None:
    names = [f"mill-{i}" for i in range(60)]
    chosen = [*[n for n in names if held_out(n)][:3], *[n for n in names if not held_out(n)][:9]]
    for name in chosen:
        write_dossier(tmp_path / "data" / "dossiers", dossier_record(name))
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    told = train_cascade(recipe, tmp_path / "data", tmp_path / "out", LineAttributor(), WordEmbedder())
    again = train_cascade(recipe, tmp_path / "data", tmp_path / "again", LineAttributor(), WordEmbedder())
    assert told == again
    assert (tmp_path / "out" / "model.json").read_bytes() == (tmp_path / "again" / "model.json").read_bytes()
    assert 0 < load(tmp_path / "out" / "model.json").floor < 1
    conflicts = int(told.partition(" conflicts")[0].split()[-1])
    assert conflicts > 0
    assert told.endswith(f"and {conflicts} of the conflicts")


def test_several_perceptrons_are_one_with_the_mean_of_their_logits() -> None:
    rng = np.random.default_rng(7)
    rows = rng.normal(3, 2, (200, 5))
    truth = rows[:, 0] + rng.normal(size=200) > 3
    scaler = StandardScaler().fit(rows)
    fits = [
        MLPClassifier((4,), solver="lbfgs", max_iter=9000, random_state=seed).fit(scaler.transform(rows), truth)
        for seed in (1, 2, 3)
    ]
    each = [logit(fit.predict_proba(scaler.transform(rows))[:, 1]) for fit in fits]
    assert not np.allclose(each[0], each[1], atol=0.1)
    assert np.allclose(logit(one(fits, scaler).probabilities(rows)), np.mean(each, axis=0), atol=1e-6)
