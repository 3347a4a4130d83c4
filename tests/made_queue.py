"""Run folders about invented disputes, and real database servers to keep them in."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TOWNS = ("Harl", "Eddlesea", "Quillow", "Tolva", "Imber", "Korvin", "Sandell", "Garrow")
PEOPLE = ("Ada Finch", "Bram Ostley", "Cora Vint", "Dov Harrel", "Elsa Moor", "Finn Sable", "Greta Lunn")
OUTLETS = ("Harl Gazette", "The Quillow Post", "Shoreline Wire", "Korvin Telegraph", "Basin Review")
KINDS = ("speakers", "denial", "outlets", "self", "misquote", "number")
MAKERS = {"version": "0.1.0", "judge": "3200494befae589f", "verdict": "95158db82cc21f13"}


def article(id: str, outlet: str, before: str, quote: str, after: str, **changed: Any) -> dict[str, Any]:
    """A line of documents.jsonl whose text holds one quote."""
    text = f"{before}{quote}{after}"
    url = f"https://{outlet.replace(' ', '-').lower()}.example/{id}"
    made = {"id": id, "outlet": outlet, "title": f"Report {id}", "url": url, "published": "2026-05-03T10:00:00Z"}
    return {**made, "path": "", "author": "", "origin": id, "text": text, **changed}


def side(document: dict[str, Any], quote: str, holder: str, stance: str = "asserts", **changed: Any) -> dict[str, Any]:
    """A side of a finding as findings.jsonl has it."""
    start = document["text"].index(quote)
    end = start + len(quote)
    first = document["text"].rfind("\n", 0, start) + 1
    last = document["text"].find("\n", end)
    made: dict[str, Any] = {
        "id": f"c-{document['id']}-{start}",
        "document": {name: document[name] for name in ("id", "outlet", "title", "url", "published", "path")},
        "span": [start, end],
        "quote": quote,
        "proposition": quote,
        "holder": holder,
        "stance": stance,
        "cue": "said",
        "sentence": [first, last if last > 0 else len(document["text"])],
        "cue_span": None,
        "via": [],
        "direct": False,
        "resolved": True,
        "also_in": [],
        "marks": [[start, start + 4]],
        "selector": {
            "type": "TextQuoteSelector",
            "exact": quote,
            "prefix": document["text"][:start][-32:],
            "suffix": "",
        },
        "link": document["url"],
        "outlets": 1,
        "origins": 1,
    }
    return {**made, **changed}


def finding(a: dict[str, Any], b: dict[str, Any], **changed: Any) -> dict[str, Any]:
    made = {"id": f"f-{a['id']}-{b['id']}", "probability": 0.6, "kind": "speakers", "reasons": ["one side negates"]}
    return {**made, "topic": "Harl · gate", "conflict": "c1", "a": a, "b": b, "scores": {}, **changed}


def write_run(folder: Path, findings: list[Any], documents: list[Any], rejected: list[Any] = (), **counts: int) -> Path:  # type: ignore[assignment]
    """Write a run's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    claims = [one[letter] for one in (*findings, *rejected) for letter in "ab"]
    refused = [
        {
            "stage": r.get("stage", "pair"),
            "subject": f"{r['a']['id']} {r['b']['id']}",
            "reason": r["reason"],
            "detail": "",
        }
        for r in rejected
    ]
    rows = {"findings": findings, "documents": documents, "claims": claims, "rejected": refused}
    for name, lines in rows.items():
        text = "".join(json.dumps(line) + "\n" for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (folder / "run.json").write_text(json.dumps({"makers": MAKERS, "counts": counts}), encoding="utf-8")
    return folder


def write_many(folder: Path, n: int, seed: int = 1, gated: int = 0) -> Path:
    """A run of `n` findings (and `gated` refused pairs) over some hundred articles."""
    draw = random.Random(seed)
    documents, rows = [], []
    for at in range(n + gated):
        town, number = TOWNS[at % len(TOWNS)], at
        quotes = (f"{number} people of {town} were at the gate", f"nobody of {town} came to gate {number}")
        sides = []
        for letter, quote in zip("ab", quotes, strict=True):
            one = article(
                f"{at}{letter}", draw.choice(OUTLETS), f"It was late in {town}.\nAs the day ended, ", quote,
                " on Friday, it was said.\nThe rest is silence.",
                published=f"2026-{at % 12 + 1:02}-{at % 28 + 1:02}T10:00:00Z",
            )  # fmt: skip
            documents.append(one)
            sides.append(side(one, quote, draw.choice(PEOPLE)))
        shared = {"topic": f"{town} · gate", "conflict": f"conflict{at // 5}", "kind": draw.choice(KINDS)}
        rows.append(finding(*sides, probability=round(draw.betavariate(2, 4), 4), **shared))
    refused = [{**row, "reason": "too far apart"} for row in rows[n:]]
    counts = {"refused: too far apart": 10 * gated, "judged": 3 * n}
    found = sorted(rows[:n], key=lambda one: -one["probability"])
    return write_run(folder, found, documents, refused, **counts)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def postgresql_programs() -> Path | None:
    """The folder of Debian's newest PostgreSQL server, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).parent if elsewhere else None


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server of our own on a free port; yields the URL of its first database, without the name."""
    programs = postgresql_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="queue-pg-", dir="/tmp"))
    as_server: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_server = ["runuser", "-u", "postgres", "--"]
    port = free_port()

    def call(*command: str) -> None:
        subprocess.run([*as_server, *command], check=True, cwd="/tmp", stdout=subprocess.DEVNULL, timeout=120)

    call(str(programs / "initdb"), "-D", str(folder / "data"), "-U", "queue", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    control = str(programs / "pg_ctl")
    call(control, "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://queue@127.0.0.1:{port}/"
    finally:
        call(control, "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
