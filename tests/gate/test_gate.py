"""The floors: shipped models may get better than reports/evaluation/floors.json, never worse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detector import gold, wiring
from detector.backends import hub
from detector.config import Settings
from detector.evaluate.funnel import funnel
from detector.evaluate.pairs import measured
from detector.evaluate.sets import NEWS_PAIRS, digest, news_pairs
from detector.gold import held_out

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = json.loads((ROOT / "reports" / "evaluation" / "floors.json").read_text(encoding="utf-8"))
SHARED = ROOT.parent / "shared" / "data"
OPEN_DOSSIERS = hub.shipped("judge/data/dossiers")
MEASURED = 7  # of the held-out open dossiers: all of them take minutes


def held_out_files() -> list[Path]:
    return [file for file in sorted(OPEN_DOSSIERS.glob("*.json")) if held_out(file.stem)][:MEASURED]


def test_the_open_dossiers_are_those_that_the_floors_were_measured_on():
    assert digest(*held_out_files()) == FLOORS["open dossiers, held out"]["sha256"]


def test_held_out_dossiers_from_end_to_end():
    floors = FLOORS["open dossiers, held out"]
    wanted = {file.stem for file in held_out_files()}
    dossiers = [d for d in gold.load([OPEN_DOSSIERS]) if d.id in wanted]
    result = funnel(dossiers, wiring.parts(Settings()), Settings())
    assert result.steps["paired"] / result.steps["gold"] >= floors["paired"]
    assert result.recall >= floors["recall"]
    assert result.precision[10] >= floors["precision at 10"]
    assert result.across_dossiers_in_first_50 <= floors["across dossiers in first 50"]


@pytest.mark.skipif(not (SHARED / NEWS_PAIRS).is_file(), reason="the news pairs are not on this machine")
def test_judge_on_held_out_news_pairs():
    floors = FLOORS["news_pairs (held out)"]
    held = news_pairs(SHARED / NEWS_PAIRS)
    figures = measured(held.name, held.labels, wiring.judge().score(held.pairs), held.sha256)
    assert figures.sha256 == floors["sha256"]
    assert figures.accuracy >= floors["accuracy"]
    assert figures.contradiction is not None
    assert figures.contradiction[2] >= floors["contradiction F1"]
