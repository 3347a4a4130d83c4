"""Reading no more than an article, a page or a line can be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Protocol

from detector.ingest.article import MAX_ARTICLE_CHARS, Unusable
from detector.ingest.decode import decode, marked_encoding

# No encoding takes more than four bytes a character; the rest is room for front matter.
MAX_TEXT_BYTES = 4 * MAX_ARTICLE_CHARS + 65_536
# Real pages reach 3 MB (html benchmark: 2.9 MB); parsing costs some 30 times that in memory.
MAX_PAGE_BYTES = 20_000_000
MAX_FEED_BYTES = 50_000_000
# One JSON document is held whole; larger collections come as JSON Lines, which are read line by line.
MAX_JSON_BYTES = 200_000_000
# The longest article with every character escaped as \uXXXX twice is 4.8 MB.
MAX_LINE_BYTES = 8_000_000
# What is skipped to find the end of an over-long line before the rest of the input is given up.
MAX_SKIPPED_BYTES = 200_000_000


class Readable(Protocol):
    """Bytes that can be read once, from front to back."""

    def read(self, size: int, /) -> bytes: ...

    def readline(self, size: int, /) -> bytes: ...


class Peekable(Readable, Protocol):
    """Bytes whose beginning can be looked at first."""

    def peek(self, n: int, /) -> bytes: ...


def whole(stream: Readable, limit: int) -> bytes:
    """All bytes of the stream. Raises Unusable("too long") when there are more than `limit`, having read no more."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unusable("too long", f"more than {limit} bytes")
    return data


def _skip_line(stream: Readable) -> None:
    skipped = 0
    while part := stream.readline(MAX_LINE_BYTES):
        skipped += len(part)
        if part.endswith(b"\n"):
            return
        if skipped > MAX_SKIPPED_BYTES:
            raise Unusable("too long", f"a line of more than {MAX_SKIPPED_BYTES} bytes; the rest was not read")


@contextmanager
def peekable(stream: BinaryIO) -> Iterator[Peekable]:
    """The stream with `peek`, left open afterwards: it belongs to the caller."""
    wrapped = io.BufferedReader(stream)  # type: ignore[type-var]  # any BinaryIO has the readinto that it needs
    try:
        yield wrapped
    finally:
        wrapped.detach()


def _in_utf8(stream: Peekable) -> Readable:
    """The stream as UTF-8: line ends of wider encodings can only be found once decoded."""
    mark = marked_encoding(stream.peek(4)[:4])
    if mark is None or mark[1] == "utf-8":
        return stream
    return io.BytesIO(decode(whole(stream, MAX_JSON_BYTES)).encode("utf-8", "surrogatepass"))


def numbered_lines(stream: Peekable) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, bytes) of each line; None for one longer than MAX_LINE_BYTES."""
    lines = _in_utf8(stream)
    number = 0
    while line := lines.readline(MAX_LINE_BYTES):
        number += 1
        if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
            _skip_line(lines)
            yield number, None
        else:
            yield number, line
