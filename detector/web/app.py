"""The web application."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from detector.api import DISTRIBUTION
from detector.report.render import TEMPLATES
from detector.review.errors import Changed, Held, NotAllowed, NotFound, QueueError
from detector.review.store import Store
from detector.web import actions, api, api_people, dashboard, exporting, login, pages, people
from detector.web.access import LoginNeeded, current, local
from detector.web.guard import Guard, headers
from detector.web.rendering import STATIC, environment, page

STATUS = {NotFound: 404, Changed: 409, Held: 409, NotAllowed: 403}
LOG = logging.getLogger("detector.web")
FOREVER = {"cache-control": f"public, max-age={365 * 86400}, immutable"}


class VersionedFiles(StaticFiles):
    """Static files whose address changes with their content."""

    def file_response(self, *args, **kwargs) -> Response:  # type: ignore[no-untyped-def]
        answer = super().file_response(*args, **kwargs)
        answer.headers.update(FOREVER)
        return answer


def create_app(store: Store, *, secure: bool = False, hosts: Sequence[str] = ("*",)) -> FastAPI:
    """The application over an open store. `secure` says that every visitor comes over https."""
    app = FastAPI(
        title="Source contradictions: the review queue",
        version=version(DISTRIBUTION),
        docs_url=None,
        redoc_url=None,
        description="Findings, decisions and exports of the editorial review queue.",
    )
    app.state.store, app.state.secure, app.state.templates = store, secure, environment()
    app.add_api_route("/static/base.css", _base, include_in_schema=False)  # the report's, for both
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
    for part in (login, pages, actions, dashboard, exporting, people, api, api_people):
        app.include_router(part.router)
    app.add_api_route("/healthz", _healthz, include_in_schema=False)
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(QueueError, _refused)
    app.add_exception_handler(HTTPException, _failed)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _broken)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts))
    app.add_middleware(Guard, secure=secure)
    return app


def _base() -> Response:
    return FileResponse(TEMPLATES / "base.css", headers=FOREVER)


def _healthz(request: Request) -> Response:
    """Whether the server answers and its store can be read."""
    try:
        with request.app.state.store.read() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return PlainTextResponse("the store cannot be read\n", 503)
    return PlainTextResponse("ok\n")


def status_of(error: QueueError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def _of_api(request: Request) -> bool:
    return request.url.path.startswith("/api/")


async def _to_login(request: Request, error: Exception) -> Response:
    """To the login, and from there back to the page that was asked for, or that a form or a piece of it belongs to."""
    by_htmx = "hx-request" in request.headers
    whole = request.method == "GET" and (not by_htmx or "hx-boosted" in request.headers)
    goes_to = page_of(request, str(request.url) if whole else request.headers.get("referer", ""))
    url = "/login" if goes_to in ("", "/") else f"/login?{urlencode({'next': goes_to})}"
    if by_htmx:
        return Response(status_code=204, headers={"hx-redirect": url})
    return RedirectResponse(url, 303)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, QueueError)
    return _told(request, str(error), status_of(error))


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = _told(request, str(error.detail), error.status_code)
    answer.headers.update(error.headers or {})
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _of_api(request):
        wrong = [{"where": [str(part) for part in one["loc"]], "what": one["msg"]} for one in error.errors()]
        return JSONResponse({"detail": wrong}, 422)
    return _told(request, "there is no such page", 404)


async def _broken(request: Request, error: Exception) -> Response:
    LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    answer = _told(request, "something went wrong on our side; nothing was written", 500)
    answer.headers.update(headers(secure=request.app.state.secure))  # this answer does not pass the guard
    return answer


def _told(request: Request, what: str, status: int) -> Response:
    if _of_api(request):
        return JSONResponse({"detail": what}, status)
    try:
        session = current(request)
    except (LoginNeeded, SQLAlchemyError):
        session = None
    back = request.headers.get("referer", "") if status in (403, 409) else ""
    again = page_of(request, back)
    answer = page(request, "error.html.j2", session, {"what": what, "status": status, "again": again}, status)
    if request.method != "GET":
        answer.headers["hx-push-url"] = "false"  # what was posted to is no page to reload
    return answer


def page_of(request: Request, url: str) -> str:
    """The path and query of a page of ours, "" of any other."""
    base = f"{request.url.scheme}://{request.url.netloc}"
    return local(url.removeprefix(base), "") if url.startswith(base + "/") else ""
