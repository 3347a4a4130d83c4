"""Inputs of every kind, good and bad, through the door that the command line uses."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.errors import InputNotFound
from detector.ingest.article import MAX_ARTICLE_CHARS
from detector.ingest.bounded import MAX_LINE_BYTES
from detector.ingest.readers import collect, read
from detector.types import Document, Rejected, content_id

STORY = (
    "The harbour council of Tarnmouth voted on Monday to close the old fish market for the winter.\n\n"
    'Its chair, Ilse Korven, said the roof was "no longer safe" and that repairs would take five months.\n'
)


def line(**fields: object) -> str:
    return json.dumps({"outlet": "Tarnmouth Post", "title": "Market to close", "text": STORY} | fields)


def one_rejected(inputs: list[str], stdin: io.BytesIO | None = None) -> Rejected:
    documents, rejected = collect(inputs, stdin)
    assert documents == ()
    assert len(rejected) == 1
    assert rejected[0].stage == "ingest"
    return rejected[0]


def test_json_lines_give_documents_with_every_field(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    record = line(id="n1", author="A. Reed", published="2024-03-01T10:00:00+02:00", url="https://post.example/1")
    path.write_text(record + "\n", encoding="utf-8")
    (document,), rejected = collect([str(path)])
    assert rejected == ()
    assert (document.id, document.outlet, document.title) == ("n1", "Tarnmouth Post", "Market to close")
    assert (document.author, document.url, document.path) == ("A. Reed", "https://post.example/1", str(path))
    assert document.published == datetime(2024, 3, 1, 8, tzinfo=UTC)
    assert document.published_from == "json"
    assert document.text == STORY


def test_an_article_without_an_id_gets_one_from_its_content(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(line(), encoding="utf-8")
    assert collect([str(path)]).documents[0].id == content_id("Tarnmouth Post", "Market to close", STORY)


@settings(deadline=None)  # the language model is read at the first text that is not plainly English
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300).filter(str.strip))
def test_json_text_is_stored_to_the_character(text: str) -> None:
    documents, rejected = collect(["-"], io.BytesIO(json.dumps({"text": text}).encode()))
    if documents:
        assert documents[0].text == text
    else:
        assert rejected[0].reason == "not English"


@pytest.mark.parametrize(
    "text", ["Fire 🔥 at the pier\r\nNo one was hurt.", "a\u00a0b\u2028c\ufeff d\x00e", " \t lead\n\n"]
)
def test_emoji_line_ends_and_odd_spaces_survive(text: str) -> None:
    (document,), _ = collect(["-"], io.BytesIO((json.dumps({"text": text}, ensure_ascii=False) + "\n").encode()))
    assert document.text == text


def test_bad_lines_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = [line(id="1"), '{"text": ', "", "[1]", line(text=None), line(text=7), line(text=" \n"), line(id="8")]
    path.write_text("\n".join(lines), encoding="utf-8")
    documents, rejected = collect([str(path)])
    assert [document.id for document in documents] == ["1", "8"]
    assert [(item.subject, item.reason) for item in rejected] == [
        (f"{path}:2", "malformed JSON"),
        (f"{path}:4", "malformed JSON"),
        (f"{path}:5", "missing text"),
        (f"{path}:6", "missing text"),
        (f"{path}:7", "empty"),
    ]


def test_hostile_json_is_rejected_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = ["[" * 100_000, '{"text": "\\ud800 alone"}', '{"text": ' + "1" * 5000 + "}", "\x00\x01", line(id="ok")]
    path.write_text("\n".join(lines), encoding="utf-8")
    documents, rejected = collect([str(path)])
    assert [document.id for document in documents] == ["ok"]
    assert [item.reason for item in rejected] == ["malformed JSON", "undecodable", "malformed JSON", "binary"]


def test_fields_of_other_types_become_lines_of_text(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text(
        line(id=17, author=["A. Reed", {"name": "B. Sol"}], outlet={"name": "Post"}, title=None, url=False),
        encoding="utf-8",
    )
    (document,), _ = collect([str(path)])
    assert (document.id, document.author, document.outlet, document.url) == ("17", "A. Reed, B. Sol", "Post", "")
    assert document.title == "The harbour council of Tarnmouth voted on Monday to close the old…"


def test_the_address_names_the_outlet_where_nothing_else_does() -> None:
    (document,), _ = collect(["-"], io.BytesIO(line(outlet=None, url="https://www.post.example/a").encode()))
    assert document.outlet == "post.example"


def test_an_overlong_line_is_skipped_without_being_kept(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * (MAX_LINE_BYTES + 10) + b'"}\n' + line(id="after").encode())
    documents, rejected = collect([str(path)])
    assert [document.id for document in documents] == ["after"]
    assert [(item.subject, item.reason) for item in rejected] == [(f"{path}:1", "too long")]


def test_one_id_with_two_contents_names_both_places(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join([line(id="7"), line(id="7", text=STORY + "More."), line(id="7")]), encoding="utf-8")
    documents, rejected = collect([str(path)])
    assert len(documents) == 1
    assert [item.reason for item in rejected] == ["duplicate id", "same article twice"]
    assert [item.subject for item in rejected] == [f"{path}:2", f"{path}:3"]
    assert all(f"{path}:1" in item.detail and item.subject in item.detail for item in rejected)


def test_the_same_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY, encoding="utf-8")
    documents, rejected = collect([str(tmp_path), str(path)])
    assert len(documents) == 1
    assert [item.reason for item in rejected] == ["same article twice"]


def test_folders_are_walked_in_order_and_hidden_files_skipped(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "a.txt", "b/z.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).write_text(f"{name}\n\n{STORY}", encoding="utf-8")
    (tmp_path / "photo.JPG").write_bytes(b"\xff\xd8")
    (tmp_path / "b" / "link").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    documents, rejected = collect([str(tmp_path)])
    assert [Path(document.path).name for document in documents] == ["a.txt", "z.txt", "c.txt"]
    assert [(Path(item.subject).name, item.reason, item.detail) for item in rejected] == [
        ("link", "unreadable", "link to a folder"),
        ("gone.txt", "unreadable", "broken link"),
        ("photo.JPG", "unknown kind of file", ".jpg"),
    ]


def test_a_missing_path_is_named_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    with pytest.raises(InputNotFound, match=r"absent\.txt"):
        next(read([str(tmp_path / "a.txt"), str(tmp_path / "absent.txt")]))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    assert one_rejected([str(tmp_path)]).detail == "not a regular file"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t\n", "empty"),
        ("a.txt", b"---\ntitle: only\n---\n", "empty"),
        ("a.txt", b"GIF89a\x00\x01\x02", "binary"),
        ("a.txt", b"\xff\xfeA\x00\x00\xd8", "undecodable"),
        ("a.html", b"", "empty"),
        ("a.html", b"\x00\x01\x02\x03", "binary"),
        ("a.html", b"<html><body></body></html>", "no article found"),
        ("a.json", b"", "malformed JSON"),
        ("a.json", b"{", "malformed JSON"),
        ("a.json", b'"text"', "malformed JSON"),
        ("a.json", b"{}", "missing text"),
        ("a.xml", b"", "empty"),
        ("a.xml", b"nothing like a feed", "malformed feed"),
        ("a.rss", b"<rss version='2.0'><channel><title>t</title></channel></rss>", "empty"),
        ("a.jsonl.gz", b"not gzip", "unreadable"),
        ("a.jsonl.gz", gzip.compress(b"{}\n" * 9999, mtime=0)[:-9], "unreadable"),
        ("a.pdf", b"%PDF-1.7", "unknown kind of file"),
        ("README", b"hello", "unknown kind of file"),
    ],
)
def test_bad_files_become_rejected(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    documents, rejected = collect([str(tmp_path)])
    assert documents == ()
    assert rejected[-1].reason == reason
    assert rejected[-1].subject.startswith(str(tmp_path / name))


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_on_standard_input_raise(data: bytes) -> None:
    for item in read(["-"], io.BytesIO(data)):
        assert isinstance(item, Document | Rejected)


def test_a_text_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word and " * (MAX_ARTICLE_CHARS // 9 + 1), encoding="utf-8")
    assert one_rejected([str(path)]).reason == "too long"


def test_a_huge_text_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    rejected = one_rejected([str(path)])
    assert (rejected.reason, rejected.subject) == ("too long", str(path))


def test_gzip_is_opened_for_every_kind(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(f"{line(id='1')}\n{line(id='2')}\n".encode()))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(STORY.encode()))
    documents, rejected = collect([str(tmp_path)])
    assert len(documents) == 3
    assert rejected == ()


def test_json_holds_one_article_or_a_list(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(line(id="1"), encoding="utf-8")
    (tmp_path / "b.json").write_text(f"[{line(id='2')}, 3, {line(id='4')}]", encoding="utf-8")
    documents, rejected = collect([str(tmp_path)])
    assert [document.id for document in documents] == ["1", "2", "4"]
    assert [(item.subject, item.reason) for item in rejected] == [(f"{tmp_path}/b.json:item 2", "malformed JSON")]


@pytest.mark.parametrize(
    ("data", "ids"),
    [
        (line(id="1") + "\n" + line(id="2", text=STORY * 2), ["1", "2"]),
        ("\ufeff" + line(id="1"), ["1"]),
        ("\n\n" + line(id="1"), ["1"]),
        ("[" + line(id="1") + "]", ["1"]),
        (json.dumps(json.loads(line(id="1")), indent=2), ["1"]),
    ],
)
def test_standard_input_holds_json(data: str, ids: list[str]) -> None:
    documents, rejected = collect(["-"], io.BytesIO(data.encode()))
    assert [document.id for document in documents] == ids
    assert {document.path for document in documents} == {"-"}
    assert rejected == ()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_standard_input_holds_json_lines_in_any_marked_encoding(codec: str) -> None:
    data = (line(id="1") + "\r\n" + line(id="2", text="“Ça va”\r\nsaid Ilse.") + "\r\n").encode(codec)
    documents, rejected = collect(["-"], io.BytesIO(data))
    assert [document.text for document in documents] == [STORY, "“Ça va”\r\nsaid Ilse."]
    assert rejected == ()


@pytest.mark.parametrize("text", [STORY, "[Updated] " + STORY])
def test_standard_input_holds_a_plain_article(text: str) -> None:
    stdin = io.BytesIO(text.encode())
    (document,), _ = collect(["-"], stdin)
    assert document.text == text
    assert not stdin.closed


def test_empty_standard_input_is_said_to_be_empty() -> None:
    assert one_rejected(["-"], io.BytesIO(b"")).reason == "empty"


def test_a_document_is_the_same_twice(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(line(), encoding="utf-8")
    assert collect([str(tmp_path)]) == collect([str(tmp_path)])
