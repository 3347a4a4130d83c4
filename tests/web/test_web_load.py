"""Many clients at once, and a server killed in the midst of writes: every accepted decision is in the log once.

DETECTOR_LOAD_SECONDS, DETECTOR_LOAD_FINDINGS and DETECTOR_LOAD_KILLS make the runs as long as one has patience for.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
from conftest_queue import PASSWORD
from made_queue import free_port, write_many
from served import program

from detector.review import browse, users
from detector.review.filters import Filter
from detector.review.importing import import_folder
from detector.review.store import Store, open_store
from detector.review.verify import verify

SECONDS = float(os.environ.get("DETECTOR_LOAD_SECONDS", "4"))
FINDINGS = int(os.environ.get("DETECTOR_LOAD_FINDINGS", "300"))
KILLS = int(os.environ.get("DETECTOR_LOAD_KILLS", "2"))
CLIENTS = 8
VERDICTS = ("confirm", "not_contradiction", "superseded", "different_event", "not_held")


@dataclass
class Seen:
    """What the clients were told. `accepted` are (finding, version, actor) of decisions answered with 200."""

    accepted: list[tuple[str, int, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


def client(base: str, name: str, token: str, keys: list[str], stop: threading.Event, seen: Seen, seed: int) -> None:
    """Open, decide, flag and undo findings at random until told to stop or the server is gone."""
    draw = random.Random(seed)
    with httpx.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
        while not stop.is_set():
            key = draw.choice(keys)
            try:
                version = http.get(f"/api/v1/findings/{key}").json()["version"]
                chance = draw.random()
                if chance < 0.1:
                    answer = http.post("/api/v1/undo")
                elif chance < 0.2:
                    answer = http.put(f"/api/v1/findings/{key}/lease", json={})
                elif chance < 0.25:
                    answer = http.put(f"/api/v1/findings/{key}/flag", json={"version": version, "on": chance < 0.22})
                elif chance < 0.3:
                    answer = http.get("/api/v1/findings", params={"state": draw.choice(("open", "all", "review"))})
                else:
                    given = {"version": version, "verdict": draw.choice(VERDICTS)}
                    answer = http.post(f"/api/v1/findings/{key}/decision", json=given)
                    if answer.status_code == 200:
                        seen.accepted.append((key, answer.json()["version"], name))
            except httpx.TransportError:
                return
            seen.statuses[answer.status_code] += 1


def prepared(url: str, folder: Path) -> tuple[Store, dict[str, str], list[str]]:
    """A store of some findings, tokens of eight editors, the findings' keys."""
    store = open_store(url)
    import_folder(store, write_many(folder, FINDINGS))
    names = [f"editor{n}" for n in range(CLIENTS)]
    for name in names:
        users.add(store, name, "editor", PASSWORD)
    tokens = {name: users.make_token(store, name, "load") for name in names}
    keys = [line.key for line in browse.page(store, Filter(state="all"), None, size=FINDINGS).lines]
    return store, tokens, keys


def work(base: str, tokens: dict[str, str], keys: list[str], seen: Seen, seconds: float, seed: int) -> threading.Event:
    """Start the clients; the event is set when `seconds` are over."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=client, args=(base, name, token, keys, stop, seen, seed * 100 + at), daemon=True)
        for at, (name, token) in enumerate(tokens.items())
    ]
    for thread in threads:
        thread.start()

    def end() -> None:
        time.sleep(seconds)
        stop.set()
        for thread in threads:
            thread.join(timeout=120)

    end()
    return stop


def logged(store: Store) -> Counter[tuple[str, int, str]]:
    with store.read() as connection:
        rows = connection.exec_driver_sql("SELECT item, version, actor FROM events WHERE action = 'decided'")
        return Counter((row.item, row.version, row.actor) for row in rows)


def test_eight_clients_at_random(url: str, tmp_path: Path) -> None:
    store, tokens, keys = prepared(url, tmp_path / "many")
    port, seen = free_port(), Seen()
    with program(url, port):
        work(f"http://127.0.0.1:{port}", tokens, keys, seen, SECONDS, 1)
    in_log = logged(store)
    assert len(seen.accepted) > CLIENTS
    assert len(set(seen.accepted)) == len(seen.accepted)
    assert in_log == Counter(seen.accepted)
    assert set(seen.statuses) <= {200, 403, 404, 409}
    assert verify(store).faults == ()
    store.close()
    sys.stdout.write(f"{url.split(':')[0]}: {len(seen.accepted)} decisions, answers {dict(seen.statuses)}\n")


def test_a_killed_server_loses_no_accepted_decision(url: str, tmp_path: Path) -> None:
    store, tokens, keys = prepared(url, tmp_path / "many")
    seen = Seen()
    for round in range(KILLS):
        port = free_port()
        with program(url, port) as process:
            killer = threading.Timer(1 + random.Random(round).random(), process.send_signal, (signal.SIGKILL,))
            killer.start()
            work(f"http://127.0.0.1:{port}", tokens, keys, seen, 3, round)
            assert process.wait(timeout=60) == -signal.SIGKILL
        assert verify(store).faults == ()
    in_log = logged(store)
    assert not [one for one in seen.accepted if in_log[one] != 1]
    assert max(in_log.values()) == 1
    assert not [status for status in seen.statuses if status >= 500]
    store.close()
    sys.stdout.write(f"{url.split(':')[0]}: {KILLS} kills, {len(seen.accepted)} decisions accepted\n")
