"""report.html: one file that needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from detector.report import words
from detector.report.charts import Circle, Matrix, network, oppositions, timeline
from detector.report.disputes import Dispute, Sound, updates
from detector.report.records import timestamp
from detector.report.reliability import diagram
from detector.report.summary import Summary, first_page
from detector.report.view import DisputeView, Library
from detector.types import Finding, Run

DISPUTES_SHOWN = 200  # a page of more is slow to open and nobody reads to its end
UPDATES_SHOWN = 50
RESOLVED_SHOWN = 50
SAMPLES = 5  # of what was left out, for each reason
OPPOSITIONS_SHOWN = 60

TEMPLATES = Path(__file__).parent / "templates"


def html(run: Run, shown: Sound, disputes: tuple[Dispute, ...], summary: Summary) -> str:
    """The whole page."""
    library = Library({document.id: document for document in run.documents}, run.origins, run.standings)
    views = [library.dispute(rank, dispute) for rank, dispute in enumerate(disputes[:DISPUTES_SHOWN], 1)]
    revised = updates(shown.findings)
    pairs = oppositions(shown.findings, library.documents)
    picture = network(pairs)
    style = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ("base.css", "report.css"))
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            style=Markup(style),
            style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
            run=run,
            summary=summary,
            first_page=first_page(disputes, run.makers),
            disputes=views,
            more_disputes=len(disputes) - len(views),
            updates=[library.finding(finding) for finding in revised[:UPDATES_SHOWN]],
            more_updates=max(0, len(revised) - UPDATES_SHOWN),
            resolved=[library.finding(finding) for finding in shown.resolved[:RESOLVED_SHOWN]],
            more_resolved=max(0, len(shown.resolved) - RESOLVED_SHOWN),
            dispute_of=_dispute_of(revised, disputes, views),
            pairs=pairs[:OPPOSITIONS_SHOWN],
            more_pairs=max(0, len(pairs) - OPPOSITIONS_SHOWN),
            circle=picture if isinstance(picture, Circle) else None,
            matrix=picture if isinstance(picture, Matrix) else None,
            timeline=timeline(views),
            reliability=diagram(run.reliability),
            samples=SAMPLES,
        )
    )


def _dispute_of(
    revised: tuple[Finding, ...], disputes: tuple[Dispute, ...], views: list[DisputeView]
) -> dict[str, DisputeView]:
    """For the id of an update, the dispute on the page that it belongs to."""
    by_conflict = {dispute.conflict: view for dispute, view in zip(disputes, views, strict=False)}
    return {one.id: by_conflict[one.conflict] for one in revised if one.conflict in by_conflict}


def _environment() -> Environment:
    """Autoescape for everything, after control characters and direction overrides are made visible."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    environment.globals["words"] = words
    environment.globals["timestamp"] = timestamp
    return environment


def _clean(value: object) -> object:
    return words.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
