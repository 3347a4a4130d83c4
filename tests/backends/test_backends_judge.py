"""A judge is any classifier folder: labels by name, proven on sentinels, scores the same in any order."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tiny_models import POSITIONS, changed, reordered
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from detector.backends.batches import BATCH, PAD_TO
from detector.backends.judge import SENTINELS, SequenceClassifierJudge, label_order
from detector.errors import LabelsUnclear, ModelNotUsable
from detector.types import LABELS

SENTINEL_PAIRS = [(premise, hypothesis) for premise, hypothesis, _ in SENTINELS]
PAIRS = [
    *SENTINEL_PAIRS,
    ("The gate was locked.", "The gate was open."),
    ("A man.", "A man is asleep in the bed, the bank has said, and rates are not cut at all."),
    ("", ""),
]
# The same arithmetic in batches and padded: rounding of the last bits, which bfloat16 has few of.
SAME_TYPE = 0.02
# bfloat16 against float32 on a model this size: 8 bits of mantissa through two layers.
OTHER_TYPE = 0.05


@pytest.fixture(scope="module")
def judge(judge_folder: Path) -> SequenceClassifierJudge:
    return SequenceClassifierJudge(judge_folder)


@pytest.fixture
def copy(judge_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(judge_folder, tmp_path / "copied-judge"))


def plain_scores(folder: Path, pairs: list[tuple[str, str]], dtype: torch.dtype) -> np.ndarray:
    """One pair at a time through transformers alone."""
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForSequenceClassification.from_pretrained(folder, dtype=dtype).eval()
    with torch.inference_mode():
        rows = [model(**tokenizer(p, h, return_tensors="pt")).logits[0].float().softmax(-1).numpy() for p, h in pairs]
    return np.array(rows)


def test_the_sentinels_come_out_by_name(judge: SequenceClassifierJudge) -> None:
    scores = judge.score(SENTINEL_PAIRS)
    assert [LABELS[i] for i in scores.argmax(axis=1)] == [label for _, _, label in SENTINELS]


def test_scores_are_probabilities(judge: SequenceClassifierJudge) -> None:
    scores = judge.score(PAIRS)
    assert scores.shape == (len(PAIRS), 3)
    assert scores.dtype == np.float32
    assert ((scores >= 0) & (scores <= 1)).all()
    assert scores.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_no_pairs_no_scores(judge: SequenceClassifierJudge) -> None:
    scores = judge.score([])
    assert scores.shape == (0, 3)
    assert scores.dtype == np.float32


def test_the_order_of_the_pairs_does_not_matter(judge: SequenceClassifierJudge) -> None:
    pairs = [(f"{p} {n}", h) for n in range(BATCH // 4) for p, h in PAIRS]
    order = np.random.default_rng(3).permutation(len(pairs))
    assert len(pairs) > BATCH
    assert (judge.score([pairs[i] for i in order]) == judge.score(pairs)[order]).all()


def test_a_pair_scores_the_same_bytes_in_any_company(judge: SequenceClassifierJudge) -> None:
    pairs = [(f"{p} {n}", h + " and so on" * n) for n in range(BATCH // 4) for p, h in PAIRS]
    whole = judge.score(pairs)
    for size in (1, 3, BATCH + 1):
        parts = [judge.score(pairs[i : i + size]) for i in range(0, len(pairs), size)]
        assert (np.concatenate(parts) == whole).all()


def test_equal_pairs_are_scored_once_in_batches_of_one_size(judge: SequenceClassifierJudge) -> None:
    shapes: list[tuple[int, ...]] = []
    counting = judge._model.register_forward_pre_hook(
        lambda _, __, kw: shapes.append(tuple(kw["input_ids"].shape)), with_kwargs=True
    )
    try:
        repeated = judge.score(PAIRS * 3)
    finally:
        counting.remove()
    assert {rows for rows, _ in shapes} == {BATCH}
    assert len({length for _, length in shapes}) == len(shapes)
    assert all(length % PAD_TO == 0 for _, length in shapes)
    assert (repeated == np.tile(judge.score(PAIRS), (3, 1))).all()


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_labels_are_found_by_name_in_every_order(
    judge: SequenceClassifierJudge, judge_folder: Path, tmp_path: Path, order: tuple[int, ...]
) -> None:
    turned = SequenceClassifierJudge(reordered(judge_folder, tmp_path / "turned", order))
    assert turned.score(PAIRS) == pytest.approx(judge.score(PAIRS), abs=1e-6)


def test_the_same_scores_as_transformers_alone(judge: SequenceClassifierJudge, judge_folder: Path) -> None:
    scores = judge.score(PAIRS)
    assert scores == pytest.approx(plain_scores(judge_folder, PAIRS, judge._model.dtype), abs=SAME_TYPE)
    assert scores == pytest.approx(plain_scores(judge_folder, PAIRS, torch.float32), abs=OTHER_TYPE)


def test_what_is_too_long_is_cut_and_never_padded_past_the_positions(judge_folder: Path, tmp_path: Path) -> None:
    positions = POSITIONS - PAD_TO // 2  # no multiple of the padding
    folder = changed(judge_folder, tmp_path / "short", max_position_embeddings=positions)
    weights = load_file(folder / "model.safetensors")
    name = next(key for key in weights if key.endswith("position_embeddings.weight"))
    save_file({**weights, name: weights[name][:positions].clone()}, folder / "model.safetensors", {"format": "pt"})
    long = "The bank has cut its rates. " * 40
    scores = SequenceClassifierJudge(folder).score([(long, "A man."), ("A man.", long), (long, long)])
    assert scores.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_the_digest_names_the_content(judge: SequenceClassifierJudge, copy: Path) -> None:
    assert SequenceClassifierJudge(copy).digest == judge.digest
    (copy / "notes.txt").write_text("another", encoding="utf-8")
    assert SequenceClassifierJudge(copy).digest != judge.digest


@pytest.mark.parametrize(
    "labels",
    [
        ["LABEL_0", "LABEL_1", "LABEL_2"],
        ["entailment", "neutral"],
        ["entailment", "not_entailment"],
        ["entailment", "neutral", "neutral"],
        ["entailment", "neutral", "contradiction", "contradiction"],
        ["entails", "neutral", "contradicts"],
    ],
)
def test_labels_without_clear_names_are_refused(labels: list[str]) -> None:
    with pytest.raises(LabelsUnclear, match=r"some/model: labels are \[.*name them in config\.json"):
        label_order(dict(enumerate(labels)), "some/model")


def test_case_and_string_keys_are_no_obstacle() -> None:
    written = {"2": "Entailment", "0": " CONTRADICTION ", "1": "neutral"}
    assert label_order(written, "m") == [2, 1, 0]  # type: ignore[arg-type]


def test_a_folder_with_numbered_labels_is_refused(judge_folder: Path, tmp_path: Path) -> None:
    numbered = {str(i): f"LABEL_{i}" for i in range(3)}
    with pytest.raises(LabelsUnclear, match=r"numbered: labels are"):
        SequenceClassifierJudge(changed(judge_folder, tmp_path / "numbered", id2label=numbered, label2id={}))


def test_names_that_the_sentinels_contradict_are_refused(judge_folder: Path, tmp_path: Path) -> None:
    wrong = {"0": "contradiction", "1": "neutral", "2": "entailment"}
    with pytest.raises(LabelsUnclear, match=r"wrong: on 4 sentinel pairs .*margin -\d"):
        SequenceClassifierJudge(changed(judge_folder, tmp_path / "wrong", id2label=wrong, label2id={}))


def test_a_head_that_tells_nothing_apart_is_refused(copy: Path) -> None:
    weights = load_file(copy / "model.safetensors")
    weights["classifier.weight"].zero_()
    save_file(weights, copy / "model.safetensors", {"format": "pt"})
    with pytest.raises(LabelsUnclear, match=r"margin 0\.00"):
        SequenceClassifierJudge(copy)


def _without(*names: str) -> Callable[[Path], None]:
    return lambda folder: [(folder / name).unlink() for name in names]  # type: ignore[return-value]


def _written(name: str, data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(data)  # type: ignore[return-value]


def _headless(folder: Path) -> None:
    weights = load_file(folder / "model.safetensors")
    save_file(
        {k: v for k, v in weights.items() if "classifier" not in k}, folder / "model.safetensors", {"format": "pt"}
    )


def _other_size(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**config, "hidden_size": 48}), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (_without("config.json"), "no config.json"),
        (_without("model.safetensors"), "no weights"),
        (_without("tokenizer.json", "tokenizer_config.json"), "no tokenizer"),
        (_without("tokenizer.json"), "no tokenizer"),
        (_written("config.json", b"{"), "cannot be loaded as a judge"),
        (_written("config.json", b'{"model_type": "zorb"}'), "cannot be loaded as a judge"),
        (_written("tokenizer.json", b"{"), "cannot be loaded as a judge"),
        (_written("model.safetensors", b""), "cannot be loaded as a judge"),
        (_written("model.safetensors", b"version https://git-lfs.github.com/spec/v1"), "cannot be loaded as a judge"),
        (_headless, r"weights lack classifier\.bias, classifier\.weight"),
        (_other_size, "cannot be loaded as a judge"),
    ],
)
def test_a_folder_that_lacks_something_is_named_with_what_it_lacks(
    copy: Path, damage: Callable[[Path], None], reason: str
) -> None:
    damage(copy)
    with pytest.raises(ModelNotUsable, match=rf"copied-judge: {reason}"):
        SequenceClassifierJudge(copy)
