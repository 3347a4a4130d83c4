"""The model of updates is fitted on some dossiers, and its figures are those of the others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from fakes import LineAttributor
from made import claim, write_dossier

from detector import gold
from detector.gold import GoldPair, Place, held_out
from detector.judge.updates import load
from detector.training.regression import FOLDS
from detector.training.updates import LATER, grown, train_updates

EARLY, ABOARD = "Four people were killed in the Harl ferry fire.", "Six people were in the Harl cafe."
LATE, TOLL = "By Friday nine people were killed in the Harl ferry fire.", "The Harl toll stands at ten dead now."


def dossier(name: str, why: str = LATER) -> dict[str, Any]:
    texts = {
        "n1": ("The Orlow Courier", "2024-05-03", f"{EARLY}\n{ABOARD}"),
        "n2": ("Radio Vey", "2024-05-06", f"{LATE}\n{TOLL}"),
    }
    sides = {"a": {"doc": "n1", "quote": EARLY}, "b": {"doc": "n2", "quote": LATE}}
    return {
        "id": name,
        "articles": [
            {"id": id, "outlet": outlet, "published": f"{day}T08:00:00Z", "title": "Harl", "text": text}
            for id, (outlet, day, text) in texts.items()
        ],
        "conflicts": [] if why else [{**sides, "type": "number"}],
        "traps": [{**sides, "why": why}] if why else [],
        "claims": [],
    }


def test_gold_says_what_is_an_update_and_a_reading_where_gold_is_silent(tmp_path: Path) -> None:
    write_dossier(tmp_path, dossier("rose"))
    write_dossier(tmp_path, dossier("disputed", why=""))
    disputed, rose = gold.load([tmp_path])
    pairs = grown([disputed, rose], [], LineAttributor())
    assert {*pairs.group} == {"disputed", "rose"}
    assert pairs.update.sum() == 1 and pairs.conflict.sum() == 1
    assert {*pairs.group[pairs.update]} == {"rose"} and {*pairs.group[pairs.conflict]} == {"disputed"}
    early, late = rose.documents
    places = (
        Place(early.id, claim(early, EARLY).span),
        Place(late.id, claim(late, TOLL).span),
    )
    read = grown([disputed, rose], [GoldPair(*places, LATER)], LineAttributor())
    assert read.update.sum() == 2 and {*read.group[read.update]} == {"rose"}


def test_a_fitted_model_can_be_read_back_and_its_figures_are_told(tmp_path: Path) -> None:
    names = [f"ferry-{i}" for i in range(60)]
    chosen = [*[n for n in names if held_out(n)][:2], *[n for n in names if not held_out(n)][: FOLDS + 1]]
    for name in chosen:
        write_dossier(tmp_path / "data" / "dossiers", dossier(name))
    (tmp_path / "data" / "readings.jsonl").write_text(
        json.dumps({"a": [f"{chosen[-1]}/n1", 0, 40], "b": [f"{chosen[-1]}/n2", 58, 95]}) + "\n", encoding="utf-8"
    )
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(
        'dossiers = ["dossiers"]\nreadings = "readings.jsonl"\nregularisation = 1.0\nprecision = 0.6\n',
        encoding="utf-8",
    )
    told = train_updates(recipe, tmp_path / "data", tmp_path / "out", LineAttributor())
    assert told == train_updates(recipe, tmp_path / "data", tmp_path / "again", LineAttributor())
    model = load(tmp_path / "out" / "model.json")
    assert (tmp_path / "out" / "model.json").read_bytes() == (tmp_path / "again" / "model.json").read_bytes()
    assert told.startswith(f"{len(chosen)} dossiers; ")
    assert f"at the threshold {model.threshold:.2f} " in told and "on the held-out dossiers " in told
