"""How the queue's screens slow down from 1,000 to 100,000 findings: `python tests/review/bench_queue.py`.

Both queues are asked in turn in one process over the web application itself; the median of each page is printed.
Exits with 1 when a list, filter or next finding of the large queue takes more than three times as long as that of
the small one.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from made_queue import write_many
from starlette.testclient import TestClient

from detector.review import users
from detector.review.importing import import_folder
from detector.review.store import open_store
from detector.web.access import Session, current
from detector.web.app import create_app

SMALL, LARGE, ROUNDS, MOST = 1_000, 100_000, 15, 3.0
PAGES = {
    "list": "/",
    "list, all states, newest": "/?state=all&sort=newest",
    "filter by kind": "/?kind=number",
    "filter by holder": "/?holder=Ada+Finch",
    "filter by outlet and state": "/?outlet=Basin+Review&state=new",
    "filter by topic": "/?topic=Harl+%C2%B7+gate",
    "filter by probability": "/?low=0.6",
    "filter by date": "/?since=2026-06-01&until=2026-06-30",
    "filter by assignee": "/?assignee=ann",
    "names": "/names/holder?holder=f",
    "next finding": "/next",
    "next finding, by kind": "/next?kind=speakers",
}
OTHERS = {"search, a rare word": "/?q=77", "search, a word of every finding": "/?q=gate"}  # printed, not limited


def client(url: str, findings: int, folder: Path) -> TestClient:
    """A browser of a queue with so many findings."""
    started = time.perf_counter()
    store = open_store(url)
    ann = users.User("ann", "editor")
    if not users.everyone(store):
        users.add(store, "ann", "editor", "gates of Harl")
        import_folder(store, write_many(folder, findings))
    sys.stderr.write(f"{findings:,} findings ready in {time.perf_counter() - started:.0f} s\n")
    app = create_app(store)
    app.dependency_overrides[current] = lambda: Session(ann, "token", "cookie")
    return TestClient(app, follow_redirects=False)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=int, default=LARGE)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--keep", type=Path, help="Folder whose queues are made once and used again.")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        sizes = (SMALL, chosen.large)
        queues = [client(f"sqlite:///{folder / f'{n}.db'}", n, folder / str(n)) for n in sizes]
        figures = {name: measure(queues, path) for name, path in (PAGES | OTHERS).items()}
    for name, (small, large) in figures.items():
        sys.stdout.write(f"{name:32} {1000 * small:7.1f} ms {1000 * large:7.1f} ms {large / small:5.2f}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    sys.exit(any(figures[name][1] > MOST * figures[name][0] for name in PAGES))


def measure(queues: list[TestClient], path: str) -> list[float]:
    """The median seconds of each queue, asked in turn."""
    times: list[list[float]] = [[] for _ in queues]
    for _ in range(ROUNDS):
        for at, queue in enumerate(queues):
            started = time.perf_counter()
            assert queue.get(path).status_code in (200, 303)
            times[at].append(time.perf_counter() - started)
    return [statistics.median(one) for one in times]


if __name__ == "__main__":
    main()
