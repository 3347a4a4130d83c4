"""`detector run --archive`, with tiny models, as a user starts it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made import MILL_1, MILL_2
from typer.testing import CliRunner, Result

from detector.archive.errors import OtherMakers
from detector.cli import app
from detector.errors import DetectorError, ExtraMissing, NothingReadable

FILES = ("findings.jsonl", "claims.jsonl", "documents.jsonl", "rejected.jsonl", "report.html", "report.md", "run.json")


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    rows = [
        {"id": "m1", "outlet": "The Orlow Courier", "published": "2024-05-03", "title": "Fire at Harl", "text": MILL_1},
        {"id": "m2", "outlet": "Radio Vey", "published": "2024-05-04", "title": "After the fire", "text": MILL_2},
    ]
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def run(judge_folder: Path, embedder_folder: Path, *arguments: str | Path) -> Result:
    models = ("--judge", str(judge_folder), "--embedder", str(embedder_folder), "--tagger", "rules")
    return CliRunner().invoke(app, ["run", *map(str, arguments), *models], catch_exceptions=True)


def documents(out: Path) -> set[str]:
    return {json.loads(line)["id"] for line in (out / "documents.jsonl").read_text(encoding="utf-8").splitlines()}


def test_articles_are_added_kept_and_withdrawn(
    judge_folder: Path, embedder_folder: Path, tmp_path: Path, lines: Path
) -> None:
    archive, models = tmp_path / "archive", (judge_folder, embedder_folder)
    first = run(*models, lines, "--archive", archive, "--out", tmp_path / "one", "--threshold", "0")
    assert first.exit_code == 0, first.exception
    assert "Archive: 2 articles" in first.stdout
    assert not (archive / "cache").exists()
    again = run(*models, lines, "--archive", archive, "--out", tmp_path / "two", "--threshold", "0")
    assert again.exit_code == 0, again.exception
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name

    withdrawn = tmp_path / "withdrawn.jsonl"
    withdrawn.write_text(json.dumps({"id": "m1", "withdrawn": True}) + "\n", encoding="utf-8")
    third = run(*models, withdrawn, "--archive", archive, "--out", tmp_path / "three", "--threshold", "0")
    assert third.exit_code == 0, third.exception
    assert "Archive: 1 articles" in third.stdout
    last = run(*models, "--withdraw", "m2", "--archive", archive, "--out", tmp_path / "four", "--threshold", "0")
    assert last.exit_code == 0, last.exception
    assert "Archive: 0 articles" in last.stdout


def test_another_model_is_refused(judge_folder: Path, embedder_folder: Path, tmp_path: Path, lines: Path) -> None:
    archive = tmp_path / "archive"
    run(judge_folder, embedder_folder, lines, "--archive", archive, "--out", tmp_path / "one")
    other = run(
        judge_folder, embedder_folder, lines, "--archive", archive, "--out", tmp_path / "two", "--neighbours", "9"
    )
    assert isinstance(other.exception, OtherMakers)
    assert "neighbours 18 there, 9 here" in str(other.exception)


def test_another_backend_is_refused(judge_folder: Path, embedder_folder: Path, tmp_path: Path, lines: Path) -> None:
    archive, models = tmp_path / "archive", (judge_folder, embedder_folder)
    first = run(*models, lines, "--archive", archive, "--out", tmp_path / "one", "--backend", "torch-fp32")
    assert first.exit_code == 0, first.exception
    record = json.loads((tmp_path / "one" / "run.json").read_text(encoding="utf-8"))
    assert record["makers"]["arithmetic"].startswith("float32, ")
    other = run(*models, lines, "--archive", archive, "--out", tmp_path / "two", "--backend", "torch-bf16")
    assert isinstance(other.exception, OtherMakers)
    assert "backend torch-fp32 there, torch-bf16 here" in str(other.exception)


def test_usage(judge_folder: Path, embedder_folder: Path, tmp_path: Path, lines: Path) -> None:
    alone = run(judge_folder, embedder_folder, lines, "--withdraw", "m1", "--out", tmp_path / "out")
    assert isinstance(alone.exception, DetectorError)
    assert "--archive" in str(alone.exception)
    assert run(judge_folder, embedder_folder, "--out", tmp_path / "out").exit_code == 2
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    empty = run(
        judge_folder, embedder_folder, tmp_path / "empty.txt", "--archive", tmp_path / "a", "--out", tmp_path / "o"
    )
    assert isinstance(empty.exception, NothingReadable)


def test_a_withdrawn_line_is_told_by_a_run_without_an_archive(tmp_path: Path, lines: Path) -> None:
    from detector.api import read_articles

    with lines.open("a", encoding="utf-8") as file:
        file.write(json.dumps({"url": "https://post.example/1", "withdrawn": True, "text": "gone"}) + "\n")
    _, rejected = read_articles([str(lines)])
    assert [(one.reason, one.detail) for one in rejected] == [("withdrawn", "https://post.example/1")]


def test_a_missing_package_is_named_with_its_install_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from detector import wiring

    for name in [name for name in sys.modules if name.startswith("detector.archive")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "faiss", None)
    with pytest.raises(ExtraMissing, match=r"pip install 'source-contradiction-detector\[archive\]'"):
        wiring.archive()
