"""Models compiled by OpenVINO: the probabilities of torch, the same bytes in any company and with any threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from detector import wiring
from detector.backends import precision
from detector.backends.batches import BATCH
from detector.backends.embedder import SentenceEmbedder
from detector.backends.judge import SENTINELS, SequenceClassifierJudge
from detector.config import BACKENDS, CUDA, OPENVINO, TORCH_FP32, Settings
from detector.errors import BackendNotUsable, DetectorError, ExtraMissing

PAIRS = [(f"{p} {n}", h + " and so on" * n) for n in range(BATCH // 4) for p, h, _ in SENTINELS]
TEXTS = [text for pair in PAIRS for text in pair]
NEAR = 0.05  # bfloat16 against float32 on a model this size, as in test_backends_judge

needs_openvino = pytest.mark.skipif(OPENVINO not in precision.installed(), reason="openvino is not installed")


@pytest.fixture
def threads():
    before = torch.get_num_threads()
    yield torch.set_num_threads
    torch.set_num_threads(before)


@needs_openvino
def test_a_compiled_judge_scores_as_torch_does_in_any_company(judge_folder: Path) -> None:
    compiled = SequenceClassifierJudge(judge_folder, backend=OPENVINO)
    whole = compiled.score(PAIRS)
    assert whole == pytest.approx(SequenceClassifierJudge(judge_folder, backend=TORCH_FP32).score(PAIRS), abs=NEAR)
    for size in (1, 3, BATCH + 1):
        parts = [compiled.score(PAIRS[i : i + size]) for i in range(0, len(PAIRS), size)]
        assert (np.concatenate(parts) == whole).all()


@needs_openvino
def test_openvino_reports_nothing_about_its_use(tmp_path: Path) -> None:
    """Its telemetry keeps an id in the home folder before it sends anything."""
    code = "from detector.backends.compiled import version; import sys; version(); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "openvino.tools.ovc" in done.stdout.split()
    assert not any("openvino_telemetry." in name for name in done.stdout.split())
    assert list(tmp_path.iterdir()) == []


@needs_openvino
def test_a_compiled_embedder_points_where_torch_does(embedder_folder: Path) -> None:
    compiled = SentenceEmbedder(embedder_folder, OPENVINO)
    rows = compiled.encode(TEXTS)
    plain = SentenceEmbedder(embedder_folder, TORCH_FP32).encode(TEXTS)
    assert (rows * plain).sum(1).min() > 0.999
    assert (np.concatenate([compiled.encode([text]) for text in TEXTS]) == rows).all()


@needs_openvino
def test_the_shipped_models_give_the_same_bytes_with_one_thread_and_two(threads) -> None:
    threads(1)
    one = wiring.judge(backend=OPENVINO).score(PAIRS)
    vectors = wiring.embedder(backend=OPENVINO).encode(TEXTS)
    threads(2)
    assert (wiring.judge(backend=OPENVINO).score(PAIRS) == one).all()
    assert (wiring.embedder(backend=OPENVINO).encode(TEXTS) == vectors).all()


@needs_openvino
def test_a_compiled_tagger_finds_what_torch_finds() -> None:
    text = "The mayor said that the bridge is safe. Inspectors denied that it had been closed."
    found = wiring.tagger(backend=OPENVINO).attributions([text])
    assert found == wiring.tagger(backend=TORCH_FP32).attributions([text])
    assert found[0]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU")
def test_a_judge_on_a_gpu_scores_as_on_the_processor(judge_folder: Path, embedder_folder: Path) -> None:
    scores = SequenceClassifierJudge(judge_folder, backend=CUDA).score(PAIRS)
    assert scores == pytest.approx(SequenceClassifierJudge(judge_folder, backend=TORCH_FP32).score(PAIRS), abs=NEAR)
    rows = SentenceEmbedder(embedder_folder, CUDA).encode(TEXTS)
    assert (rows * SentenceEmbedder(embedder_folder, TORCH_FP32).encode(TEXTS)).sum(1).min() > 0.999


def test_every_backend_has_an_arithmetic_of_its_own() -> None:
    names = precision.installed()
    assert names[0] == TORCH_FP32
    assert len({precision.arithmetic(name) for name in names}) == len(names)
    assert precision.arithmetic() == precision.arithmetic(precision.resolved("auto"))
    assert set(names) <= set(BACKENDS)


def test_what_is_not_there_is_told_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "find_spec", lambda name: None)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(ExtraMissing, match=r"pip install 'source-contradiction-detector\[openvino\]'"):
        precision.resolved(OPENVINO)
    with pytest.raises(BackendNotUsable, match="the backend cuda needs a GPU"):
        precision.resolved(CUDA)
    for made in (lambda: precision.resolved("int8"), lambda: Settings(backend="int8")):
        with pytest.raises(DetectorError, match="no backend 'int8': name one of auto, torch-bf16"):
            made()
