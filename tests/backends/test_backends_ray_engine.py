"""A Ray on this machine: the same bytes as without it, however the work is cut, and whatever dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from fakes import LineAttributor, NegationJudge, WordEmbedder, cascade, update_model, verdict_model
from made import write_dossier
from ray_work import BROKEN, KILLS, FaultyAttributor, importable, squares, started, threaded

from detector import engines, gold, pipeline
from detector.backends.embedder import SentenceEmbedder
from detector.backends.judge import SequenceClassifierJudge
from detector.backends.ray_connection import connected
from detector.backends.ray_engine import RayEngine
from detector.backends.ray_ports import RayAttributor, RayEmbedder, RayJudge
from detector.backends.scored import RememberingJudge
from detector.config import Settings
from detector.errors import ModelNotUsable
from detector.types import Document, Rejected, Run

TEXTS = [f"The gate of Harl mill was {how} locked{' all night' * n}." for n in range(9) for how in ("", "not")] + [""]
PAIRS = [(a, b) for a, b in zip(TEXTS, TEXTS[3:], strict=False)] + [("", "")]

pytestmark = pytest.mark.filterwarnings("ignore")  # of Ray's own processes


@pytest.fixture(scope="module")
def ray() -> Iterator[object]:
    """A Ray started here, whose workers can import the tests."""
    with ExitStack() as stack:
        stack.enter_context(importable())
        with started():
            ray = stack.enter_context(connected("ray"))
        yield ray


@pytest.fixture
def mill(tmp_path: Path) -> tuple[Document, ...]:
    return gold.load([write_dossier(tmp_path / "dossier")])[0].documents


def run(documents: Sequence[Document], attributor: object, embedder: object, judge: object, times: int = 1) -> Run:
    return pipeline.run(
        documents,
        [],
        attributor,  # type: ignore[arg-type]
        embedder,  # type: ignore[arg-type]
        judge,  # type: ignore[arg-type]
        verdict_model(),
        cascade(),
        update_model(),
        Settings(),
        {},
        times=times,
    )


def test_a_run_comes_out_the_same_and_a_poisoned_article_is_named(
    ray: object, mill: tuple[Document, ...], tmp_path: Path
) -> None:
    broken = replace(mill[0], id="mill/broken", title=BROKEN)
    mill = (mill[0], broken, *mill[1:])
    local = run(mill, FaultyAttributor(), WordEmbedder(), NegationJudge())
    steps: list[tuple[str, int, int]] = []
    engine = RayEngine(ray, lambda *step: steps.append(step), workers=2, portion=2)
    judge = RememberingJudge(RayJudge(engine, "negation-judge", NegationJudge), tmp_path / "scores.sqlite")
    attributor = RayAttributor(engine, "", partial(engines.finder, FaultyAttributor), pipeline.unreadable)
    spread = run(mill, attributor, RayEmbedder(engine, "", WordEmbedder), judge, times=engines.TIMES)
    judge.close()
    assert spread == local and local.findings
    poisoned = Rejected("extract", broken.id, pipeline.UNREADABLE, "ValueError: a gate in the wrong place")
    assert poisoned in local.rejected
    assert {stage for stage, _, _ in steps} == {"ray: texts", "ray: vectors", "ray: pairs"}
    assert ("ray: texts", 4, 4) in steps


@pytest.mark.parametrize(("workers", "portion", "threads"), [(1, 5, 3), (2, 64, 1)])
def test_models_give_the_same_bytes(
    ray: object, judge_folder: Path, embedder_folder: Path, workers: int, portion: int, threads: int
) -> None:
    engine = RayEngine(ray, pipeline.silent, workers, portion)
    judge = RayJudge(engine, "", partial(threaded, SequenceClassifierJudge, judge_folder, threads))
    assert judge.score(PAIRS).tobytes() == SequenceClassifierJudge(judge_folder).score(PAIRS).tobytes()
    embedder = RayEmbedder(engine, "", partial(SentenceEmbedder, embedder_folder))
    assert embedder.encode(TEXTS).tobytes() == SentenceEmbedder(embedder_folder).encode(TEXTS).tobytes()


def test_a_killed_worker_is_replaced(ray: object, tmp_path: Path) -> None:
    found: dict[int, int] = {}
    for numbers, squared in RayEngine(ray, pipeline.silent, 2).spread(partial(squares, tmp_path), range(24), 1, ""):
        assert squared is not None
        if not found:
            (first := next(tmp_path.iterdir())).rename(tmp_path / "killed")
            os.kill(int(first.name), signal.SIGKILL)
        found.update(zip(numbers, squared, strict=True))
    assert found == {n: n * n for n in range(24)}
    assert len(list(tmp_path.iterdir())) > 1


def test_an_article_that_kills_its_workers_is_named(ray: object, mill: tuple[Document, ...]) -> None:
    engine = RayEngine(ray, pipeline.silent, 2, 2, rounds=1)
    attributor = RayAttributor(engine, "", partial(engines.finder, FaultyAttributor), pipeline.unreadable)
    killer, sound = replace(mill[0], title=KILLS), mill[2]
    (_, died), found = attributor.claims_of_each([killer, sound])
    assert died == [pipeline.unreadable(killer, "the workers that were given it died")]
    assert [found] == list(LineAttributor().claims_of_each([sound]))


def test_what_a_worker_cannot_load_is_told_as_such(ray: object, tmp_path: Path) -> None:
    judge = RayJudge(RayEngine(ray, pipeline.silent, 1), "", partial(SequenceClassifierJudge, tmp_path))
    with pytest.raises(ModelNotUsable, match=r"no config\.json"):
        judge.score(PAIRS)
