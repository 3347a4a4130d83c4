"""What an evaluation prints and writes, and which of the news pairs it may look at."""

from __future__ import annotations

import json
from pathlib import Path

from made import dossier_record, write_dossier

from detector import wiring
from detector.evaluate.command import DossierFigures, Evaluation, Part, evaluate, folder_digest
from detector.evaluate.comparison import Comparison
from detector.evaluate.conflicts import ConflictFigures
from detector.evaluate.funnel import STEPS, Funnel
from detector.evaluate.pairs import PairFigures
from detector.types import Bin

FUNNEL = Funnel(
    dict.fromkeys(STEPS, 3),
    {"denial": (2, 3)},
    {"update": (1, 4)},
    {"doubts": (5, 4, 3, 2)},
    {10: 0.123456, 25: 0.2, 50: 0.1},
    7,
    2,
    (Bin(0.25, 0.5, 8),),
)
EVALUATION = Evaluation(
    {"judge": "abc"},
    (PairFigures("mnli", 9, "ff", 2 / 3, 0.5, (0.25, 0.5, 1 / 3)), PairFigures("rte", 4, "ee", 0.75, 0.7, None)),
    (Comparison("mnli", 9, 2 / 3, 1 / 3, (0.1, 0.6), 0.03), Comparison("rte", 4, 0.75, 0.75, (-0.2, 0.2), 1.0)),
    {"mill": DossierFigures("dd", ConflictFigures(3, 4, 0.875, {"denial": 0.9}, (0.4, 0.1)), FUNNEL)},
)


def test_the_table_names_every_figure() -> None:
    told = EVALUATION.text()
    assert "judge: abc" in told
    assert "0.250 / 0.500 / 0.333" in told
    assert "mill: 7 findings" in told
    assert "doubts 4/5 (holder 3, stance 2)" in told
    assert "denial 2/3" in told and "update 1/4" in told
    assert [line.split()[-1] for line in told.splitlines() if line.startswith("rte")] == ["-", "undecided"]
    assert all(f"  {step}" in told for step in STEPS)
    assert "by 0.40, drawn ones 0.10" in told
    assert "expected calibration error: 0.2500" in told
    assert "AUC 0.875 (denial 0.90)" in told
    undecided = [line.split()[0] for line in told.splitlines() if line.endswith("undecided")]
    assert undecided == ["rte"]


def test_the_json_holds_the_same_with_four_digits() -> None:
    record = json.loads(EVALUATION.json())
    assert record["pairs"][0]["accuracy"] == 0.6667
    assert record["dossiers"]["mill"]["sha256"] == "dd"
    assert record["dossiers"]["mill"]["funnel"]["precision"]["10"] == 0.1235
    assert record["dossiers"]["mill"]["funnel"]["recall"] == 1.0


def test_the_fingerprint_of_a_folder_follows_its_content(tmp_path: Path) -> None:
    write_dossier(tmp_path / "one")
    write_dossier(tmp_path / "two")
    assert folder_digest(tmp_path / "one") == folder_digest(tmp_path / "two")
    write_dossier(tmp_path / "two", dossier_record("another"))
    assert folder_digest(tmp_path / "one") != folder_digest(tmp_path / "two")


def test_attribution_by_the_rules_alone_needs_no_tagger(tmp_path: Path) -> None:
    made = evaluate(tmp_path, (), "", "", 0, "", tmp_path, only=Part.ATTRIBUTION, tagger_name=wiring.RULES)
    assert list(made.models) == ["rules"]
    assert made.attribution is not None and made.attribution.attributions == ()
