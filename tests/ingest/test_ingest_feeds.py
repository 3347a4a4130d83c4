"""Feeds: an article an entry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detector.ingest import feeds
from detector.ingest.article import Article
from detector.types import Rejected

RSS = """<?xml version="1.0" encoding="{encoding}"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Reading list</title>
<item><title>Market &amp; pier to close</title><link>https://post.example/1</link><guid>post-1</guid>
<source url="https://post.example/rss">Tarn Post</source><dc:creator>Ada Reed</dc:creator>
<pubDate>Fri, 01 Mar 2024 10:30:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The café roof was <b>“no longer safe”</b>,<br/>Korven said.</p>
<script>x()</script><p>It &gt; 5.</p>]]></content:encoded>
</item>
<item><title>Nothing in it</title><guid>post-2</guid></item>
<item><title>Only a summary</title><description>Plain words.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Tarn Post</title><id>urn:f</id>
<entry><id>urn:1</id><title>Pier open</title><published>2024-03-01T10:30:00Z</published>
<content type="html">&lt;p&gt;The pier is open.&lt;/p&gt;</content></entry></feed>"""


def read(data: bytes) -> list[Article | Rejected]:
    return list(feeds.articles(data, "f.xml"))


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1", "utf-16"])
def test_entries_are_articles_in_order(encoding: str) -> None:
    # ISO 8859-1 has no curly quotes; Windows' superset of it is what such feeds are really written in.
    codec = "cp1252" if encoding == "iso-8859-1" else encoding
    first, second, third = read(RSS.format(encoding=encoding).encode(codec))
    assert isinstance(first, Article)
    assert first.text == "The café roof was “no longer safe”,\n\nKorven said.\n\nIt > 5."
    assert (first.title, first.outlet, first.author) == ("Market & pier to close", "Tarn Post", "Ada Reed")
    assert (first.id, first.url, first.place) == ("post-1", "https://post.example/1", "f.xml:entry 1")
    assert first.published == datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
    assert first.published_from == "feed"
    assert second == Rejected("ingest", "f.xml:entry 2", "missing text", "entry without content or summary")
    assert isinstance(third, Article)
    assert (third.text, third.outlet, third.published) == ("Plain words.", "Reading list", None)


def test_atom() -> None:
    (entry,) = read(ATOM.encode())
    assert isinstance(entry, Article)
    assert (entry.id, entry.text, entry.outlet) == ("urn:1", "The pier is open.", "Tarn Post")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a < b & c", "a < b & c"),
        ("<p>one</p><p>two <i>three</i></p>", "one\n\ntwo three"),
        ("plain", "plain"),
        ("&amp;&nbsp;x", "&\xa0x"),
        ("<!-- only -->", ""),
        ("", ""),
    ],
)
def test_markup_is_stripped(markup: str, text: str) -> None:
    assert feeds.stripped(markup) == text
