"""The REST API: everything the pages do, for programs that hold a token."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException
from starlette.responses import Response

from detector.review import browse, decisions, leases, users
from detector.review.filters import place
from detector.review.quality import quality
from detector.review.states import Correction
from detector.review.users import User
from detector.web import api_models as m
from detector.web.access import Db, store
from detector.web.choosing import chosen, of_text
from detector.web.exporting import attachment

REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"model": m.Problem, "description": "The request cannot be read"},
    401: {"model": m.Problem, "description": "No token, or one that is not known"},
    403: {"model": m.Problem, "description": "Not allowed for this role or in this state"},
    404: {"model": m.Problem, "description": "Not found"},
    422: {"model": m.Invalid, "description": "The request does not fit the description"},
}
CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"model": m.Problem, "description": "Somebody else has changed the finding or has it open"}
}
TOO_LONG: dict[int | str, dict[str, Any]] = {
    413: {"content": {"text/plain": {}}, "description": "The body is longer than 128 KiB"}
}
WRITE = CONFLICT | TOO_LONG
bearer = HTTPBearer(auto_error=False, description="A token made by `detector users token NAME`")


def caller(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]) -> User:
    """The user of the token."""
    user = users.of_token(store(request), given.credentials) if given else None
    if user is None:
        raise HTTPException(401, "give a token: Authorization: Bearer TOKEN", {"www-authenticate": "Bearer"})
    return user


router = APIRouter(prefix="/api/v1", responses=REFUSED, tags=["queue"])
Caller = Annotated[User, Depends(caller)]
Key = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="The key of a finding")]
Number = Annotated[int, Query(ge=0, le=2**31)]


class Filtering(BaseModel):
    """The query of a list; what is left out does not filter."""

    model_config = ConfigDict(extra="forbid")

    state: Literal[
        "open", "all", "review", "new", "assigned", "confirmed", "rejected", "superseded", "second", "adjudication",
        "published", "regressed",
    ] = "open"  # fmt: skip
    kind: m.KindName | None = None
    holder: Annotated[str, Query(max_length=300)] = ""
    outlet: Annotated[str, Query(max_length=300)] = ""
    topic: Annotated[str, Query(max_length=300)] = ""
    conflict: Annotated[str, Query(max_length=300)] = ""
    assignee: Annotated[str, Query(max_length=64)] = ""
    q: Annotated[str, Query(max_length=300)] = ""
    since: Annotated[str, Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = None
    until: Annotated[str, Query(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")] | None = None
    low: Annotated[float, Query(ge=0, le=1, allow_inf_nan=False)] | None = None
    high: Annotated[float, Query(ge=0, le=1, allow_inf_nan=False)] | None = None
    flagged: bool = False
    sort: Literal["rank", "probability", "newest", "oldest", "decided"] = "rank"
    after: Annotated[str, Query(max_length=100, description="`after` of the page before")] = ""
    limit: Annotated[int, Query(ge=1, le=200)] = 50


@router.get("/me")
def me(user: Caller) -> m.UserOut:
    """Whose token this is."""
    return m.UserOut(name=user.name, role=user.role)  # type: ignore[arg-type]


@router.get("/findings")
def findings(db: Db, user: Caller, query: Annotated[Filtering, Query()]) -> m.PageOut:
    """A page of findings."""
    values = query.model_dump(exclude={"after", "limit"}, exclude_none=True)
    filtered = chosen({name: "1" if value is True else str(value) for name, value in values.items()})
    found = browse.page(db, filtered, place(query.after, filtered.sort), size=query.limit)
    return m.PageOut(findings=[m.LineOut.of(line) for line in found.lines], after=found.after, count=found.count)


@router.get("/next")
def following(
    db: Db, user: Caller, filter: Annotated[str, Query(max_length=4000, description="A query string")] = ""
) -> m.NextOut:
    """The next finding that wants the caller's decision."""
    return m.NextOut(key=browse.next_open(db, user, of_text(filter), None))


@router.get("/findings/{key}")
def finding(db: Db, user: Caller, key: Key) -> m.FindingOut:
    """One finding."""
    return m.FindingOut.of(browse.item(db, user, key))


@router.post("/findings/{key}/decision", responses=WRITE)
def decide(db: Db, user: Caller, key: Key, given: m.DecisionIn) -> m.VersionOut:
    """Decide a finding."""
    correction = Correction(**given.correction.model_dump())
    done = decisions.decide(
        db, user, key, given.version, given.verdict, correction=correction, reason=given.reason, over=given.take_over
    )
    return _version(done)


@router.put("/findings/{key}/assignment", responses=WRITE)
def assign(db: Db, user: Caller, key: Key, given: m.AssignmentIn) -> m.VersionOut:
    """Give a finding to somebody."""
    return _version(decisions.assign(db, user, key, given.version, given.assignee))


@router.put("/findings/{key}/flag", responses=WRITE)
def flag(db: Db, user: Caller, key: Key, given: m.SwitchIn) -> m.VersionOut:
    """Flag a finding or take the flag away."""
    return _version(decisions.flag(db, user, key, given.version, given.on))


@router.put("/findings/{key}/publication", responses=WRITE)
def publish(db: Db, user: Caller, key: Key, given: m.SwitchIn) -> m.VersionOut:
    """Set a confirmed finding down as published, or withdraw it."""
    return _version(decisions.publish(db, user, key, given.version, given.on))


def _version(held: Any) -> m.VersionOut:
    return m.VersionOut(key=held.key, version=held.version, state=held.now.state)


@router.put("/findings/{key}/lease", responses=TOO_LONG)
def lease(db: Db, user: Caller, key: Key, given: m.LeaseIn) -> m.LeaseOut:
    """Take or renew the lease of a finding; it runs out by itself after 90 seconds."""
    owner = leases.take(db, user, key, over=given.take_over)
    return m.LeaseOut(owner=owner, mine=owner == user.name)


@router.get("/findings/{key}/comments")
def comments(db: Db, user: Caller, key: Key) -> list[m.CommentOut]:
    """The comments on a finding, oldest first."""
    if _blind(browse.item(db, user, key)):
        return []
    return [m.CommentOut(**asdict(note)) for note in browse.notes(db, key)]


@router.post("/findings/{key}/comments", status_code=201, responses=TOO_LONG)
def comment(db: Db, user: Caller, key: Key, given: m.CommentIn) -> m.CommentOut:
    """Add a comment."""
    decisions.comment(db, user, key, given.text)
    return m.CommentOut(**asdict(browse.notes(db, key)[-1]))


@router.get("/findings/{key}/events")
def history(db: Db, user: Caller, key: Key) -> list[m.EventOut]:
    """The events of a finding, newest first; none while the caller may be its second reader."""
    if _blind(browse.item(db, user, key)):
        return []
    return [m.EventOut.of(row) for row in browse.history(db, key)]


def _blind(item: browse.Item) -> bool:
    return item.now.state == "second" and not item.now.first_reader


@router.post("/undo", responses=CONFLICT)
def undo(db: Db, user: Caller) -> m.UndoneOut:
    """Take back the caller's newest action; 404 when there is none left."""
    return _turned(decisions.undo(db, user))


@router.post("/redo", responses=CONFLICT)
def redo(db: Db, user: Caller) -> m.UndoneOut:
    """Do again what the caller's last undo took back; 404 when there is nothing or they have acted since."""
    return _turned(decisions.redo(db, user))


def _turned(taken: decisions.Undone) -> m.UndoneOut:
    return m.UndoneOut(action=taken.action, changed=list(taken.keys), kept=list(taken.kept))


@router.post("/bulk", responses=WRITE)
def bulk(db: Db, user: Caller, given: m.BulkIn) -> m.BulkOut:
    """Decide every open finding of a filter as one action."""
    filtered = of_text(given.filter)
    done = decisions.bulk(db, user, filtered, given.verdict, expected=given.expected, reason=given.reason)
    return m.BulkOut(decided=done.decided, left=done.left)


@router.get("/events")
def events(
    db: Db, user: Caller, before: Number = 0, limit: Annotated[int, Query(ge=1, le=200)] = 100
) -> list[m.EventOut]:
    """The log, newest first. For admins, as it tells what a second reader must not know."""
    users.require(user, "admin")
    return [m.EventOut.of(row) for row in browse.history(db, "", before=before, limit=limit)]


@router.get("/quality")
def figures(db: Db, user: Caller) -> dict[str, Any]:
    """The figures of the dashboard."""
    return asdict(quality(db))


@router.get(
    "/export/{name}",
    response_class=Response,
    responses={200: {"description": "The export", "content": {
        "application/x-ndjson": {}, "text/csv": {}, "application/ld+json": {}, "text/html": {},
        "application/atom+xml": {},
    }}},
)  # fmt: skip
def export(
    db: Db, user: Caller, name: Literal["jsonl", "csv", "claimreview", "annotations", "report", "atom"]
) -> Response:
    """What was decided, in one of six formats."""
    return attachment(db, name)
