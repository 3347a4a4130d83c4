"""Takes the pictures of docs/ from a run's folder: `python tests/web/take_screenshots.py RUN docs`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from playwright.sync_api import sync_playwright
from served import enter, people, serving

from detector.review import browse, decisions
from detector.review.filters import Filter
from detector.review.importing import import_folder
from detector.review.states import Verdict
from detector.review.store import Store, open_store
from detector.review.users import User

ANN, BO = User("ann", "editor"), User("bo", "editor")
DISMISSALS: tuple[Verdict, ...] = (
    "not_contradiction",
    "different_event",
    "not_contradiction",
    "superseded",
    "not_held",
)


def main() -> None:
    """Import, decide some, take five pictures."""
    run, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        store = replace(open_store(str(Path(temporary) / "queue.db")), salt="the same pictures every time")
        store.set("second share", "0.4", "screenshots")
        people(store)
        import_folder(store, run)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for served in serving(store):
            best = browse.page(store, Filter(sort="probability"), None).lines[0].key
            finding = f"/finding/{best}"
            views = [
                ("finding", finding, {}),
                ("phone", finding, {"viewport": {"width": 390, "height": 844}, "is_mobile": True}),
                ("dark", finding, {"color_scheme": "dark"}),
                ("list", "/", {}),
                ("dashboard", "/dashboard", {}),
            ]
            for name, path, options in views:
                if name == "list":  # the last two show a queue at work
                    decide(store)
                page = enter(browser, served, "ann", **({"viewport": {"width": 1280, "height": 860}} | options))
                page.goto(served.base + path)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=out / f"queue-{name}.png", full_page=name == "dashboard")
        store.close()


def decide(store: Store) -> None:
    """Two editors who find what is probable more often true, and who now and then differ."""
    lines = browse.page(store, Filter(sort="newest", state="all"), None, size=200).lines
    for at, line in enumerate(lines[:70]):
        holds = line.probability > 0.25 + (at % 7) / 10
        decisions.decide(store, ANN, line.key, 1, verdict(holds, at))
        if browse.item(store, ANN, line.key).now.state == "second" and at % 3:
            decisions.decide(store, BO, line.key, 2, verdict(holds != (at % 4 == 0), at))


def verdict(holds: bool, at: int) -> Verdict:
    return "confirm" if holds else DISMISSALS[at % len(DISMISSALS)]


if __name__ == "__main__":
    main()
