import json
import os
import subprocess
import sys
from dataclasses import replace

import pytest

from detector.report import build
from detector.report.build import write
from detector.types import Claim, Reason, Run, Span

FILES = {"report.html", "report.md", "findings.jsonl", "claims.jsonl", "documents.jsonl", "rejected.jsonl", "run.json"}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_seven_files_are_written_and_nothing_else(bridge, tmp_path):
    write(bridge.run(), tmp_path / "new" / "folder")
    assert {path.name for path in (tmp_path / "new" / "folder").iterdir()} == FILES


def test_what_a_killed_process_has_half_written_goes(bridge, tmp_path):
    dead, other = subprocess.Popen([sys.executable, "-c", ""]), os.getppid()
    dead.wait()
    for name in (f".claims.jsonl.{dead.pid}.part", f".claims.jsonl.{other}.part", ".notes.part"):
        (tmp_path / name).write_text("half")
    write(bridge.run(), tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, f".claims.jsonl.{other}.part", ".notes.part"}


def test_the_same_run_gives_the_same_bytes(bridge, tmp_path):
    write(bridge.run(), tmp_path / "one")
    write(bridge.run(), tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_findings_come_by_descending_probability_with_updates_among_them(bridge, tmp_path):
    write(replace(bridge.run(), findings=tuple(bridge.findings)), tmp_path)
    found = lines(tmp_path / "findings.jsonl")
    assert [one["probability"] for one in found] == [0.9123, 0.8, 0.7, 0.6]
    assert [one["kind"] for one in found] == ["denial", "update", "number", "number"]
    assert len(lines(tmp_path / "claims.jsonl")) == len(bridge.claims)


def test_run_json_counts_and_names_its_makers(bridge, tmp_path):
    write(bridge.run(), tmp_path)
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["counts"] == {"documents": 6, "candidate pairs": 40, "judged": 31}
    assert record["report"] == {
        "articles": 6,
        "outlets": 6,
        "origins": 5,
        "claims": 5,
        "contradictions": 3,
        "disputes": 2,
        "updates": 1,
        "rejected": 3,
    }
    assert record["rejected"] == [
        {"stage": "pair", "reason": "another event", "count": 2},
        {"stage": "ingest", "reason": "no article text", "count": 1},
    ]
    assert record["makers"] == {"code": "0.1.0", "judge": "sha256:00ff"}
    assert record["settings"] == {"settings": "sha256:77"}
    assert record["inputs"][0] == {"path": "in/m1.json", "articles": 1}
    assert len(record["histogram"]) == 10
    assert record["histogram"][9] == {"from": 0.9, "to": 1.0, "contradictions": 1, "updates": 0}
    assert sum(one["updates"] for one in record["histogram"]) == 1


def test_what_has_no_sound_anchor_is_left_out_and_counted(bridge, tmp_path):
    good = bridge.findings[0]
    moved = Claim("moved", "m2", Span(0, 5), Span(0, 9), "Wrong", "p", "Ida Trent", "denies")
    lost = replace(good.b, id="lost", document_id="no such")
    beyond = replace(good.verdict, reasons=(Reason("r", (Span(5, 9999),)),))
    run = replace(
        bridge.run(),
        claims=(good.a, moved, lost),
        findings=(
            good,
            replace(good, id="f1", b=moved),
            replace(good, id="f2", b=lost),
            replace(good, id="f3", verdict=beyond),
        ),
        rejected=(),
    )
    write(run, tmp_path)
    assert [one["id"] for one in lines(tmp_path / "findings.jsonl")] == [good.id]
    assert [one["id"] for one in lines(tmp_path / "claims.jsonl")] == [good.a.id]
    rejected = lines(tmp_path / "rejected.jsonl")
    assert {(one["stage"], one["subject"], one["reason"]) for one in rejected} == {
        ("report", "claim moved", "quote not at its span"),
        ("report", "claim lost", "document missing"),
        ("report", "finding f1", "quote not at its span"),
        ("report", "finding f2", "document missing"),
        ("report", "finding f3", "mark outside the text"),
    }
    assert "Wrong" not in (tmp_path / "report.html").read_text().partition('id="left-out"')[0]


def test_a_name_stays_only_while_every_place_that_ties_it_holds(board, tmp_path):
    gone = replace(board.run(), documents=tuple(one for one in board.documents.values() if one.id != "s3"))
    write(gone, tmp_path / "gone")
    (found,) = lines(tmp_path / "gone" / "findings.jsonl")
    assert (found["one_voice"], found["a"]["also_as"], found["b"]["also_as"]) == (None, [], [])
    write(board.run(), tmp_path / "whole")
    (found,) = lines(tmp_path / "whole" / "findings.jsonl")
    assert found["one_voice"] and len(found["a"]["also_as"]) == 2


def test_a_failed_write_leaves_the_old_report_and_no_debris(bridge, tmp_path, monkeypatch):
    write(bridge.run(), tmp_path)
    before = {name: (tmp_path / name).read_bytes() for name in FILES}

    def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(build.os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        write(replace(bridge.run(), findings=()), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_run_of_nothing_is_written_too(tmp_path):
    write(Run((), {}, (), (), (), {}, {}), tmp_path)
    assert (tmp_path / "findings.jsonl").read_bytes() == b""
    assert "No contradictions found" in (tmp_path / "report.html").read_text()
    assert "No contradictions were found" in (tmp_path / "report.md").read_text()


def test_lone_surrogates_and_line_separators_do_not_break_a_file(desk, tmp_path):
    desk.article("s", "The \ud800 mayor\u2028said no\x85thing.\x00", outlet="Out\u202elet")
    desk.finding(desk.claim("s", "The \ud800 mayor"), desk.claim("s", "said no\x85thing"))
    write(desk.run(), tmp_path)
    (found,) = lines(tmp_path / "findings.jsonl")
    assert found["a"]["quote"] == "The \ud800 mayor"
    for name in FILES:
        (tmp_path / name).read_bytes().decode("utf-8")
