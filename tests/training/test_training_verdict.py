"""The verdict model is fitted on what gold says of judged pairs, and its calibration is measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import claim, dossier_record, write_dossier

from detector import gold
from detector.config import Settings
from detector.gold import Dossier, held_out
from detector.judge.calibrated import load
from detector.training.verdict import FOLDS, expected_calibration_error, is_conflict, train_verdict
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


def test_calibration_error_by_hand() -> None:
    truth = np.array([0, 1, 1, 1, 0])
    stated = np.array([0.05, 0.15, 0.95, 1.0, 0.92])
    # bins: 0.05 against 0 (1 of 5), 0.15 against 1 (1 of 5), mean 0.956667 against 2/3 (3 of 5)
    assert expected_calibration_error(truth, stated) == pytest.approx(0.05 / 5 + 0.85 / 5 + (2.87 / 3 - 2 / 3) * 3 / 5)


def test_calibration_error_of_the_certain() -> None:
    truth = np.array([0, 1, 1, 0])
    assert expected_calibration_error(truth, truth.astype(float)) == 0.0
    assert expected_calibration_error(truth, 1.0 - truth) == 1.0


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=30), st.integers(1, 20))
def test_calibration_error_is_a_share(rows: list[tuple[bool, float]], bins: int) -> None:
    truth, stated = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assert 0 <= expected_calibration_error(truth, stated, bins) <= 1 + 1e-9


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
    recipe.write_text('dossiers = ["dossiers"]\nregularisation = 0.3\nthreshold = 0.25\n', encoding="utf-8")
    settings = Settings(judge=str(judge_folder), embedder=str(embedder_folder))
    told = train_verdict(recipe, tmp_path / "data", tmp_path / "out", settings)
    assert told.startswith(f"{len(ids)} dossiers, ")
    assert "expected calibration error 0." in told
    model = load(tmp_path / "out" / "model.json")
    assert model.threshold == 0.25
    assert all(scale > 0 for scale in model.scales)
