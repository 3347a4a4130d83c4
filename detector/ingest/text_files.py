"""Plain text and Markdown files, with optional YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from detector.ingest import dates
from detector.ingest.article import Article
from detector.ingest.decode import decode
from detector.ingest.fields import word

_OPENS = re.compile(r"\A\ufeff?\s*---[ \t]*\r?\n")
_PAIR = re.compile(r"^([A-Za-z_]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_BLANK_LINES = re.compile(r"\A(?:[ \t]*\r?\n)+")


def _pairs(block: str) -> dict[str, object]:
    """`key: value` lines, read one by one: for blocks that are not YAML, such as `title: Talks: day two`."""
    return {key: value.strip("\"'") for key, value in _PAIR.findall(block)}


def _fields(block: str) -> Mapping[str, object]:
    import yaml
    from frontmatter.default_handlers import YAMLHandler

    try:
        # BaseLoader keeps every value as it is written: dates are this package's to read.
        loaded = YAMLHandler().load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return _pairs(block)
    return loaded if isinstance(loaded, Mapping) else {}


def front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """(fields, body): the front matter's fields, none without one, and the text after it with its line ends kept."""
    if not _OPENS.match(text):
        return {}, text
    from frontmatter.default_handlers import YAMLHandler

    try:
        block, body = YAMLHandler().split(text)
    except ValueError:  # only an opening rule
        return {}, text
    fields = _fields(block.replace("\r\n", "\n"))
    return (fields, _BLANK_LINES.sub("", body)) if fields else ({}, text)


def article(data: bytes, path: str, place: str = "") -> Article:
    """The article in the bytes of one text file. Raises Unusable where they are not text."""
    fields, body = front_matter(decode(data))
    published = dates.parse(word(fields.get("published")) or word(fields.get("date")))
    return Article(
        place=place or path,
        path=path,
        text=body,
        id=word(fields.get("id")),
        title=word(fields.get("title")),
        outlet=word(fields.get("outlet")),
        author=word(fields.get("author")),
        url=word(fields.get("url")),
        published=published,
        published_from="front matter" if published else "",
    )
