"""Readings of real news become dossiers again where the articles are at hand."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from detector import gold
from detector.backends import hub
from detector.errors import DataNotFound
from detector.training import news

OPEN, SHUT = "The mill at Harl was open all night.", "The mill at Harl was shut all night."


def write(folder: Path, *texts: str) -> tuple[Path, list[Path]]:
    articles, readings = folder / "articles.jsonl.gz", folder / "readings.jsonl"
    with gzip.open(articles, "wt", encoding="utf-8") as lines:
        for i, text in enumerate(texts):
            row = {"doc_id": f"wire/{i}", "outlet": "Harl Wire", "published": "2031-05-02", "title": "Mill", "url": ""}
            lines.write(json.dumps({**row, "text": text}) + "\n")
    pair = [["wire/0", 0, len(OPEN)], ["wire/1", 0, len(SHUT)]]
    event = {"event": "mill", "articles": ["wire/0", "wire/1"], "conflicts": [pair], "traps": [], "agreements": []}
    readings.write_text(json.dumps(event) + "\n", encoding="utf-8")
    return readings, [articles]


def test_the_marks_point_into_the_articles(tmp_path: Path) -> None:
    (event,) = news.load(*write(tmp_path, OPEN, SHUT))
    (pair,) = event.conflicts
    texts = {document.id: document.text for document in event.documents}
    assert [place.span.of(texts[place.document_id]) for place in (pair.a, pair.b)] == [OPEN, SHUT]
    assert {d.outlet for d in event.documents} == {"Harl Wire"}
    assert all(d.published is not None and d.published.year == 2031 for d in event.documents)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    readings, articles = write(tmp_path, OPEN)
    with pytest.raises(DataNotFound, match="wire/1"):
        news.load(readings, articles)
    with pytest.raises(DataNotFound, match=r"nowhere\.gz"):
        news.load(readings, [*articles, tmp_path / "nowhere.gz"])


def test_no_words_of_an_article_ship() -> None:
    files = sorted(hub.shipped("judge/data/news").glob("*.jsonl"))
    assert len(files) == 2
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            event = json.loads(line)
            assert set(event) == {"event", "articles", *gold.LISTS}
            assert all(" " not in name for name in event["articles"])
            for kind in gold.LISTS:
                assert all(type(at) is int for pair in event[kind] for place in pair for at in place[1:])
