"""What an evaluation prints and writes, and which of the news pairs it may look at."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from fakes import NegationJudge
from made import dossier_record, write_dossier

from detector.evaluate.command import Evaluation, folder_digest, news_pairs
from detector.evaluate.funnel import STEPS, Funnel
from detector.evaluate.pairs import PairFigures
from detector.gold import held_out

FUNNEL = Funnel(dict.fromkeys(STEPS, 3), {"denial": (2, 3)}, {"update": (1, 4)}, {10: 0.123456, 25: 0.2, 50: 0.1}, 7, 2)
EVALUATION = Evaluation(
    {"judge": "abc"},
    (PairFigures("mnli", 9, "ff", 2 / 3, 0.5, (0.25, 0.5, 1 / 3)), PairFigures("rte", 4, "ee", 0.75, 0.7, None)),
    {"mill": ("dd", FUNNEL)},
)


def test_the_table_names_every_figure() -> None:
    told = EVALUATION.text()
    assert "judge: abc" in told
    assert "0.250 / 0.500 / 0.333" in told
    assert "mill: 7 findings" in told
    assert "denial 2/3" in told and "update 1/4" in told
    assert [line.split()[-1] for line in told.splitlines() if line.startswith("rte")] == ["-"]
    assert all(f"  {step}" in told for step in STEPS)


def test_the_json_holds_the_same_with_four_digits() -> None:
    record = json.loads(EVALUATION.json())
    assert record["pairs"][0]["accuracy"] == 0.6667
    assert record["dossiers"]["mill"]["sha256"] == "dd"
    assert record["dossiers"]["mill"]["precision"]["10"] == 0.1235
    assert record["dossiers"]["mill"]["recall"] == 1.0


def test_only_held_out_claims_of_the_news_pairs_are_measured(tmp_path: Path) -> None:
    ids = [f"claim-{i}" for i in range(60)]
    rows = [
        {"premise": "The gate was locked.", "hypothesis": "The gate was not locked.", "label": label, "claim_id": name}
        for name in ids
        for label in ("contradiction", "unclear")
    ]
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    found = news_pairs(path, NegationJudge())
    assert found.rows == sum(map(held_out, ids)) > 0
    assert found.accuracy == 1.0
    assert found.contradiction == pytest.approx((1.0, 1.0, 1.0))


def test_the_fingerprint_of_a_folder_follows_its_content(tmp_path: Path) -> None:
    write_dossier(tmp_path / "one")
    write_dossier(tmp_path / "two")
    assert folder_digest(tmp_path / "one") == folder_digest(tmp_path / "two")
    write_dossier(tmp_path / "two", dossier_record("another"))
    assert folder_digest(tmp_path / "one") != folder_digest(tmp_path / "two")
