"""The queue at the command line: what each command says, and status 2 with a sentence for what is refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from made_queue import write_many

from detector import cli
from detector.review.store import open_store


class Detector:
    """The program's entry point in this process; returns (status, output, errors)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr(sys, "argv", ["detector", *map(str, arguments)])
        self._monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        status = 0
        try:
            cli.main()
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = self._capsys.readouterr()
        assert "Traceback" not in err and "internal error" not in err
        return status, out, err


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Detector:
    return Detector(monkeypatch, capsys)


def test_a_queue_from_the_first_user_to_the_last_export(detector: Detector, tmp_path: Path) -> None:
    queue = ("--queue", f"sqlite:///{tmp_path / 'queue.db'}")
    run = write_many(tmp_path / "run", 5)
    assert detector("users", "add", "Ada", "--role", "admin", *queue, stdin="gates of Harl\n")[:2] == (
        0,
        "ada is admin now\n",
    )
    assert "5 new findings" in detector("queue", "import", run, *queue)[1]
    assert "nothing changed" in detector("queue", "import", run, *queue)[1]
    assert detector("users", "list", *queue)[1] == "ada\tadmin\n"
    assert len(detector("users", "token", "ada", *queue)[1].strip()) > 30
    assert "second share: 0.5" in detector("queue", "set", "--second", "0.5", *queue)[1]
    assert "5 findings hold" in detector("queue", "verify", *queue)[1]
    assert detector("queue", "export", "csv", *queue)[1].startswith("key,state,verdict")
    assert detector("queue", "export", "atom", "--out", tmp_path / "feed.atom", *queue)[0] == 0
    assert (tmp_path / "feed.atom").read_text().startswith("<?xml")
    status, _, told = detector("calibrate", *queue)
    assert (status, "a refit takes 50" in told) == (2, True)


def test_without_a_name_the_store_is_the_one_of_this_folder(
    detector: Detector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DETECTOR_QUEUE", raising=False)
    assert "no such store" in detector("users", "list")[2]
    assert "3 new findings" in detector("queue", "import", write_many(tmp_path / "run", 3))[1]
    assert detector("users", "add", "ada", stdin="gates of Harl\n")[0] == 0
    assert detector("users", "list")[1] == "ada\teditor\n"
    assert (tmp_path / "queue.db").exists()


def test_what_is_refused_is_named(detector: Detector, tmp_path: Path) -> None:
    queue = ("--queue", f"{tmp_path / 'queue.db'}")
    refusals = {
        ("queue", "import", tmp_path / "nowhere", *queue): "no run.json",
        ("queue", "export", "xml", *queue): "there are jsonl, csv",
        ("queue", "verify", "--queue", "mysql://h/d"): "sqlite or postgresql",
        ("users", "add", "ada", "--role", "boss", *queue): "the roles are",
        ("users", "add", "ada", *queue): "8 to 1024 characters",
        ("users", "token", "nobody", *queue): "no user nobody",
        ("serve", "--host", "0.0.0.0", *queue): "make a user first",
        ("serve", "--certificate", "x", *queue): "go together",
        ("queue", "verify", "--queue", tmp_path / "other.db"): "no such store",
        ("users", "token", "ada", "--queue", tmp_path / "other.db"): "no such store",
    }
    for arguments, told in refusals.items():
        status, _, err = detector(*arguments)
        assert (status, told in err) == (2, True), (arguments, err)


def test_a_changed_log_ends_with_status_2(detector: Detector, tmp_path: Path) -> None:
    path = tmp_path / "queue.db"
    detector("queue", "import", write_many(tmp_path / "run", 3), "--queue", path)
    store = open_store(str(path))
    with store.touch() as connection:
        connection.exec_driver_sql("UPDATE items SET topic = 'x', state = 'confirmed' WHERE id = 2")
    store.close()
    status, _, err = detector("queue", "verify", "--queue", path)
    assert (status, "does not hold" in err) == (2, True)


def test_a_run_says_before_it_starts_that_its_queue_cannot_be_opened(detector: Detector, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The gate was open.")
    status, _, err = detector("run", tmp_path / "a.txt", "--out", tmp_path / "out", "--queue", "mysql://h/d")
    assert (status, "sqlite or postgresql" in err) == (2, True)
