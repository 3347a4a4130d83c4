"""An admin keeps the users on their page; everybody else is kept off it; all of it is in the log."""

from __future__ import annotations

import httpx2 as httpx
from playwright.sync_api import Browser, expect
from served import Served, enter

from detector.review import browse, users
from detector.review.verify import verify


def test_an_admin_keeps_the_users(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "chief")
    page.get_by_role("link", name="Users").click()
    page.locator("section [name=name]").fill("Cy")
    page.locator("section [name=role]").select_option("reader")
    page.locator("section [name=password]").fill("a long password")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#told")).to_have_text("The user is added.")

    row = page.locator("tr", has=page.get_by_role("rowheader", name="cy", exact=True))

    def change() -> None:
        page.goto(f"{served.base}/users")
        row.locator("summary").click()

    change()
    row.get_by_label("Role of cy").select_option("editor")
    row.get_by_role("button", name="Change role").click()
    expect(page.locator("#told")).to_contain_text("changed")
    assert users.login(served.store, "cy", "a long password", "here")

    change()
    row.get_by_label("New password").fill("another password")
    row.get_by_role("button", name="Reset password").click()
    expect(page.locator("#told")).to_contain_text("changed")
    assert users.login(served.store, "cy", "a long password", "here") is None
    assert users.login(served.store, "cy", "another password", "here")

    change()
    row.get_by_label("A token for").fill("<b>wire</b>")
    row.get_by_role("button", name="Make token").click()
    token = page.locator("#token code").inner_text()
    assert page.url == f"{served.base}/users"
    me = {"Authorization": f"Bearer {token}"}
    assert httpx.get(f"{served.base}/api/v1/me", headers=me).json() == {"name": "cy", "role": "editor"}
    expect(row).to_contain_text("<b>wire</b>")
    row.get_by_role("button", name="End the token").click()
    expect(page.locator("#told")).to_have_text("The token is ended.")
    assert token not in page.content()
    assert httpx.get(f"{served.base}/api/v1/me", headers=me).status_code == 401

    change()
    row.get_by_role("button", name="Keep out").click()
    expect(row).to_contain_text("kept out")
    assert users.login(served.store, "cy", "another password", "here") is None

    events = [event for event in browse.history(served.store, "", limit=6) if event.actor == "chief"]
    assert [event.after for event in events] == [
        "cy: active False",
        "cy: token '<b>wire</b>' ended",
        "cy: token '<b>wire</b>' made",
        "cy: password changed",
        "cy: role editor",
        "cy added as reader",
    ]
    assert events[0].before == "cy: role editor, active True"
    assert verify(served.store).faults == ()
    assert page.faults == []  # type: ignore[attr-defined]


def test_the_only_admin_cannot_lock_everybody_out(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "chief")
    page.goto(f"{served.base}/users")
    row = page.locator("tr", has=page.get_by_role("rowheader", name="chief", exact=True))
    row.locator("summary").click()
    row.get_by_role("button", name="Keep out").click()
    expect(page.locator("main")).to_contain_text("Chief is the only admin")


def test_nobody_else_sees_the_page_or_its_forms(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann")
    assert page.get_by_role("link", name="Users").count() == 0
    assert page.goto(f"{served.base}/users").status == 403  # type: ignore[union-attr]
    page.goto(served.base)
    csrf = page.locator("[name=csrf]").first.input_value()
    for path in ("/users", "/users/change", "/users/token", "/users/revoke"):
        form = {"csrf": csrf, "name": "rae", "role": "admin", "password": "a long password", "label": "x"}
        assert page.request.post(served.base + path, form=form).status == 403, path
    assert {one.name: one.role for one in users.accounts(served.store)}["rae"] == "reader"
