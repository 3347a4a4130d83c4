"""Forms without a token, other sites, open redirects, headers, cookies, and where the server may listen."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from conftest_queue import PASSWORD
from made_queue import article, finding, side, write_many, write_run
from starlette.testclient import TestClient

from detector.review import browse, decisions, discussion, users
from detector.review.errors import QueueNotReady
from detector.review.filters import Filter, place
from detector.review.importing import import_folder
from detector.review.store import open_store
from detector.web.access import current, local
from detector.web.app import create_app
from detector.web.choosing import chosen, of_text
from detector.web.commands import check_exposure


@pytest.fixture
def http(tmp_path: Path):  # type: ignore[no-untyped-def]
    store = open_store(str(tmp_path / "queue.db"))
    users.add(store, "ann", "editor", PASSWORD)
    with TestClient(create_app(store), base_url="http://127.0.0.1", follow_redirects=False) as client:
        yield client
    store.close()


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)', page)
    assert found
    return found[1]


def enter(http: TestClient, goes_to: str = "/", password: str = PASSWORD):  # type: ignore[no-untyped-def]
    form = {"csrf": token(http.get("/login").text), "name": "ann", "password": password, "next": goes_to}
    return http.post("/login", data=form)


def test_without_a_session_every_page_leads_to_the_login(http: TestClient) -> None:
    for path in (
        "/",
        "/next",
        "/finding/" + "0" * 16,
        "/audit",
        "/dashboard",
        "/export",
        "/export/csv",
        "/mentions",
        "/help",
    ):
        answer = http.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/login")
    assert http.post("/undo").headers["location"] == "/login"


def test_a_write_takes_the_sessions_token_and_this_site(http: TestClient) -> None:
    assert enter(http).status_code == 303
    csrf = token(http.get("/").text)
    assert http.post("/undo", data={}).status_code == 403
    assert http.post("/undo", data={"csrf": "x" * 43}).status_code == 403
    assert http.post("/undo", data={"csrf": csrf}, headers={"origin": "https://evil.example"}).status_code == 403
    assert http.post("/undo", data={"csrf": csrf}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert http.post("/undo", data={"csrf": csrf}).status_code == 303
    assert http.post("/login", data={"name": "ann", "password": PASSWORD}).status_code == 403


def test_a_second_reader_learns_nothing_of_the_first_reading(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "queue.db"))
    store.set("second share", "1", "test")
    import_folder(store, write_many(tmp_path / "run", 3))
    ann, bo = (users.add(store, name, "editor", PASSWORD) for name in ("ann", "bo"))
    key = browse.next_open(store, ann, Filter(), None)
    decisions.decide(store, ann, key, 1, "not_held", reason="a quincunx story")
    decisions.flag(store, ann, key, 2, True)
    discussion.comment(store, ann, key, "@bo a quincunx story")
    app = create_app(store)
    with TestClient(app, base_url="http://127.0.0.1") as http:
        for user, told in ((bo, False), (ann, True)):
            app.dependency_overrides[current] = lambda user=user: users.Session(user, "token", "cookie")
            for path in ("/audit", "/mentions", f"/finding/{key}", "/?state=all"):
                page = http.get(path).text
                assert told or not ("quincunx" in page or "first_verdict" in page), path
            assert ("quincunx" in http.get("/audit").text) == told
    store.close()


def test_the_other_names_of_a_holder_are_shown_as_text(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "queue.db"))
    store.set("second share", "0", "test")
    one, two = article("a1", "Wire", "It said ", "it was open", "."), article("b1", "Post", "", "it was shut", ".")
    place = {"document": "b1", "outlet": "<i>Post", "span": [0, 2], "quote": "<b>board spokesman Benn"}
    tied = {"rules": ["spokesperson"], "a": place, "b": place, "grounds": [place]}
    a = side(one, "it was open", "Benn", also_as=[{"name": "<u>board", **tied}])
    found = finding(a, side(two, "it was shut", "board"), one_voice=tied, kind="self")
    import_folder(store, write_run(tmp_path / "run", [found], [one, two]))
    ann = users.add(store, "ann", "editor", PASSWORD)
    app = create_app(store)
    app.dependency_overrides[current] = lambda: users.Session(ann, "token", "cookie")
    with TestClient(app, base_url="http://127.0.0.1") as http:
        page = http.get(f"/finding/{browse.next_open(store, ann, Filter(), None)}").text
    store.close()
    (told,) = re.findall(r'<p class="names">.*?</p>', page)
    plain = html.unescape(re.sub(r"</?(?:p|bdi)\b[^>]*>", "", told))
    assert plain == "Also as <u>board, in <i>Post – spokesperson (“<b>board spokesman Benn”, <i>Post)."
    assert not re.search("<[ui]>|<b>", told)


@pytest.mark.parametrize(
    "path",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/\nx", "http:/x"],
)
def test_a_login_leads_to_no_other_site(http: TestClient, path: str) -> None:
    assert local(path) == "/"
    assert enter(http, path).headers["location"] == "/"


@pytest.mark.parametrize("name", ["ann\x00", "%00", "\ufffe", "a" * 5000])
def test_a_name_that_no_database_can_hold_is_a_wrong_name(url: str, name: str) -> None:
    store = open_store(url)
    with TestClient(create_app(store), base_url="http://127.0.0.1") as http:
        form = {"csrf": token(http.get("/login").text), "name": name, "password": "\x00", "next": "/"}
        assert http.post("/login", data=form).status_code == 401
    store.close()


@pytest.mark.parametrize(
    ("path", "back"),
    [
        ("/?state=all&q=a+%26+b", "/?state=all&q=a+%26+b"),
        ("/finding/%E2%82%AC", "/finding/%E2%82%AC"),
        ("/finding/%0d%0aset-cookie:a=b", "/"),
    ],
)
def test_the_login_knows_the_page_that_was_asked_for(http: TestClient, path: str, back: str) -> None:
    plain = http.get(path)
    by_script = http.get(path, headers={"hx-request": "true", "hx-boosted": "true"})
    assert (plain.status_code, by_script.status_code) == (303, 204)
    assert plain.headers["location"] == by_script.headers["hx-redirect"]
    goes_to = re.search(r'name="next" value="([^"]*)', http.get(plain.headers["location"]).text)
    assert goes_to and enter(http, html.unescape(goes_to[1])).headers["location"] == back


def test_a_form_without_a_session_leads_back_to_its_own_page(http: TestClient) -> None:
    for headers, goes_to in (
        ({"referer": "http://127.0.0.1/finding/0123?q=x"}, "/login?next=%2Ffinding%2F0123%3Fq%3Dx"),
        ({"referer": "http://evil.example/finding"}, "/login"),
        ({"referer": "http://127.0.0.1//evil.example"}, "/login"),
        ({}, "/login"),
    ):
        assert http.post("/undo", headers=headers).headers["location"] == goes_to


def test_a_wrong_password_is_told_and_guessing_throttled(http: TestClient) -> None:
    statuses = [enter(http, password="wrong").status_code for _ in range(users.TRIES_OF_NAME + 1)]
    assert statuses == [401] * users.TRIES_OF_NAME + [429]


def test_every_answer_has_the_security_headers(http: TestClient) -> None:
    enter(http)
    for path in ("/", "/login", "/nowhere", "/static/queue.css", "/healthz", "/openapi.json", "/api/v1/me"):
        headers = http.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert http.get("/").headers["cache-control"] == "no-store"


def test_our_own_failure_is_told_with_the_security_headers(
    http: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("quincunx")

    enter(http)
    monkeypatch.setattr(browse, "page", broken)
    with TestClient(http.app, base_url="http://127.0.0.1", raise_server_exceptions=False) as calm:
        calm.cookies = http.cookies
        answer = calm.get("/")
    assert (answer.status_code, "quincunx" in answer.text) == (500, False)
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "quincunx" in caplog.text


def test_cookies_are_out_of_reach_of_scripts_and_of_http_where_there_is_tls(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "queue.db"))
    users.add(store, "ann", "editor", PASSWORD)
    with TestClient(create_app(store, secure=True), base_url="https://127.0.0.1", follow_redirects=False) as http:
        cookie = enter(http).headers["set-cookie"]
        assert cookie.startswith("__Host-session=")
        assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split(",")[0].split("; "))
        page = http.get("/")
        assert page.headers["strict-transport-security"]
        gone = http.post("/logout", data={"csrf": token(page.text)}).headers["set-cookie"]
        assert gone.startswith("__Host-session=")
        assert {"Max-Age=0", "Secure", "Path=/"} <= set(gone.split("; "))  # or browsers would keep it
    store.close()


def test_another_host_name_is_refused(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "queue.db"))
    with TestClient(create_app(store, hosts=["127.0.0.1"]), base_url="http://evil.example") as http:
        assert http.get("/login").status_code == 400
    store.close()


def test_the_server_listens_beyond_loopback_only_when_that_is_safe(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    key.write_text("key")
    key.chmod(0o644)
    for host in ("127.0.0.1", "::1", "localhost", "127.9.9.9"):
        check_exposure(host, False, None, None, "")
    for host in ("0.0.0.0", "10.0.0.1", "::", "queue.example"):
        with pytest.raises(QueueNotReady, match="make a user first"):
            check_exposure(host, False, None, None, "10.0.0.2")
        with pytest.raises(QueueNotReady, match="certificate"):
            check_exposure(host, True, None, None, "")
        check_exposure(host, True, None, None, "10.0.0.2")
    with pytest.raises(QueueNotReady, match="can be read by others"):
        check_exposure("0.0.0.0", True, key, key, "")
    key.chmod(0o600)
    check_exposure("0.0.0.0", True, key, key, "")


def test_a_filter_survives_its_own_link_and_nonsense_is_left_out() -> None:
    one = Filter(state="rejected", kind="self", holder="Ada & Co", low=0.5, flagged=True, since="2026-05-01", q="<b>")
    assert of_text(one.query()) == one
    assert chosen({"state": "x", "kind": "y", "sort": "z", "low": "nan", "since": "soon", "high": "7"}) == Filter(
        high=1.0
    )
    assert [place(text, "rank") for text in ("", "x", "1:x", "1:", "9" * 99 + ":1")] == [None] * 5
