"""Migrations on both databases, the URL of a store, users, sessions, tokens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from conftest_queue import PASSWORD
from made_queue import write_many
from sqlalchemy import insert, inspect, select, text, update

from detector.review import browse, decisions, discussion, schema, users
from detector.review.errors import NotAllowed, NotFound, QueueNotReady
from detector.review.filters import Filter
from detector.review.importing import import_folder
from detector.review.store import Store, address, connect, downgrade, migrate, open_store, revision
from detector.review.users import User
from detector.review.verify import verify


def test_migrations_go_up_and_down_with_the_data_kept(full: Store, ann: User) -> None:
    key = browse.next_open(full, ann, Filter(), None)
    decisions.decide(full, ann, key, 1, "confirm")
    for said in ("@ann, seen at the gate", "so it was"):
        discussion.comment(full, ann, key, said)
    with full.write() as writer:
        row = {"id": "c", "at": "2026-05-03", "slope": 0.5, "intercept": -0.25}
        writer.connection.execute(insert(schema.calibrations).values(**row, report='{"after": {}}'))
        writer.append("ann", "calibrated", after=json.dumps({**row, "report": {"after": {}}}))
    before = verify(full)
    assert before.faults == ()
    kept = {"items", "events", "users", "documents", "evidence", "batches", "runs"}
    told = discussion.notes(full, key)
    with full.read() as connection:
        calibrators = connection.execute(select(schema.calibrations)).all()

    def rows() -> dict[str, list[tuple]]:  # type: ignore[type-arg]
        with full.read() as connection:
            return {
                name: sorted(map(tuple, connection.execute(select(schema.metadata.tables[name]))))
                for name in sorted(kept)
            }

    wanted = rows()
    with full.read() as connection:
        suggested = sorted(map(tuple, connection.execute(select(schema.names))))
    assert suggested
    for target in ("0004", "0003", "0002", "0001"):
        downgrade(full.engine, target)
        assert revision(full.engine) == target
        assert rows() == wanted
    assert "comments" not in inspect(full.engine).get_table_names()
    migrate(full.engine)
    assert rows() == wanted
    with full.read() as connection:
        assert sorted(map(tuple, connection.execute(select(schema.names)))) == suggested
        assert connection.execute(select(schema.calibrations)).all() == calibrators
    assert discussion.notes(full, key) == told
    assert verify(full) == before
    downgrade(full.engine, "base")
    assert set(inspect(full.engine).get_table_names()) <= {"alembic_version"}


def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    def ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return not (kind == "table" and (name or "").startswith("item_search")) and name != "item_search"

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, schema.metadata) == []


def test_two_who_open_a_new_store_at_once_open_the_same(url: str) -> None:
    program = "import sys; from detector.review.store import open_store; print(open_store(sys.argv[1]).salt)"
    command = (sys.executable, "-c", program, url)
    opened = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    salts = {process.communicate(timeout=60)[0] for process in opened}
    store = open_store(url)
    assert salts == {f"{store.salt}\n"}
    assert verify(store).faults == ()
    store.close()


def test_a_store_of_the_future_is_refused(url: str) -> None:
    open_store(url).close()
    engine = connect(address(url))
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(QueueNotReady, match="newer version"):
        open_store(url)
    engine.dispose()


def test_search_finds_what_came_in_before_and_after_its_index(url: str, tmp_path: Path) -> None:
    from detector.review.browse import page, suggestions
    from detector.review.filters import Filter

    store = open_store(url)
    downgrade(store.engine, "0002")
    import_folder_of_the_first_version(store, tmp_path)
    migrate(store.engine)
    assert page(store, Filter(q="people harl", state="all"), None).count > 0
    assert page(store, Filter(q='"; drop', state="all"), None).count == 0
    assert suggestions(store, "outlet", "POST") == ("The Quillow Post",)
    store.close()


def import_folder_of_the_first_version(store: Store, tmp_path: Path) -> None:
    engine = store.engine
    with engine.begin() as connection:  # the first version's import did not ask for calibrators
        connection.execute(
            text("CREATE TABLE calibrations (id TEXT, at TEXT, slope FLOAT, intercept FLOAT, report TEXT)")
        )
        connection.execute(
            text("CREATE TABLE names (field TEXT, start TEXT, name TEXT, PRIMARY KEY (field, start, name))")
        )
    import_folder(store, write_many(tmp_path / "many", 10))
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE calibrations"))
        connection.execute(text("DROP TABLE names"))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("mysql://u@h/d", "sqlite or postgresql"),
        ("sqlite://", "needs a file"),
        ("postgresql://u:secret@h/d", "command line"),
        ("@/nowhere/at/all", "cannot read"),
    ],
)
def test_an_address_that_will_not_do_is_refused(given: str, told: str) -> None:
    with pytest.raises(QueueNotReady, match=told) as caught:
        address(given)
    assert "secret" not in str(caught.value)


def test_a_password_may_stand_in_a_tight_file_or_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "postgresql://u:secret@h/d"
    file = tmp_path / "url"
    file.write_text(url + "\n")
    file.chmod(0o644)
    with pytest.raises(QueueNotReady, match="can be read by others"):
        address(f"@{file}")
    file.chmod(0o600)
    assert address(f"@{file}").password == "secret"
    monkeypatch.setenv("DETECTOR_QUEUE", url)
    assert address(url).password == "secret"


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueueNotReady, match="cannot open the store"):
        open_store(str(tmp_path / "no" / "such" / "folder.db"))
    (tmp_path / "text.db").write_text("not a database at all, really not")
    with pytest.raises(QueueNotReady, match="cannot open the store"):
        open_store(str(tmp_path / "text.db"))


def test_the_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    open_store(str(tmp_path / "queue.db")).close()
    assert os.stat(tmp_path / "queue.db").st_mode & 0o077 == 0


def test_login_takes_the_right_password(store: Store, ann: User) -> None:
    cookie, user = users.login(store, "ANN", PASSWORD, "here") or ("", None)
    assert user == ann
    session = users.session(store, cookie)
    assert session is not None
    assert session.user == ann
    assert users.login(store, "ann", "wrong", "here") is None
    assert users.login(store, "nobody", PASSWORD, "here") is None
    users.logout(store, session)
    assert users.session(store, cookie) is None


def test_a_session_expires(store: Store, ann: User) -> None:
    cookie, _ = users.login(store, "ann", PASSWORD, "here") or ("", None)
    for column in ("expires", "ends"):
        with store.touch() as connection:
            connection.execute(update(schema.sessions).values(**{column: time.time() - 1}))
        assert users.session(store, cookie) is None


def test_guessing_is_throttled_by_name(store: Store, ann: User) -> None:
    for _ in range(users.TRIES_OF_NAME):
        assert users.login(store, "ann", "wrong", "here") is None
    with pytest.raises(users.Throttled):
        users.login(store, "ann", PASSWORD, "elsewhere")


def test_a_changed_user_is_logged_out_and_tokens_end(store: Store, ann: User) -> None:
    cookie, _ = users.login(store, "ann", PASSWORD, "here") or ("", None)
    token = users.make_token(store, "ann", "script")
    assert users.of_token(store, token) == ann
    users.change(store, "ann", role="reader")
    assert users.session(store, cookie) is None
    assert users.of_token(store, token) is None
    users.change(store, "ann", active=False)
    assert users.login(store, "ann", PASSWORD, "here") is None
    with pytest.raises(NotFound):
        users.change(store, "nobody", role="admin")
    with pytest.raises(NotAllowed, match="say what to change"):
        users.change(store, "ann")


def test_the_only_admin_stays_one(store: Store, chief: User, ann: User) -> None:
    for change in ({"active": False}, {"role": "editor"}):
        with pytest.raises(NotAllowed, match="chief is the only admin"):
            users.change(store, "chief", **change)  # type: ignore[arg-type]
    users.change(store, "chief", password="other gates")
    users.change(store, "ann", role="admin")
    users.change(store, "chief", active=False)
    assert [(one.name, one.role, one.active) for one in users.accounts(store)] == [
        ("ann", "admin", True),
        ("chief", "admin", False),
    ]


def test_a_token_is_ended_by_itself(store: Store, ann: User, bo: User) -> None:
    kept, ended = users.make_token(store, "ann", "kept"), users.make_token(store, "ann", "ended")
    token = next(one for one in users.accounts(store)[0].tokens if one.label == "ended")
    with pytest.raises(NotFound):
        users.revoke_token(store, "bo", token.id, "chief")
    users.revoke_token(store, "ann", token.id, "chief")
    assert (users.of_token(store, kept), users.of_token(store, ended)) == (ann, None)
    with pytest.raises(NotAllowed, match="what the token is for"):
        users.make_token(store, "ann", " ".join("x" * 70))


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [("", "editor", PASSWORD), ("a b", "editor", PASSWORD), ("cy", "boss", PASSWORD), ("cy", "editor", "short")],
)
def test_a_user_that_will_not_do_is_refused(store: Store, name: str, role: str, password: str) -> None:
    with pytest.raises(NotAllowed):
        users.add(store, name, role, password)


def test_a_name_is_taken_once_whatever_its_case(store: Store, ann: User) -> None:
    with pytest.raises(NotAllowed, match="already"):
        users.add(store, "Ann", "admin", PASSWORD)
