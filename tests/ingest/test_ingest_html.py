"""Web pages: the article, its names, and the best date that the page gives."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from detector.ingest import html
from detector.ingest.article import Unusable

PARAGRAPHS = (
    "The harbour council of Tarnmouth voted on Monday to close the old fish market for the whole of the winter.",
    "Its chair, Ilse Korven, said the roof was “no longer safe” and that repairs would take five months or longer.",
    "Traders who have rented stalls there for decades said they had been told of the closure only on Sunday evening.",
    "The council denied this and said that letters had been sent to all forty tenants in the middle of September.",
)
JSON_LD = '{"@graph": [{"@type": "NewsArticle", "datePublished": "2024-03-01T10:30:00+01:00"}]}'
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Market to close | Tarn Post</title>
<meta property="og:title" content="Market to close for winter">
<meta property="og:site_name" content="Tarn Post">
<meta name="author" content="Ada Reed">
<link rel="canonical" href="https://post.example/market">
{head}
</head><body><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Market to close for winter</h1>{body}</article>
<footer><p>© 2024 Tarn Post. All rights reserved.</p></footer></body></html>"""


def page(head: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return PAGE.format(head=head, body=body).encode()


def test_the_article_and_its_names() -> None:
    found = html.article(page(f'<script type="application/ld+json">{JSON_LD}</script>'), "a.html")
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in found.text] == []
    assert "Home" not in found.text
    assert "All rights" not in found.text
    assert (found.title, found.outlet, found.author) == ("Market to close for winter", "Tarn Post", "Ada Reed")
    assert found.url == "https://post.example/market"
    assert found.published == datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
    assert found.published_from == "html metadata"


@pytest.mark.parametrize(
    ("head", "moment"),
    [
        (
            '<meta property="article:published_time" content="2024-03-01T10:30:00Z">',
            datetime(2024, 3, 1, 10, 30, tzinfo=UTC),
        ),
        ('<meta name="date" content="2024-03-01">', datetime(2024, 3, 1, tzinfo=UTC)),
        (
            '<script type="application/ld+json">{"datePublished": "2024-03-01"}</script>'
            '<meta property="article:published_time" content="2024-03-01T10:30:00Z">',
            datetime(2024, 3, 1, 10, 30, tzinfo=UTC),
        ),
        ('<script type="application/ld+json">{broken</script>', None),
        ("", None),
    ],
)
def test_the_date_with_a_time_is_preferred(head: str, moment: datetime | None) -> None:
    assert html.published(document_fromstring(page(head))) == moment


def test_a_page_without_a_date_is_fine() -> None:
    found = html.article(page(), "a.html")
    assert (found.published, found.published_from) == (None, "")


def test_repeated_paragraphs_stay() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in (*PARAGRAPHS, PARAGRAPHS[1]))
    found = html.article(PAGE.format(head="", body=body).encode(), "a.html")
    assert found.text.count(PARAGRAPHS[1]) == 2


def test_xhtml_with_a_declaration_is_read() -> None:
    data = b'<?xml version="1.0" encoding="utf-8"?>\n' + page().replace(b"<!DOCTYPE html>", b"")
    assert PARAGRAPHS[0] in html.article(data, "a.xhtml").text


@pytest.mark.parametrize("data", [b"<html></html>", b"plain words only", b"<!-- -->", b"<" * 2000])
def test_a_page_without_an_article_is_refused(data: bytes) -> None:
    with pytest.raises(Unusable, match="no article found"):
        html.article(data, "a.html")
