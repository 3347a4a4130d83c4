"""Windows cover every piece, spans verify on any text, and tags say where parts begin."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_models import make_encoder
from transformers import AutoTokenizer

from detector.backends.tagging import (
    BEFORE,
    BEHIND,
    IGNORED,
    LABELS,
    MARKED,
    TAGS,
    Pieces,
    clearest,
    marked_window,
    pieces_of,
    tagged,
    trimmed,
    windows,
)
from detector.types import Span

TEXT = (
    "🌧 “The gate was shut,” Ada Finch said.\r\nL'e\u0301te\u0301 a\u0300 S\u0301widry:\u00a0it rained 👩‍👩‍👧 all day."
)
PARTS = (
    *("“", "”", "'", "’s ", "…", "said ", "Ada Finch ", "that ", "it rained. ", "\r\n", "\u00a0", "\u200b", "\ufeff"),
    *("🌧 ", "e\u0301", "👩‍👩‍👧", "东京", "\x85", "𝔘nicode "),
)
texts = st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=60)


@pytest.fixture(scope="module")
def tokenizer(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return AutoTokenizer.from_pretrained(make_encoder(tmp_path_factory.mktemp("tagging") / "encoder"))


def numbered(count: int) -> Pieces:
    """A text of so many words of two letters and one piece."""
    return Pieces((7,) * count, tuple(Span(3 * i, 3 * i + 2) for i in range(count)), tuple(range(count)))


def test_every_word_has_its_place_combining_marks_included(tokenizer: Any) -> None:
    (pieces,) = pieces_of([TEXT], tokenizer)
    words = [word.of(TEXT) for word in pieces.words]
    assert {"gate", "”", "e\u0301te\u0301", "a\u0300", "S\u0301widry", "day"} <= set(words)


@given(text=texts)
def test_words_of_any_text_stand_in_order_inside_it(tokenizer: Any, text: str) -> None:
    (pieces,) = pieces_of([text], tokenizer)
    assert len(pieces.word_of) == len(pieces.ids)
    assert list(pieces.word_of) == sorted(pieces.word_of)
    assert len(pieces.words) == len(set(pieces.word_of))
    ends = [0, *(word.end for word in pieces.words)]
    for word, before in zip(pieces.words, ends, strict=False):
        assert before <= word.start < word.end <= len(text)
        assert word.end == len(text) or not unicodedata.combining(text[word.end])


@given(st.integers(1, 900), st.integers(0, 300), st.sampled_from([(50, 0), (50, 20), (254, 64), (7, 6)]))
def test_windows_cover_every_piece(count: int, offset: int, shape: tuple[int, int]) -> None:
    size, overlap = shape
    offset %= size - overlap
    pieces = numbered(count)
    found = windows(pieces, offset, size, overlap)
    assert {i for w in found for i in w.at} == set(range(count))
    assert all(0 < len(w.at) <= size for w in found)
    if overlap == 0:
        assert sum(len(w.at) for w in found) == count
    for i, (number, place) in enumerate(clearest(found, count)):
        assert found[number].at[place] == i
        margins = {number: margin(w.at, i, count) for number, w in enumerate(found) if i in w.at}
        assert margins[number] == max(margins.values())


def margin(at: tuple[int, ...], piece: int, total: int) -> int:
    """Pieces between a piece and the nearest cut of its window."""
    left = at.index(piece) if at[0] else total
    right = len(at) - 1 - at.index(piece) if at[-1] < total - 1 else total
    return min(left, right)


def test_no_piece_no_window() -> None:
    assert windows(Pieces((), (), ())) == []


@given(st.integers(1, 900), st.data())
def test_a_marked_window_holds_the_ends_of_its_content_and_what_stands_beside_it(
    count: int, data: st.DataObject
) -> None:
    pieces = numbered(count)
    text = "ab " * count
    first = data.draw(st.integers(0, count - 1))
    last = data.draw(st.integers(first, count - 1))
    window = marked_window(pieces, text, [Span(3 * first, 3 * last + 2)])
    assert window is not None
    assert len(window.at) <= BEFORE + MARKED + BEHIND
    assert list(window.at) == sorted(set(window.at))
    assert {first, last} <= window.marked and {first, last} <= set(window.at)
    assert {*range(max(0, first - BEFORE), first), *range(last + 1, min(count, last + 1 + BEHIND))} <= set(window.at)
    encoded = window.encoded(pieces, 1, 2)
    assert sum(encoded["token_type_ids"]) == len(window.marked & set(window.at))
    assert len(encoded["input_ids"]) == len(encoded["attention_mask"]) == len(window.at) + 2


def test_a_content_without_a_word_has_no_window(tokenizer: Any) -> None:
    (pieces,) = pieces_of(["a b   "], tokenizer)
    assert marked_window(pieces, "a b   ", [Span(3, 5)]) is None


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("“the gate was shut,”", "the gate was shut"),
        ("that “the gate was shut.”", "the gate was shut"),
        ("that's his right", "that's his right"),
        ("that", "that"),
        ("…", "…"),
        ("That the gate", "the gate"),
    ],
)
def test_a_content_is_marked_without_its_edges(words: str, kept: str) -> None:
    text = f"He said {words} then."
    assert trimmed(text, Span(8, 8 + len(words))).of(text) == kept


@given(texts, st.data())
def test_trimming_stays_inside(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    kept = trimmed(text, span)
    assert span.start <= kept.start <= kept.end <= span.end
    assert kept.start < kept.end or span.start == span.end


def test_tags_begin_where_a_part_begins_and_the_first_part_has_the_word(tokenizer: Any) -> None:
    text = "Ada Finch said the gate was shut."
    (pieces,) = pieces_of([text], tokenizer)
    (window,) = windows(pieces)
    gate, said, everything = (Span(text.index(w), text.index(w) + len(w)) for w in ("the gate was shut", "said", text))
    labels = tagged(pieces, window, [("content", gate), ("cue", said), ("source", everything)])
    assert labels[0] == labels[-1] == IGNORED
    of_word = {
        pieces.words[pieces.word_of[i]].of(text): TAGS[label]
        for i, label in zip(window.at, labels[1:-1], strict=True)
        if pieces.begins(i)
    }
    assert of_word == {
        "Ada": "B-source", "Finch": "I-source", "said": "B-cue", "the": "B-content", "gate": "I-content",
        "was": "I-content", "shut": "I-content", ".": "I-source",
    }  # fmt: skip
    assert all(label == IGNORED for i, label in zip(window.at, labels[1:-1], strict=True) if not pieces.begins(i))


def test_labels_are_distinct() -> None:
    assert len(set(LABELS)) == len(LABELS) == 11
