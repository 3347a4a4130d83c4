"""The funnel counts a dossier's conflicts step by step; a small desk of fakes stands in for the models."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fakes import LineAttributor, NegationJudge, WordEmbedder, cascade, update_model, verdict_model
from made import dossier_record, write_dossier

from detector import gold
from detector.config import Settings
from detector.evaluate.funnel import CUTS, STEPS, Funnel, funnel
from detector.wiring import Parts


def counted(folder: Path, settings: Settings | None = None, **changes: Any) -> Funnel:
    parts = Parts(LineAttributor(), WordEmbedder(), NegationJudge(), verdict_model(), cascade(), update_model(), {})
    write_dossier(folder, {**dossier_record(), **changes})
    return funnel(gold.load([folder]), parts, settings or Settings())


def test_both_conflicts_reach_the_report_and_no_trap_does(tmp_path: Path) -> None:
    found = counted(tmp_path)
    assert found.steps == dict.fromkeys(STEPS, 2)
    assert found.by_type == {"denial": (1, 1), "speakers": (1, 1)}
    assert found.traps == {"other-event": (0, 1), "paraphrase": (0, 1)}
    assert (found.recall, found.findings, found.across_dossiers_in_first_50) == (1.0, 2, 0)
    assert found.precision == {k: 2 / k for k in CUTS}


def test_what_is_under_the_threshold_is_lost_at_the_judge(tmp_path: Path) -> None:
    found = counted(tmp_path, Settings(threshold=0.99))
    assert (found.steps["gated"], found.steps["judged"], found.steps["reported"], found.recall) == (2, 0, 0, 0.0)
    assert found.precision == dict.fromkeys(CUTS, 0.0)


def test_another_holder_or_stance_in_gold_is_counted_at_its_step_alone(tmp_path: Path) -> None:
    record = dossier_record()
    record["conflicts"][1]["a_holder"] = "Vera Sand"
    record["claims"][3]["stance"] = "doubts"
    found = counted(tmp_path, conflicts=record["conflicts"], claims=record["claims"])
    assert (found.steps["extracted"], found.steps["holders"], found.steps["stances"]) == (2, 1, 1)
    assert found.steps["reported"] == 2
    assert found.attribution["doubts"] == (1, 1, 1, 0)


def test_a_conflict_in_words_that_are_no_claim_is_lost_at_extraction(tmp_path: Path) -> None:
    record = dossier_record()
    record["conflicts"][1]["b"] = {"doc": "m3", "quote": "Who will rebuild it?"}
    found = counted(tmp_path, conflicts=record["conflicts"])
    assert [found.steps[step] for step in STEPS] == [2, 1, 1, 1, 1, 1, 1, 1]
    assert found.by_type["speakers"] == (0, 1)


def test_a_listed_trap_that_is_reported_costs_precision(tmp_path: Path) -> None:
    record = dossier_record()
    trap = {**record["conflicts"].pop(1), "why": "changed-over-time"}
    found = counted(tmp_path, conflicts=record["conflicts"], traps=[*record["traps"], trap])
    assert found.traps["changed-over-time"] == (1, 1)
    assert found.precision[10] == pytest.approx(0.1)


def test_dossiers_are_run_together_and_counted_apart(tmp_path: Path) -> None:
    forge = json.dumps(dossier_record("forge")).replace("Harl mill", "Quern forge")
    write_dossier(tmp_path, json.loads(forge.replace("mill at Harl", "forge at Quern")))
    found = counted(tmp_path)
    assert (found.steps["gold"], found.steps["reported"]) == (4, 4)


def test_no_dossier_no_division_by_zero() -> None:
    parts = Parts(LineAttributor(), WordEmbedder(), NegationJudge(), verdict_model(), cascade(), update_model(), {})
    found = funnel([], parts, Settings())
    assert (found.recall, found.findings, found.steps) == (0.0, 0, dict.fromkeys(STEPS, 0))
