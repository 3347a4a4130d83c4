"""One statement printed in several copies of one story is one claim that stands in several documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from detector.types import Claim


def merge(claims: Sequence[Claim], origins: Mapping[str, str]) -> tuple[list[Claim], dict[str, tuple[str, ...]]]:
    """The claims without those that a copy repeats word for word, and for each kept claim's id the other documents
    that carry it. The copy in the origin's first document is kept."""
    first: dict[tuple[str, str], Claim] = {}
    also: dict[str, list[str]] = {}
    in_order = sorted(range(len(claims)), key=lambda i: (claims[i].document_id != origins[claims[i].document_id], i))
    kept = set()
    for i in in_order:
        claim = claims[i]
        key = (origins[claim.document_id], " ".join(re.findall(r"\w+", claim.quote.lower())))
        original = first.setdefault(key, claim)
        if original.document_id == claim.document_id:
            kept.add(i)
        elif claim.document_id not in also.setdefault(original.id, []):
            also[original.id].append(claim.document_id)
    return [claims[i] for i in sorted(kept)], {i: tuple(d) for i, d in also.items()}
