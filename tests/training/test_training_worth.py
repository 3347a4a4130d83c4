"""The model of what is worth comparing is fitted on some sentences and tells how it does on the others."""

from __future__ import annotations

import json
from pathlib import Path

from made import dossier_record, write_dossier

from detector.attributed import SENTENCES, labelled_sentences, set_apart
from detector.backends import hub
from detector.extract.grammar import tokens_of
from detector.extract.worth import load
from detector.training.worth import train_worth
from detector.types import Span

RECIPE = """
sentences = "sentences.jsonl"
dossiers = ["dossiers"]
claims = 4
vectors = "shipped:embedder"
words = 200
dimensions = 4
scale = 1.0
strength = 10.0
iterations = 200
least = 1
lightest = 0.0
weight = 1.0
seed = 7
folds = 2
kept = 1.0
kept_of_dossiers = 1.0
highest = 0.4
"""


def test_a_fitted_model_tells_sentences_apart_and_is_the_same_again(tmp_path: Path) -> None:
    subjects = "gate tower bridge boat barn lock mill road school tunnel wall crane".split()
    rows = [{"text": f"The {s} was shut at {n} on Monday.", "label": "claim"} for n, s in enumerate(subjects * 2)]
    rows += [{"text": f"I thank you for the {s}, my friends.", "label": "greeting"} for s in subjects]
    rows += [{"text": f"We hope for a better {s} one day.", "label": "wish"} for s in subjects]
    assert {set_apart(row["text"]) for row in rows} == {True, False}
    (tmp_path / "sentences.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    for i in range(12):
        write_dossier(tmp_path / "dossiers", dossier_record(f"mill-{i}"))
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE, encoding="utf-8")
    told = train_worth(recipe, tmp_path, tmp_path / "out")
    assert told == train_worth(recipe, tmp_path, tmp_path / "again")
    assert (tmp_path / "out" / "model.json").read_bytes() == (tmp_path / "again" / "model.json").read_bytes()
    made = load(tmp_path / "out" / "model.json")
    text = "I thank you for the lamp, my friends"
    assert made.reasons([tokens_of(text, Span(0, len(text)), ())]) == ["greeting"]
    apart = sum(set_apart(row["text"]) for row in rows if row["label"] == "claim")
    assert apart > 0 and f"claim {apart}/{apart}" in told


def test_the_labelled_sentences_that_ship_stand_once_each_under_a_known_label() -> None:
    sentences = labelled_sentences(hub.shipped(SENTENCES))
    assert len({one.text for one in sentences}) == len(sentences) >= 700
    known = {"claim", "greeting", "opinion", "question", "procedural", "colour", "wish"}
    assert {one.label for one in sentences} == known
    assert {one.label for one in sentences if set_apart(one.text)} == known
