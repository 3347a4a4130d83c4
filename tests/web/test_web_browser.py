"""An editor's day in a real browser, by keys alone; two editors on one finding; hostile text; no JavaScript."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest_queue import PASSWORD
from made_queue import article, finding, side, write_run
from playwright.sync_api import Browser, Page, expect
from served import Served, enter, people, serving

from detector.review import browse, users
from detector.review.filters import Filter
from detector.review.importing import import_folder
from detector.review.store import open_store
from detector.review.users import User
from detector.review.verify import verify

HOSTILE = '<img src=x onerror="window.harm=1"><script>window.harm=1</script>\'"><svg onload=window.harm=1>{{7*7}}'
ANN = User("ann", "editor")


def go(page: Page, key: str) -> None:
    """Press a key that brings in a page, and wait for it."""
    page.evaluate("document.querySelector('main > *').id = 'old'")
    page.keyboard.press(key)
    page.wait_for_selector("#old", state="detached")
    page.wait_for_function("() => !document.querySelector('.htmx-request')")


def decided(served: Served) -> int:
    counts = browse.counts(served.store)[0]
    return sum(counts.get(state, 0) for state in ("confirmed", "rejected", "superseded"))


def test_a_day_of_an_editor_by_keys(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann")
    go(page, " ")
    for at in range(20):
        go(page, "axsdq"[at % 5])
        expect(page.locator("#told")).to_be_visible()
    assert decided(served) == 20
    for _ in range(5):
        go(page, "u")
        expect(page.locator("#told")).to_have_text("Your last action is taken back.")
    assert decided(served) == 15
    go(page, "r")
    expect(page.locator("#told")).to_have_text("Done again.")
    assert decided(served) == 16
    go(page, "u")

    key = next(line.key for line in browse.page(served.store, Filter(sort="probability"), None).lines)
    conflict = browse.item(served.store, ANN, key).conflict
    n = browse.count_open(served.store, Filter(conflict=conflict))
    page.goto(f"{served.base}/finding/{key}")
    if n > 1:
        go(page, "b")
        page.locator("[name=reason]").fill("one event, two gates")
        page.locator("[name=sure]").press(" ")
        page.locator("[name=sure]").press("Enter")
        expect(page.locator("#told")).to_have_text("Done for all of them.")
        assert browse.count_open(served.store, Filter(conflict=conflict)) == 0

    fresh = next(line.key for line in browse.page(served.store, Filter(sort="probability"), None).lines)
    page.goto(f"{served.base}/finding/{fresh}")
    page.keyboard.press("e")
    page.locator("#holder_a").fill("Ada Finch, mayor of Harl")
    page.locator("#holder_a").press("Enter")
    expect(page.locator("#told")).to_have_text("Corrected and confirmed.")
    assert browse.item(served.store, ANN, fresh).now.correction.holder_a == "Ada Finch, mayor of Harl"

    page.goto(f"{served.base}/export")
    with page.expect_download() as coming:
        page.get_by_text("Every decision, one a line").click()
    rows = [json.loads(line) for line in Path(coming.value.path()).read_text(encoding="utf-8").splitlines()]
    assert len(rows) == decided(served)
    assert "Ada Finch, mayor of Harl" in {row["correction"].get("holder_a") for row in rows}

    page.goto(f"{served.base}/audit")
    told = page.locator(".events").inner_text()
    assert told.count("undone event") == 6
    assert told.count("decided not held by that holder") == 4
    assert told.count("redone event") == 1
    assert "ann" in told
    actions = [event.action for event in browse.history(served.store, "", limit=1000)]
    assert actions.count("decided") == 20 + n * (n > 1) + 1
    assert verify(served.store).faults == ()
    assert page.faults == []


def test_two_browsers_on_one_finding(browser: Browser, served: Served) -> None:
    ann, bo = enter(browser, served, "ann"), enter(browser, served, "bo")
    key = next(line.key for line in browse.page(served.store, Filter(), None).lines)
    ann.goto(f"{served.base}/finding/{key}")
    expect(ann.locator("#owner")).to_contain_text("You have this finding open")
    bo.goto(f"{served.base}/finding/{key}")
    expect(bo.locator("#owner")).to_contain_text("ann has this finding open")
    go(bo, "x")
    expect(bo.locator("main")).to_contain_text("Ann has this finding open")
    assert bo.url == f"{served.base}/finding/{key}"  # a page that can be loaded again
    bo.goto(served.base)
    expect(bo.locator("tr", has=bo.locator(f"[href='/finding/{key}']"))).to_contain_text("open with ann")
    bo.goto(f"{served.base}/finding/{key}")
    bo.get_by_text("Take it over").click()
    expect(bo.locator("#told")).to_have_text("You have this finding now.")
    go(bo, "x")
    go(ann, "a")
    expect(ann.locator("main")).to_contain_text("Bo changed this finding while you were reading it")
    assert browse.item(served.store, ANN, key).now.state == "rejected"


def test_flag_assign_search_help_and_list_by_keys(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.evaluate("document.activeElement.textContent")
    go(page, "Enter")
    assert page.url.startswith(f"{served.base}/finding/")
    go(page, "f")
    expect(page.locator(".facts")).to_contain_text("Flagged")
    go(page, "g")
    expect(page.locator(".facts")).to_contain_text("Assigned to ann")
    assert title
    first = page.url
    go(page, "j")
    go(page, "k")
    assert page.url.split("?")[0] == first.split("?")[0]
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("a fine gate x s u")
    page.keyboard.press("Tab")
    go(page, "Enter")
    expect(page.locator(".comment")).to_contain_text("a fine gate x s u")
    go(page, "/")
    page.keyboard.press("/")
    page.keyboard.type("quillow")
    page.keyboard.press("Enter")
    expect(page.locator("#count")).to_contain_text("quillow")
    expect(page.locator(".quote.a").first).to_contain_text("were at the gate")
    page.locator("#holder").press_sequentially("fin")
    expect(page.locator("#holder-names option")).to_have_count(2)
    page.locator("#holder").fill("finn sable")
    page.locator("#holder").press("Enter")
    expect(page.locator(".list .title").first).to_contain_text("Finn Sable")
    assert page.faults == []


def test_keys_work_with_caps_lock_and_on_a_line_of_the_list(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann")
    page.keyboard.press("j")
    go(page, " ")
    assert page.url.startswith(f"{served.base}/finding/")
    expect(page.locator("#headline")).to_be_focused()
    caps = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'X', bubbles: true, cancelable: true}))"
    page.evaluate(caps)
    expect(page.locator("#told")).to_have_text("Rejected: not a contradiction.")
    expect(page.locator("#headline")).to_be_focused()
    expect(page.locator("#headline")).to_have_attribute("aria-describedby", "told")


def test_a_decision_that_did_not_reach_the_server_is_told(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann")
    go(page, " ")
    page.route("**/decide", lambda route: route.abort())
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("The server did not answer")
    assert decided(served) == 0
    page.unroute("**/decide")
    go(page, "a")
    expect(page.locator("#told")).to_have_text("Confirmed.")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert decided(served) == 1


def test_who_logs_in_again_is_back_where_they_were(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann")
    page.goto(f"{served.base}/?state=all&q=gate")
    page.locator(".list a.title").first.click()
    page.wait_for_selector("#headline")
    here = page.url
    users.change(served.store, "ann", password=PASSWORD)  # ends the session
    page.keyboard.press("a")
    page.wait_for_url("**/login?**")
    page.fill("[name=name]", "ann")
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("#headline")
    assert page.url == here
    assert decided(served) == 0


def test_a_mention_is_told_to_whom_it_names(browser: Browser, served: Served) -> None:
    ann, bo = enter(browser, served, "ann"), enter(browser, served, "bo")
    key = browse.next_open(served.store, ANN, Filter(), None)
    ann.goto(f"{served.base}/finding/{key}")
    ann.locator("textarea").fill("@Bo, was the gate open? @nobody knows")
    ann.get_by_role("button", name="Add").click()
    expect(ann.locator(".mention")).to_have_text("@Bo")
    expect(ann.locator(".news")).to_have_count(0)
    bo.goto(served.base)
    expect(bo.locator(".bar .news")).to_have_text("1 new")
    go(bo, "m")
    expect(bo.locator(".comment")).to_contain_text("@Bo, was the gate open? @nobody knows")
    bo.locator(".comment a").click()
    expect(bo.locator(".mention")).to_have_text("@Bo")
    expect(bo.locator(".news")).to_have_count(0)


def test_all_of_it_works_without_javascript(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann", java_script_enabled=False)
    page.get_by_text("Review the next one").click()
    page.get_by_text("Take this finding").click()
    expect(page.locator("#told")).to_have_text("You have this finding now.")
    page.get_by_role("button", name="Not a contradiction").click()
    expect(page.locator("#told")).to_have_text("Rejected: not a contradiction.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#told")).to_have_text("Your last action is taken back.")
    page.goto(f"{served.base}/?kind=number&q=gate")
    page.get_by_role("link", name="Keys").click()
    expect(page.locator("h1")).to_have_text("How to work here")
    assert decided(served) == 0


@pytest.mark.parametrize("text", [HOSTILE])
def test_hostile_text_runs_nowhere(browser: Browser, tmp_path: Path, text: str) -> None:
    store = open_store(str(tmp_path / "queue.db"))
    store.set("second share", "0", "test")
    people(store)
    link = "javascript:window.harm=1"
    one = article("a1", text, f"{text} said ", f"{text} was open", f" {text}.", title=text, url=link, author=text)
    two = article("b1", "Wire", "It said ", "nothing was open", ".", url="data:text/html,<script>1</script>")
    harmful = {"link": link, "via": [text], "cue": text, "proposition": text, "also_in": ["b1"]}
    place = {"document": "b1", "outlet": text, "span": [0, 2], "quote": text}
    harmful["also_as"] = [{"name": text, "rules": ["spokesperson"], "a": place, "b": place, "grounds": [place]}]
    a, b = side(one, f"{text} was open", text, **harmful), side(two, "nothing was open", text, **harmful)
    found = finding(a, b, reasons=[text], topic=text, conflict=text, scores={"similarity": 1})
    import_folder(store, write_run(tmp_path / "run", [found], [one, two]))
    for served in serving(store):
        page = enter(browser, served, "ann")
        key = browse.next_open(store, ANN, Filter(), None)
        page.goto(f"{served.base}/finding/{key}?q={HOSTILE}&did={HOSTILE}")
        page.locator("textarea").fill(f"@ann {text} @{text}")
        page.get_by_role("button", name="Add").click()
        expect(page.locator(".comment")).to_contain_text("onerror")
        expect(page.locator(".mention")).to_have_text("@ann")
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("e")
        page.locator("#holder_b").fill(text + "!")
        page.locator("#holder_b").press("Enter")
        expect(page.locator("#told")).to_be_visible()
        item = browse.item(store, ANN, key)
        documents = [item.payload[letter]["document"]["key"] for letter in "ab"]
        paths = ["/?state=all", f"/?q={HOSTILE}&holder={HOSTILE}&topic={HOSTILE}", "/audit", "/dashboard", "/export"]
        paths += ["/mentions"]
        paths += [f"/finding/{key}", *(f"/article/{one}?finding={key}" for one in documents), f"/finding/{HOSTILE}"]
        paths += [f"/login?next={HOSTILE}", "/login?next=//evil.example", f"/article/{documents[0]}?finding={HOSTILE}"]
        for path in paths:
            page.goto(served.base + path)
            page.wait_for_timeout(150)
            assert page.evaluate("window.harm") is None, path
            links = page.evaluate("[...document.querySelectorAll('[href],[src],[action]')].map(e => e.outerHTML)")
            assert not [link for link in links if "javascript:" in link.split(">")[0] or 'href="data:' in link], path
            assert page.locator("img").count() == 0
        report = served.base + "/export/report"
        answer = page.request.get(report)
        page.set_content(answer.text())
        page.wait_for_timeout(150)
        assert page.evaluate("window.harm") is None
        assert verify(store).faults == ()
    store.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "ann", viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    key = browse.next_open(served.store, ANN, Filter(), None)
    for path in ("/", f"/finding/{key}", "/dashboard", "/audit", "/export", "/mentions", "/help"):
        page.goto(served.base + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.goto(f"{served.base}/finding/{key}")
    page.get_by_role("button", name="Confirm", exact=False).first.tap()
    expect(page.locator("#told")).to_have_text("Confirmed.")


def test_a_reader_sees_no_buttons_and_logging_out_ends_the_session(browser: Browser, served: Served) -> None:
    page = enter(browser, served, "rae")
    assert PASSWORD not in page.content()
    key = browse.next_open(served.store, ANN, Filter(), None)
    page.goto(f"{served.base}/finding/{key}")
    assert page.get_by_role("button", name="Confirm").count() == 0
    page.get_by_role("button", name="Log out").click()
    page.wait_for_selector("[name=password]")
    page.goto(f"{served.base}/finding/{key}")
    assert "/login" in page.url
