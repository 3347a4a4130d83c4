"""What the JSON-LD exports share: one record for each side of a finding, in one document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from detector.review.exports.settled import Settled


def document(opening: str, found: Iterator[Settled], record: Callable[[Settled, int], dict[str, Any]]) -> Iterator[str]:
    """The document in pieces. `opening` ends with the key of the array; `record` makes the entry of side 0 or 1."""
    yield f"{opening} ["
    comma = ""
    for one in found:
        for index in (0, 1):
            yield f"{comma}\n{json.dumps(record(one, index), ensure_ascii=False)}"
            comma = ","
    yield "\n]}\n"


def name(one: Settled, index: int) -> str:
    """The URN of a side of a finding."""
    return f"urn:detector:finding:{one.key}:{'ab'[index]}"


def contradicted_by(other: Mapping[str, Any]) -> str:
    """By whom a side is contradicted, in words."""
    return f"Contradicted by {other['holder']} ({other['document'].get('outlet') or 'unnamed outlet'})"
