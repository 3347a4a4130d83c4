"""An Atom feed (RFC 4287) of confirmed findings, newest decision first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from xml.etree import ElementTree as xml

from detector.report import words
from detector.report.anchors import web_address
from detector.review.content import digest
from detector.review.exports.settled import Settled
from detector.review.store import Store

NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 100
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(found: Iterator[Settled], db: Store) -> Iterator[str]:
    """The feed. Readers know an entry by its id, so that a decision taken back and made again is no second entry."""
    shown = list(islice(found, ENTRIES))
    xml.register_namespace("", NAMESPACE)
    feed = xml.Element(f"{{{NAMESPACE}}}feed")
    _add(feed, "title", "Confirmed contradictions")
    _add(feed, "id", f"urn:detector:queue:{digest(db.salt)}:confirmed")
    _add(feed, "updated", max((one.decided for one in shown), default="1970-01-01T00:00:00Z"))
    _add(_add(feed, "author"), "name", "Editorial review")
    for one in shown:
        entry = _add(feed, "entry")
        a, b = one.sides
        _add(entry, "title", f"{words.name(a['holder'])} / {words.name(b['holder'])}: {one.topic or one.kind}")
        _add(entry, "id", f"urn:detector:finding:{one.key}")
        _add(entry, "updated", one.decided)
        _add(entry, "category").set("term", one.kind or "sampled")
        quotes = [f"{s['holder']} ({s['document'].get('outlet') or 'unnamed outlet'}): “{s['quote']}”" for s in (a, b)]
        _add(entry, "summary", "\n".join(quotes))
        for index, side in enumerate((a, b)):
            if address := web_address(str(side.get("link") or side["document"].get("url") or "")):
                link = _add(entry, "link")
                link.set("href", address)
                link.set("rel", "alternate" if index == 0 else "related")
                link.set("title", _clean(str(side["document"].get("title") or side["document"].get("outlet") or "")))
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield xml.tostring(feed, encoding="unicode")
    yield "\n"


def _add(parent: xml.Element, name: str, text: str = "") -> xml.Element:
    made = xml.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if text:
        made.text = _clean(text)
    return made


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
