"""axe-core over every page: nothing serious in light, in the dark and on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from served import Served, enter

from detector.review import browse, decisions, discussion, users
from detector.review.filters import Filter
from detector.review.users import User

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")
VIEWS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True},
}


def faults(page: Page) -> list[str]:
    """What axe calls serious or critical, with the element it is about."""
    page.evaluate(f"{AXE};0")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def test_axe_sees_what_is_wrong(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<html><body><main><img src="x.png"><button></button></main></body></html>')
    assert {one.split(" ")[0] for one in faults(page)} >= {"image-alt", "button-name", "html-has-lang"}
    page.close()


@pytest.mark.parametrize("view", VIEWS)
def test_no_page_has_a_serious_fault(browser: Browser, served: Served, view: str) -> None:
    editor = User("ann", "editor")
    keys = [line.key for line in browse.page(served.store, Filter(state="all"), None).lines]
    for at, key in enumerate(keys[:20]):
        decisions.decide(served.store, editor, key, 1, ("confirm", "not_contradiction")[at % 2])
    discussion.comment(served.store, editor, keys[-1], "@chief, seen at the gate")
    users.make_token(served.store, "ann", "wire")
    article = browse.item(served.store, editor, keys[-1]).payload["a"]["document"]["key"]

    stranger = browser.new_context(**VIEWS[view]).new_page()
    stranger.set_default_timeout(60_000)
    stranger.goto(f"{served.base}/login")
    assert faults(stranger) == []
    stranger.context.close()

    page = enter(browser, served, "chief", **VIEWS[view])
    paths = ["/?state=all", "/?q=nothing-at-all", f"/finding/{keys[-1]}", f"/finding/{keys[0]}", "/bulk", "/users"]
    paths += [
        f"/article/{article}?finding={keys[-1]}",
        "/dashboard",
        "/audit",
        "/export",
        "/mentions",
        "/help",
        "/nowhere",
    ]
    for path in paths:
        page.goto(served.base + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert faults(page) == [], path
    page.context.close()
