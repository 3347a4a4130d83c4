"""The audit chain: append-only events, each with the hash of the one before it. Pure; the store writes them down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `before`, `after` and `makers` are JSON as it was hashed, byte for byte.

    `hash` is the SHA-256 over the JSON array of all fields before it, in this order.

    `action` is imported, carried, regressed, decided, assigned, flagged, published, withdrawn, undone, redone,
    commented, run, calibrated, setting or user; `item` is the finding's key or "". `version` is the finding's version
    after the event, 0 where it has none. `batch` joins the events of one action, `undoes` names the event that this
    one takes back.
    """

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
    prev: str = ""
    hash: str = ""

    def digest(self) -> str:
        """What `hash` has to be."""
        values = [
            self.seq, self.at, self.actor, self.action, self.item, self.version, self.before, self.after,
            self.reason, self.makers, self.batch, self.undoes, self.prev,
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()

    def sealed(self, prev: str) -> Event:
        """The event chained to the one whose hash is `prev`."""
        linked = replace(self, prev=prev)
        return replace(linked, hash=linked.digest())


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain or what was derived from it does not hold."""

    where: str
    what: str


def chain_faults(events: Iterable[Event], seq: int = 0, prev: str = GENESIS) -> Iterable[Fault]:
    """Every break of the chain, in order: a gap, a link to another event, content that was changed."""
    for event in events:
        if event.seq != seq + 1:
            yield Fault(f"event {event.seq}", f"follows event {seq}")
        if event.prev != prev:
            yield Fault(f"event {event.seq}", "is not linked to the event before it")
        if event.hash != event.digest():
            yield Fault(f"event {event.seq}", "was changed after it was written")
        seq, prev = event.seq, event.hash
