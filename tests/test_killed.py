"""A run of the samples, killed with SIGKILL at twenty moments and started again each time, has the same bytes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
INPUTS = [str(ROOT / "examples" / "articles")]
DETECTOR = (sys.executable, "-c", "from detector.cli import main; main()")
KILLS = int(os.environ.get("DETECTOR_RUN_KILLS", "20"))
STORES = {"claims": "claims.sqlite", "embedding": "vectors.sqlite", "judging": "scores.sqlite"}


def start(out: Path) -> subprocess.Popen[bytes]:
    """The program in a process group of its own."""
    command = [*DETECTOR, "run", *INPUTS, "--out", str(out)]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdout=nowhere, stderr=nowhere, start_new_session=True)


def killed_at(seconds: float, out: Path) -> bool:
    """Start the program and kill its group after so many seconds; False where it had ended by then."""
    process = start(out)
    time.sleep(seconds)
    alive = process.poll() is None
    if alive:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return alive


def stage(out: Path, copy: Path) -> str:
    """What a killed run was at, by what it has left. Read from a copy: a store that is opened mends itself."""
    if any(path.suffix in (".part", ".jsonl", ".html", ".md") for path in out.glob("*")):
        return "writing"
    shutil.copytree(out / ".cache", copy) if (out / ".cache").is_dir() else copy.mkdir()
    kept = [name for name, store in STORES.items() if rows(copy / store)]
    return f"after the first {kept[-1]}" if kept else "starting"


def rows(store: Path) -> int:
    if not store.is_file():
        return 0
    with closing(sqlite3.connect(store)) as opened:
        if not opened.execute("select 1 from sqlite_master where name = 'work'").fetchone():
            return 0
        return int(opened.execute("select count(*) from work").fetchone()[0])


def files(out: Path) -> dict[str, bytes]:
    """All that a run leaves, without what it keeps to go on from."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir()) if path.is_file()}


@pytest.mark.long
def test_killed_at_any_moment_and_started_again(tmp_path: Path) -> None:
    rng = random.Random(11)
    began = time.monotonic()
    assert start(tmp_path / "whole").wait() == 0
    lasts = time.monotonic() - began
    whole = files(tmp_path / "whole")
    assert "run.json" in whole and b'"holder"' in whole["findings.jsonl"]

    at: Counter[str] = Counter()
    for number in range(KILLS):
        out, moment = tmp_path / str(number), (number + rng.random()) / KILLS * lasts
        while not killed_at(moment, out):
            shutil.rmtree(out)
            moment *= 0.8
        at[stage(out, tmp_path / f"{number}-left")] += 1
        assert start(out).wait() == 0
        again = files(out)
        assert sorted(again) == sorted(whole)
        for name, content in whole.items():
            assert again[name] == content, f"{name}, killed after {moment:.2f} of {lasts:.2f} s"
    sys.stderr.write(f"a run lasts {lasts:.1f} s; killed {sum(at.values())} times: {dict(at)}\n")
    assert sum(at.values()) == KILLS
    assert len(at) >= 3, at
