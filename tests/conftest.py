"""Offline and repeatable: no hub, no progress bars, one thread, the same examples in every run."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ.setdefault("OMP_NUM_THREADS", "1")

settings.register_profile("repeatable", deadline=None, max_examples=50, derandomize=True, database=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def judge_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny judge that has learnt the sentinel pairs; tests copy it before they change it."""
    from tiny_models import make_judge

    return make_judge(tmp_path_factory.mktemp("models") / "judge")


@pytest.fixture(scope="session")
def embedder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny sentence-transformers model with random weights; tests copy it before they change it."""
    from tiny_models import make_embedder

    return make_embedder(tmp_path_factory.mktemp("models") / "embedder")
