"""Text files: encodings, front matter, titles."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from detector.ingest.article import Unusable
from detector.ingest.decode import decode
from detector.ingest.text_files import article, front_matter

ACCENTED = "“Naïve”, said Zoë – the café’s owner – on 3 May… It cost £40."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_told_apart(codec: str) -> None:
    assert decode((ACCENTED * 5).encode(codec)) == ACCENTED * 5


def test_other_encodings_are_guessed() -> None:
    russian = "Премьер-министр заявил во вторник, что правительство ещё не приняло решения о новых мерах. " * 5
    assert decode(russian.encode("windows-1251")) == russian


def test_line_ends_are_kept() -> None:
    assert decode(b"a\r\nb\rc\n") == "a\r\nb\rc\n"


@pytest.mark.parametrize(("data", "reason"), [(b"\x89PNG\r\n\x1a\n\0\0", "binary"), (b"\xfe\xff\xd8", "undecodable")])
def test_what_is_no_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unusable) as caught:
        decode(data)
    assert caught.value.reason == reason


def test_front_matter_gives_the_fields_and_the_body_its_own_offsets() -> None:
    head = b"---\r\noutlet: Tarn Post\r\nauthor: [A. Reed, B. Sol]\r\npublished: 2024-03-01\r\nid: 007\r\n---\r\n"
    data = head + b"\r\nBody.\r\n"
    found = article(data, "a.md")
    assert (found.outlet, found.author, found.id) == ("Tarn Post", "A. Reed, B. Sol", "007")
    assert found.published == datetime(2024, 3, 1, tzinfo=UTC)
    assert found.published_from == "front matter"
    assert found.text == "Body.\r\n"


def test_front_matter_that_is_not_yaml_is_read_line_by_line() -> None:
    fields, body = front_matter("---\ntitle: Talks: day two\noutlet: Post\n---\nBody.")
    assert (fields["title"], fields["outlet"], body) == ("Talks: day two", "Post", "Body.")


@pytest.mark.parametrize("text", ["---\nno end", "---\njust a sentence\n---\nmore", "Body.\n---\nmore", "--- a ---"])
def test_a_rule_is_not_front_matter(text: str) -> None:
    assert front_matter(text) == ({}, text)


def test_a_text_without_front_matter_has_no_date() -> None:
    found = article(b"Harbour closed\n\nOn 3 May 2024 it shut.", "a.txt")
    assert (found.published, found.published_from) == (None, "")
