"""The shapes of the REST API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from detector.review.browse import Item, Line
from detector.review.decisions import LONGEST_REASON
from detector.review.discussion import LONGEST_COMMENT
from detector.review.runfiles import FILES, NEEDED
from detector.review.states import State, Verdict
from detector.review.users import LEAST_PASSWORD, LONGEST_LABEL, MOST_PASSWORD, NAME, Role
from detector.types import Kind, Stance

Reason = Annotated[str, StringConstraints(max_length=LONGEST_REASON, pattern=r"^[^\x00]*$")]
UserName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
USER_NAME = f"^{NAME.pattern}$"
Password = Annotated[str, StringConstraints(min_length=LEAST_PASSWORD, max_length=MOST_PASSWORD)]
Version = Annotated[int, Field(ge=1, le=2**31)]


_FILE = {"type": "string", "format": "binary"}
RUN_FILES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "properties": dict.fromkeys(FILES, _FILE), "required": list(NEEDED)}
            }
        },
    }
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Problem(BaseModel):
    """Why a request was refused."""

    detail: str


class Fault(BaseModel):
    where: list[str]
    what: str


class Invalid(BaseModel):
    """What in a request does not fit this description."""

    detail: list[Fault]


class CorrectionIn(Strict):
    """What the editor puts right; what is left out was right."""

    kind: Kind | Literal[""] = ""
    holder_a: Reason = ""
    holder_b: Reason = ""
    stance_a: Stance | Literal[""] = ""
    stance_b: Stance | Literal[""] = ""


class DecisionIn(Strict):
    """A decision on the finding as seen at `version`. A correction goes with `confirm`."""

    version: Version
    verdict: Verdict
    correction: CorrectionIn = CorrectionIn()
    reason: Reason = ""
    take_over: bool = False


class AssignmentIn(Strict):
    """`assignee` is empty for nobody."""

    version: Version
    assignee: UserName


class SwitchIn(Strict):
    version: Version
    on: bool


class CommentIn(Strict):
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_COMMENT, pattern=r"\S")]


class LeaseIn(Strict):
    take_over: bool = False


class BulkIn(Strict):
    """Decides every open finding of the filter; `expected` is how many those were by GET /api/v1/bulk."""

    filter: str = Field(max_length=4000, description="A query string as of /api/v1/findings, such as kind=update")
    verdict: Verdict
    expected: Annotated[int, Field(ge=0, le=2**31)]
    reason: Reason = ""


class UserIn(Strict):
    """A user to be made. A name is known in lower case."""

    name: Annotated[str, StringConstraints(pattern=USER_NAME)]
    role: Role
    password: Password


class UserChangeIn(Strict):
    """What to change; `active` is false for a user who is to be kept out."""

    role: Role | None = None
    password: Password | None = None
    active: bool | None = None


class TokenIn(Strict):
    label: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LABEL)]


class LineOut(BaseModel):
    key: str
    kind: str
    probability: float
    sampled: str
    state: State
    holders: str
    topic: str
    published: str
    assignee: str
    flagged: bool
    lease: str
    quotes: list[str]

    @classmethod
    def of(cls, line: Line) -> LineOut:
        return cls(
            key=line.key, kind=line.kind, probability=line.probability, sampled=line.stratum,
            state=line.state, holders=line.holder, topic=line.topic, published=line.published,  # type: ignore[arg-type]
            assignee=line.assignee, flagged=line.flagged, lease=line.lease, quotes=list(line.quotes),
        )  # fmt: skip


class PageOut(BaseModel):
    """`after` goes into the next request, empty at the end. `count` stops at 1001."""

    findings: list[LineOut]
    after: str
    count: int


class StandingOut(BaseModel):
    state: State
    verdict: str
    reason: str
    correction: CorrectionIn
    assignee: str
    flagged: bool
    first_reader: str
    first_verdict: str
    second_reader: str
    second_verdict: str


class FindingOut(BaseModel):
    """A finding; `finding` is its line of findings.jsonl. A second reader is not told of the first reading."""

    key: str
    version: int
    standing: StandingOut
    lease: str
    kind: str
    probability: float
    sampled: str
    makers: dict[str, str]
    finding: dict[str, Any]

    @classmethod
    def of(cls, item: Item) -> FindingOut:
        now = item.now
        names = [name for name in StandingOut.model_fields if name != "correction"]
        fixed = {name: getattr(now.correction, name) for name in CorrectionIn.model_fields}
        return cls(
            key=item.key, version=item.version, lease=item.lease, kind=item.kind, probability=item.probability,
            sampled=item.stratum, makers=dict(item.makers), finding=dict(item.payload),
            standing=StandingOut(correction=CorrectionIn(**fixed), **{n: getattr(now, n) for n in names}),
        )  # fmt: skip


class VersionOut(BaseModel):
    """Where a finding stands after a write."""

    key: str
    version: int
    state: State


class LeaseOut(BaseModel):
    """Who has the finding open now; not you where somebody was first."""

    owner: str
    mine: bool


class SelectionOut(BaseModel):
    open: int


class NextOut(BaseModel):
    """The key of the next finding that wants your decision, empty when there is none."""

    key: str


class CountsOut(BaseModel):
    """Findings by state and by kind, of the whole queue; the kind of a sampled pair is empty."""

    states: dict[str, int]
    kinds: dict[str, int]


class ArticleOut(BaseModel):
    """A stored article; the spans of findings are code points of `text`."""

    key: str
    id: str
    outlet: str
    author: str
    title: str
    url: str
    published: str
    text: str


class TokenOut(BaseModel):
    token: str
