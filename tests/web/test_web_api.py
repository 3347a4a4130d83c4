"""The REST API keeps to its description, whatever it is asked."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest_queue import PASSWORD
from made_queue import write_many
from starlette.testclient import TestClient

from detector.review import browse, users
from detector.review.importing import import_folder
from detector.review.store import Store, open_store
from detector.review.verify import verify
from detector.web import guard
from detector.web.app import create_app

EXAMPLES = 6


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "queue.db"))
    opened.set("second share", "0", "test")
    for name, role in (("ann", "editor"), ("chief", "admin"), ("rae", "reader")):
        users.add(opened, name, role, PASSWORD)
    import_folder(opened, write_many(tmp_path / "many", 20))
    yield opened
    opened.close()


@pytest.fixture
def http(store: Store) -> TestClient:
    return TestClient(create_app(store), base_url="http://127.0.0.1", follow_redirects=False)


def bearer(store: Store, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {users.make_token(store, name, 'test')}"}


def test_the_description_holds_for_whatever_is_asked(store: Store, http: TestClient) -> None:
    """schemathesis over every operation: no 5xx, no answer that is not described, none of another shape."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import schemathesis
        from hypothesis import HealthCheck, Phase, given, settings
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi import checks

        schema = schemathesis.openapi.from_asgi("/openapi.json", http.app)
        wanted = [
            not_a_server_error,
            checks.status_code_conformance,
            checks.content_type_conformance,
            checks.response_schema_conformance,
        ]
        headers = bearer(store, "chief")
        quick = settings(
            max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
        )
        asked = 0
        for found in schema.get_all_operations():
            operation = found.ok()

            @quick
            @given(case=operation.as_strategy())
            def ask(case: schemathesis.Case) -> None:
                nonlocal asked
                asked += 1
                case.call_and_validate(headers=headers, checks=wanted)

            ask()
    assert asked > 100


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic YTpi"}])
def test_without_a_token_there_is_nothing(http: TestClient, headers: dict[str, str]) -> None:
    for path in ("/api/v1/findings", "/api/v1/me", "/api/v1/export/csv", "/api/v1/next"):
        answer = http.get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"


def test_a_program_does_an_editors_work(store: Store, http: TestClient) -> None:
    ann, rae = bearer(store, "ann"), bearer(store, "rae")
    key = http.get("/api/v1/next", headers=ann).json()["key"]
    finding = http.get(f"/api/v1/findings/{key}", headers=ann).json()
    given = {"version": finding["version"], "verdict": "confirm", "correction": {"holder_a": "Ada"}}
    url = f"/api/v1/findings/{key}/decision"
    assert http.post(url, json=given, headers=rae).status_code == 403
    assert http.post(url, json=given, headers=ann).json() == {"key": key, "version": 2, "state": "confirmed"}
    assert http.post(url, json=given, headers=ann).status_code == 409
    assert http.put(f"/api/v1/findings/{key}/flag", json={"version": 2, "on": True}, headers=ann).status_code == 200
    assert http.post(f"/api/v1/findings/{key}/comments", json={"text": "so"}, headers=ann).status_code == 201
    assert [one["text"] for one in http.get(f"/api/v1/findings/{key}/comments", headers=ann).json()] == ["so"]
    actions = [one["action"] for one in http.get(f"/api/v1/findings/{key}/events", headers=ann).json()]
    assert actions == ["commented", "flagged", "decided", "imported"]
    assert http.get("/api/v1/events", headers=ann).status_code == 403
    assert "Ada" in http.get("/api/v1/export/jsonl", headers=rae).text
    assert http.post("/api/v1/undo", headers=ann).json()["changed"] == [key]
    assert http.post("/api/v1/redo", headers=ann).json()["changed"] == [key]
    assert http.post("/api/v1/redo", headers=ann).status_code == 404


def test_a_program_decides_a_whole_selection(store: Store, http: TestClient) -> None:
    ann, filter = bearer(store, "ann"), "topic=Harl+%C2%B7+gate"
    n = http.get("/api/v1/bulk", params={"filter": filter}, headers=ann).json()["open"]
    given = {"filter": filter, "verdict": "superseded", "expected": n}
    assert http.post("/api/v1/bulk", json=given | {"expected": n + 1}, headers=ann).status_code == 409
    assert http.post("/api/v1/bulk", json=given, headers=ann).json() == {"decided": n, "left": 0}
    assert n == browse.counts(store)[0]["superseded"] > 1
    assert http.get("/api/v1/names/holder", params={"q": "fin"}, headers=ann).json() == ["Ada Finch", "Finn Sable"]


def test_pages_walk_through_all_findings_once(store: Store, http: TestClient) -> None:
    ann = bearer(store, "ann")
    for sort in ("rank", "probability", "newest", "oldest", "decided"):
        seen, after = [], ""
        for _ in range(10):
            answer = http.get("/api/v1/findings", params={"sort": sort, "limit": 7, "after": after}, headers=ann).json()
            seen += [one["key"] for one in answer["findings"]]
            after = answer["after"]
            if not after:
                break
        assert len(seen) == len(set(seen)) == 20, sort


def upload(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_comes_in_once_from_an_admin(store: Store, http: TestClient, tmp_path: Path) -> None:
    chief, files = bearer(store, "chief"), upload(write_many(tmp_path / "more", 12, seed=5, gated=4))
    before = sum(browse.counts(store)[0].values())
    for headers, status in (({}, 401), (bearer(store, "ann"), 403)):
        assert http.post("/api/v1/runs", files=files, headers=headers).status_code == status
    assert sum(browse.counts(store)[0].values()) == before
    done = http.post("/api/v1/runs", files=files, headers=chief).json()
    assert (done["known"], done["added"] + done["carried"]) == (False, 12)
    again = http.post("/api/v1/runs", files=files, headers=chief).json()
    assert again == {"run": done["run"], "known": True} | dict.fromkeys(
        ("added", "carried", "regressed", "merged", "sampled"), 0
    )
    assert [(one.actor, one.action) for one in browse.history(store, "", limit=1)] == [("chief", "run")]
    assert verify(store).faults == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"findings.jsonl": b'{"id": "x"}\n'}, "findings.jsonl: line 1: probability: Field required"),
        ({"documents.jsonl": b"\n"}, "documents.jsonl: line 1: Expecting value"),
        ({"run.json": b'{"counts": {"judged": "many"}}'}, "run.json: counts.judged: Input should be a valid integer"),
        ({"other.txt": b"x", "claims.jsonl": None}, "other.txt: not a file of a run"),
        ({"run.json": None}, "no run.json"),
    ],
)
def test_a_bad_line_of_a_run_is_told_by_file_and_line(
    store: Store, http: TestClient, tmp_path: Path, changed: dict[str, bytes | None], told: str
) -> None:
    files = {k: v for k, v in (upload(write_many(tmp_path / "more", 3)) | changed).items() if v is not None}
    answer = http.post("/api/v1/runs", files=files, headers=bearer(store, "chief"))
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(told)
    assert str(tmp_path) not in answer.text and "/tmp" not in answer.text


def test_a_run_that_is_too_long_is_refused(
    store: Store, http: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(guard.MOST_OF, "/api/v1/runs", 300_000)
    files = upload(write_many(tmp_path / "more", 3)) | {"rejected.jsonl": b" " * 400_000}
    assert http.post("/api/v1/runs", files=files, headers=bearer(store, "chief")).status_code == 413


def test_a_body_that_is_too_long_is_refused(store: Store, http: TestClient) -> None:
    ann = bearer(store, "ann")
    assert http.post("/api/v1/bulk", content=b"x" * 200_000, headers=ann).status_code == 413
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert http.post("/login", content=(b"x" * 1000 for _ in range(300)), headers=form).status_code == 413
