"""The REST API: everything the pages do, for programs that hold a token."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Security
from fastapi import Path as InPath
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from detector.review import browse, decisions, discussion, leases, users
from detector.review.errors import BadRunFolder
from detector.review.filters import Choice, Sort, place
from detector.review.importing import Imported, import_folder
from detector.review.ledger import Event
from detector.review.quality import Quality, quality
from detector.review.runfiles import FILES
from detector.review.states import Correction, State
from detector.review.store import Store
from detector.review.users import User
from detector.types import Kind
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
    413: {"content": {"text/plain": {}}, "description": "The body is too long: 128 KiB, for a run 256 MiB"}
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
Key = Annotated[str, InPath(pattern="^[0-9a-f]{16}$", description="The key of a finding")]
ArticleKey = Annotated[str, InPath(pattern="^[0-9a-f]{16}$", description="`document.key` of a finding's side")]
Number = Annotated[int, Query(ge=0, le=2**31)]


class Filtering(BaseModel):
    """The query of a list; what is left out does not filter."""

    model_config = ConfigDict(extra="forbid")

    state: Choice | State = "open"
    kind: Kind | None = None
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
    sort: Sort = "rank"
    after: Annotated[str, Query(max_length=100, description="`after` of the page before")] = ""
    limit: Annotated[int, Query(ge=1, le=200)] = 50


@router.get("/me")
def me(user: Caller) -> User:
    """Whose token this is."""
    return user


@router.get("/findings")
def findings(db: Db, user: Caller, query: Annotated[Filtering, Query()]) -> m.PageOut:
    """A page of findings."""
    values = query.model_dump(exclude={"after", "limit"}, exclude_none=True)
    filtered = chosen({name: "1" if value is True else str(value) for name, value in values.items()})
    found = browse.page(db, filtered, place(query.after, filtered.sort), size=query.limit)
    return m.PageOut(findings=[m.LineOut.of(line) for line in found.lines], after=found.after, count=found.count)


@router.get("/counts")
def counts(db: Db, user: Caller) -> m.CountsOut:
    """How many findings the queue holds."""
    states, kinds = browse.counts(db)
    return m.CountsOut(states=states, kinds=kinds)


@router.get("/next")
def following(
    db: Db, user: Caller, filter: Annotated[str, Query(max_length=4000, description="A query string")] = ""
) -> m.NextOut:
    """The next finding that wants the caller's decision."""
    return m.NextOut(key=browse.next_open(db, user, of_text(filter), None))


@router.get("/names/{field}")
def names(db: Db, user: Caller, field: browse.Named, q: Annotated[str, Query(max_length=300)] = "") -> list[str]:
    """Names to filter by in which a word begins like `q`, at most twenty."""
    return list(browse.suggestions(db, field, q))


@router.get("/findings/{key}")
def finding(db: Db, user: Caller, key: Key) -> m.FindingOut:
    """One finding."""
    return m.FindingOut.of(browse.item(db, user, key))


@router.get("/articles/{key}")
def article(db: Db, user: Caller, key: ArticleKey) -> m.ArticleOut:
    """A stored article."""
    row = browse.document(db, key)
    return m.ArticleOut(**{name: getattr(row, name) for name in m.ArticleOut.model_fields})


@router.post("/runs", responses=TOO_LONG, openapi_extra=m.RUN_FILES)
async def import_run(request: Request, db: Db, user: Caller) -> Imported:
    """Bring in what a run wrote, as its files; the same run twice changes nothing. For admins.

    The body is read once the token has been checked.
    """
    users.require(user, "admin")
    async with request.form(max_files=len(FILES), max_fields=0) as form:
        return await run_in_threadpool(_import, db, user, form)


def _import(db: Store, user: User, form: FormData) -> Imported:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, file in form.items():
            if name not in FILES or not isinstance(file, UploadFile):
                raise BadRunFolder(f"{name[:40]}: not a file of a run; those are {', '.join(FILES)}")
            with (folder / name).open("wb") as copy:
                shutil.copyfileobj(file.file, copy)
        try:
            return import_folder(db, folder, user.name)
        except BadRunFolder as error:
            told = str(error).replace(f"{folder}/", "").replace(f"{folder}: ", "")
            raise BadRunFolder(told) from error


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
def comments(db: Db, user: Caller, key: Key) -> list[discussion.Note]:
    """The comments on a finding, oldest first; what they mention the caller in is no longer new."""
    if _blind(browse.item(db, user, key)):
        return []
    discussion.see(db, user, key)
    return list(discussion.notes(db, key))


@router.post("/findings/{key}/comments", status_code=201, responses=TOO_LONG)
def comment(db: Db, user: Caller, key: Key, given: m.CommentIn) -> discussion.Note:
    """Add a comment. `@name` of a user mentions them; what names nobody of the store stays text."""
    return discussion.comment(db, user, key, given.text)


@router.get("/mentions")
def mentions(db: Db, user: Caller) -> list[discussion.Mention]:
    """The newest comments that mention the caller; without text while they may be the finding's second reader."""
    return list(discussion.mentioned(db, user))


@router.get("/findings/{key}/events")
def history(db: Db, user: Caller, key: Key) -> list[Event]:
    """The events of a finding, newest first; none while the caller may be its second reader."""
    if _blind(browse.item(db, user, key)):
        return []
    return [Event(**row._mapping) for row in browse.history(db, key)]


def _blind(item: browse.Item) -> bool:
    return item.now.state == "second" and not item.now.first_reader


@router.post("/undo", responses=CONFLICT)
def undo(db: Db, user: Caller) -> decisions.Undone:
    """Take back the caller's newest action; 404 when there is none left."""
    return decisions.undo(db, user)


@router.post("/redo", responses=CONFLICT)
def redo(db: Db, user: Caller) -> decisions.Undone:
    """Do again what the caller's last undo took back; 404 when there is nothing or they have acted since."""
    return decisions.redo(db, user)


@router.get("/bulk")
def selection(
    db: Db, user: Caller, filter: Annotated[str, Query(max_length=4000, description="A query string")] = ""
) -> m.SelectionOut:
    """How many open findings a filter holds, as a bulk decision expects it."""
    return m.SelectionOut(open=browse.count_open(db, of_text(filter)))


@router.post("/bulk", responses=WRITE)
def bulk(db: Db, user: Caller, given: m.BulkIn) -> decisions.Bulk:
    """Decide every open finding of a filter as one action."""
    filtered = of_text(given.filter)
    return decisions.bulk(db, user, filtered, given.verdict, expected=given.expected, reason=given.reason)


@router.get("/events")
def events(db: Db, user: Caller, before: Number = 0, limit: Annotated[int, Query(ge=1, le=200)] = 100) -> list[Event]:
    """The log, newest first. For admins, as it tells what a second reader must not know."""
    users.require(user, "admin")
    return [Event(**row._mapping) for row in browse.history(db, "", before=before, limit=limit)]


@router.get("/quality")
def figures(db: Db, user: Caller) -> Quality:
    """The figures of the dashboard."""
    return quality(db)


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
