"""Inputs to Documents: what `detector run INPUT...` reads."""

from __future__ import annotations

import gzip
import io
import re
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import BinaryIO, NamedTuple

from detector.ingest import bounded, feeds, html, json_files, text_files
from detector.ingest.article import Article, Unusable, admit, rejected
from detector.ingest.bounded import Peekable, whole
from detector.ingest.language import Languages
from detector.ingest.sources import STANDARD_INPUT, Kind, Source, sources
from detector.types import Document, Rejected, content_id

_PRETTY_JSON = re.compile(rb"\s*(?:\{\s*[\r\n]|\[)")
_PAGE = re.compile(rb"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_FEED = re.compile(rb"\s*<(?:\?xml|rss|feed)\b", re.IGNORECASE)
SNIFFED_BYTES = 512


class Collected(NamedTuple):
    """All that inputs held, in the order of the inputs and of the articles in them."""

    documents: tuple[Document, ...]
    rejected: tuple[Rejected, ...]


def _text(stream: Peekable, path: str) -> Iterator[Article | Rejected]:
    yield text_files.article(whole(stream, bounded.MAX_TEXT_BYTES), path)


def _page(stream: Peekable, path: str) -> Iterator[Article | Rejected]:
    yield html.article(whole(stream, bounded.MAX_PAGE_BYTES), path)


def _json(stream: Peekable, path: str) -> Iterator[Article | Rejected]:
    yield from json_files.from_whole(whole(stream, bounded.MAX_JSON_BYTES), path)


def _feed(stream: Peekable, path: str) -> Iterator[Article | Rejected]:
    yield from feeds.articles(whole(stream, bounded.MAX_FEED_BYTES), path)


_READERS: dict[Kind, Callable[[Peekable, str], Iterator[Article | Rejected]]] = {
    "text": _text,
    "html": _page,
    "json lines": json_files.from_lines,
    "json": _json,
    "feed": _feed,
}


def _piped(stream: Peekable, path: str) -> Iterator[Article | Rejected]:
    """Standard input by its first bytes: JSON Lines, one JSON value, a page or a feed, else plain text."""
    start = stream.peek(SNIFFED_BYTES)[:SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf")
    visible = start.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if _PAGE.match(visible):
        return _page(stream, path)
    if _FEED.match(visible):
        return _feed(stream, path)
    if _PRETTY_JSON.match(visible):
        return _json_or_text(whole(stream, bounded.MAX_JSON_BYTES), path)
    return json_files.from_lines(stream, path) if visible.lstrip().startswith(b"{") else _text(stream, path)


def _json_or_text(data: bytes, path: str) -> Iterator[Article | Rejected]:
    """An article may begin with a bracket, "[Updated] ...", and is short; anything longer was meant as JSON."""
    try:
        yield from json_files.from_whole(data, path)
    except Unusable:
        if data.lstrip().startswith(b"{") or len(data) > bounded.MAX_TEXT_BYTES:
            raise
        yield text_files.article(data, path)


def _opened(source: Source) -> gzip.GzipFile | io.BufferedReader:
    return gzip.open(source.path, "rb") if source.zipped else open(source.path, "rb")


def _from_file(source: Source) -> Iterator[Article | Rejected]:
    with closing(_opened(source)) as stream:
        yield from _READERS[source.kind](stream, str(source.path))


def _from_stdin(stdin: BinaryIO | None) -> Iterator[Article | Rejected]:
    with bounded.peekable(sys.stdin.buffer if stdin is None else stdin) as stream:
        yield from _piped(stream, STANDARD_INPUT)


def _guarded(articles: Iterator[Article | Rejected], path: str) -> Iterator[Article | Rejected]:
    """The articles of one input up to the first fault of the input as a whole, and that fault as a Rejected."""
    try:
        yield from articles
    except Unusable as unusable:
        yield rejected(path, unusable)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield rejected(path, Unusable("unreadable", f"broken gzip: {error}"))
    except OSError as error:
        yield rejected(path, Unusable("unreadable", error.strerror or str(error)))
    except Exception as error:  # noqa: BLE001 - a parser's own failure costs its one input, never the run
        yield rejected(path, Unusable("unreadable", f"{type(error).__name__}: {error}"))


def _articles(inputs: Sequence[str], stdin: BinaryIO | None) -> Iterator[Article | Rejected]:
    for source in sources(inputs):
        if isinstance(source, Rejected):
            yield source
        elif isinstance(source, Source):
            yield from _guarded(_from_file(source), str(source.path))
        else:
            yield from _guarded(_from_stdin(stdin), STANDARD_INPUT)


class _Seen:
    """The articles so far: id to (digest of the content, place)."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}

    def check(self, document: Document, place: str) -> None:
        """Raises Unusable where an article of the same id was read before."""
        digest = content_id(document.outlet, document.title, document.text)
        if document.id in self._known:
            first, first_place = self._known[document.id]
            reason = "same article twice" if first == digest else "duplicate id"
            raise Unusable(reason, f"{document.id}: first in {first_place}, again in {place}")
        self._known[document.id] = digest, place


def read(inputs: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Document | Rejected]:
    """The articles of the inputs as Documents, and a Rejected for whatever could not be used.

    An input is a file, a folder (walked in the order of names, hidden files skipped) or "-" for `stdin`. Raises
    InputNotFound, naming the path, when an input does not exist; nothing else that an input holds raises.
    """
    languages, seen = Languages(), _Seen()
    for article in _articles(inputs, stdin):
        if isinstance(article, Rejected):
            yield article
            continue
        try:
            document = admit(article, languages)
            seen.check(document, article.place)
        except Unusable as unusable:
            yield rejected(article.place, unusable)
        else:
            yield document


def collect(inputs: Sequence[str], stdin: BinaryIO | None = None) -> Collected:
    """All of `read` at once: the documents and the rejected, each in reading order."""
    found = list(read(inputs, stdin))
    return Collected(
        documents=tuple(item for item in found if isinstance(item, Document)),
        rejected=tuple(item for item in found if isinstance(item, Rejected)),
    )
