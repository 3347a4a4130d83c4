"""A real server over a small queue, and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest_queue import server, url
from made_queue import write_many
from playwright.sync_api import Browser, Error, expect, sync_playwright
from served import Served, people, serving

from detector.review.importing import import_folder
from detector.review.store import open_store

__all__ = ["server", "url"]
expect.set_options(timeout=30_000)  # a busy machine is no failure


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Forty findings on SQLite; nobody is drawn for a second reading."""
    store = open_store(str(tmp_path / "queue.db"))
    store.set("second share", "0", "test")
    people(store)
    import_folder(store, write_many(tmp_path / "many", 40, gated=10))
    yield from serving(store)
    store.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium; apt-get install chromium to run this test")
    with sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except Error as error:
            pytest.skip(f"Chromium does not start: {error}")
        yield started
        started.close()


@pytest.fixture(autouse=True)
def _closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """No page of one test is left open, with its heartbeat, during the next."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()
