"""The page on which admins keep the users of the queue and the tokens of programs."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from detector.review import users
from detector.review.store import Store
from detector.review.users import Session
from detector.web.access import Admin, Checked, Db
from detector.web.rendering import page
from detector.web.told import TOLD

router = APIRouter(include_in_schema=False)


@router.get("/users")
def people(request: Request, db: Db, session: Admin) -> Response:
    """The users."""
    return _people(request, db, session)


def _people(request: Request, db: Store, session: Session, token: str = "", name: str = "") -> Response:
    values = {
        "accounts": users.accounts(db),
        "roles": users.ROLES,
        "least": users.LEAST_PASSWORD,
        "most": users.MOST_PASSWORD,
        "longest": users.LONGEST_LABEL,
        "token": token,
        "name": name,
        "told": TOLD.get(request.query_params.get("did", ""), ""),
    }
    return page(request, "users.html.j2", session, values)


@router.post("/users")
def add(db: Db, session: Admin, given: Checked) -> Response:
    """Make a user."""
    users.add(db, given.text("name").strip(), given.text("role"), given.text("password"), session.user.name)
    return RedirectResponse("/users?did=user-added", 303)


@router.post("/users/change")
def change(db: Db, session: Admin, given: Checked) -> Response:
    """Give a user another role or password, or let them in or keep them out."""
    active = {"1": True, "0": False}.get(given.text("active"))
    role, password = given.text("role"), given.text("password")
    users.change(db, given.text("name"), role=role, password=password, active=active, actor=session.user.name)
    return RedirectResponse("/users?did=user-changed", 303)


@router.post("/users/token")
def token(request: Request, db: Db, session: Admin, given: Checked) -> Response:
    """Make a token and show it, this once."""
    name = given.text("name")
    made = users.make_token(db, name, given.text("label").strip(), session.user.name)
    answer = _people(request, db, session, made, name)
    answer.headers["hx-push-url"] = "/users"
    return answer


@router.post("/users/revoke")
def revoke(db: Db, session: Admin, given: Checked) -> Response:
    """End a token."""
    users.revoke_token(db, given.text("name"), given.text("token"), session.user.name)
    return RedirectResponse("/users?did=token-ended", 303)
