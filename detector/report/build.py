"""Writes a run's report: seven files, each whole or not at all, the same bytes for the same run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from detector.report.disputes import disputes, sound
from detector.report.markdown import markdown
from detector.report.records import Record, article_record, claim_record, finding_record, json_line, rejected_record
from detector.report.render import html
from detector.report.summary import run_record, summarise
from detector.types import Run


def write(run: Run, out: Path) -> None:
    """Write findings.jsonl, claims.jsonl, documents.jsonl, rejected.jsonl, report.html, report.md and run.json.

    The folder `out` is made where it is missing. Findings and claims whose anchor does not hold are left out and
    counted as rejected. run.json comes last, so that a reader who sees it sees the rest. Raises OSError.
    """
    shown = sound(run)
    contradicted = disputes(shown.findings)
    summary = summarise(run, shown, contradicted)
    documents = {document.id: document for document in run.documents}
    found = sorted((*shown.findings, *shown.resolved), key=lambda one: (-one.verdict.probability, one.id))
    findings = (finding_record(one, documents, run.origins, run.standings.get(one.id)) for one in found)
    claims = (claim_record(claim, documents[claim.document_id]) for claim in shown.claims)
    articles = (article_record(one, run.origins.get(one.id, one.id)) for one in run.documents)
    out.mkdir(parents=True, exist_ok=True)
    _tidied(out)
    _replace(out / "findings.jsonl", _lines(findings))
    _replace(out / "claims.jsonl", _lines(claims))
    _replace(out / "documents.jsonl", _lines(articles))
    _replace(out / "rejected.jsonl", _lines(rejected_record(one) for one in shown.rejected))
    _replace(out / "report.html", [html(run, shown, contradicted, summary)])
    _replace(out / "report.md", [markdown(run, shown, contradicted, summary)])
    _replace(out / "run.json", [json.dumps(run_record(run, shown, summary), indent=2, allow_nan=False), "\n"])


def _lines(records: Iterable[Record]) -> Iterator[str]:
    return (json_line(record) + "\n" for record in records)


def _tidied(out: Path) -> None:
    """Drop what processes that were killed have left half written."""
    for part in out.glob(".*.part"):
        number = part.name.split(".")[-2]
        if number.isdecimal() and not _runs(int(number)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _replace(path: Path, parts: Iterable[str]) -> None:
    """Write beside the file and put it in place at once; what was there stays if anything fails."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
