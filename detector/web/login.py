"""Login and logout."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from detector.review import users
from detector.review.users import Throttled
from detector.web.access import Checked, Current, Db, Open, drop_cookie, local, set_cookie
from detector.web.rendering import page

router = APIRouter(include_in_schema=False)
VISIT_SECONDS = 3600


@router.get("/login")
def form(request: Request) -> Response:
    """The login page."""
    return _form(request, local(request.query_params.get("next", "/")))


def _form(request: Request, goes_to: str, told: str = "", status: int = 200) -> Response:
    token = secrets.token_urlsafe(32)
    answer = page(request, "login.html.j2", None, {"token": token, "goes_to": goes_to, "told": told}, status)
    set_cookie(request, answer, "visit", token, VISIT_SECONDS)
    return answer


@router.post("/login")
def login(request: Request, db: Db, given: Open) -> Response:
    """Open a session, or say that name or password are wrong."""
    goes_to = local(given.text("next"))
    address = request.client.host if request.client else ""
    try:
        made = users.login(db, given.text("name"), given.text("password"), address)
    except Throttled as error:
        return _form(request, goes_to, str(error), 429)
    if made is None:
        return _form(request, goes_to, "Wrong name or password.", 401)
    answer = RedirectResponse(goes_to, 303)
    set_cookie(request, answer, "session", made[0])
    drop_cookie(request, answer, "visit")
    return answer


@router.post("/logout")
def logout(request: Request, db: Db, session: Current, _: Checked) -> Response:
    """End the session."""
    users.logout(db, session)
    answer = RedirectResponse("/login", 303)
    drop_cookie(request, answer, "session")
    return answer
