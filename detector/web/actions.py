"""What an editor's forms do. Each redirects to a page, so that reloading repeats nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detector.review import decisions, discussion, leases
from detector.review.decisions import Undone
from detector.review.errors import NotAllowed, NotFound
from detector.review.states import VERDICTS, Correction, Verdict
from detector.review.store import Store
from detector.review.users import User
from detector.web.access import Checked, Current, Db, Form
from detector.web.choosing import of_text
from detector.web.pages import Key, finding_url, onward

router = APIRouter(include_in_schema=False)


@router.post("/finding/{key}/decide")
def decide(db: Db, session: Current, given: Checked, key: Key) -> Response:
    """Decide, then on to the next finding of the selection."""
    verdict, correction = given.text("verdict"), Correction()
    if verdict == "correct":
        names = ("kind", "holder_a", "holder_b", "stance_a", "stance_b")
        correction = Correction(**{name: _changed(given, name) for name in names})
    decisions.decide(
        db, session.user, key, given.number("version"), _verdict("confirm" if verdict == "correct" else verdict),
        correction=correction, reason=given.text("reason").strip(), over=given.text("over") == "1",
    )  # fmt: skip
    return onward(db, session.user, of_text(given.text("in")), key, verdict)


def _changed(given: Form, name: str) -> str:
    """What the editor wrote, "" where it is what the machine had read."""
    text = given.text(name).strip()
    return "" if text == given.text(f"was_{name}").strip() else text


def _verdict(text: str) -> Verdict:
    if text not in VERDICTS:
        raise NotAllowed("choose a decision")
    return cast(Verdict, text)


@router.post("/finding/{key}/assign")
def assign(db: Db, session: Current, given: Checked, key: Key) -> Response:
    """Give a finding to somebody; to oneself without a name."""
    to = {"": session.user.name, "nobody": ""}.get(given.text("assignee"), given.text("assignee"))
    decisions.assign(db, session.user, key, given.number("version"), to)
    return _back(key, given, "assigned" if to else "given-back")


@router.post("/finding/{key}/flag")
def flag(db: Db, session: Current, given: Checked, key: Key) -> Response:
    """Flag a finding, or take its flag away."""
    on = given.text("on") == "1"
    decisions.flag(db, session.user, key, given.number("version"), on)
    return _back(key, given, "flagged" if on else "unflagged")


@router.post("/finding/{key}/publish")
def publish(db: Db, session: Current, given: Checked, key: Key) -> Response:
    """Set a confirmed finding down as published, or withdraw it."""
    on = given.text("on") == "1"
    decisions.publish(db, session.user, key, given.number("version"), on)
    return _back(key, given, "published" if on else "withdrawn")


@router.post("/finding/{key}/comment")
def comment(db: Db, session: Current, given: Checked, key: Key) -> Response:
    """Add a comment."""
    discussion.comment(db, session.user, key, given.text("text"))
    return _back(key, given, "commented")


@router.post("/finding/{key}/lease")
def lease(request: Request, db: Db, session: Current, given: Checked, key: Key) -> Response:
    """Take or renew the lease. The heartbeat of the page gets a line of text, a form gets the page."""
    holder = leases.take(db, session.user, key, over=given.text("over") == "1")
    mine = holder == session.user.name
    if request.headers.get("hx-request") and not request.headers.get("hx-boosted"):
        template = request.app.state.templates.get_template("lease.html.j2")
        return HTMLResponse(template.render(holder="" if mine else holder))
    return _back(key, given, "taken" if mine else "held")


def _back(key: str, given: Form, did: str) -> Response:
    return RedirectResponse(finding_url(key, of_text(given.text("in")), did), 303)


@router.post("/undo")
def undo(db: Db, session: Current, given: Checked) -> Response:
    """Take back the user's newest action and show what it was about."""
    return _turned(db, session, given, decisions.undo, "undone")


@router.post("/redo")
def redo(db: Db, session: Current, given: Checked) -> Response:
    """Do again what the last undo took back and show what it was about."""
    return _turned(db, session, given, decisions.redo, "redone")


def _turned(db: Db, session: Current, given: Form, turn: Callable[[Store, User], Undone], told: str) -> Response:
    filtered = of_text(given.text("in"))
    try:
        taken = turn(db, session.user)
    except NotFound:
        return RedirectResponse(f"/?{filtered.query(did=f'not-{told}')}", 303)
    did = told if not taken.kept else f"partly-{told}" if taken.changed else f"kept-{told}"
    if len(taken.changed + taken.kept) == 1:
        return RedirectResponse(finding_url((taken.changed + taken.kept)[0], filtered, did), 303)
    return RedirectResponse(f"/?{filtered.query(did=did)}", 303)


@router.post("/bulk")
def bulk(db: Db, session: Current, given: Checked) -> Response:
    """Decide all open findings of a selection as one action."""
    if given.text("sure") != "1":
        raise NotAllowed("tick the box that says how many findings this decides")
    over = of_text(given.text("over"))
    done = decisions.bulk(
        db, session.user, over, _verdict(given.text("verdict")), expected=given.number("expected"),
        reason=given.text("reason").strip(),
    )  # fmt: skip
    did = "bulk-left" if done.left else "bulk"
    return RedirectResponse(f"/?{of_text(given.text('in')).query(did=did)}", 303)
