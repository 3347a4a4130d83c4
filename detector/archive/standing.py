"""What became of each finding since the runs before: new, carried, resolved or regressed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import msgspec

Word = Literal["new", "carried", "resolved", "regressed"]
Version = tuple[str, str]  # a document's id and the name of its content


class State(msgspec.Struct, frozen=True):
    """A finding as the archive knows it: since which run (`since`) it stands (`live`) or does not, and by which word
    that run told it. It is kept at `row` of `file`; `a` and `b` are its documents, each with the content it had."""

    id: str
    live: bool
    standing: Word
    since: int
    file: str
    row: int
    probability: float
    a: str
    a_content: str
    b: str
    b_content: str

    @property
    def sides(self) -> tuple[Version, Version]:
        return (self.a, self.a_content), (self.b, self.b_content)


def settled(
    before: Mapping[str, State], found: Iterable[State], gone: Collection[Version], run: int
) -> dict[str, State]:
    """The states after a run that brought out `found` and in which the versions `gone` were replaced or withdrawn.

    A finding resolves when an article that it stands on is gone and it was not found again; it regresses when it is
    found after it had resolved. The better of two findings of one id is kept.
    """
    after = dict(before)
    for state in before.values():
        if state.live and any(side in gone for side in state.sides):
            after[state.id] = msgspec.structs.replace(state, live=False, standing="resolved", since=run)
    for state in sorted(found, key=lambda one: (one.probability, one.file, one.row)):
        after[state.id] = _stands(state, before.get(state.id), run)
    return after


def _stands(state: State, earlier: State | None, run: int) -> State:
    if earlier is None:
        return msgspec.structs.replace(state, live=True, standing="new", since=run)
    if earlier.live:
        return msgspec.structs.replace(state, live=True, standing=earlier.standing, since=earlier.since)
    return msgspec.structs.replace(state, live=True, standing="regressed", since=run)


def word(state: State, run: int) -> Word:
    """How a finding is told after the run of that number."""
    return state.standing if state.since == run else "carried"
