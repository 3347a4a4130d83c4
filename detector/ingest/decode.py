"""Bytes to text: UTF-8, UTF-16 and UTF-32 by their marks, else the encoding that reads best."""

from __future__ import annotations

import codecs

from detector.ingest.article import Unusable

# Longest first: the UTF-32 mark begins with the UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What Windows writes for quotes, dashes, pounds, euros, ellipses, spaces and accents in English text.
_WESTERN = frozenset(range(0xA0, 0x100)) | frozenset(
    b"\x80\x82\x84\x85\x86\x87\x89\x8a\x8b\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9b\x9c\x9e\x9f"
)
# English in an old Western encoding has few high bytes; Cyrillic or Greek in theirs has mostly high bytes.
MAX_WESTERN_SHARE = 0.05


def marked_encoding(data: bytes) -> tuple[int, str] | None:
    """Length of the byte order mark and the encoding it announces, None without a mark."""
    return next(((len(mark), name) for mark, name in _MARKS if data.startswith(mark)), None)


def _western(data: bytes) -> str | None:
    high = [byte for byte in data if byte >= 0x80]
    if len(high) > MAX_WESTERN_SHARE * len(data) or not _WESTERN.issuperset(high):
        return None
    return data.decode("cp1252")


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise Unusable("undecodable", "no known encoding reads it")
    return str(best)


def decode(data: bytes) -> str:
    """The text of `data`, line ends as they are, without its byte order mark.

    Raises Unusable("binary") where there are zero bytes, Unusable("undecodable") where no encoding fits.
    """
    mark = marked_encoding(data)
    if mark is not None:
        length, name = mark
        try:
            return data[length:].decode(name)
        except UnicodeDecodeError as error:
            raise Unusable("undecodable", f"not {name.upper()} as its mark says: byte {error.start}") from error
    if b"\0" in data:
        raise Unusable("binary")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _western(data) or _guessed(data)
