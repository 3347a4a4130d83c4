"""Where a quote stands, said so that others can find it: W3C TextQuoteSelector and URL text fragments."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote as percent
from urllib.parse import urlsplit

from detector.types import Claim, Document, Span, Tie

CONTEXT = 32  # code points of prefix and suffix, as Hypothesis writes them; widened where that is not unique
WHOLE_QUOTE = 120  # a longer quote is named by its first and last words, which survives small changes of the page
EDGE_WORDS = 5
NEAR_WORDS = 3

_UNSAFE = re.compile(r"[\x00-\x20\x7f-\xa0<>\"\\^`{|}\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def fault(claim: Claim, document: Document | None) -> str:
    """Why the claim's anchor does not hold in its document, or "" when it does."""
    if document is None:
        return "document missing"
    if claim.span.of(document.text) != claim.quote:
        return "quote not at its span"
    if not 0 <= claim.sentence.start < claim.sentence.end <= len(document.text):
        return "sentence outside the text"
    return ""


def holds(tie: Tie, documents: Mapping[str, Document]) -> bool:
    """Whether every place that a tie rests on is in its document, word for word."""
    return all(
        one.document_id in documents and one.span.of(documents[one.document_id].text) == one.quote
        for one in tie.mentions
    )


def selector(text: str, span: Span) -> dict[str, str]:
    """The W3C TextQuoteSelector of a span; prefix and suffix are as long as it takes to be unique in `text`."""
    exact, width = span.of(text), CONTEXT
    while True:
        prefix, suffix = text[max(0, span.start - width) : span.start], text[span.end : span.end + width]
        if width >= len(text) or text.count(prefix + exact + suffix) < 2:
            return {"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}
        width *= 2


def web_address(url: str) -> str:
    """The URL when it is a plain http or https address, else ""."""
    if _UNSAFE.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else ""


def link(url: str, text: str, span: Span) -> str:
    """The address that opens the page at the span, or "" where the document has no web address."""
    address = web_address(url)
    if not address:
        return ""
    page, hash_mark, fragment = address.partition("#")
    element = fragment.partition(":~:")[0] if hash_mark else ""
    return f"{page}#{element}:~:{text_directive(text, span)}"


def text_directive(text: str, span: Span) -> str:
    """`text=[prefix-,]start[,end][,-suffix]` for a span widened to whole words.

    Source: WICG "URL Fragment Text Directives". Browsers match whole words within one block of the page, so no part
    crosses a line break; prefix and suffix are added only where the start alone is not unique.
    """
    span = _whole_words(text, span)
    start, end = _start_and_end(span.of(text))
    parts = [_encode(start)] + ([_encode(end)] if end else [])
    if " ".join(text.split()).count(start) > 1:
        before, after = _line_before(text[: span.start]), _line_after(text[span.end :])
        parts = ([_encode(before) + "-"] if before else []) + parts + (["-" + _encode(after)] if after else [])
    return "text=" + ",".join(parts)


def _whole_words(text: str, span: Span) -> Span:
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return Span(start, end)


def _start_and_end(quote: str) -> tuple[str, str]:
    lines = [line.split() for line in quote.splitlines() if line.strip()]
    if not lines:
        return quote, ""
    if len(lines) == 1 and (len(quote) <= WHOLE_QUOTE or len(lines[0]) <= 2 * EDGE_WORDS):
        return " ".join(lines[0]), ""
    return " ".join(lines[0][:EDGE_WORDS]), " ".join(lines[-1][-EDGE_WORDS:])


def _line_before(text: str) -> str:
    lines = text.rstrip().splitlines()
    return " ".join(lines[-1].split()[-NEAR_WORDS:]) if lines else ""


def _line_after(text: str) -> str:
    lines = text.lstrip().splitlines()
    return " ".join(lines[0].split()[:NEAR_WORDS]) if lines else ""


def _encode(text: str) -> str:
    return percent(text, safe="", errors="replace").replace("-", "%2D")
