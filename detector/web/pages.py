"""What an editor reads: the list, one finding, the stored article, the mentions, the audit log, the keys."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from detector.review import browse, discussion, users
from detector.review.browse import Item
from detector.review.filters import LONGEST, STATE_CHOICES, Filter, place
from detector.types import Span
from detector.web.access import Current, Db, Editor
from detector.web.choosing import chosen, of_text
from detector.web.rendering import page
from detector.web.screens import screen
from detector.web.told import TOLD

router = APIRouter(include_in_schema=False)
Key = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


@router.get("/")
def listing(request: Request, db: Db, session: Current) -> Response:
    """The list."""
    query = request.query_params
    filtered = chosen(query)
    after, before = query.get("after", ""), query.get("before", "")
    found = browse.page(db, filtered, place(before or after, filtered.sort), back=bool(before))
    by_state, by_kind = browse.counts(db)
    names = [user.name for user in users.everyone(db)]
    values = {
        "found": found,
        "filter": filtered,
        "many": browse.COUNTED,
        "by_state": by_state,
        "by_kind": by_kind,
        "names": names,
        "state_choices": STATE_CHOICES,
        "told": TOLD.get(query.get("did", ""), ""),
    }
    return page(request, "list.html.j2", session, values)


@router.get("/bulk")
def selection(request: Request, db: Db, session: Editor) -> Response:
    """All open findings of a selection, to be decided as one action."""
    over = chosen(request.query_params)
    values = {"over": over, "filter": of_text(request.query_params.get("in", "")), "n": browse.count_open(db, over)}
    return page(request, "bulk.html.j2", session, values)


@router.get("/names/{field}")
def names(request: Request, db: Db, session: Current, field: browse.Named) -> Response:
    """Names that begin like the text of the form's field, as the options of its list."""
    text = next(iter(request.query_params.values()), "")
    found = browse.suggestions(db, field, text[:LONGEST])
    return HTMLResponse(request.app.state.templates.get_template("names.html.j2").render(names=found))


@router.get("/next")
def following(request: Request, db: Db, session: Current) -> Response:
    """Go to the next finding that wants a decision, after the one named by `from`."""
    filtered = chosen(request.query_params)
    came = request.query_params.get("from", "")
    return onward(db, session.user, filtered, came, request.query_params.get("did", ""))


def onward(db: Db, user: users.User, filtered: Filter, came: str, did: str) -> Response:
    """A redirect to the next finding, or to the list when nothing is left."""
    at = None
    if came:
        at = place(browse.item(db, user, came, filtered).place, filtered.sort)
    key = browse.next_open(db, user, filtered, at, skip=came)
    told = did if did in TOLD else ""
    if key:
        return RedirectResponse(finding_url(key, filtered, told), 303)
    return RedirectResponse(f"/?{filtered.query(did=told or 'end')}", 303)


def finding_url(key: str, filtered: Filter, did: str = "") -> str:
    query = filtered.query(did=did)
    return f"/finding/{quote(key)}" + (f"?{query}" if query else "")


@router.get("/finding/{key}")
def finding(request: Request, db: Db, session: Current, key: Key) -> Response:
    """One finding with all that an editor needs to decide it."""
    filtered = chosen(request.query_params)
    one = browse.item(db, session.user, key, filtered)
    at = place(one.place, filtered.sort)
    blind = one.now.state == "second" and not one.now.first_reader
    if not blind:
        discussion.see(db, session.user, key)
    values = {
        "item": one,
        "screen": screen(one, browse.texts(db, _documents(one))),
        "filter": filtered,
        "neighbours": browse.neighbours(db, one),
        "conflict_open": browse.count_open(db, Filter(conflict=one.conflict)),
        "whole_conflict": Filter(conflict=one.conflict),
        "notes": () if blind else discussion.notes(db, key),
        "history": () if blind else browse.history(db, key),
        "blind": blind,
        "names": [user.name for user in users.everyone(db) if user.may("editor")],
        "previous": browse.beside(db, filtered, at, back=True) if at else "",
        "following": browse.beside(db, filtered, at, back=False) if at else "",
        "told": TOLD.get(request.query_params.get("did", ""), ""),
    }
    return page(request, "finding.html.j2", session, values)


def _documents(one: Item) -> tuple[str, ...]:
    return tuple(key for letter in "ab" if (key := one.payload[letter]["document"].get("key")))


@router.get("/article/{document}")
def article(request: Request, db: Db, session: Current, document: Key) -> Response:
    """The stored article; `finding` and `side` say which passage to mark."""
    row = browse.document(db, document)
    marked, key = Span(0, 0), request.query_params.get("finding", "")
    if key:
        side = request.query_params.get("side", "a")
        raw = browse.item(db, session.user, key).payload["b" if side == "b" else "a"]
        start, end = raw["span"]
        if row.text[start:end] == raw["quote"]:
            marked = Span(start, end)
    values = {"article": row, "span": marked, "finding": key}
    return page(request, "article.html.j2", session, values)


@router.get("/audit")
def audit(request: Request, db: Db, session: Current) -> Response:
    """The log, newest first. What a second reader must not know yet is left out."""
    before = request.query_params.get("before", "")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else 0
    events = browse.history(db, "", before=number, limit=browse.PAGE)
    hidden = browse.unread(db, session.user)
    return page(request, "audit.html.j2", session, {"events": events, "hidden": hidden})


@router.get("/mentions")
def mentions(request: Request, db: Db, session: Current) -> Response:
    """The comments that name the user."""
    values = {"mentions": discussion.mentioned(db, session.user), "most": discussion.LISTED}
    return page(request, "mentions.html.j2", session, values)


@router.get("/help")
def keys(request: Request, session: Current) -> Response:
    """The keys, for a browser without JavaScript."""
    return page(request, "help.html.j2", session, {})
