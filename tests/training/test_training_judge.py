"""The judge's recipe: its data is named when it is missing, and what is exported loads as it was."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from fakes import LineAttributor, WordEmbedder
from made import dossier_record, write_dossier
from safetensors.torch import load_file

from detector.backends.judge import SENTINELS, SequenceClassifierJudge
from detector.errors import DataNotFound, DetectorError
from detector.gold import held_out
from detector.training.judge import dossiers, export, fingerprint, pairs_of_stage, train_judge
from detector.training.mixture import LabelledPair
from detector.training.proposed import proposed_pairs

ROW = {"premise": "The gate was locked.", "hypothesis": "The gate was open.", "label": "contradiction"}
LEARNT, KEPT = "forge", next(f"mill-{i}" for i in range(99) if held_out(f"mill-{i}"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "set.jsonl").write_text(json.dumps(ROW), encoding="utf-8")
    for name in (LEARNT, KEPT):
        write_dossier(tmp_path / "dossiers", dossier_record(name))
    return tmp_path


def test_missing_files_of_a_stage_are_all_named(data: Path) -> None:
    stage = {"sources": [{"file": "set.jsonl"}, {"file": "one.jsonl"}, {"file": "two.jsonl"}]}
    with pytest.raises(DataNotFound, match=r"one\.jsonl, two\.jsonl$"):
        pairs_of_stage(stage, data, 7, LineAttributor(), WordEmbedder())


def test_a_stage_takes_its_sources_and_the_dossiers_that_are_not_held_out(data: Path) -> None:
    assert not held_out(LEARNT)
    stage = {"sources": [{"file": "set.jsonl"}], "dossiers": ["dossiers"], "strangers": 4}
    found = pairs_of_stage(stage, data, 7, LineAttributor(), WordEmbedder())
    assert found[0] == LabelledPair(ROW["premise"], ROW["hypothesis"], 2)
    (data / "dossiers" / f"{KEPT}.json").unlink()
    assert found == pairs_of_stage(stage, data, 7, LineAttributor(), WordEmbedder())
    (data / "dossiers" / f"{LEARNT}.json").unlink()
    write_dossier(data / "dossiers", dossier_record(KEPT))
    assert pairs_of_stage(stage, data, 7, LineAttributor(), WordEmbedder()) == found[:1]


def test_a_stage_with_neutrals_takes_what_the_pipeline_proposes(data: Path) -> None:
    stage = {"sources": [{"file": "set.jsonl"}], "dossiers": ["dossiers"], "neutrals": 3}
    found = pairs_of_stage(stage, data, 7, LineAttributor(), WordEmbedder())
    used = [dossier for dossier in dossiers(["dossiers"], data) if dossier.id == LEARNT]
    assert found[1:] == proposed_pairs(used, LineAttributor(), WordEmbedder(), 3, 7) != []


def test_shipped_dossiers_are_found_beside_those_under_data(data: Path) -> None:
    found = {dossier.id for dossier in dossiers(["dossiers", "shipped:judge/data/dossiers"], data)}
    assert {LEARNT, KEPT} < found


def test_a_fingerprint_counts_and_hashes_the_pairs_in_order() -> None:
    pairs = [LabelledPair("a", "b", 0), LabelledPair("b", "a", 2)]
    assert fingerprint(pairs)["pairs"] == 2
    assert fingerprint(pairs) == fingerprint(list(pairs))
    assert len({fingerprint(p)["sha256"] for p in (pairs, pairs[::-1], pairs[:1], [])}) == 4


def test_the_exported_model_is_half_the_size_and_the_same_judge(judge_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "shipped"
    export(load_file(judge_folder / "model.safetensors"), judge_folder, out)
    assert {t.dtype for t in load_file(out / "model.safetensors").values()} == {torch.float16}
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    assert config["dtype"] == "float16"
    assert not {"_name_or_path", "transformers_version"} & set(config)
    pairs = [(p, h) for p, h, _ in SENTINELS]
    before, after = (SequenceClassifierJudge(folder).score(pairs) for folder in (judge_folder, out))
    assert np.abs(before - after).max() < 0.02


STAGE = """
[[stage]]
name = "{name}"
max_length = 32
epochs = 1
batch = 2
learning_rate = 1e-3
warmup = 0.0
dropout = 0.0
sources = [{{ file = "set.jsonl" }}]
"""


def test_the_recipe_runs_once_and_ships_the_mean_of_the_stages_it_names(
    data: Path, judge_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detector.training.judge.base_model", lambda name: judge_folder)
    recipe = tmp_path / "recipe.toml"
    stages = "".join(STAGE.format(name=name) for name in ("one", "two"))
    recipe.write_text(f'base = "tiny"\nseed = 7\naverage = ["one", "two"]\n{stages}', encoding="utf-8")
    work, out = tmp_path / "work", tmp_path / "out"
    train_judge(recipe, data, work, out, LineAttributor(), WordEmbedder())
    first, second = (load_file(work / stage / "final" / "model.safetensors") for stage in ("1-one", "2-two"))
    for name, shipped in load_file(out / "model.safetensors").items():
        assert torch.allclose(shipped, ((first[name] + second[name]) / 2).half())
    assert any(not torch.equal(first[name], second[name]) for name in first)
    told = (out / "fingerprint.json").read_text(encoding="utf-8")
    (data / "set.jsonl").unlink()  # what is finished is neither trained nor read again
    train_judge(recipe, data, work, out, LineAttributor(), WordEmbedder())
    assert (out / "fingerprint.json").read_text(encoding="utf-8") == told
    assert json.loads(told)["data"]["one"]["pairs"] == 1


def test_a_recipe_that_averages_an_unknown_stage_is_refused_before_training(data: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(f'base = "tiny"\nseed = 7\naverage = ["three"]\n{STAGE.format(name="one")}', encoding="utf-8")
    with pytest.raises(DetectorError, match=r"recipe\.toml: average names three, stages are one"):
        train_judge(recipe, data, tmp_path / "work", tmp_path / "out", LineAttributor(), WordEmbedder())
