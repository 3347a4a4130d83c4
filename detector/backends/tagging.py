"""How attributions are written as tags of word pieces, the same for training and for use.

One token classifier is asked two things, told apart by its segment ids. Without a mark: which words of a window are
content (and which are cues and sources of anything). With the words of one content marked by segment 1: which words are
the cue and the source of that content, and at [CLS] the stance it is held with.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from detector.types import Span, Stance

PARTS = ("content", "cue", "source")
TAGS = ("O", *(f"{b}-{part}" for part in PARTS for b in "BI"))
STANCES = get_args(Stance)
LABELS = (*TAGS, *STANCES)
IGNORED = -100

# Tokens of a window and its overlap with the next. Before a content and behind it: in the training articles 99% of the
# sources begin within 30 words before their content and end within 6 behind it.
WINDOW, OVERLAP = 254, 64
BEFORE, BEHIND = 40, 12
MARKED = 128  # pieces of a content, and of what stands between its parts, that are shown

_LEAD = re.compile(r"(?:[\W_]+|that(?=\s))*", re.IGNORECASE)
_TAIL = re.compile(r"[\W_]+$")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in word pieces: the ids, the places of the words, and for every piece the number of its word."""

    ids: tuple[int, ...]
    words: tuple[Span, ...]
    word_of: tuple[int, ...]

    def begins(self, piece: int) -> bool:
        """Whether a piece is the first of its word."""
        return piece == 0 or self.word_of[piece] != self.word_of[piece - 1]

    def inside(self, span: Span) -> range:
        """The numbers of the words that a span touches."""
        first = bisect_right(self.words, span.start, key=lambda w: w.end)
        return range(first, bisect_left(self.words, span.end, first, key=lambda w: w.start))

    def span(self, first: int, last: int) -> Span:
        """From the start of one word to the end of another."""
        return Span(self.words[first].start, self.words[last].end)


@dataclass(frozen=True, slots=True)
class Window:
    """Some pieces of a text in order, `at` their numbers; `marked` the words of the content that is asked about."""

    at: tuple[int, ...]
    marked: frozenset[int] = frozenset()

    def encoded(self, pieces: Pieces, cls: int, sep: int) -> dict[str, list[int]]:
        """Model input with special tokens."""
        ids = [cls, *(pieces.ids[i] for i in self.at), sep]
        types = [0, *(int(pieces.word_of[i] in self.marked) for i in self.at), 0]
        return {"input_ids": ids, "attention_mask": [1] * len(ids), "token_type_ids": types}


def pieces_of(texts: Sequence[str], tokenizer: Any) -> list[Pieces]:
    """The word pieces of texts. Combining marks belong to the letter before them, whatever the normaliser drops."""
    if not texts:
        return []
    encoded = tokenizer(list(texts), add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    return [
        _pieces(text, encoded["input_ids"][n], encoded["offset_mapping"][n], encoded.word_ids(n))
        for n, text in enumerate(texts)
    ]


def _pieces(text: str, ids: list[int], offsets: list[tuple[int, int]], word_ids: list[int]) -> Pieces:
    words: list[Span] = []
    word_of: list[int] = []
    for i, (start, end) in enumerate(offsets):
        if i == 0 or word_ids[i] != word_ids[i - 1]:
            words.append(Span(start, end))
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        words[-1] = Span(words[-1].start, max(words[-1].end, end))
        word_of.append(len(words) - 1)
    return Pieces(tuple(ids), tuple(words), tuple(word_of))


def windows(pieces: Pieces, offset: int = 0, size: int = WINDOW, overlap: int = OVERLAP) -> list[Window]:
    """Windows over all pieces, each `overlap` pieces into the last; the first is `offset` pieces short."""
    total, step = len(pieces.ids), size - overlap
    count = max(1, -(-(total + offset - overlap) // step))  # the last one reaches the end
    starts = [n * step - offset for n in range(count)]
    found = [Window(tuple(range(max(0, start), min(start + size, total)))) for start in starts]
    return [window for window in found if window.at]


def clearest(found: Sequence[Window], total: int) -> list[tuple[int, int]]:
    """For every piece the window, and its place in it, where it stands farthest from a cut."""
    best: list[tuple[int, int, int]] = [(-1, 0, 0)] * total
    for number, window in enumerate(found):
        for place, i in enumerate(window.at):
            left = place if window.at[0] > 0 else total
            right = len(window.at) - 1 - place if window.at[-1] < total - 1 else total
            best[i] = max(best[i], (min(left, right), -number, place))
    return [(-number, place) for _, number, place in best]


def marked_window(pieces: Pieces, text: str, content: Iterable[Span]) -> Window | None:
    """The window around a content, its words marked; None where no word stands in it. What is too long loses its
    middle, never the words around the content."""
    marked = frozenset(k for span in content for k in pieces.inside(trimmed(text, span)))
    if not marked:
        return None
    first = bisect_left(pieces.word_of, min(marked))
    last = bisect_right(pieces.word_of, max(marked))
    at = list(range(max(0, first - BEFORE), min(len(pieces.ids), last + BEHIND)))
    kept = first - at[0] + MARKED // 2, at[-1] + 1 - last + MARKED // 2
    if len(at) > sum(kept):
        at = at[: kept[0]] + at[-kept[1] :]
    return Window(tuple(at), marked)


def trimmed(text: str, span: Span) -> Span:
    """A content without quotation marks, punctuation and "that" at its ends: annotations differ in them, and claims
    have none."""
    words = span.of(text)
    lead, tail = _LEAD.match(words), _TAIL.search(words)
    start = lead.end() if lead else 0
    end = tail.start() if tail else len(words)
    return Span(span.start + start, span.start + end) if start < end else span


def tagged(pieces: Pieces, window: Window, spans: Iterable[tuple[str, Span]]) -> list[int]:
    """Labels of a window's pieces, special tokens included: BIO at the first piece of every word that a span of a part
    touches (the first span to claim a word has it), IGNORED elsewhere."""
    of_word: dict[int, int] = {}
    shown = pieces.span(pieces.word_of[window.at[0]], pieces.word_of[window.at[-1]])
    for part, span in spans:
        words = pieces.inside(span) if span.overlaps(shown) else ()
        for k in words:
            of_word.setdefault(k, TAGS.index(f"{'B' if k == words[0] else 'I'}-{part}"))
    told = (of_word.get(pieces.word_of[i], 0) if pieces.begins(i) else IGNORED for i in window.at)
    return [IGNORED, *told, IGNORED]
