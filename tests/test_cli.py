"""What goes wrong at the command line: status 2, the thing to mend by name, and never a traceback."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from detector import cli

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = "The gate of Harl mill was locked all night, Ada Finch said on Friday, and nobody in the village was hurt.\n"


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Detector:
    """The program's entry point in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Done:
        self._monkeypatch.setattr(sys, "argv", ["detector", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self._capsys.readouterr()
        status = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err and "internal error" not in err
        return Done(status, out, err)


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Detector:
    return Detector(monkeypatch, capsys)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE * 4, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["run", "claims"])
def test_a_missing_path_is_named(detector: Detector, tmp_path: Path, article: Path, command: str) -> None:
    options = ("--out", tmp_path / "out") if command == "run" else ()
    done = detector(command, article, tmp_path / "nowhere.txt", *options)
    assert (done.status, done.out) == (2, "")
    assert "nowhere.txt" in done.err


@pytest.mark.parametrize("command", ["run", "claims"])
def test_a_folder_with_nothing_to_read_is_named_with_the_reasons(
    detector: Detector, tmp_path: Path, command: str
) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "empty.txt").touch()
    options = ("--out", tmp_path / "out") if command == "run" else ()
    done = detector(command, folder, *options)
    assert (done.status, done.out) == (2, "")
    assert f"no article could be read from {folder}" in done.err
    assert "photo.png: unknown kind of file" in done.err
    assert "empty.txt" in done.err


def test_empty_standard_input_holds_no_article(detector: Detector) -> None:
    done = detector("claims", "-")
    assert done.status == 2
    assert "no article could be read from -" in done.err


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{not json", "not JSON"),
        ('{"premise": "a"}', "wants an object with premise and hypothesis"),
        ('["a", "b"]', "wants an object with premise and hypothesis"),
        (r'{"premise": "\udc00", "hypothesis": "b"}', "half a surrogate pair"),
    ],
)
def test_a_bad_line_of_pairs_is_named_by_number(detector: Detector, tmp_path: Path, line: str, reason: str) -> None:
    lines = f'{{"premise": "a", "hypothesis": "b"}}\n{line}\n'
    (tmp_path / "pairs.jsonl").write_text(lines, encoding="utf-8")
    for done in (detector("score", tmp_path / "pairs.jsonl"), detector("score", "-", stdin=lines.encode())):
        assert (done.status, done.out) == (2, "")
        assert f"line 2: {reason}" in done.err


def test_a_missing_file_of_pairs_is_named(detector: Detector, tmp_path: Path) -> None:
    done = detector("score", tmp_path / "nowhere.jsonl")
    assert done.status == 2
    assert "nowhere.jsonl" in done.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("run", "--frobnicate"), "--frobnicate"),
        (("frobnicate",), "frobnicate"),
        (("run",), "INPUT"),
        (("run", "a.txt"), "--out"),
        (("run", "a.txt", "--out", "o", "--threshold", "1.5"), "threshold"),
        (("run", "a.txt", "--out", "o", "--threshold", "nan"), "threshold"),
        (("run", "a.txt", "--out", "o", "--threshold", "much"), "threshold"),
        (("run", "a.txt", "--out", "o", "--neighbours", "0"), "neighbours"),
        (("score",), "PAIRS"),
        (("train", "frobnicate"), "frobnicate"),
    ],
)
def test_bad_usage_is_named(detector: Detector, arguments: tuple[str, ...], named: str) -> None:
    done = detector(*arguments)
    assert (done.status, done.out) == (2, "")
    assert named in done.err


@pytest.mark.parametrize("command", ["run", "claims", "score", "evaluate", "models", "train"])
def test_help_is_no_failure(detector: Detector, command: str) -> None:
    done = detector(command, "--help")
    assert done.status == 0
    assert command in done.out


def test_a_report_folder_that_cannot_be_written_is_named(detector: Detector, tmp_path: Path, article: Path) -> None:
    for out in (article, article / "report", Path("/proc"), Path("/proc/report")):
        done = detector("run", article, "--out", out)
        assert (done.status, done.out) == (2, "")
        assert f"cannot write into {out}" in done.err


@pytest.mark.parametrize("command", ["claims", "run", "evaluate"])
def test_every_command_that_takes_a_tagger_loads_it(
    detector: Detector, article: Path, tmp_path: Path, command: str
) -> None:
    options = {"claims": [article], "run": [article, "--out", tmp_path / "out"], "evaluate": ["--data", tmp_path]}
    done = detector(command, *options[command], "--tagger", tmp_path / "no-such-tagger")
    assert done.status == 2
    assert "no-such-tagger" in done.err and "Traceback" not in done.err


def test_evaluate_says_before_it_measures_that_it_cannot_write(detector: Detector, article: Path) -> None:
    done = detector("evaluate", "--out", article / "figures.json")
    assert done.status == 2
    assert f"cannot write into {article}" in done.err


@pytest.mark.parametrize(
    ("missing", "reason"),
    [("config.json", "no config.json"), ("model.safetensors", "no weights"), ("tokenizer.json", "no tokenizer")],
)
def test_a_judge_folder_with_a_missing_file_is_named(
    detector: Detector, judge_folder: Path, tmp_path: Path, missing: str, reason: str
) -> None:
    folder = Path(shutil.copytree(judge_folder, tmp_path / "my-judge"))
    (folder / missing).unlink()
    done = detector("score", "-", "--judge", folder, stdin=b'{"premise": "a", "hypothesis": "b"}')
    assert (done.status, done.out) == (2, "")
    assert f"my-judge: {reason}" in done.err


def test_an_embedder_folder_with_missing_files_is_named(detector: Detector, tmp_path: Path, article: Path) -> None:
    (tmp_path / "my-embedder").mkdir()
    done = detector("run", article, "--out", tmp_path / "out", "--embedder", tmp_path / "my-embedder")
    assert (done.status, done.out) == (2, "")
    assert "my-embedder: no config.json or modules.json" in done.err


@pytest.mark.parametrize("name", ["nowhere/at/all", "hf:tiny", "hf:desk/tiny@main"])
def test_a_judge_that_cannot_be_found_is_named(detector: Detector, name: str) -> None:
    done = detector("score", "-", "--judge", name, stdin=b'{"premise": "a", "hypothesis": "b"}')
    assert (done.status, done.out) == (2, "")
    assert name in done.err


def test_pairs_come_back_with_probabilities_and_nothing_else_is_said(judge_folder: Path) -> None:
    rows = [
        {"premise": "A man is asleep.", "hypothesis": "A man is awake.", "n": 1},
        {"hypothesis": "é", "premise": ""},
    ]
    done = subprocess.run(
        [sys.executable, "-c", "from detector.cli import main; main()", "score", "-", "--judge", str(judge_folder)],
        input="\n".join(map(json.dumps, rows)),
        cwd=ROOT,
        env={
            k: v for k, v in os.environ.items() if k not in ("HF_HUB_DISABLE_PROGRESS_BARS", "TRANSFORMERS_VERBOSITY")
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    for row, line in zip(rows, done.stdout.splitlines(), strict=True):
        scored = json.loads(line)
        assert list(scored) == [*row, "entailment", "neutral", "contradiction"]
        assert sum(scored[k] for k in ("entailment", "neutral", "contradiction")) == pytest.approx(1, abs=1e-4)


def test_no_pairs_are_no_failure(detector: Detector, judge_folder: Path) -> None:
    assert detector("score", "-", "--judge", judge_folder) == (0, "", "")
