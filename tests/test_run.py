"""The whole program on the sample articles, as a user starts it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "examples" / "articles"
MILL = [str(path) for path in sorted(SAMPLES.glob("0[57]-mill-*.txt"))]
FILES = ("report.html", "report.md", "findings.jsonl", "claims.jsonl", "rejected.jsonl", "run.json")
DETECTOR = (sys.executable, "-c", "from detector.cli import main; main()")


def detector(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*DETECTOR, *arguments], capture_output=True, text=True, check=False, cwd=ROOT, **options)


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("run") / "out"
    done = detector("run", str(SAMPLES), "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert f"Report: {out / 'report.html'}" in done.stdout
    return out


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_contradictions_of_several_kinds_are_found(report):
    kinds = {finding["kind"] for finding in lines(report / "findings.jsonl")}
    assert len(kinds - {"update"}) >= 3


def test_findings_are_sorted_and_their_anchors_hold(report):
    claims = {claim["id"]: claim for claim in lines(report / "claims.jsonl")}
    findings = lines(report / "findings.jsonl")
    probabilities = [finding["probability"] for finding in findings]
    assert probabilities == sorted(probabilities, reverse=True)
    for finding in findings:
        for side in (finding["a"], finding["b"]):
            assert side["quote"] == claims[side["id"]]["quote"]
            assert side["selector"]["exact"] == side["quote"]


def test_quotes_stand_in_the_articles_at_their_spans(report):
    articles = {a["id"]: a["text"] for a in lines(SAMPLES / "11-clippings.jsonl")}
    checked = 0
    for claim in lines(report / "claims.jsonl"):
        if claim["document"]["id"] in articles:
            start, end = claim["span"]
            assert articles[claim["document"]["id"]][start:end] == claim["quote"]
            checked += 1
    assert checked > 10


def test_the_empty_file_is_named_among_the_rejected(report):
    assert any("99-empty" in row["subject"] for row in lines(report / "rejected.jsonl"))


@pytest.fixture(scope="module")
def mill(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("mill") / "out"
    done = detector("run", *MILL, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert lines(out / "findings.jsonl")
    return out


def test_a_second_run_has_the_same_bytes(mill, tmp_path):
    assert detector("run", *MILL, "--out", str(tmp_path / "again")).returncode == 0
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (mill / name).read_bytes(), name


def test_a_killed_run_goes_on_and_ends_with_the_same_bytes(mill, tmp_path):
    out = tmp_path / "killed"
    command = [*DETECTOR, "run", *MILL, "--out", str(out)]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    store = out / ".cache" / "scores.sqlite"
    while first.poll() is None and not (store.is_file() and store.stat().st_size > 0):
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not (out / "run.json").exists()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in FILES:
        assert (out / name).read_bytes() == (mill / name).read_bytes(), name


def test_claims_are_printed_with_their_contract(report):
    done = detector("claims", str(SAMPLES / "05-mill-wire.txt"))
    assert done.returncode == 0, done.stderr
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert printed
    wanted = {"id", "document", "span", "quote", "proposition", "holder", "stance", "cue"}
    assert all(wanted <= set(claim) for claim in printed)


def test_score_adds_probabilities_in_the_contract_s_names():
    line = json.dumps({"premise": "The bridge was closed.", "hypothesis": "The bridge stayed open.", "n": 1})
    done = detector("score", "-", input=line + "\n")
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row["n"] == 1
    assert row["entailment"] + row["neutral"] + row["contradiction"] == pytest.approx(1, abs=1e-4)
    assert row["contradiction"] == max(row["entailment"], row["neutral"], row["contradiction"])


def test_models_are_listed_with_their_licences():
    done = detector("models")
    assert done.returncode == 0, done.stderr
    assert {line.split()[0] for line in done.stdout.splitlines()} == {
        "attribution",
        "judge",
        "embedder",
        "cascade",
        "updates",
        "verdict",
        "worth",
    }
    assert done.stdout.count("Apache-2.0") >= 4
