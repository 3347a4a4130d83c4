"""A run that is killed at any moment leaves the archive as it was, and ends with the same bytes when started again."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from desk import FILES, bridge, enter, written

from detector.archive.manifest import MANIFEST, PENDING, read

PROGRAM = Path(__file__).with_name("killed.py")
TESTS = PROGRAM.parents[1]
KILLS = int(os.environ.get("DETECTOR_ARCHIVE_KILLS", "6"))


def start(archive: Path, out: Path) -> subprocess.Popen[bytes]:
    """The program; what it says goes where the tests' own output goes."""
    paths = {"PYTHONPATH": f"{TESTS}{os.pathsep}{TESTS.parent}"}
    return subprocess.Popen([sys.executable, str(PROGRAM), str(archive), str(out)], env={**os.environ, **paths})


def killed_when(archive: Path, out: Path, done: int) -> None:
    """Kill the program once so many blocks are done."""
    process = start(archive, out)
    while not (archive / PENDING).exists() or read(archive, PENDING).done < done:
        assert process.poll() is None
        time.sleep(0.005)
    process.kill()
    process.wait()


def archive_bytes(folder: Path) -> dict[str, bytes]:
    """All that an archive consists of."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "cache" not in path.parts
    }


def test_killed_at_random_moments_and_started_again(tmp_path: Path) -> None:
    rng = random.Random(7)
    for name in ("whole", "killed"):
        enter(tmp_path / name, bridge("Zell"))
    before = (tmp_path / "killed" / MANIFEST).read_bytes()
    began = time.monotonic()
    whole = start(tmp_path / "whole", tmp_path / "out")
    assert whole.wait() == 0
    lasts = time.monotonic() - began

    for _ in range(KILLS):
        process = start(tmp_path / "killed", tmp_path / "again")
        time.sleep(rng.uniform(0.3, 1) * lasts)
        process.kill()
        process.wait()
        if (tmp_path / "killed" / PENDING).exists():
            assert (tmp_path / "killed" / MANIFEST).read_bytes() == before
        read(tmp_path / "killed")  # raises where a file is missing
    assert start(tmp_path / "killed", tmp_path / "again").wait() == 0
    assert archive_bytes(tmp_path / "killed") == archive_bytes(tmp_path / "whole")
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name


def test_a_block_that_was_done_is_not_done_again(tmp_path: Path) -> None:
    killed_when(tmp_path / "killed", tmp_path / "again", done=2)
    first = read(tmp_path / "killed", PENDING).segments[0].name
    segment = tmp_path / "killed" / first / "documents.parquet"
    written_at = segment.stat().st_mtime_ns
    assert start(tmp_path / "killed", tmp_path / "again").wait() == 0
    assert segment.stat().st_mtime_ns == written_at


def test_another_change_drops_what_a_killed_run_has_begun(tmp_path: Path) -> None:
    killed_when(tmp_path / "killed", tmp_path / "again", done=0)
    one = written(enter(tmp_path / "killed", bridge("Tarn")), tmp_path / "one")
    assert one == written(enter(tmp_path / "fresh", bridge("Tarn")), tmp_path / "two")
    assert not (tmp_path / "killed" / PENDING).exists()
