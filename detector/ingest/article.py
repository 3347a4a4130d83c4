"""One article as a format reader found it, and its admission as a Document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from detector.ingest import titles
from detector.ingest.furniture import furniture
from detector.ingest.language import Languages
from detector.types import Document, Rejected, content_id

# The longest of 8,465 real news articles (data/news) has 62,414 characters; a book is not an article.
MAX_ARTICLE_CHARS = 400_000


WITHDRAWN = "withdrawn"  # the reason for which a record that withdraws its article is no article


class Unusable(Exception):
    """An input, or an article in it, that cannot be used; the reading loop turns it into a Rejected."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader found. `place` is how people find it again: the file, or file:line; `path` the input alone."""

    place: str
    path: str
    text: str
    id: str = ""
    title: str = ""
    outlet: str = ""
    author: str = ""
    url: str = ""
    published: datetime | None = None
    published_from: str = ""


def host(url: str) -> str:
    """The host of a web address without "www.", "" where there is none."""
    try:
        name = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def printable(value: str) -> str:
    """The value with lone surrogates replaced, so that it can be written as UTF-8."""
    return value.encode("utf-8", "replace").decode("utf-8")


def _check(article: Article, languages: Languages) -> None:
    text = article.text
    if not text.strip():
        raise Unusable("empty")
    if len(text) > MAX_ARTICLE_CHARS:
        raise Unusable("too long", f"{len(text)} characters, at most {MAX_ARTICLE_CHARS}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise Unusable("undecodable", f"half a surrogate pair at character {error.start}") from error
    if foreign := languages.foreign(text):
        raise Unusable("not English", foreign)


def _named(article: Article) -> Article:
    """The article with the names it lacks filled in: the address's host as outlet, a title from the text."""
    title = article.title or titles.from_text(article.text)
    return replace(article, title=printable(title), outlet=printable(article.outlet or host(article.url)))


def admit(article: Article, languages: Languages) -> Document:
    """The article as a Document, `text` exactly as given.

    Raises Unusable with the reason "empty", "too long", "undecodable" or "not English".
    """
    _check(article, languages)
    named = _named(article)
    return Document(
        id=printable(named.id) or content_id(named.outlet, named.title, named.text),
        text=named.text,
        title=named.title,
        outlet=named.outlet,
        author=printable(named.author),
        url=printable(named.url),
        published=named.published,
        published_from=named.published_from if named.published else "",
        path=named.path,
        furniture=furniture(named.text, named.title, named.author),
    )


def rejected(place: str, unusable: Unusable) -> Rejected:
    """The record of an input that could not be used."""
    return Rejected(stage="ingest", subject=place, reason=unusable.reason, detail=unusable.detail)
