"""Comments and whom they mention: users of the store, as of when it was written, and nobody else."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from detector.review import browse, decisions, discussion, users
from detector.review.errors import NotAllowed, NotFound
from detector.review.filters import Filter
from detector.review.store import Store, downgrade, migrate
from detector.review.users import User
from detector.review.verify import verify


def first(store: Store, user: User) -> str:
    return browse.next_open(store, user, Filter(), None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@ann", "ann"),
        ("what do you say, @Ann?", "ann"),
        ("(@ann/@bo, @ann.)", "ann bo"),
        ("@bo.lund and @bo...", "bo bo.lund"),
        ("@ann\n@bo", "ann bo"),
        ("ann bo", ""),
        ("ann@bo, ann@example.org", ""),
        ("@anne @an @nobody @", ""),
        ("@@ann", ""),
    ],
)
def test_a_mention_is_the_name_of_a_user_as_one_writes_it(text: str, named: str) -> None:
    cut = discussion.pieces(text, {"ann", "bo", "bo.lund"})
    assert "".join(piece for piece, _ in cut) == text
    assert {piece[1:].casefold() for piece, mention in cut if mention} == set(named.split())


def test_only_users_of_the_store_are_mentioned(full: Store, ann: User, bo: User) -> None:
    users.add(full, "out", "reader", "a long password")
    users.change(full, "out", active=False)
    note = discussion.comment(full, ann, first(full, ann), "@Bo, @out, @nobody and @bo")
    assert note.mentions == ("bo",)
    assert discussion.notes(full, first(full, ann)) == (note,)


def test_who_comes_later_is_not_mentioned_before(full: Store, ann: User) -> None:
    key = first(full, ann)
    discussion.comment(full, ann, key, "ask @cy")
    cy = users.add(full, "cy", "editor", "a long password")
    assert discussion.notes(full, key)[0].mentions == ()
    assert discussion.mentioned(full, cy) == ()


def test_a_mention_is_new_until_its_finding_is_looked_at(full: Store, ann: User, bo: User) -> None:
    key = first(full, ann)
    for said in ("@bo look", "@bo again, and @ann", "nobody"):
        discussion.comment(full, ann, key, said)
    assert [discussion.unseen(full, user) for user in (ann, bo)] == [0, 2]
    assert [one.text for one in discussion.mentioned(full, bo)] == ["@bo again, and @ann", "@bo look"]
    assert [(one.key, one.author, one.seen) for one in discussion.mentioned(full, ann)] == [(key, "ann", True)]
    discussion.see(full, bo, "0" * 16)
    assert discussion.unseen(full, bo) == 2
    discussion.see(full, bo, key)
    assert discussion.unseen(full, bo) == 0
    assert all(one.seen for one in discussion.mentioned(full, bo))


def test_a_second_reader_is_not_told_what_a_mention_says(full: Store, ann: User, bo: User) -> None:
    full.set("second share", "1", "test")
    key = first(full, ann)
    decisions.decide(full, ann, key, 1, "confirm")
    discussion.comment(full, ann, key, "@bo plainly so")
    assert [one.text for one in discussion.mentioned(full, bo)] == [""]
    decisions.decide(full, bo, key, 2, "confirm")
    assert [one.text for one in discussion.mentioned(full, bo)] == ["@bo plainly so"]


def test_a_comment_has_words_and_a_finding(full: Store, ann: User) -> None:
    for words in ("", " \n", "x" * (discussion.LONGEST_COMMENT + 1)):
        with pytest.raises(NotAllowed, match="a comment has"):
            discussion.comment(full, ann, first(full, ann), words)
    with pytest.raises(NotFound):
        discussion.comment(full, ann, "0" * 16, "@ann")


def test_mentions_follow_from_the_log(full: Store, ann: User, bo: User) -> None:
    key = first(full, ann)
    discussion.comment(full, ann, key, "nobody")
    discussion.comment(full, ann, key, "@bo and @ann")
    assert browse.history(full, key)[0].reason == "mentions ann, bo"
    assert verify(full).faults == ()
    downgrade(full.engine, "0004")
    migrate(full.engine)
    assert [note.mentions for note in discussion.notes(full, key)] == [(), ("ann", "bo")]
    assert verify(full).faults == ()
    for changed in ("UPDATE mentions SET name = 'cy' WHERE name = 'bo'", "DELETE FROM mentions"):
        with full.touch() as connection:
            connection.execute(text(changed))
        assert [fault.where for fault in verify(full).faults] == ["comments"]
