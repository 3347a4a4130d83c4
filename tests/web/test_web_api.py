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
from detector.review.filters import Filter
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
        line = browse.page(store, Filter(), None).lines[0]
        item = browse.item(store, users.User("chief", "admin"), line.key)
        # What is drawn names nothing that exists; every other request is about something that does.
        real = {"/findings/{key}": line.key, "/articles/{key}": item.payload["a"]["document"]["key"], "/users/": "rae"}
        quick = settings(
            max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
        )
        asked, statuses = 0, dict[str, set[int]]()
        for found in schema.get_all_operations():
            operation = found.ok()

            @quick
            @given(case=operation.as_strategy())
            def ask(case: schemathesis.Case) -> None:
                nonlocal asked
                asked += 1
                found = next((one for start, one in real.items() if start in case.path), None)
                if found and asked % 2:
                    case.path_parameters |= {name: found for name in ("key", "name") if name in case.path_parameters}
                answer = case.call_and_validate(headers=headers, checks=wanted)
                statuses.setdefault(case.operation.label, set()).add(answer.status_code)

            ask()
    assert asked > 100
    reads = {label: seen for label, seen in statuses.items() if label.startswith("GET ")}
    assert [label for label, seen in reads.items() if 200 not in seen] == []


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


def test_a_program_reads_articles_counts_and_its_mentions(store: Store, http: TestClient) -> None:
    ann, rae = bearer(store, "ann"), bearer(store, "rae")
    key = http.get("/api/v1/next", headers=ann).json()["key"]
    side = http.get(f"/api/v1/findings/{key}", headers=ann).json()["finding"]["a"]
    article = http.get(f"/api/v1/articles/{side['document']['key']}", headers=rae).json()
    assert article["text"][slice(*side["span"])] == side["quote"]
    assert http.get("/api/v1/counts", headers=rae).json()["states"] == {"new": 20}
    url = f"/api/v1/findings/{key}/comments"
    made = http.post(url, json={"text": "@rae, see this; @nobody"}, headers=ann).json()
    assert made["mentions"] == ["rae"]
    (mention,) = http.get("/api/v1/mentions", headers=rae).json()
    assert (mention["key"], mention["author"], mention["seen"]) == (key, "ann", False)
    assert http.get(url, headers=rae).json() == [made]
    assert http.get("/api/v1/mentions", headers=rae).json() == [mention | {"seen": True}]
    assert http.get("/api/v1/mentions", headers=ann).json() == []


def test_a_program_keeps_the_users(store: Store, http: TestClient) -> None:
    chief, people = bearer(store, "chief"), "/api/v1/users"
    given = {"name": "Cy", "role": "reader", "password": "a long password"}
    made = http.post(people, json=given, headers=chief)
    assert (made.status_code, made.json()) == (201, {"name": "cy", "role": "reader", "active": True, "tokens": []})
    assert http.post(people, json=given, headers=chief).status_code == 403
    assert http.post(people, json=given | {"password": "short"}, headers=chief).status_code == 422
    assert http.patch(f"{people}/cy", json={"role": "editor"}, headers=chief).json()["role"] == "editor"
    token = http.post(f"{people}/cy/tokens", json={"label": "wire"}, headers=chief).json()["token"]
    assert http.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"}).json()["name"] == "cy"
    (cy,) = [one for one in http.get(people, headers=chief).json() if one["name"] == "cy"]
    assert [one["label"] for one in cy["tokens"]] == ["wire"] and token not in str(cy)
    url = f"{people}/cy/tokens/{cy['tokens'][0]['id']}"
    assert [http.delete(url, headers=chief).status_code for _ in range(2)] == [204, 404]
    assert users.login(store, "cy", "a long password", "here")
    assert http.patch(f"{people}/cy", json={"active": False}, headers=chief).json()["active"] is False
    assert users.login(store, "cy", "a long password", "here") is None
    assert http.patch(f"{people}/chief", json={"active": False}, headers=chief).status_code == 403
    assert http.patch(f"{people}/dee", json={"active": False}, headers=chief).status_code == 404
    assert browse.history(store, "", limit=1)[0].actor == "chief"
    assert verify(store).faults == ()


@pytest.mark.parametrize("name", ["ann", "rae"])
def test_the_users_are_for_admins(store: Store, http: TestClient, name: str) -> None:
    headers, before = bearer(store, name), users.accounts(store)
    given = {"name": "cy", "role": "admin", "password": "a long password"}
    for method, path, json in (
        ("GET", "", None),
        ("POST", "", given),
        ("PATCH", f"/{name}", {"role": "admin"}),
        ("POST", f"/{name}/tokens", {"label": "wire"}),
        ("DELETE", f"/{name}/tokens/{'0' * 16}", None),
    ):
        url = f"/api/v1/users{path}"
        assert http.request(method, url, json=json, headers=headers).status_code == 403, path
        assert http.request(method, url, json=json).status_code == 401, path
    assert [one for one in users.accounts(store) if one.name != name] == [one for one in before if one.name != name]


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
