"""Events of real news, read and marked like dossiers. What ships is where the claims stand, never their text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from detector.errors import DataNotFound
from detector.gold import LISTS, Dossier, GoldPair, Place
from detector.ingest.article import admit
from detector.ingest.json_files import article
from detector.ingest.language import Languages
from detector.training.mixture import read_jsonl
from detector.types import Document, Span


def load(readings: Path, articles: Sequence[Path]) -> list[Dossier]:
    """The events of `readings` with their texts out of the files `articles`, as dossiers without claims.

    `readings` has a JSON object a line: `event`, `articles` (ids), and under each name of gold.LISTS pairs of
    [id, start, end], in code points. Document ids are `event/article`, as in dossiers. Raises DataNotFound for a
    missing file or article.
    """
    for file in (readings, *articles):
        if not file.is_file():
            raise DataNotFound(f"no file {file}")
    events = list(read_jsonl(readings))
    wanted = {name for event in events for name in event["articles"]}
    rows = {row["doc_id"]: row for file in articles for row in read_jsonl(file) if row["doc_id"] in wanted}
    if missing := sorted(wanted - rows.keys()):
        raise DataNotFound(f"no article {missing[0]}, of which {readings} speaks, in {', '.join(map(str, articles))}")
    languages = Languages()
    return [_event(event, rows, languages) for event in events]


def _event(event: dict, rows: dict[str, dict], languages: Languages) -> Dossier:
    documents = tuple(_document(event["event"], rows[name], languages) for name in event["articles"])
    listed = {
        name: tuple(GoldPair(_place(event["event"], a), _place(event["event"], b), "") for a, b in event[name])
        for name in LISTS
    }
    return Dossier(event["event"], documents, claims=(), **listed)


def _document(event: str, row: dict, languages: Languages) -> Document:
    return admit(article({**row, "id": f"{event}/{row['doc_id']}"}, "", row["doc_id"]), languages)


def _place(event: str, place: list) -> Place:
    name, start, end = place
    return Place(f"{event}/{name}", Span(start, end))
