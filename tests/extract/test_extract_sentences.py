"""Paragraphs, sentences and quotations of a document."""

from __future__ import annotations

import pytest
from yasbd import BoundaryDetector

from detector.extract.quotes import find_quotations
from detector.extract.sentences import dateline_end, sentences_of
from detector.types import Document, Span

DETECTOR = BoundaryDetector(lang="en", preserve_quote_and_paren=False)


def document_of(text: str, *furniture: Span) -> Document:
    return Document(id="d", text=text, title="", outlet="The Quay Post", furniture=furniture)


def sentences(text: str, *furniture: Span) -> list[str]:
    return [s.span.of(text) for s in sentences_of(document_of(text, *furniture), DETECTOR)]


CASES = [
    (
        "Mr. Benn left at 5 p.m. Monday. Gen. J. R. Vale stayed.",
        ["Mr. Benn left at 5 p.m. Monday.", "Gen. J. R. Vale stayed."],
    ),
    ("The U.S. Navy left on Feb. 3. It rained.", ["The U.S. Navy left on Feb. 3.", "It rained."]),
    ('"We lost. We left," she said. It rained.', ['"We lost. We left," she said.', "It rained."]),
    ('"Is it open? No!" said Benn. It rained.', ['"Is it open? No!" said Benn.', "It rained."]),
    ("First line\nSecond line", ["First line", "Second line"]),
    ("One.\r\n\r\nTwo.", ["One.", "Two."]),
    (
        "The committee met for the whole of the day and then it\nvoted against the plan. It rained.",
        ["The committee met for the whole of the day and then it\nvoted against the plan.", "It rained."],
    ),
    ("", []),
    (" \n\n ", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_no_sentence_touches_furniture() -> None:
    text = "Photo: Benn. The gate was open. Read more"
    assert sentences(text, Span(0, 12), Span(32, 41)) == ["The gate was open."]


def test_sentences_inside_a_quotation_are_kept_as_breaks() -> None:
    text = '"We lost. We left," she said.'
    (sentence,) = sentences_of(document_of(text), DETECTOR)
    assert [text[:b].rstrip() for b in sentence.breaks] == ['"We lost.']


DATELINES = [
    ("PORT VELLA (Wire) - The gate fell.", "The gate fell."),
    ("ORLO, Vale — The gate fell.", "The gate fell."),
    ("The gate - an old one - fell.", "The gate - an old one - fell."),
]


@pytest.mark.parametrize(("text", "rest"), DATELINES)
def test_datelines_are_no_content(text: str, rest: str) -> None:
    (sentence,) = sentences_of(document_of(text), DETECTOR)
    assert text[dateline_end(text, sentence) :] == rest


QUOTATIONS = [
    ('He said "no" and left.', ["no"]),
    ("He said “no” and «yes».", ["no", "yes"]),
    ("He said 'we can't' and left.", ["we can't"]),
    ("The workers' pay and the crew's boat.", []),
    ('A 5" pipe.', []),
    ('"Never closed.', []),
]


@pytest.mark.parametrize(("text", "inner"), QUOTATIONS)
def test_quotations(text: str, inner: list[str]) -> None:
    assert [q.inner.of(text) for q in find_quotations(text, [Span(0, len(text))])] == inner
