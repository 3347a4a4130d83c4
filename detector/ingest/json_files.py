"""JSON and JSON Lines: one article a record, its text kept to the character."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from detector.ingest import dates
from detector.ingest.article import WITHDRAWN, Article, Unusable, rejected
from detector.ingest.bounded import Peekable, numbered_lines
from detector.ingest.decode import decode
from detector.ingest.fields import word
from detector.types import Rejected


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unusable("malformed JSON", str(error)) from error


def article(record: object, path: str, place: str) -> Article:
    """The article in one record. Raises Unusable("malformed JSON", "missing text" or, with the article's id or address,
    "withdrawn")."""
    if not isinstance(record, Mapping):
        raise Unusable("malformed JSON", f"an object was expected, not {type(record).__name__}")
    if record.get("withdrawn") is True:
        raise Unusable(WITHDRAWN, word(record.get("id")) or word(record.get("url")))
    text = record.get("text")
    if not isinstance(text, str):
        raise Unusable("missing text", "no field text" if text is None else f"text is {type(text).__name__}")
    published = dates.parse(word(record.get("published")))
    return Article(
        place=place,
        path=path,
        text=text,
        id=word(record.get("id")),
        title=word(record.get("title")),
        outlet=word(record.get("outlet")),
        author=word(record.get("author")),
        url=word(record.get("url")),
        published=published,
        published_from="json" if published else "",
    )


def from_lines(stream: Peekable, path: str) -> Iterator[Article | Rejected]:
    """The articles of a JSON Lines stream in order; a line that holds none becomes a Rejected, the rest goes on."""
    for number, line in numbered_lines(stream):
        place = f"{path}:{number}"
        try:
            if line is None:
                raise Unusable("too long", "one line")
            if text := decode(line).strip():
                yield article(_loaded(text), path, place)
        except Unusable as unusable:
            yield rejected(place, unusable)


def from_whole(data: bytes, path: str) -> Iterator[Article | Rejected]:
    """The articles of one JSON object or of a list of them. Raises Unusable where the whole is not JSON."""
    loaded = _loaded(decode(data))
    if not isinstance(loaded, list):
        yield article(loaded, path, path)
        return
    for number, record in enumerate(loaded, start=1):
        place = f"{path}:item {number}"
        try:
            yield article(record, path, place)
        except Unusable as unusable:
            yield rejected(place, unusable)
