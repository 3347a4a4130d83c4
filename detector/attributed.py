"""Annotated attributions: articles with source, cue and content (PolNeAR), news sentences with stance, and
sentences of debates with whether they are worth a check, or labelled with what they are.

Newell et al. 2018, An Attribution Relations Corpus for Political News.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from detector.errors import DataNotFound, DetectorError
from detector.types import Attribution, Document, Span, Stance

POLNEAR_TRAIN = "attribution/polnear.train.jsonl.gz"
POLNEAR_DEV = "attribution/polnear.dev.jsonl.gz"
STANCE = "attribution/stance.train.jsonl.gz"
DEBATES = "attribution/checkthat2020_debates.train.jsonl.gz"
SENTENCES = "worth/data/sentences.jsonl"  # ships
SET_APART_SHARE = 4  # one labelled sentence in four is kept for measuring
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AttributedArticle:
    """An article with every attribution in it, in the order of the annotation."""

    document: Document
    attributions: tuple[Attribution, ...]


@dataclass(frozen=True, slots=True)
class StanceLabel:
    """Who vouches for the words at `content`, and how. `source` and `cue` are None where the sentence lacks them."""

    content: Span
    stance: Stance
    holder: str
    source: Span | None
    cue: Span | None


@dataclass(frozen=True, slots=True)
class StanceSentence:
    """A news sentence behind what stood before it; spans point into `document.text`."""

    document: Document
    sentence: Span
    labels: tuple[StanceLabel, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and what it is: claim, greeting, opinion, question, procedural, colour or wish."""

    text: str
    label: str


def articles(path: Path) -> list[AttributedArticle]:
    """The articles of a PolNeAR file. Attributions without content are left out."""
    return list(_lines(path, _article))


def stance_sentences(path: Path) -> list[StanceSentence]:
    """The sentences of a stance file."""
    return list(_lines(path, _stance_sentence))


def debates(path: Path) -> list[tuple[str, bool]]:
    """The sentences of debates, applause and the like included, each with whether it was found worth a check."""
    return [sentence for debate in _lines(path, _debate) for sentence in debate]


def labelled_sentences(path: Path) -> list[Labelled]:
    """The sentences of a file of labelled ones."""
    return list(_lines(path, lambda row: Labelled(row["text"], row["label"])))


def set_apart(text: str) -> bool:
    """Whether a labelled sentence is kept for measuring."""
    return hashlib.sha256(text.encode()).digest()[0] % SET_APART_SHARE == 0


def _debate(row: dict) -> list[tuple[str, bool]]:
    return [(one["text"], bool(one["check_worthy"])) for one in row["sentences"] if one["text"]]


def _lines(path: Path, make: Callable[[dict], T]) -> Iterator[T]:
    """What `make` makes of every line. Raises DataNotFound without the file, DetectorError with file and line."""
    if not path.is_file():
        raise DataNotFound(f"no attributions: {path} is missing")
    opener = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opener(path, "rt", encoding="utf-8", newline="\n") as lines:
            for line in lines:
                number += 1
                if line.strip():
                    yield make(json.loads(line))
    except (OSError, EOFError, KeyError, TypeError, ValueError) as error:
        raise DetectorError(f"{path}, line {number}: not an annotated text ({error})") from error


def _article(row: dict) -> AttributedArticle:
    document = Document(id=row["doc_id"], text=row["text"], title=row["title"], outlet=row["outlet"])
    found = [
        Attribution(tuple(sorted(_within(row["text"], s) for s in a["content"])), *_places(row["text"], a))
        for a in row["attributions"]
        if a["content"]
    ]
    return AttributedArticle(document, tuple(found))


def _places(text: str, attribution: dict) -> tuple[Span | None, Span | None]:
    """Cue and source. A source in several pieces counts from its first to its last: "Clinton ... and Sanders"."""
    cue, sources = attribution["cue"], attribution["source_spans"]
    source = Span(min(s for s, _ in sources), max(e for _, e in sources)) if sources else None
    return (_within(text, cue) if cue else None), source


def _within(text: str, span: list[int]) -> Span:
    start, end = span
    if not 0 <= start < end <= len(text):
        raise ValueError(f"span {span} is outside a text of {len(text)} characters")
    return Span(start, end)


def _stance_sentence(row: dict) -> StanceSentence:
    before = f"{row['before']}\n" if row["before"] else ""
    text, start = before + row["text"], len(before)
    document = Document(id=row["id"], text=text, title=row["title"], outlet=row["outlet"])
    return StanceSentence(document, Span(start, len(text)), tuple(_label(row, a, start) for a in row["attributions"]))


def _label(row: dict, attribution: dict, start: int) -> StanceLabel:
    if attribution["stance"] not in get_args(Stance):
        raise ValueError(f"no stance: {attribution['stance']!r}")
    text = row["text"]
    at = text.index(attribution["content"])
    content = Span(at, at + len(attribution["content"]))
    source, cue = (_nearest(text, attribution[key], content, start) for key in ("holder", "cue"))
    holder = attribution["holder_name"] or row["outlet"]
    return StanceLabel(Span(start + at, start + content.end), attribution["stance"], holder, source, cue)


def _nearest(text: str, words: str | None, content: Span, start: int) -> Span | None:
    """The place of `words` that lies nearest to the content: a pronoun or "said" can stand there several times."""
    if not words:
        return None
    places = [at for at in range(len(text)) if text.startswith(words, at)]
    if not places:
        raise ValueError(f"{words!r} is not in the sentence")
    at = min(places, key=lambda p: max(content.start - p - len(words), p - content.end, 0))
    return Span(start + at, start + at + len(words))
