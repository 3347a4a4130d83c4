"""An archive over several runs: what is judged, what is found, and how findings stand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from desk import alone, bridge, enter, stories, told, written
from fakes import NegationJudge
from made import article

from detector.archive import update
from detector.archive.errors import ArchiveBusy, ArchiveDamaged, OtherMakers
from detector.archive.manifest import MANIFEST, held, read
from detector.types import Run


def ids(run: Run) -> set[str]:
    return {one.id for one in run.findings if run.standings.get(one.id) != "resolved"}


def test_the_first_run_finds_what_a_run_without_an_archive_finds(tmp_path: Path) -> None:
    archived, plain = enter(tmp_path, stories()), alone(stories())
    assert len(plain.findings) >= 7
    assert archived.findings == plain.findings
    assert archived.claims == plain.claims
    assert archived.documents == plain.documents
    assert archived.origins == plain.origins
    assert archived.rejected == plain.rejected
    assert plain.counts.items() <= archived.counts.items()
    assert told(archived) == {"new": ids(plain)}


def test_the_same_input_again_adds_nothing_and_has_the_same_bytes(tmp_path: Path) -> None:
    first = written(enter(tmp_path / "archive", stories()), tmp_path / "first")
    manifest = (tmp_path / "archive" / MANIFEST).read_bytes()
    judge = NegationJudge()
    second = written(enter(tmp_path / "archive", stories(), judge=judge), tmp_path / "second")
    assert second == first
    assert judge.asked == []
    assert (tmp_path / "archive" / MANIFEST).read_bytes() == manifest


@pytest.mark.parametrize("cut", [1, 2, 4, 7])
def test_articles_in_two_batches_hold_the_findings_of_one(tmp_path: Path, cut: int) -> None:
    enter(tmp_path, stories()[:cut])
    assert ids(enter(tmp_path, stories()[cut:])) == ids(alone(stories()))


def test_articles_one_by_one_give_the_findings_of_one_batch(tmp_path: Path) -> None:
    for document in stories():
        last = enter(tmp_path, [document])
    assert ids(last) == ids(alone(stories()))
    assert len(read(tmp_path).segments) < len(stories())


def test_only_new_pairs_are_judged(tmp_path: Path) -> None:
    first, second = NegationJudge(), NegationJudge()
    enter(tmp_path, stories()[:2], judge=first)
    done = enter(tmp_path, stories()[2:3], judge=second)
    assert second.asked
    assert not {*first.asked} & {*second.asked}
    assert len({claim.document_id for claim in done.claims} - {"m3"}) >= 1
    assert {"carried", "new"} == set(told(done))


def test_an_update_is_found_across_runs_as_in_one(tmp_path: Path) -> None:
    four = article("u1", "Four people were killed in the Harl mill fire by noon.", day="2024-05-03")
    nine = article("u2", "The number of people killed in the Harl mill fire has risen to nine.", day="2024-05-05")
    (plain,) = alone([four, nine]).findings
    assert plain.verdict.kind == "update" and plain.scores is None
    enter(tmp_path, [nine])
    assert enter(tmp_path, [four]).findings == (plain,)


def test_holders_are_one_voice_across_updates_as_in_one_run(tmp_path: Path) -> None:
    gate = "the gate of Harl mill was locked at noon on Friday"
    spokesman = article("s1", f"Harbour Board spokesman Tor Benn came to Harl mill.\nTor Benn says: {gate}.")
    body = article("s2", f"Harbour Board says: {gate.replace('was', 'was not')}.", day="2024-05-13")
    other = article("s3", f"Radio Vey says: {gate.replace('was', 'was never')}.", day="2024-05-14")
    (plain,) = alone([spokesman, body]).findings
    assert plain.tie is not None and plain.verdict.kind == "self" and plain.a_aliases
    enter(tmp_path / "archive", [spokesman])
    assert enter(tmp_path / "archive", [body]).findings == (plain,)
    run = enter(tmp_path / "archive", [other])
    assert plain in run.findings and {one.id for one in run.documents} == {"s1", "s2", "s3"}
    lines = written(run, tmp_path / "out")["findings.jsonl"].splitlines()
    (line,) = [one for one in map(json.loads, lines) if one["id"] == plain.id]
    assert [one["quote"] for one in line["one_voice"]["grounds"]] == ["Harbour Board spokesman Tor Benn"]


def test_what_an_edited_article_no_longer_says_ties_no_names(tmp_path: Path) -> None:
    gate = "the gate of Harl mill was locked at noon on Friday"
    teller = article("s0", "Harbour Board spokesman Tor Benn came to the gate of Harl mill, locked at noon on Friday.")
    said = article("s1", f"Tor Benn says: {gate}.")
    body = article("s2", f"Harbour Board says: {gate.replace('was', 'was not')}.", day="2024-05-13")
    (found,) = enter(tmp_path / "archive", [teller, said, body]).findings
    assert found.tie is not None and found.tie.grounds[0].document_id == "s0"
    run = enter(tmp_path / "archive", [replace(teller, text="It rained in Orlow.")])
    (line,) = map(json.loads, written(run, tmp_path / "out")["findings.jsonl"].splitlines())
    assert (line["one_voice"], line["a"]["also_as"], line["b"]["also_as"]) == (None, [], [])


def test_an_article_without_an_event_in_common_judges_nothing_of_the_archive(tmp_path: Path) -> None:
    enter(tmp_path, stories())
    judge = NegationJudge()
    enter(tmp_path, bridge("Zell")[:1], judge=judge)
    assert not any("Harl" in text for pair in judge.asked for text in pair)


def test_an_edited_article_replaces_the_old_version_and_its_findings(tmp_path: Path) -> None:
    documents = bridge("Tarn")
    (gone,) = ids(enter(tmp_path, documents))
    edited = replace(documents[1], text="Ole Tarnsen says: the bridge of Tarn was never open to heavy lorries.")
    run = enter(tmp_path, [edited])
    assert told(run)["resolved"] == {gone}
    assert gone not in ids(run)
    assert [d.text for d in run.documents if d.id == "Tarn-2"] == [edited.text]
    (old,) = (one for one in run.findings if one.id == gone)
    assert documents[1].text in {d.text for d in run.documents}
    assert any(side.document_id.startswith("Tarn-2@") for side in (old.a, old.b))


def test_an_article_at_the_same_address_replaces_the_old_one(tmp_path: Path) -> None:
    documents = bridge("Tarn")
    (gone,) = ids(enter(tmp_path, documents))
    renamed = replace(documents[1], id="another", text="The bridge of Tarn gets a coat of green paint.")
    assert told(enter(tmp_path, [renamed]))["resolved"] == {gone}


def test_a_withdrawn_article_takes_its_findings_along_and_brings_them_back(tmp_path: Path) -> None:
    documents = bridge("Tarn") + bridge("Oske")
    both = ids(enter(tmp_path, documents))
    withdrawn = enter(tmp_path, [], withdrawn=["Tarn-1"])
    (gone,) = told(withdrawn)["resolved"]
    assert told(withdrawn) == {"resolved": {gone}, "carried": both - {gone}}
    assert told(enter(tmp_path, [], withdrawn=["https://radio.example/Oske"])) == {"resolved": both - {gone}}
    assert told(enter(tmp_path, documents[:1])) == {"regressed": {gone}}
    assert told(enter(tmp_path, documents[3:])) == {"carried": {gone}, "regressed": both - {gone}}


def test_a_withdrawal_again_says_the_same_and_one_of_nothing_is_told(tmp_path: Path) -> None:
    enter(tmp_path / "archive", bridge("Tarn"))
    first = written(enter(tmp_path / "archive", [], withdrawn=["Tarn-1"]), tmp_path / "first")
    assert written(enter(tmp_path / "archive", [], withdrawn=["Tarn-1"]), tmp_path / "second") == first
    (told,) = enter(tmp_path / "archive", [], withdrawn=["Tarn-9"]).rejected[:1]
    assert (told.subject, told.reason) == ("Tarn-9", "withdrawn, and not in the archive")


def test_a_reprint_is_the_same_origin_and_no_further_finding(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    first, second = bridge("Tarn")
    first = replace(first, text=f"{first.text}\n{words}")
    enter(tmp_path, [first, second])
    copy = replace(first, id="copy", outlet="The Copyist", url="")
    run = enter(tmp_path, [copy])
    (finding,) = run.findings
    assert run.origins["copy"] == "Tarn-1"
    assert finding.a_also_in == ("copy",)
    assert told(run) == {"carried": {finding.id}}


def test_what_a_reprint_repeats_stands_when_the_original_is_withdrawn(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(60))
    first, second = bridge("Tarn")
    first = replace(first, text=f"{first.text}\n{words}")
    enter(tmp_path, [first, second, replace(first, id="copy", outlet="The Copyist", url="")])
    run = enter(tmp_path, [], withdrawn=["Tarn-1"])
    (finding,) = (one for one in run.findings if run.standings[one.id] == "new")
    assert {finding.a.document_id, finding.b.document_id} == {"copy", "Tarn-2"}


def test_blocks_find_what_one_block_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ids(enter(tmp_path / "whole", stories()))
    monkeypatch.setattr(update, "BLOCK", 3)
    assert ids(enter(tmp_path / "blocks", stories())) == whole
    assert len(read(tmp_path / "blocks").segments) == 5


def test_each_finding_of_an_archive_has_its_standing_in_the_file(tmp_path: Path) -> None:
    enter(tmp_path / "archive", bridge("Tarn"))
    files = written(enter(tmp_path / "archive", bridge("Oske"), withdrawn=["Tarn-1"]), tmp_path / "out")
    lines = [json.loads(line) for line in files["findings.jsonl"].splitlines()]
    assert sorted(line["standing"] for line in lines) == ["new", "resolved"]
    claims = {json.loads(line)["id"] for line in files["claims.jsonl"].splitlines()}
    assert all(line[side]["id"] in claims for line in lines for side in ("a", "b"))
    assert b"Resolved" in files["report.html"]
    assert b"## Resolved" in files["report.md"]
    assert b"1 was new, 1 was resolved" in files["report.md"]
    plain = written(alone(bridge("Tarn")), tmp_path / "plain")
    assert b"standing" not in plain["findings.jsonl"]


def test_other_models_or_settings_are_refused_with_the_cure(tmp_path: Path) -> None:
    enter(tmp_path, bridge("Tarn"))
    with pytest.raises(OtherMakers, match=r"judge negation-judge there, other here.*new folder"):
        enter(tmp_path, bridge("Oske"), makers={"judge": "other"})


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(ArchiveBusy, match="start again when it is done"), held(tmp_path):
        pass
    enter(tmp_path, bridge("Tarn"))


def test_damage_is_named(tmp_path: Path) -> None:
    enter(tmp_path, bridge("Tarn"))
    (tmp_path / read(tmp_path).standings).unlink()
    with pytest.raises(ArchiveDamaged, match=r"standings-000001\.parquet is missing"):
        enter(tmp_path, bridge("Oske"))
    (tmp_path / MANIFEST).write_bytes(b"{")
    with pytest.raises(ArchiveDamaged, match=r"manifest\.json"):
        enter(tmp_path, bridge("Oske"))


def test_another_format_is_refused(tmp_path: Path) -> None:
    enter(tmp_path, bridge("Tarn"))
    old = msgspec.structs.replace(read(tmp_path), format=99)
    (tmp_path / MANIFEST).write_bytes(msgspec.json.encode(old))
    with pytest.raises(ArchiveDamaged, match="format 99"):
        enter(tmp_path, bridge("Oske"))
