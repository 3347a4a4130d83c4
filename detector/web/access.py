"""Who is asking: the session behind the cookie, the token of a form, and nobody from another site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from detector.review import users
from detector.review.content import storable
from detector.review.errors import NotAllowed
from detector.review.store import Store
from detector.review.users import SESSION_SECONDS, Role, Session

FIELDS = 200


class LoginNeeded(Exception):
    """There is no session."""


def store(request: Request) -> Store:
    return request.app.state.store


def cookie_name(request: Request, name: str) -> str:
    """A cookie that only this host can have set, where the connection is secure."""
    return f"__Host-{name}" if request.app.state.secure else name


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int = SESSION_SECONDS) -> None:
    secure = request.app.state.secure
    response.set_cookie(
        cookie_name(request, name), value, max_age=seconds, secure=secure, httponly=True, samesite="lax", path="/"
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    """Have a cookie forgotten; without the attributes that it was set with, browsers ignore this for `__Host-`."""
    set_cookie(request, response, name, "", 0)


def current(request: Request) -> Session:
    """The session of the request. Raises LoginNeeded."""
    cookie = request.cookies.get(cookie_name(request, "session"), "")
    found = users.session(store(request), cookie) if cookie else None
    if found is None:
        raise LoginNeeded
    return found


Current = Annotated[Session, Depends(current)]
Db = Annotated[Store, Depends(store)]


@dataclass(frozen=True, slots=True)
class Form:
    """The text fields of a form whose token was checked."""

    fields: dict[str, str]

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def number(self, name: str) -> int:
        """A whole number. Raises NotAllowed."""
        text = self.text(name)
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise NotAllowed(f"{name} is missing from the form; load the page again")
        return int(text)


def _fields(data: FormData) -> dict[str, str]:
    return {name: str(storable(value)) for name, value in data.items() if isinstance(value, str)}


def from_elsewhere(request: Request) -> bool:
    """Whether a browser says that another site made this request."""
    origin = request.headers.get("origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc != request.headers.get("host")
    return request.headers.get("sec-fetch-site") in ("cross-site", "same-site")


async def checked_form(request: Request, session: Current) -> Form:
    """The form of a write: from this site, with this session's token. Raises NotAllowed."""
    data = _fields(await request.form(max_files=0, max_fields=FIELDS))
    if from_elsewhere(request) or not users.same(data.get("csrf", ""), session.csrf):
        raise NotAllowed("this form is not from your session; load the page again and repeat what you did")
    return Form(data)


async def open_form(request: Request) -> Form:
    """The form of a visitor without a session, whose token is a cookie's. Raises NotAllowed."""
    data = _fields(await request.form(max_files=0, max_fields=FIELDS))
    wanted = request.cookies.get(cookie_name(request, "visit"), "")
    if from_elsewhere(request) or not wanted or not users.same(data.get("csrf", ""), wanted):
        raise NotAllowed("this form is too old; load the page again")
    return Form(data)


Checked = Annotated[Form, Depends(checked_form)]
Open = Annotated[Form, Depends(open_form)]


def role(wanted: Role) -> Callable[[Session], Session]:
    """A dependency: the session, when its user's role is at least `wanted`."""

    def check(session: Current) -> Session:
        users.require(session.user, wanted)
        return session

    return check


Editor = Annotated[Session, Depends(role("editor"))]
Admin = Annotated[Session, Depends(role("admin"))]


def local(path: str, otherwise: str = "/") -> str:
    """The path when it leads to a page of this site, else `otherwise`."""
    plain = path.isprintable() and path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path
    try:
        parts = urlsplit(path)
    except ValueError:
        return otherwise
    return path if plain and not parts.scheme and not parts.netloc else otherwise
