"""RSS and Atom feeds: one article an entry, with the outlet that its `<source>` names."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from detector.ingest import dates
from detector.ingest.article import Article, Unusable, rejected
from detector.ingest.decode import decode
from detector.ingest.fields import word
from detector.types import Rejected

if TYPE_CHECKING:
    from feedparser import FeedParserDict

_BLOCKS = (
    *("p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre", "blockquote"),
    *("table", "tr", "figure", "figcaption", "section", "article"),
)
DECLARATION_CHARS = 200
_SPACES = re.compile(r"[ \t\r\n\f]+")
_XML_ENCODING = re.compile(r"(<\?xml[^>]*?)\s+encoding=(?:\"[^\"]*\"|'[^']*')")


def _broken(tree: Any) -> str:
    """The text of an element, a line end around every block."""
    for element in tree.iter():
        element.text = _SPACES.sub(" ", element.text or "")
        element.tail = _SPACES.sub(" ", element.tail or "")
    for element in tree.iter(*_BLOCKS):
        element.text, element.tail = f"\n{element.text}", f"\n{element.tail}"
    return str(tree.text_content())


def stripped(markup: str) -> str:
    """The text of an HTML fragment: paragraphs parted by blank lines, entities resolved, no tags."""
    from lxml import etree, html

    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        tree = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError):
        return markup.strip()
    for element in list(tree.iter("script", "style", etree.Comment, etree.ProcessingInstruction)):
        element.drop_tree()
    paragraphs = (line.strip() for line in _broken(tree).split("\n"))
    return "\n\n".join(line for line in paragraphs if line)


def _text(entry: FeedParserDict) -> str:
    bodies = [content.get("value") or "" for content in entry.get("content", ())]
    return stripped(max([*bodies, entry.get("summary") or ""], key=len))


def _published(entry: FeedParserDict) -> datetime | None:
    written = dates.parse(word(entry.get("published")))
    parsed = entry.get("published_parsed")
    if written is None and parsed is not None:
        return datetime.fromtimestamp(timegm(parsed), tz=UTC)
    return written


def _article(entry: FeedParserDict, feed: FeedParserDict, path: str, place: str) -> Article:
    text = _text(entry)
    if not text:
        raise Unusable("missing text", "entry without content or summary")
    moment = _published(entry)
    source = entry.get("source") or {}
    return Article(
        place=place,
        path=path,
        text=text,
        id=word(entry.get("id")),
        title=stripped(word(entry.get("title"))),
        outlet=word(source.get("title")) or word(feed.get("title")),
        author=word(entry.get("author")),
        url=word(entry.get("link")),
        published=moment,
        published_from="feed" if moment else "",
    )


def _parsed(data: bytes) -> FeedParserDict:
    import feedparser

    # Decoded here and handed over as UTF-8 in a stream: feedparser opens a string as an address or a file name.
    text = decode(data)
    text = _XML_ENCODING.sub(r"\1", text[:DECLARATION_CHARS], count=1) + text[DECLARATION_CHARS:]
    headers = {"content-type": "application/xml; charset=utf-8"}
    return feedparser.parse(io.BytesIO(text.encode("utf-8")), response_headers=headers)


def articles(data: bytes, path: str) -> Iterator[Article | Rejected]:
    """The entries of a feed in its order. Raises Unusable("empty" or "malformed feed")."""
    if not data.strip():
        raise Unusable("empty")
    parsed = _parsed(data)
    if not parsed.entries:
        fault = parsed.get("bozo_exception") or "no entries"
        raise Unusable("empty" if parsed.get("version") else "malformed feed", str(fault))
    for number, entry in enumerate(parsed.entries, start=1):
        place = f"{path}:entry {number}"
        try:
            yield _article(entry, parsed.feed, path, place)
        except Unusable as unusable:
            yield rejected(place, unusable)
