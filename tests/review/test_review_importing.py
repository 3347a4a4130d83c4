"""A run comes in once; decisions hold in later runs; what was dismissed comes back only with new evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_queue import article, finding, side, write_many, write_run

from detector.review import browse, decisions
from detector.review.errors import BadRunFolder
from detector.review.filters import Filter
from detector.review.importing import import_folder
from detector.review.store import Store
from detector.review.users import User
from detector.review.verify import verify

OPEN, SHUT = "the gate of Harl was open all night", "the gate of Harl was shut by nine"


def gate(name: str, path: Path, *, extra: tuple = (), sentence: str = "", **changed) -> Path:  # type: ignore[no-untyped-def, type-arg]
    """A run with one finding about a gate."""
    first = article("a1", "Harl Gazette", f"Late news.\n{sentence}Ada Finch said ", OPEN, ".\nMore to come.")
    second = article("b1", "Shoreline Wire", "Bram Ostley said ", SHUT, ".")
    a = side(first, OPEN, "Ada Finch", also_in=[one["id"] for one in extra])
    b = side(second, SHUT, "Bram Ostley")
    return write_run(path / name, [finding(a, b, **changed)], [first, second, *extra])


def reject(store: Store, user: User) -> str:
    key = browse.next_open(store, user, Filter(), None)
    decisions.decide(store, user, key, browse.item(store, user, key).version, "not_contradiction")
    return key


def state(store: Store, user: User, key: str) -> tuple[str, str]:
    now = browse.item(store, user, key).now
    return now.state, now.reason


def test_the_same_run_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    run = write_many(tmp_path / "run", 30, gated=20)
    first = import_folder(store, run)
    before = verify(store)
    again = import_folder(store, run)
    assert (first.added, first.known, again.known) == (30, False, True)
    assert 0 < first.sampled < 20
    assert verify(store) == before
    assert before.faults == ()


def test_what_is_drawn_at_random_stands_anywhere_among_the_rest(store: Store, tmp_path: Path) -> None:
    run = write_many(tmp_path / "run", 60, gated=80)
    lines = [json.loads(line) for line in (run / "findings.jsonl").read_text(encoding="utf-8").splitlines()]
    low = "".join(json.dumps(line | {"probability": line["probability"] / 10}) + "\n" for line in lines)
    (run / "findings.jsonl").write_text(low, encoding="utf-8")  # as of real news, where little is probable
    store.set("slice share", "0.2", "test")
    import_folder(store, run)
    order = [line.stratum != "reported" for line in browse.page(store, Filter(), None, size=200).lines]
    half = len(order) // 2
    assert 0.25 < sum(order[:half]) / sum(order) < 0.75


def test_findings_with_one_content_are_one_item(store: Store, ann: User, tmp_path: Path) -> None:
    docs = [
        article(f"a{n}", outlet, "He said ", OPEN, ".") for n, outlet in enumerate(("Harl Gazette", "Basin Review"))
    ]
    other = article("b1", "Shoreline Wire", "She said ", SHUT, ".")
    found = [finding(side(one, OPEN, "Ada Finch"), side(other, SHUT, "Bram Ostley")) for one in docs]
    swapped = [{**found[1], "a": found[1]["b"], "b": found[1]["a"]}]
    done = import_folder(store, write_run(tmp_path / "run", [found[0], *swapped], [*docs, other]))
    assert (done.added, done.merged) == (1, 1)


def test_a_dismissed_finding_stays_dismissed(store: Store, ann: User, tmp_path: Path) -> None:
    import_folder(store, gate("one", tmp_path))
    key = reject(store, ann)
    done = import_folder(store, gate("two", tmp_path, probability=0.9, kind="denial"))
    assert (done.added, done.carried, done.regressed) == (0, 1, 0)
    assert state(store, ann, key) == ("rejected", "")
    assert browse.item(store, ann, key).probability == 0.9
    assert verify(store).faults == ()


def test_a_reprint_of_a_known_story_does_not_bring_it_back(store: Store, ann: User, tmp_path: Path) -> None:
    import_folder(store, gate("one", tmp_path))
    key = reject(store, ann)
    reprint = article("a2", "Basin Review", "Ada Finch said ", OPEN, ".", origin="a1")
    assert import_folder(store, gate("two", tmp_path, extra=(reprint,))).regressed == 0
    assert state(store, ann, key)[0] == "rejected"


def test_a_new_independent_origin_brings_it_back_and_says_so(store: Store, ann: User, tmp_path: Path) -> None:
    import_folder(store, gate("one", tmp_path))
    key = reject(store, ann)
    fresh = article("a2", "Basin Review", "Asked by us, Ada Finch said ", OPEN, ".", origin="a2")
    assert import_folder(store, gate("two", tmp_path, extra=(fresh,))).regressed == 1
    assert state(store, ann, key) == ("regressed", "back: new independent origin for Ada Finch: Basin Review")
    reject(store, ann)
    third = gate("three", tmp_path, extra=(fresh,), probability=0.7)
    assert import_folder(store, third).regressed == 0  # the same evidence is no news twice
    assert verify(store).faults == ()


def test_an_edited_passage_brings_it_back_and_an_edit_elsewhere_does_not(
    store: Store, ann: User, tmp_path: Path
) -> None:
    import_folder(store, gate("one", tmp_path))
    key = reject(store, ann)
    assert import_folder(store, gate("same", tmp_path, topic="Harl")).regressed == 0
    assert import_folder(store, gate("two", tmp_path, sentence="Correcting herself, ")).regressed == 1
    assert state(store, ann, key) == ("regressed", "back: Harl Gazette edited the passage of Ada Finch")


def test_a_confirmed_finding_is_left_alone_by_new_evidence(store: Store, ann: User, tmp_path: Path) -> None:
    import_folder(store, gate("one", tmp_path))
    key = browse.next_open(store, ann, Filter(), None)
    decisions.decide(store, ann, key, 1, "confirm")
    import_folder(store, gate("two", tmp_path, sentence="Correcting herself, "))
    assert state(store, ann, key)[0] == "confirmed"


def test_text_that_no_database_can_hold_comes_in_all_the_same(store: Store, ann: User, tmp_path: Path) -> None:
    odd = "the \x00 gate \ud800 was open"
    first = article("a1", "Harl\x00 Gazette", "He said ", odd, ".")
    run = write_run(tmp_path / "odd", [finding(side(first, odd, "Ada\ud800"), side(first, odd, "Bo"))], [first])
    assert import_folder(store, run).added == 1
    assert verify(store).faults == ()


def test_the_names_of_a_run_are_suggested_by_any_of_their_words(store: Store, tmp_path: Path) -> None:
    import_folder(store, write_many(tmp_path / "many", 40))
    assert browse.suggestions(store, "holder", "ada") == browse.suggestions(store, "holder", "FINC") == ("Ada Finch",)
    assert browse.suggestions(store, "outlet", "q") == ("The Quillow Post",)
    assert browse.suggestions(store, "topic", "harl · g") == ("Harl · gate",)
    assert len(browse.suggestions(store, "topic", "")) == 8
    assert browse.suggestions(store, "holder", "\x00\ud800") == ()
    assert browse.suggestions(store, "holder", "%") == browse.suggestions(store, "outlet", "ada") == ()


def test_a_topic_that_a_later_run_names_anew_is_no_longer_suggested(store: Store, tmp_path: Path) -> None:
    import_folder(store, gate("one", tmp_path))
    import_folder(store, gate("two", tmp_path, topic="Night watch"))
    assert browse.suggestions(store, "topic", "") == ("Night watch",)


def test_the_list_shows_what_both_sides_say(store: Store, tmp_path: Path) -> None:
    import_folder(store, gate("one", tmp_path))
    assert browse.page(store, Filter(), None).lines[0].quotes == (OPEN, SHUT)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "x"}', r"findings.jsonl: line 1: probability: Field required"),
        ("[]", "findings.jsonl: line 1: Input should be a valid dictionary"),
        ("{", "findings.jsonl: line 1: Expecting property name"),
        ("[" * 100_000, "findings.jsonl: line 1: nested too deeply"),
        ('{"id": "x", "probability": 0.5, "kind": "self", "a": {}, "b": {}}', "line 1: a.id: Field required"),
    ],
)
def test_a_broken_folder_is_named(store: Store, tmp_path: Path, line: str, told: str) -> None:
    run = write_many(tmp_path / "run", 2)
    (run / "findings.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(BadRunFolder, match=told):
        import_folder(store, run)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sentence": [4]}, "a.sentence: List should have at least 2 items"),
        ({"marks": [[9, 3]]}, "a.marks.0: .*two numbers"),
        ({"span": [0, "x"]}, "a.span.1: Input should be a valid integer"),
        ({"document": {}}, "a.document.id: Field required"),
        ({"via": "Wire"}, "a.via: Input should be a valid list"),
        ({"selector": {"prefix": 1}}, "a.selector.prefix: Input should be a valid string"),
    ],
)
def test_a_line_of_the_wrong_shape_is_named_by_its_number(
    store: Store, tmp_path: Path, changed: dict[str, object], told: str
) -> None:
    run = write_many(tmp_path / "run", 2)
    lines = (run / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    broken = json.loads(lines[1])
    broken["a"] |= changed
    (run / "findings.jsonl").write_text(f"{lines[0]}\n{json.dumps(broken)}\n", encoding="utf-8")
    with pytest.raises(BadRunFolder, match=f"findings.jsonl: line 2: {told}"):
        import_folder(store, run)
    assert browse.counts(store) == ({}, {})


def test_a_folder_without_a_run_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadRunFolder, match=r"no run\.json"):
        import_folder(store, tmp_path)
