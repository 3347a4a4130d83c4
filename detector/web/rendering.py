"""Templates: everything escaped, control characters and direction overrides made visible."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from detector.report import words
from detector.report.render import TEMPLATES
from detector.review import discussion
from detector.review.content import digest
from detector.review.leases import HEARTBEAT_SECONDS
from detector.review.states import standing
from detector.review.users import Session
from detector.web.access import store

HERE = Path(__file__).parent
STATIC = HERE / "static"
STATES = {
    "new": "new",
    "assigned": "assigned",
    "confirmed": "confirmed",
    "rejected": "rejected",
    "superseded": "superseded",
    "second": "needs a second reader",
    "adjudication": "needs adjudication",
    "published": "published",
    "regressed": "regressed",
    "review": "in review",
    "open": "open",
    "all": "all states",
}
VERDICTS = {
    "confirm": "a contradiction",
    "not_contradiction": "not a contradiction",
    "superseded": "superseded",
    "different_event": "different event",
    "not_held": "not held by that holder",
}


def environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([HERE / "templates", TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_clean,
    )
    files = [TEMPLATES / "base.css", *sorted(STATIC.glob("*.[cj]s*"))]
    version = digest("".join(path.read_text("utf-8") for path in files))  # one for all
    made.globals |= {
        "words": words,
        "states": STATES,
        "verdicts": VERDICTS,
        "kinds": {kind: name for kind, (name, _) in words.KINDS.items()},
        "version": version,
        "moment": moment,
        "verdict_of": verdict_of,
        "pieces": discussion.pieces,
        "heartbeat": HEARTBEAT_SECONDS,
    }
    return made


def _clean(value: object) -> object:
    return words.visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def moment(text: str) -> str:
    """ "3 May 2024, 14:05 UTC" of an ISO 8601 time, "undated" of none."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return "undated"
    when = words.minute(read) if read.tzinfo else ""
    return f"{words.day(read)}, {when}" if when else words.day(read)


def verdict_of(text: str) -> str:
    """What was decided, in words, in the text of a standing; "" where it is not settled."""
    return VERDICTS.get(standing(text).verdict, "")


def page(
    request: Request, template: str, session: Session | None, values: dict[str, Any], status: int = 200
) -> HTMLResponse:
    """A page. `session` gives every form on it its token."""
    shared = {
        "me": session.user if session else None,
        "csrf": session.csrf if session else "",
        "news": discussion.unseen(store(request), session.user) if session else 0,
        "here": request.url.path,
        "did": request.query_params.get("did", ""),
    }
    text = request.app.state.templates.get_template(template).render(**shared, **values)
    return HTMLResponse(text, status)
