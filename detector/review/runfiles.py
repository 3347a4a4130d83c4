"""Reads the folder that a run has written."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.review.content import Record, storable
from detector.review.errors import BadRunFolder

LINE_BYTES = 4_000_000
_SUSPECT = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]|\x00|\xed[\xa0-\xbf]")  # may hold what a database cannot
SIDE = {"id": str, "document": dict, "span": list, "quote": str, "holder": str, "stance": str}


@dataclass(frozen=True, slots=True)
class RunFolder:
    """A run's output. Documents by the run's own id; empty for runs that did not keep them."""

    id: str
    makers: dict[str, str]
    counts: dict[str, int]
    documents: dict[str, Record]
    findings: tuple[Record, ...]
    gated: tuple[Record, ...]


def read(folder: Path) -> RunFolder:
    """Read and check a run's folder. Raises BadRunFolder, which names the file and line."""
    digest = hashlib.sha256()
    for name in ("run.json", "findings.jsonl", "claims.jsonl", "rejected.jsonl", "documents.jsonl"):
        path = folder / name
        if path.exists():
            digest.update(path.read_bytes())
        elif name in ("run.json", "findings.jsonl"):
            raise BadRunFolder(f"{folder}: no {name}; give a folder that `detector run --out` has written")
    run = _object(folder / "run.json")
    documents = {str(one["id"]): one for one in _lines(folder / "documents.jsonl", {"id": str, "text": str})}
    shape = {"id": str, "probability": (int, float), "kind": str, "a": dict, "b": dict}
    findings = tuple(_lines(folder / "findings.jsonl", shape))
    for number, finding in enumerate(findings, 1):
        for letter in "ab":
            _check(finding[letter], SIDE, f"{folder / 'findings.jsonl'}: line {number}: side {letter}")
        if not 0 <= finding["probability"] <= 1:
            raise BadRunFolder(f"{folder / 'findings.jsonl'}: line {number}: probability {finding['probability']}")
    return RunFolder(
        digest.hexdigest()[:16],
        {str(k): str(v) for k, v in dict(run.get("makers") or {}).items()},
        {str(k): int(v) for k, v in dict(run.get("counts") or {}).items()},
        documents,
        findings,
        tuple(_gated(folder)),
    )


def _gated(folder: Path) -> Iterator[Record]:
    """Pairs that a gate or the threshold refused, as findings without a verdict."""
    claims = {one["id"]: one for one in _lines(folder / "claims.jsonl", SIDE)}
    for row in _lines(folder / "rejected.jsonl", {"stage": str, "subject": str, "reason": str}):
        first, _, second = row["subject"].partition(" ")
        if row["stage"] in ("pair", "judge") and first in claims and second in claims:
            a, b = ({**claims[one], "also_in": [], "marks": []} for one in (first, second))
            yield {"id": "", "probability": 0.0, "kind": "", "reasons": [], "gate": row["reason"], "a": a, "b": b}


def _object(path: Path) -> Record:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRunFolder(f"{path}: {error}") from error
    if not isinstance(value, dict):
        raise BadRunFolder(f"{path}: not an object")
    return storable(value)


def _lines(path: Path, shape: dict[str, Any]) -> Iterator[Record]:
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                where = f"{path}: line {number}"
                if len(line) > LINE_BYTES:
                    raise BadRunFolder(f"{where}: longer than {LINE_BYTES:,} bytes")
                value = json.loads(line)
                _check(value, shape, where)
                yield storable(value) if _SUSPECT.search(line) else value
    except (OSError, ValueError) as error:
        raise BadRunFolder(f"{path}: {error}") from error


def _check(value: Any, shape: dict[str, Any], where: str) -> None:
    if not isinstance(value, dict):
        raise BadRunFolder(f"{where}: not an object")
    for key, kind in shape.items():
        if not isinstance(value.get(key), kind):
            raise BadRunFolder(f"{where}: {key} is missing or of the wrong type")
    if shape is SIDE:
        span = value["span"]
        if len(span) != 2 or not all(isinstance(edge, int) for edge in span) or not 0 <= span[0] < span[1]:
            raise BadRunFolder(f"{where}: span {span}")
        if not isinstance(value["document"].get("id"), str):
            raise BadRunFolder(f"{where}: document without id")
