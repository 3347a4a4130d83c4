"""Where a finding stands, and how each decision moves it. Pure functions from values to values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Literal, get_args

from detector.review.errors import NotAllowed

State = Literal[
    "new", "assigned", "confirmed", "rejected", "superseded", "second", "adjudication", "published", "regressed"
]
Verdict = Literal["confirm", "not_contradiction", "superseded", "different_event", "not_held"]

STATES: tuple[str, ...] = get_args(State)
VERDICTS: tuple[str, ...] = get_args(Verdict)
OPEN = frozenset({"new", "assigned", "regressed"})
WAITING = frozenset({"second", "adjudication"})
DECIDED = frozenset({"confirmed", "rejected", "superseded"})
OUTCOMES: Mapping[str, State] = {
    "confirm": "confirmed",
    "not_contradiction": "rejected",
    "different_event": "rejected",
    "not_held": "rejected",
    "superseded": "superseded",
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor put right about the machine's reading; an empty field was right."""

    kind: str = ""
    holder_a: str = ""
    holder_b: str = ""
    stance_a: str = ""
    stance_b: str = ""

    @property
    def any(self) -> bool:
        return any(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Standing:
    """All that decisions have made of a finding; the fold of its events.

    `verdict` is the one that counts, `first_*` and `second_*` are the two independent readings of a finding that was
    drawn for a second reader. `effective` is the event that brought this standing about: undo goes back from there.
    """

    state: State = "new"
    verdict: str = ""
    reason: str = ""
    correction: Correction = Correction()
    assignee: str = ""
    flagged: bool = False
    first_reader: str = ""
    first_verdict: str = ""
    second_reader: str = ""
    second_verdict: str = ""
    effective: int = 0

    @property
    def stage(self) -> str:
        """What the state asks of an editor: open, waiting (for another reader) or done."""
        return "open" if self.state in OPEN else "waiting" if self.state in WAITING else "done"

    def record(self) -> dict[str, object]:
        """The fields that differ from those of an untouched finding."""
        untouched = Standing()
        changed = {f.name: getattr(self, f.name) for f in fields(self)}
        return {
            name: asdict(value) if isinstance(value, Correction) else value
            for name, value in changed.items()
            if value != getattr(untouched, name)
        }

    def text(self) -> str:
        return json.dumps(self.record(), ensure_ascii=False, sort_keys=True)


def standing(text: str) -> Standing:
    """The standing that `Standing.text` wrote."""
    record = json.loads(text) if text else {}
    correction = Correction(**record.pop("correction", {}))
    return Standing(**record, correction=correction)


def decide(
    now: Standing, verdict: Verdict, actor: str, *, correction: Correction, second: bool, admin: bool, reason: str = ""
) -> Standing:
    """The standing after `actor` decided. `second` says that this finding was drawn for a second reader.

    Raises NotAllowed where the same person would read twice, adjudicate their own reading, or undo a publication.
    """
    if now.state == "published":
        raise NotAllowed("this finding is published; withdraw it before deciding it again")
    if now.state == "second":
        return _second(now, verdict, actor, correction, reason)
    if now.state == "adjudication":
        if actor in (now.first_reader, now.second_reader) and not admin:
            raise NotAllowed("the two readings differ; a third person or an admin has to settle it")
        return replace(now, state=OUTCOMES[verdict], verdict=verdict, correction=correction, reason=reason)
    if second and now.state in OPEN:
        return replace(
            now,
            state="second",
            first_reader=actor,
            first_verdict=verdict,
            second_reader="",
            second_verdict="",
            correction=correction,
            reason=reason,
            verdict="",
            assignee="",
        )
    read = now if now.second_reader else replace(now, first_reader=actor, first_verdict=verdict)
    return replace(read, state=OUTCOMES[verdict], verdict=verdict, correction=correction, reason=reason)


def _second(now: Standing, verdict: Verdict, actor: str, correction: Correction, reason: str) -> Standing:
    if actor == now.first_reader:
        raise NotAllowed("the second reading has to be somebody else's")
    read = replace(now, second_reader=actor, second_verdict=verdict)
    if OUTCOMES[verdict] != OUTCOMES[now.first_verdict]:
        return replace(read, state="adjudication", reason="")
    settled = correction if correction.any else now.correction
    return replace(read, state=OUTCOMES[verdict], verdict=verdict, correction=settled, reason=reason or now.reason)


def assign(now: Standing, assignee: str) -> Standing:
    """The standing after it was given to somebody, or to nobody when `assignee` is empty."""
    state = now.state
    if state in OPEN:
        state = "assigned" if assignee else ("regressed" if now.reason.startswith("back: ") else "new")
    return replace(now, assignee=assignee, state=state)


def flag(now: Standing, on: bool) -> Standing:
    return replace(now, flagged=on)


def publish(now: Standing, on: bool) -> Standing:
    """Published, or withdrawn to confirmed. Raises NotAllowed unless confirmed (or published, to withdraw)."""
    if on and now.state != "confirmed":
        raise NotAllowed("only a confirmed finding can be published")
    if not on and now.state != "published":
        raise NotAllowed("this finding is not published")
    return replace(now, state="published" if on else "confirmed")


def regress(now: Standing, why: str) -> Standing:
    """A dismissed finding that new evidence brings back, to be decided afresh."""
    return replace(Standing(), state="regressed", reason=f"back: {why}", assignee=now.assignee, flagged=now.flagged)


def shown(now: Standing, viewer: str) -> Standing:
    """The standing as `viewer` may see it: a second reader is not told what the first one thought."""
    if now.state != "second" or viewer == now.first_reader:
        return now
    return replace(now, first_reader="", first_verdict="", correction=Correction(), reason="", effective=0)
