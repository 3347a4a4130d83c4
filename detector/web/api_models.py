"""The shapes of the REST API."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from detector.review.browse import Item, Line
from detector.review.decisions import LONGEST_COMMENT, LONGEST_REASON
from detector.review.ledger import Event
from detector.review.states import Verdict

StateName = Literal[
    "new", "assigned", "confirmed", "rejected", "superseded", "second", "adjudication", "published", "regressed"
]
KindName = Literal["speakers", "denial", "outlets", "self", "misquote", "number", "update"]
StanceName = Literal["asserts", "denies", "doubts", "narrates"]
Reason = Annotated[str, StringConstraints(max_length=LONGEST_REASON, pattern=r"^[^\x00]*$")]
UserName = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00]*$")]
Version = Annotated[int, Field(ge=1, le=2**31)]


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

    kind: KindName | Literal[""] = ""
    holder_a: Reason = ""
    holder_b: Reason = ""
    stance_a: StanceName | Literal[""] = ""
    stance_b: StanceName | Literal[""] = ""


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
    """Decides every open finding of the filter; `expected` is how many the caller believes those are."""

    filter: str = Field(max_length=4000, description="A query string as of /api/v1/findings, such as kind=update")
    verdict: Verdict
    expected: Annotated[int, Field(ge=0, le=2**31)]
    reason: Reason = ""


class LineOut(BaseModel):
    key: str
    kind: str
    probability: float
    sampled: str
    state: StateName
    holders: str
    topic: str
    published: str
    assignee: str
    flagged: bool

    @classmethod
    def of(cls, line: Line) -> LineOut:
        return cls(
            key=line.key, kind=line.kind, probability=line.probability, sampled=line.stratum,
            state=line.state, holders=line.holder, topic=line.topic, published=line.published,  # type: ignore[arg-type]
            assignee=line.assignee, flagged=line.flagged,
        )  # fmt: skip


class PageOut(BaseModel):
    """`after` goes into the next request, empty at the end. `count` stops at 1001."""

    findings: list[LineOut]
    after: str
    count: int


class StandingOut(BaseModel):
    state: StateName
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
    state: StateName


class CommentOut(BaseModel):
    author: str
    at: str
    text: str


class LeaseOut(BaseModel):
    """Who has the finding open now; not you where somebody was first."""

    owner: str
    mine: bool


class UndoneOut(BaseModel):
    """The findings that an undo or redo has `changed`; `kept` were changed since and stay as they are."""

    action: str
    changed: list[str]
    kept: list[str]


class BulkOut(BaseModel):
    """`left` findings are open at somebody else's, or were decided meanwhile."""

    decided: int
    left: int


class EventOut(BaseModel):
    """An event as it was hashed: SHA-256 over the JSON array of all fields before `hash`, in this order."""

    seq: int
    at: str
    actor: str
    action: str
    item: str
    version: int
    before: str
    after: str
    reason: str
    makers: str
    batch: str
    undoes: int
    prev: str
    hash: str

    @classmethod
    def of(cls, row: Any) -> EventOut:
        return cls(**{name: getattr(row, name) for name in Event.__slots__})


class NextOut(BaseModel):
    """The key of the next finding that wants your decision, empty when there is none."""

    key: str


class UserOut(BaseModel):
    name: str
    role: Literal["reader", "editor", "admin"]
