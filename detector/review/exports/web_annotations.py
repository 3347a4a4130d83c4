"""W3C Web Annotations: each side of a confirmed finding, anchored by quote and by position in code points.

Source: W3C Web Annotation Data Model, 23 February 2017.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detector.report.anchors import web_address
from detector.review.exports import linked
from detector.review.exports.settled import Settled
from detector.review.store import Store


def write(found: Iterator[Settled], _: Store) -> Iterator[str]:
    """One annotation page."""
    head = '{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:detector:confirmed", "type": "AnnotationPage", '
    return linked.document(head + '"items":', found, annotation)


def annotation(one: Settled, index: int) -> dict[str, Any]:
    """The annotation of one side."""
    side, other = one.sides[index], one.sides[1 - index]
    kept = side.get("selector") or {}
    start, end = side["span"]
    quote = {"type": "TextQuoteSelector", "exact": side["quote"]}
    quote |= {name: kept[name] for name in ("prefix", "suffix") if kept.get(name)}
    document = side["document"]
    told = f"{linked.contradicted_by(other)}: {other['quote']}"
    return {
        "id": linked.name(one, index),
        "type": "Annotation",
        "motivation": "assessing",
        "created": one.decided,
        "creator": {"type": "Person", "nickname": one.decided_by},
        "body": {"type": "TextualBody", "value": told, "format": "text/plain", "purpose": "assessing"},
        "target": {
            "source": web_address(str(document.get("url") or "")) or f"urn:detector:document:{document['id']}",
            "selector": [quote, {"type": "TextPositionSelector", "start": start, "end": end}],
        },
    }
