"""A whole run on a cluster of two nodes: the same bytes as without it, also when a worker and a node are killed."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest
from ray_cluster import TwoNodes, two_nodes
from ray_work import squares, started

from detector import api, pipeline
from detector.backends.ray_connection import connected
from detector.backends.ray_engine import RayEngine
from detector.config import Settings
from detector.engines import anywhere

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "examples" / "articles"
MILL = [str(path) for path in sorted(SAMPLES.glob("0[57]-mill-*.txt"))]
DETECTOR = (sys.executable, "-c", "from detector.cli import main; main()")
pytestmark = pytest.mark.filterwarnings("ignore")  # of Ray's own test cluster


@pytest.fixture
def nodes() -> Iterator[TwoNodes]:
    with ExitStack() as stack:
        with started():
            cluster = stack.enter_context(two_nodes())
        yield cluster


@pytest.mark.long
def test_a_run_on_two_nodes_has_the_bytes_of_a_local_one(
    nodes: TwoNodes, judge_folder: Path, embedder_folder: Path, tmp_path: Path
) -> None:
    settings = Settings(str(judge_folder), str(embedder_folder), threshold=0.0, tagger="rules")
    steps: list[tuple[str, int, int]] = []
    api.write(api.compare(MILL, settings), tmp_path / "local")
    spread = api.compare(
        MILL, settings, cache=tmp_path, progress=lambda *step: steps.append(step), engine=nodes.address
    )
    assert spread.findings
    assert {"ray: texts", "ray: vectors", "ray: pairs"} < {stage for stage, _, _ in steps}
    api.write(spread, tmp_path / "spread")
    assert_same(tmp_path / "spread", tmp_path / "local")
    again = api.compare(MILL, settings, cache=tmp_path)  # what was scored on the cluster is known here
    assert again == spread


@pytest.mark.long
def test_a_killed_node_does_not_end_the_work(nodes: TwoNodes, tmp_path: Path) -> None:
    """The second node dies when both have begun."""
    found: dict[int, int] = {}
    alive = True
    with connected(nodes.address) as ray:
        for numbers, squared in RayEngine(ray, pipeline.silent).spread(partial(squares, tmp_path), range(40), 1, ""):
            assert squared is not None
            found.update(zip(numbers, squared, strict=True))
            if alive and len(list(tmp_path.iterdir())) == 2:
                nodes.kill_node()
                alive = False
    assert not alive
    assert found == {n: n * n for n in range(40)}


@pytest.mark.long
def test_the_program_outlives_a_killed_worker_and_a_killed_node(nodes: TwoNodes, tmp_path: Path) -> None:
    """The samples with the models that ship: the worker dies while claims are sought, the node when the first scores
    are there."""
    local, spread = tmp_path / "local", tmp_path / "spread"
    started = run(spread, "--engine", nodes.address)
    wait_until(started, nodes.kill_worker)
    wait_until(started, lambda: scores(spread) > 0)
    nodes.kill_node()
    killed_at = scores(spread)
    told, _ = started.communicate()
    assert started.returncode == 0, told
    assert scores(spread) > killed_at
    told, _ = (done := run(local)).communicate()
    assert done.returncode == 0, told
    assert_same(spread, local)


def test_a_model_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert anywhere("judge") == str(tmp_path / "judge")
    assert [anywhere(name) for name in ("", "hf:owner/name@main")] == ["", "hf:owner/name@main"]


def run(out: Path, *options: str) -> subprocess.Popen[str]:
    command = [*DETECTOR, "run", str(SAMPLES), "--out", str(out), *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_until(running: subprocess.Popen[str], happens: Callable[[], bool]) -> None:
    while not happens():
        assert running.poll() is None, "it ended before anything could be killed"
        time.sleep(0.2)


def scores(out: Path) -> int:
    """How many pairs have theirs."""
    path = out / ".cache" / "scores.sqlite"
    if not path.is_file() or not path.stat().st_size:
        return 0
    with closing(sqlite3.connect(path)) as store:
        return int(store.execute("select count(*) from work").fetchone()[0])


def assert_same(one: Path, other: Path) -> None:
    names = sorted(path.name for path in other.iterdir() if path.is_file())
    assert names == sorted(path.name for path in one.iterdir() if path.is_file())
    for name in names:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name
