"""Annotated attributions are read with spans that verify; what is malformed is told with file and line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from detector.attributed import articles, stance_sentences
from detector.errors import DataNotFound, DetectorError
from detector.types import Attribution, Span

TEXT = "🌧 “The gate,” Ada Finch and, later, Tom Birch said, “was shut.”"
ARTICLE = {
    "doc_id": "a1",
    "text": TEXT,
    "title": "Gate",
    "outlet": "The Orlow Courier",
    "attributions": [
        {"content": [[52, 63], [2, 13]], "cue": [46, 50], "source": [14, 23], "source_spans": [[14, 23], [36, 45]]},
        {"content": [], "cue": None, "source": None, "source_spans": []},
    ],
}
SENTENCE = {
    "id": "s1",
    "text": "He said that he said nothing.",
    "before": "It rained.",
    "title": "",
    "outlet": "Radio Vey",
    "attributions": [
        {"content": "he said nothing", "holder": "He", "holder_name": "Tom Birch", "cue": "said", "stance": "asserts"},
        {"content": "nothing", "holder": "he", "holder_name": None, "cue": "said", "stance": "denies"},
    ],
}


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def test_an_article_keeps_its_attributions_in_text_order_of_pieces(tmp_path: Path) -> None:
    (found,) = articles(write(tmp_path / "set.jsonl.gz", ARTICLE))
    (one,) = found.attributions
    assert one == Attribution((Span(*[2, 13]), Span(*[52, 63])), Span(*[46, 50]), Span(14, 45))
    assert one.source is not None and one.cue is not None
    assert one.cue.of(found.document.text) == "said"
    assert one.source.of(found.document.text) == "Ada Finch and, later, Tom Birch"
    assert [s.of(found.document.text) for s in one.content] == ["“The gate,”", "“was shut.”"]


def test_a_stance_sentence_stands_behind_what_came_before_it(tmp_path: Path) -> None:
    (found,) = stance_sentences(write(tmp_path / "set.jsonl.gz", SENTENCE))
    text = found.document.text
    assert found.sentence.of(text) == SENTENCE["text"]
    outer, inner = found.labels
    assert [label.content.of(text) for label in found.labels] == ["he said nothing", "nothing"]
    assert outer.holder == "Tom Birch" and inner.holder == "Radio Vey"
    assert outer.cue is not None and outer.cue.start == found.sentence.start + 16, "the cue nearest to the content"


@pytest.mark.parametrize(
    "change",
    [
        {"attributions": [{"content": [[0, 99]], "cue": None, "source_spans": []}]},
        {"attributions": [{"content": [[5, 5]], "cue": None, "source_spans": []}]},
        {"text": None},
    ],
)
def test_a_malformed_article_is_told_with_its_line(tmp_path: Path, change: dict[str, Any]) -> None:
    path = write(tmp_path / "set.jsonl.gz", ARTICLE, {**ARTICLE, **change})
    with pytest.raises(DetectorError, match=r"set\.jsonl\.gz, line 2: "):
        articles(path)


@pytest.mark.parametrize(("field", "value"), [("content", "elsewhere"), ("stance", "sings"), ("cue", "sang")])
def test_a_malformed_stance_is_told_with_its_line(tmp_path: Path, field: str, value: str) -> None:
    label = {**SENTENCE["attributions"][0], field: value}
    with pytest.raises(DetectorError, match="line 1: "):
        stance_sentences(write(tmp_path / "set.jsonl.gz", {**SENTENCE, "attributions": [label]}))


def test_a_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataNotFound, match=r"none\.jsonl"):
        articles(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl.gz").write_bytes(gzip.compress(b"{}")[:-6])
    with pytest.raises(DetectorError, match=r"bad\.jsonl\.gz"):
        articles(tmp_path / "bad.jsonl.gz")
