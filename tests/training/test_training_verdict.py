"""The verdict model is fitted on what gold says of judged pairs, and its calibration is measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from made import claim, dossier_record, write_dossier

from detector import gold
from detector.config import Settings
from detector.gold import Dossier, held_out, is_conflict
from detector.judge.calibrated import load
from detector.training.regression import FOLDS, operating_point
from detector.training.verdict import train_verdict
from detector.types import Claim, ClaimPair


@pytest.fixture
def mills(tmp_path: Path) -> list[Dossier]:
    write_dossier(tmp_path, dossier_record("forge"))
    return gold.load([write_dossier(tmp_path)])


def side(dossier: Dossier, document: int, quote: str) -> Claim:
    return claim(dossier.documents[document], quote, "Someone Else")


def verdict(dossiers: list[Dossier], a: Claim, b: Claim) -> bool | None:
    home = {document.id: dossier for dossier in dossiers for document in dossier.documents}
    found = is_conflict(ClaimPair(a, b, 0.5), home)
    assert found == is_conflict(ClaimPair(b, a, 0.5), home)
    return found


def test_gold_says_yes_no_or_nothing_of_a_pair(mills: list[Dossier]) -> None:
    forge, mill = mills
    locked, never = side(mill, 1, "the gate of Harl mill was locked"), side(mill, 2, "the gate of Harl mill was never")
    engines = side(mill, 1, "four engines came"), side(mill, 2, "four engines came")
    off, roof = side(mill, 0, "the sprinklers at Harl mill were"), side(mill, 0, "The roof of Harl mill fell in")
    assert verdict(mills, locked, never) is True
    assert verdict(mills, *engines) is False
    assert verdict(mills, off, never) is None
    assert verdict(mills, off, roof) is False
    assert verdict(mills, locked, side(forge, 2, "the gate of Harl mill was never")) is False


def test_the_threshold_is_the_lowest_of_the_wanted_precision() -> None:
    truth = np.array([0, 0, 0, 1, 0, 1, 1])
    stated = np.array([0.1, 0.2, 0.3, 0.35, 0.5, 0.7, 0.9])
    assert operating_point(truth, stated, 0.75) == (0.31, 4, 3)
    assert operating_point(truth, stated, 0.9) == (0.51, 2, 2)


def test_where_the_wanted_precision_is_never_reached_the_best_is_taken() -> None:
    assert operating_point(np.array([1, 0, 0]), np.array([0.6, 0.6, 0.2]), 0.9) == (0.6, 2, 1)


def news(id: str, place: str) -> dict:
    """A dossier in plain newspaper sentences, for the attributor that ships."""
    locked, never = (
        f"The gate of the {place} mill was locked all night",
        f"The gate of the {place} mill was never locked",
    )
    texts = {
        "n1": f'The mill at {place} burned on Friday. "{locked}," Ada Finch said. '
        f"Four engines came to {place}, the fire brigade said.",
        "n2": f'A fire destroyed the {place} mill on Friday. "{never}," Ivo Reed said. '
        f"Ivo Reed said four engines came to {place}.",
    }
    return {
        "id": id,
        "articles": [
            {
                "id": name,
                "outlet": outlet,
                "published": "2024-05-03T08:00:00Z",
                "title": f"Fire at {place} mill",
                "text": text,
            }
            for (name, text), outlet in zip(texts.items(), ("The Orlow Courier", "Radio Vey"), strict=True)
        ],
        "conflicts": [
            {
                "a": {"doc": "n1", "quote": locked},
                "b": {"doc": "n2", "quote": never},
                "type": "speakers",
                "a_holder": "Ada Finch",
                "b_holder": "Ivo Reed",
            }
        ],
        "claims": [],
    }


def test_a_fitted_model_can_be_read_back_and_its_figures_are_told(
    tmp_path: Path, judge_folder: Path, embedder_folder: Path
) -> None:
    ids = [name for name in (f"mill-{i}" for i in range(200)) if held_out(name)][: FOLDS + 1]
    places = ("Harl", "Saltby", "Orlow", "Vey", "Quern", "Ludesz", "Bexwick")
    for name, place in zip(ids, places, strict=True):
        write_dossier(tmp_path / "data" / "dossiers", news(name, place))
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('dossiers = ["dossiers"]\nregularisation = 0.3\nprecision = 0.4\n', encoding="utf-8")
    settings = Settings(judge=str(judge_folder), embedder=str(embedder_folder), exhaustive=True)
    told = train_verdict(recipe, tmp_path / "data", tmp_path / "out", settings, tmp_path / "work")
    assert (tmp_path / "work" / "scores.sqlite").is_file()
    assert told.startswith(f"{len(ids)} dossiers, ")
    assert "expected calibration error 0." in told
    model = load(tmp_path / "out" / "model.json")
    assert 0.05 <= model.threshold <= 0.95
    assert sum(b.pairs for b in model.reliability) > 0
    assert f"at the threshold {model.threshold:.2f}" in told
    assert all(scale > 0 for scale in model.scales)
