"""Serves a queue to real browsers."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx2 as httpx
import uvicorn
from conftest_queue import PASSWORD
from made_queue import free_port
from playwright.sync_api import Browser, Page

from detector.review import users
from detector.review.store import Store
from detector.web.app import create_app


@dataclass(frozen=True, slots=True)
class Served:
    """A running server. `base` has no slash at its end."""

    base: str
    store: Store

    def token(self, name: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {users.make_token(self.store, name, 'test')}"}


def serving(store: Store) -> Iterator[Served]:
    """Serve a store on a free port of this machine."""
    port = free_port()
    made = uvicorn.Server(uvicorn.Config(create_app(store), port=port, log_level="warning", ws="none"))
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    while not made.started:
        assert thread.is_alive()
        time.sleep(0.02)
    yield Served(f"http://127.0.0.1:{port}", store)
    made.should_exit = True
    thread.join(timeout=20)


@contextmanager
def program(url: str, port: int, *options: str, verify: Any = True) -> Iterator[subprocess.Popen[bytes]]:
    """`detector serve` as a program of its own, once it answers."""
    main = (sys.executable, "-c", "from detector.cli import main; main()")
    command = [*main, "serve", "--queue", url, "--port", str(port), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    base = f"{'https' if '--certificate' in options else 'http'}://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                if httpx.get(f"{base}/healthz", verify=verify).status_code == 200:
                    break
            except httpx.TransportError:
                assert process.poll() is None
                time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def people(store: Store) -> None:
    for name, role in (("ann", "editor"), ("bo", "editor"), ("chief", "admin"), ("rae", "reader")):
        users.add(store, name, role, PASSWORD)


def enter(browser: Browser, served: Served, name: str, **options: Any) -> Page:
    """A browser of its own in which somebody has logged in. Any message of the console fails the test."""
    context = browser.new_context(**options)
    page = context.new_page()
    page.set_default_timeout(60_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security" in said.text else None)
    page.faults = faults  # type: ignore[attr-defined]
    page.goto(f"{served.base}/login")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("button.main")
    page.wait_for_selector("#results")
    return page
