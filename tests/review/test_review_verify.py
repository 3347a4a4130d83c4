"""The log is append-only, and one changed byte anywhere is found."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from detector.review import browse, decisions, discussion
from detector.review import verify as verification
from detector.review.filters import Filter
from detector.review.ledger import Event, chain_faults
from detector.review.store import Store
from detector.review.users import User
from detector.review.verify import verify


@pytest.fixture
def used(full: Store, ann: User) -> Store:
    for verdict in ("confirm", "not_contradiction", "superseded"):
        key = browse.next_open(full, ann, Filter(), None)
        decisions.decide(full, ann, key, 1, verdict)  # type: ignore[arg-type]
    discussion.comment(full, ann, key, "seen")
    decisions.undo(full, ann)
    return full


def change(store: Store, *statements: str) -> None:
    """What somebody with the database's password could do."""
    with store.touch() as connection:
        for statement in statements:
            connection.execute(text(statement))


def off(store: Store) -> tuple[str, ...]:
    if store.engine.dialect.name == "postgresql":
        return ("ALTER TABLE events DISABLE TRIGGER ALL",)
    return ("DROP TRIGGER events_no_update", "DROP TRIGGER events_no_delete")


def test_an_untouched_log_holds(used: Store) -> None:
    found = verify(used)
    assert found.faults == ()
    assert found.findings > 40


def test_a_log_holds_while_others_write(full: Store, ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read of the findings is as old as what was read of the log."""
    real = verification.chain_faults

    def interrupted(events):  # type: ignore[no-untyped-def]
        yield from real(events)
        key = browse.next_open(full, ann, Filter(), None)
        decisions.decide(full, ann, key, 1, "confirm")
        discussion.comment(full, ann, key, "meanwhile")

    monkeypatch.setattr(verification, "chain_faults", interrupted)
    assert verify(full).faults == ()


@pytest.mark.parametrize(
    "statement", ["UPDATE events SET reason = 'x' WHERE seq = 5", "DELETE FROM events WHERE seq = 5"]
)
def test_the_database_refuses_to_change_the_log(used: Store, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        change(used, statement)


@pytest.mark.parametrize("column", [name for name in Event.__slots__ if name != "seq"])
def test_one_changed_byte_of_an_event_is_found(used: Store, column: str) -> None:
    value = f"{column} + 1" if column in ("version", "undoes") else f"'!' || substr({column}, 2)"
    change(used, *off(used), f"UPDATE events SET {column} = {value} WHERE seq = 30")
    assert any("event 30" in fault.where for fault in verify(used).faults)


def test_an_event_that_is_cut_out_or_off_is_found(used: Store) -> None:
    last = verify(used).events
    change(used, *off(used), f"DELETE FROM events WHERE seq = {last}")
    assert verify(used).faults[0].where == "head"
    change(used, "DELETE FROM events WHERE seq = 30")
    assert "event 31" in [fault.where for fault in verify(used).faults]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE items SET state = 'published' WHERE id = 3",
        'UPDATE items SET standing = \'{"state": "published"}\' WHERE id = 3',
        "UPDATE items SET version = version + 1 WHERE id = 3",
        "UPDATE items SET assignee = 'mallory' WHERE id = 3",
        "UPDATE items SET payload = replace(payload, 'gate', 'Gate') WHERE id = 3",
        "UPDATE items SET probability = 0.99 WHERE id = 3",
        "UPDATE items SET kind = 'update' WHERE id = 3",
        "DELETE FROM items WHERE id = 3",
        "UPDATE tally SET n = n + 1 WHERE state = 'new'",
        "UPDATE comments SET text = 'unseen'",
        "DELETE FROM comments",
    ],
)
def test_a_queue_that_does_not_follow_from_its_log_is_found(used: Store, statement: str) -> None:
    change(used, statement)
    assert verify(used).faults


def test_a_chain_begins_at_the_beginning() -> None:
    one = Event(1, "", "", "", "", 0, "", "", "", "", "", 0).sealed("0" * 64)
    two = Event(2, "", "", "", "", 0, "", "", "", "", "", 0).sealed(one.hash)
    assert list(chain_faults([one, two])) == []
    assert [fault.what for fault in chain_faults([two])][:2] == [
        "follows event 0",
        "is not linked to the event before it",
    ]
