"""schema.org ClaimReview: each side of a confirmed finding is a claim that was found contradicted.

Source: schema.org/ClaimReview. No numeric rating is given: the desk has found a contradiction, not who is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from detector.report.anchors import web_address
from detector.review.exports import linked
from detector.review.exports.settled import Settled
from detector.review.store import Store

REVIEWER = "Editorial review"


def write(found: Iterator[Settled], _: Store) -> Iterator[str]:
    """One JSON-LD graph."""
    return linked.document('{"@context": "https://schema.org", "@graph":', found, review)


def review(one: Settled, index: int) -> dict[str, Any]:
    """The review of one side."""
    side, other = one.sides[index], one.sides[1 - index]
    document = side["document"]
    appearance: dict[str, Any] = {"@type": "CreativeWork", "publisher": _organisation(document)}
    if address := web_address(str(document.get("url") or "")):
        appearance["url"] = address
    if document.get("published"):
        appearance["datePublished"] = document["published"]
    if document.get("title"):
        appearance["headline"] = document["title"]
    rating = linked.contradicted_by(other)
    return {
        "@type": "ClaimReview",
        "@id": linked.name(one, index),
        "datePublished": one.decided,
        "claimReviewed": side.get("proposition") or side["quote"],
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Thing", "name": side["holder"]},
            "text": side["quote"],
            "appearance": appearance,
        },
        "author": {"@type": "Organization", "name": REVIEWER},
        "reviewRating": {"@type": "Rating", "alternateName": rating},
        "reviewBody": "; ".join(one.reasons) or rating,
    }


def _organisation(document: Mapping[str, Any]) -> dict[str, str]:
    return {"@type": "Organization", "name": str(document.get("outlet") or "unnamed outlet")}
