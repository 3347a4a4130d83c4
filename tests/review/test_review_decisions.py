"""Decisions: versions, leases, undo, second readers, bulk; and the log that all of them leave."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from detector.review import browse, decisions, discussion, leases, users
from detector.review.decisions import bulk, decide, redo, undo
from detector.review.errors import Changed, Held, NotAllowed, NotFound
from detector.review.filters import Filter
from detector.review.schema import leases as lease_table
from detector.review.states import VERDICTS, Correction
from detector.review.store import Store
from detector.review.users import User
from detector.review.verify import verify


def first(store: Store, user: User) -> browse.Item:
    return browse.item(store, user, browse.next_open(store, user, Filter(), None))


@pytest.mark.parametrize(
    ("verdict", "state"),
    [
        ("confirm", "confirmed"),
        ("not_contradiction", "rejected"),
        ("different_event", "rejected"),
        ("not_held", "rejected"),
        ("superseded", "superseded"),
    ],
)
def test_a_decision_moves_the_finding(full: Store, ann: User, verdict: str, state: str) -> None:
    item = first(full, ann)
    decide(full, ann, item.key, item.version, verdict, reason="read both")  # type: ignore[arg-type]
    now = browse.item(full, ann, item.key)
    assert (now.now.state, now.now.verdict, now.now.reason, now.version) == (state, verdict, "read both", 2)
    event = browse.history(full, item.key)[0]
    assert (event.actor, event.action, event.version) == ("ann", "decided", 2)
    assert '"judge": "3200494befae589f"' in event.makers
    assert browse.counts(full)[0][state] == 1


def test_of_two_editors_at_once_one_is_told_and_nothing_is_lost(full: Store, ann: User, bo: User) -> None:
    item = first(full, ann)
    decide(full, ann, item.key, item.version, "confirm")
    with pytest.raises(Changed, match="ann changed this finding"):
        decide(full, bo, item.key, item.version, "not_contradiction")
    assert browse.item(full, bo, item.key).now.state == "confirmed"


def test_undo_has_no_limit_and_restores_everything(full: Store, ann: User) -> None:
    before = {line.key: line for line in browse.page(full, Filter(state="all"), None).lines}
    for _ in range(25):
        item = first(full, ann)
        decide(full, ann, item.key, item.version, "confirm", correction=Correction(holder_a="Somebody"))
    item = first(full, ann)
    decisions.flag(full, ann, item.key, item.version, True)
    decisions.assign(full, ann, item.key, item.version + 1, "ann")
    for _ in range(27):
        assert undo(full, ann).kept == ()
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(full, ann)
    assert {line.key: line for line in browse.page(full, Filter(state="all"), None).lines} == before
    assert verify(full).faults == ()


def test_undo_leaves_alone_what_another_has_changed_since(full: Store, ann: User, bo: User) -> None:
    item = first(full, ann)
    decide(full, ann, item.key, 1, "confirm")
    decide(full, bo, item.key, 2, "superseded")
    assert undo(full, ann).kept == (item.key,)
    assert browse.item(full, ann, item.key).now.state == "superseded"
    assert undo(full, bo).changed == (item.key,)
    assert browse.item(full, ann, item.key).now.state == "confirmed"


def test_a_lease_keeps_others_out_until_it_runs_out_or_is_taken_over(full: Store, ann: User, bo: User) -> None:
    item = first(full, ann)
    assert leases.take(full, ann, item.key) == "ann"
    assert leases.take(full, bo, item.key) == "ann"
    assert browse.item(full, bo, item.key).lease == "ann"
    assert browse.next_open(full, bo, Filter(), None) != item.key
    assert [line.key for line in browse.page(full, Filter(state="review"), None).lines] == [item.key]
    with pytest.raises(Held, match="ann has this finding open"):
        decide(full, bo, item.key, 1, "confirm")
    with full.touch() as connection:
        connection.execute(update(lease_table).values(until=0))
    decide(full, bo, item.key, 1, "confirm")
    other = first(full, ann)
    leases.take(full, ann, other.key)
    assert leases.take(full, bo, other.key, over=True) == "bo"
    decide(full, ann, other.key, 1, "confirm", over=True)
    assert browse.item(full, bo, other.key).lease == "bo"


def test_of_many_who_open_a_finding_at_once_one_has_it(full: Store) -> None:
    editors = [User(f"editor{n}", "editor") for n in range(6)]
    with ThreadPoolExecutor(len(editors)) as pool:
        for line in browse.page(full, Filter(), None, size=10).lines:
            together = Barrier(len(editors))

            def take(user: User, key: str = line.key, together: Barrier = together) -> str:
                together.wait()
                return leases.take(full, user, key)

            owners = set(pool.map(take, editors))
            assert owners == {browse.item(full, editors[0], line.key).lease}
    lines = browse.page(full, Filter(), None, size=10).lines
    assert all(line.lease.startswith("editor") for line in lines)


def test_what_is_assigned_is_not_given_to_others(full: Store, ann: User, bo: User) -> None:
    item = first(full, ann)
    decisions.assign(full, ann, item.key, 1, "BO")
    assert browse.item(full, ann, item.key).now.state == "assigned"
    assert browse.next_open(full, ann, Filter(), None) != item.key
    assert browse.next_open(full, bo, Filter(), None) == item.key
    assert browse.page(full, Filter(assignee="bo"), None).count == 1
    users.add(full, "rae", "reader", "a long password")
    with pytest.raises(NotAllowed, match="rae is a reader"):
        decisions.assign(full, ann, item.key, 2, "rae")
    with pytest.raises(NotFound, match="no user nobody-here"):
        decisions.assign(full, ann, item.key, 2, "nobody-here")
    decisions.assign(full, ann, item.key, 2, "")
    assert browse.item(full, ann, item.key).now.state == "new"


def test_a_second_reader_is_blind_and_agreement_settles_it(full: Store, ann: User, bo: User) -> None:
    full.set("second share", "1", "test")
    item = first(full, ann)
    decide(full, ann, item.key, 1, "confirm", correction=Correction(holder_a="Ada Finch of Harl"), reason="plain")
    seen = browse.item(full, bo, item.key).now
    assert (seen.state, seen.first_reader, seen.first_verdict, seen.reason) == ("second", "", "", "")
    assert not seen.correction.any
    assert browse.item(full, ann, item.key).now.first_verdict == "confirm"
    with pytest.raises(NotAllowed, match="somebody else's"):
        decide(full, ann, item.key, 2, "confirm")
    assert browse.next_open(full, ann, Filter(), None) != item.key
    assert browse.next_open(full, bo, Filter(), None) == item.key
    decide(full, bo, item.key, 2, "confirm")
    now = browse.item(full, bo, item.key).now
    assert (now.state, now.second_reader, now.correction.holder_a) == ("confirmed", "bo", "Ada Finch of Harl")


def test_two_readings_that_differ_go_to_a_third(full: Store, ann: User, bo: User, chief: User) -> None:
    full.set("second share", "1", "test")
    item = first(full, ann)
    decide(full, ann, item.key, 1, "confirm")
    decide(full, bo, item.key, 2, "not_held")
    assert browse.item(full, ann, item.key).now.state == "adjudication"
    with pytest.raises(NotAllowed, match="third person"):
        decide(full, bo, item.key, 3, "confirm")
    decide(full, chief, item.key, 3, "not_held")
    now = browse.item(full, chief, item.key).now
    assert (now.state, now.first_verdict, now.second_verdict) == ("rejected", "confirm", "not_held")


def test_bulk_is_one_action_and_one_undo(full: Store, ann: User, bo: User) -> None:
    best = browse.page(full, Filter(sort="probability"), None).lines[0]
    item = browse.item(full, ann, best.key)
    conflict = Filter(conflict=item.conflict)
    n = browse.count_open(full, conflict)
    with pytest.raises(Changed, match="open findings now"):
        bulk(full, ann, conflict, "different_event", expected=n + 1)
    leases.take(full, bo, item.key)
    assert bulk(full, ann, conflict, "different_event", expected=n) == decisions.Bulk(n - 1, 1)
    assert browse.counts(full)[0]["rejected"] == n - 1
    assert len(undo(full, ann).changed) == n - 1
    assert "rejected" not in browse.counts(full)[0]
    assert verify(full).faults == ()


def test_a_bulk_decision_of_many_transactions_is_one_action(
    full: Store, ann: User, bo: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "CHUNK", 7)
    n = browse.count_open(full, Filter())
    taken = first(full, bo)
    decide(full, bo, taken.key, 1, "confirm")
    with pytest.raises(Changed, match=f"{n - 1} open findings now, not {n}"):
        bulk(full, ann, Filter(), "not_contradiction", expected=n)
    assert bulk(full, ann, Filter(), "not_contradiction", expected=n - 1) == decisions.Bulk(n - 1, 0)
    assert len({event.batch for event in browse.history(full, "", limit=n - 1)}) == 1
    keys = set(undo(full, ann).changed)
    assert (len(keys), taken.key in keys) == (n - 1, False)
    assert browse.count_open(full, Filter()) == n - 1
    assert set(redo(full, ann).changed) == keys
    assert browse.counts(full)[0] == {"rejected": n - 1, "confirmed": 1}
    assert verify(full).faults == ()


def test_a_bulk_decision_can_be_undone_after_it_was_cut_off(
    full: Store, ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decisions, "CHUNK", 7)
    real, calls = decisions.move_all, iter(range(2))

    def killed(*arguments, **named):  # type: ignore[no-untyped-def]
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return real(*arguments, **named)

    monkeypatch.setattr(decisions, "move_all", killed)
    with pytest.raises(KeyboardInterrupt):
        bulk(full, ann, Filter(), "superseded", expected=browse.count_open(full, Filter()))
    monkeypatch.setattr(decisions, "move_all", real)
    assert browse.counts(full)[0]["superseded"] == 14
    assert len(undo(full, ann).changed) == 14
    assert verify(full).faults == ()


def test_redo_does_again_what_undo_took_back_until_something_new_is_done(full: Store, ann: User, bo: User) -> None:
    item = first(full, ann)
    decide(full, ann, item.key, 1, "confirm", correction=Correction(holder_a="Somebody"))
    decisions.flag(full, ann, item.key, 2, True)
    done = browse.item(full, ann, item.key).now
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(full, ann)
    for _ in range(2):
        assert (undo(full, ann).action, undo(full, ann).action) == ("flagged", "decided")
        with pytest.raises(NotFound, match="nothing to redo"):
            redo(full, bo)
        assert (redo(full, ann).action, redo(full, ann).action) == ("decided", "flagged")
        assert browse.item(full, ann, item.key).now == done
    undo(full, ann)
    events = [(event.action, event.reason) for event in browse.history(full, item.key, limit=2)]
    assert events == [("undone", "undo of flagged"), ("redone", "redo of flagged")]
    decisions.assign(full, ann, first(full, ann).key, 1, "ann")
    with pytest.raises(NotFound, match="nothing to redo"):
        redo(full, ann)
    assert verify(full).faults == ()


def test_redo_leaves_alone_what_another_has_changed_since(full: Store, ann: User, bo: User) -> None:
    item = first(full, ann)
    decide(full, ann, item.key, 1, "confirm")
    undo(full, ann)
    decide(full, bo, item.key, 3, "superseded")
    assert redo(full, ann).kept == (item.key,)
    assert browse.item(full, ann, item.key).now.state == "superseded"


def test_publishing_takes_a_confirmation(full: Store, ann: User) -> None:
    item = first(full, ann)
    with pytest.raises(NotAllowed, match="only a confirmed"):
        decisions.publish(full, ann, item.key, 1, True)
    decide(full, ann, item.key, 1, "confirm")
    decisions.publish(full, ann, item.key, 2, True)
    with pytest.raises(NotAllowed, match="withdraw it"):
        decide(full, ann, item.key, 3, "superseded")
    decisions.publish(full, ann, item.key, 3, False)
    assert browse.item(full, ann, item.key).now.state == "confirmed"


def test_a_reader_changes_nothing(full: Store, ann: User) -> None:
    item, reader = first(full, ann), User("rae", "reader")
    for refused in (
        lambda: decide(full, reader, item.key, 1, "confirm"),
        lambda: discussion.comment(full, reader, item.key, "x"),
        lambda: bulk(full, reader, Filter(), "confirm", expected=1),
        lambda: undo(full, reader),
        lambda: redo(full, reader),
        lambda: leases.take(full, reader, item.key),
    ):
        with pytest.raises(NotAllowed, match="takes the role editor"):
            refused()


@pytest.mark.parametrize(
    ("correction", "told"),
    [(Correction(kind="wrong"), "kinds are"), (Correction(stance_a="shouts"), "stances are")],
)
def test_a_correction_keeps_to_the_words_of_the_trade(
    full: Store, ann: User, correction: Correction, told: str
) -> None:
    with pytest.raises(NotAllowed, match=told):
        decide(full, ann, first(full, ann).key, 1, "confirm", correction=correction)


ACTIONS = st.lists(
    st.tuples(st.sampled_from(("decide", "undo", "redo", "flag", "assign")), st.integers(0, 3), st.integers(0, 4))
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=ACTIONS)
def test_whatever_is_done_the_log_folds_to_the_queue(full: Store, ann: User, bo: User, actions: list) -> None:  # type: ignore[type-arg]
    keys = [line.key for line in browse.page(full, Filter(state="all"), None, size=4).lines]
    for at, (action, which, choice) in enumerate(actions):
        user, key = (ann, bo)[at % 2], keys[which]
        version = browse.item(full, user, key).version
        try:
            if action == "decide":
                decide(full, user, key, version, VERDICTS[choice])  # type: ignore[arg-type]
            elif action == "undo":
                undo(full, user)
            elif action == "redo":
                redo(full, user)
            elif action == "flag":
                decisions.flag(full, user, key, version, choice > 2)
            else:
                decisions.assign(full, user, key, version, ("ann", "")[choice > 2])
        except (NotAllowed, NotFound):
            continue
    assert verify(full).faults == ()
