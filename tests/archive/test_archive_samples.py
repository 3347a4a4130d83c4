"""The sample articles with the models that ship: in one run, again, and in two batches."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = sorted((ROOT / "examples" / "articles").iterdir())
FIRST = 6


def findings(out: Path, *arguments: str | Path) -> list[dict]:
    command = [sys.executable, "-c", "from detector.cli import main; main()", "run", *map(str, arguments)]
    done = subprocess.run([*command, "--out", str(out)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in (out / "findings.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.long
def test_the_samples_give_the_same_findings_in_an_archive(tmp_path: Path) -> None:
    plain = findings(tmp_path / "plain", *SAMPLES)
    archived = findings(tmp_path / "archived", *SAMPLES, "--archive", tmp_path / "archive")
    assert {one.pop("standing") for one in archived} == {"new"}
    assert archived == plain
    findings(tmp_path / "again", *SAMPLES, "--archive", tmp_path / "archive")
    for path in (tmp_path / "archived").glob("*.*"):
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name

    findings(tmp_path / "first", *SAMPLES[:FIRST], "--archive", tmp_path / "two")
    both = findings(tmp_path / "second", *SAMPLES[FIRST:], "--archive", tmp_path / "two")
    assert {one["id"] for one in plain} <= {one["id"] for one in both}
    assert len(both) <= 1.2 * len(plain)
