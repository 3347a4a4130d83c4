"""Fine-tuning learns, leaves word embeddings alone, and goes on after a kill to the same weights."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tiny_models import make_encoder
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from detector.backends.judge import SENTINELS
from detector.training.classifier import Schedule, arranged, fine_tune, last_checkpoint
from detector.training.mixture import LabelledPair
from detector.types import LABELS

PAIRS = [LabelledPair(p, h, LABELS.index(label)) for p, h, label in SENTINELS] * 3
SCHEDULE = Schedule(epochs=1, batch=2, learning_rate=5e-3, warmup=0.1, max_length=32, seed=3, save_steps=2)
WORDS = "bert.embeddings.word_embeddings.weight"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("base") / "encoder")


@pytest.fixture(scope="module")
def work(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a training that ran to its end: six steps, the last two checkpoints kept."""
    folder = tmp_path_factory.mktemp("work")
    assert fine_tune(base, PAIRS, SCHEDULE, folder) == folder / "final"
    return folder


def weights(folder: Path) -> dict[str, torch.Tensor]:
    return load_file(folder / "model.safetensors")


def same(one: dict[str, torch.Tensor], two: dict[str, torch.Tensor]) -> bool:
    return one.keys() == two.keys() and all(torch.equal(one[key], two[key]) for key in one)


def test_the_result_has_named_labels_a_tokenizer_and_learnt_weights(base: Path, work: Path) -> None:
    config = json.loads((work / "final" / "config.json").read_text(encoding="utf-8"))
    assert config["id2label"] == {str(i): label for i, label in enumerate(LABELS)}
    assert (work / "final" / "tokenizer.json").is_file()
    before, after = load_file(base / "model.safetensors"), weights(work / "final")
    assert torch.equal(after[WORDS], before[WORDS.removeprefix("bert.")])
    changed = [key for key in before if not torch.equal(before[key], after[f"bert.{key}"])]
    assert any("layer.1.attention" in key for key in changed)


def test_a_finished_training_is_not_begun_again(base: Path, work: Path, tmp_path: Path) -> None:
    done = Path(shutil.copytree(work, tmp_path / "work"))
    written = (done / "final" / "model.safetensors").stat().st_mtime_ns
    assert fine_tune(tmp_path / "no base is needed", [], SCHEDULE, done) == done / "final"
    assert (done / "final" / "model.safetensors").stat().st_mtime_ns == written


def test_a_killed_training_goes_on_from_its_checkpoint_to_the_same_weights(
    base: Path, work: Path, tmp_path: Path
) -> None:
    killed = Path(shutil.copytree(work, tmp_path / "work"))
    shutil.rmtree(killed / "final")
    shutil.rmtree(killed / "checkpoint-6")
    kept = killed / "checkpoint-4" / "model.safetensors"
    written = kept.stat().st_mtime_ns
    assert same(weights(fine_tune(base, PAIRS, SCHEDULE, killed)), weights(work / "final"))
    assert kept.stat().st_mtime_ns == written, "the steps before the checkpoint were taken again"


def test_what_a_kill_left_half_written_is_passed_over(base: Path, work: Path, tmp_path: Path) -> None:
    killed = Path(shutil.copytree(work, tmp_path / "work"))
    (killed / "final").rename(killed / "final.part")
    (killed / "final.part" / "model.safetensors").write_bytes(b"half")
    (killed / "checkpoint-6" / "trainer_state.json").unlink()  # the last file of a checkpoint
    (killed / "checkpoint-6" / "model.safetensors").write_bytes(b"half")
    assert last_checkpoint(killed) == killed / "checkpoint-4"
    assert same(weights(fine_tune(base, PAIRS, SCHEDULE, killed)), weights(work / "final"))


def test_the_seed_alone_decides_the_weights(base: Path, work: Path, tmp_path: Path) -> None:
    torch.manual_seed(99)  # whatever was drawn before in this process
    assert same(weights(fine_tune(base, PAIRS, SCHEDULE, tmp_path / "again")), weights(work / "final"))
    other = fine_tune(base, PAIRS, replace(SCHEDULE, seed=4), tmp_path / "other")
    assert not same(weights(other), weights(work / "final"))


def test_checkpoints_are_ordered_by_number(tmp_path: Path) -> None:
    assert last_checkpoint(tmp_path / "nowhere") is None
    for step in (200, 1000):
        (tmp_path / f"checkpoint-{step}").mkdir()
        (tmp_path / f"checkpoint-{step}" / "trainer_state.json").touch()
    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-1000"


def test_enough_steps_learn_what_tells_the_labels_apart(base: Path, tmp_path: Path) -> None:
    telling = ("asleep asleep asleep", "the bank has cut rates", "not not not")
    pairs = [LabelledPair("A man.", words, label) for label, words in enumerate(telling)]
    schedule = Schedule(epochs=40, batch=4, learning_rate=5e-3, warmup=0.1, max_length=32, seed=3, save_steps=1000)
    final = fine_tune(base, pairs * 4, schedule, tmp_path)
    tokenizer = AutoTokenizer.from_pretrained(final)
    model = AutoModelForSequenceClassification.from_pretrained(final).eval()
    with torch.inference_mode():
        logits = model(**tokenizer(["A man."] * 3, list(telling), padding=True, return_tensors="pt")).logits
    assert logits.argmax(-1).tolist() == [0, 1, 2]


def test_batches_are_of_one_length_and_their_lengths_come_in_any_order() -> None:
    lengths = [16] * 150 + [254] * 53
    order = arranged(lengths, 4, 1)
    assert sorted(order) == list(range(203))
    batches = [[lengths[i] for i in order[k : k + 4]] for k in range(0, 203, 4)]
    assert [len(batch) for batch in batches] == [4] * 50 + [3]
    assert sum(len(set(batch)) > 1 for batch in batches) <= 2
    turns = sum(one[0] != two[0] for one, two in pairwise(batches))
    assert turns > 10
    assert arranged(lengths, 4, 1) == order != arranged(lengths, 4, 2)
    assert arranged([], 4, 1) == []
