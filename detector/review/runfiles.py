"""Reads the folder that a run has written. Nothing in it is trusted: it may have come over the network."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from detector.review.content import Record, storable
from detector.review.errors import BadRunFolder

FILES = ("run.json", "findings.jsonl", "claims.jsonl", "rejected.jsonl", "documents.jsonl")
NEEDED = ("run.json", "findings.jsonl")
LINE_BYTES = 4_000_000
_SUSPECT = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]|\x00|\xed[\xa0-\xbf]")  # may hold what a database cannot


def _forward(span: list[int]) -> list[int]:
    if not 0 <= span[0] < span[1]:
        raise ValueError("a span is two numbers, the first the smaller")
    return span


SpanIn = Annotated[list[int], Field(min_length=2, max_length=2), AfterValidator(_forward)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)


class _Source(_Strict):
    id: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    path: str | None = None


class _Article(_Source):
    text: str
    author: str | None = None
    origin: str | None = None


class _Selector(_Strict):
    prefix: str | None = None
    suffix: str | None = None


class _Place(_Strict):
    outlet: str
    quote: str


class _Name(_Strict):
    name: str
    rules: list[str]
    b: _Place
    grounds: list[_Place]


class _Side(_Strict):
    id: str
    document: _Source
    span: SpanIn
    quote: str
    holder: str
    stance: str
    proposition: str | None = None
    cue: str | None = None
    sentence: SpanIn | None = None
    via: list[str] | None = None
    also_in: list[str] | None = None
    also_as: list[_Name] | None = None
    marks: list[SpanIn] | None = None
    selector: _Selector | None = None
    link: str | None = None
    outlets: int | None = None
    origins: int | None = None


class _Finding(_Strict):
    id: str
    probability: float = Field(ge=0, le=1)
    kind: str
    topic: str | None = None
    conflict: str | None = None
    reasons: list[str] | None = None
    standing: str | None = None
    scores: dict[str, float | dict[str, float]] | None = None
    a: _Side
    b: _Side


class _Rejected(_Strict):
    stage: str
    subject: str
    reason: str


class _Run(_Strict):
    makers: dict[str, str] = {}
    counts: dict[str, int] = {}


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
    for path in (folder / name for name in FILES):
        if path.exists():
            digest.update(path.read_bytes())
        elif path.name in NEEDED:
            raise BadRunFolder(f"{folder}: no {path.name}; give a folder that `detector run --out` has written")
    run = _checked((folder / "run.json").read_bytes(), _Run, str(folder / "run.json"))
    return RunFolder(
        digest.hexdigest()[:16],
        run.get("makers", {}),
        run.get("counts", {}),
        {one["id"]: one for one in _lines(folder / "documents.jsonl", _Article)},
        tuple(one for one in _lines(folder / "findings.jsonl", _Finding) if one.get("standing") != "resolved"),
        tuple(_gated(folder)),
    )


def _gated(folder: Path) -> Iterator[Record]:
    """Pairs that a gate or the judge refused, as findings without a verdict."""
    claims = {one["id"]: one for one in _lines(folder / "claims.jsonl", _Side)}
    for row in _lines(folder / "rejected.jsonl", _Rejected):
        first, _, second = row["subject"].partition(" ")
        if row["stage"] in ("pair", "judge") and first in claims and second in claims:
            a, b = ({**claims[one], "also_in": [], "marks": []} for one in (first, second))
            yield {"id": "", "probability": 0.0, "kind": "", "reasons": [], "gate": row["reason"], "a": a, "b": b}


def _lines(path: Path, shape: type[BaseModel]) -> Iterator[Record]:
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                where = f"{path}: line {number}"
                if len(line) > LINE_BYTES:
                    raise BadRunFolder(f"{where}: longer than {LINE_BYTES:,} bytes")
                yield _checked(line, shape, where)
    except OSError as error:
        raise BadRunFolder(f"{path}: {error.strerror}") from error


def _checked(text: bytes, shape: type[BaseModel], where: str) -> Record:
    """The object as it was written, once it has the shape."""
    try:
        value = json.loads(text)
        shape.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadRunFolder(f"{where}: {place + ': ' if place else ''}{first['msg']}") from error
    except RecursionError as error:
        raise BadRunFolder(f"{where}: nested too deeply") from error
    except ValueError as error:
        raise BadRunFolder(f"{where}: {error}") from error
    found: Record = storable(value) if _SUSPECT.search(text) else value
    return found
