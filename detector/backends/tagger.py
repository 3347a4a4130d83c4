"""Who said what by any transformers token classifier that has learnt the tags of `tagging`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from detector.backends import hub
from detector.backends.batches import batches
from detector.backends.loadable import classifier
from detector.backends.tagging import (
    LABELS,
    STANCES,
    TAGS,
    Pieces,
    Window,
    clearest,
    marked_window,
    pieces_of,
    windows,
)
from detector.config import AUTO
from detector.errors import LabelsUnclear
from detector.types import Attribution, Span

CONTENT = [TAGS.index(f"{b}-content") for b in "BI"]
LEAST = {"cue": 0.1, "source": 0.3}  # probability of a cue's or source's surest word under which there is none
GROWN = 0.5  # share of it that its neighbours need to belong to the same span


class AttributionTagger:
    """A Tagger over a model folder with config.json, weights and a tokenizer."""

    def __init__(self, path: Path, backend: str = AUTO):
        from transformers import AutoModelForTokenClassification

        _, self._order, self._tokenizer, self._model = classifier(
            AutoModelForTokenClassification, path, "an attribution tagger", lambda named: _order(named, path), backend
        )
        self.digest = hub.digest(path)

    def attributions(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """Every attribution found in each text, in the order of their content. Contents that share a cue are one."""
        pieces = pieces_of(texts, self._tokenizer)
        contents = self._contents(pieces)
        found = self._ascribed(texts, pieces, [[(span,) for span in spans] for spans in contents])
        return [_joined(row) for row in found]

    def ascribe(self, texts: Sequence[str], contents: Sequence[Sequence[tuple[Span, ...]]]) -> list[list[Attribution]]:
        """Cue, source and stance of given contents, text by text in the same order."""
        return self._ascribed(texts, pieces_of(texts, self._tokenizer), contents)

    def _contents(self, pieces: Sequence[Pieces]) -> list[list[Span]]:
        cut = [windows(one) for one in pieces]
        scores = iter(self._probabilities([(one, w) for one, ws in zip(pieces, cut, strict=True) for w in ws]))
        found: list[list[Span]] = []
        for one, ws in zip(pieces, cut, strict=True):
            rows = [next(scores) for _ in ws]
            tags = [
                int(rows[number][place + 1, : len(TAGS)].argmax())
                for i, (number, place) in enumerate(clearest(ws, len(one.ids)))
                if one.begins(i)
            ]
            found.append(_runs(one, tags))
        return found

    def _ascribed(
        self, texts: Sequence[str], pieces: Sequence[Pieces], contents: Sequence[Sequence[tuple[Span, ...]]]
    ) -> list[list[Attribution]]:
        cut = [
            [marked_window(one, text, content) for content in wanted]
            for one, text, wanted in zip(pieces, texts, contents, strict=True)
        ]
        asked = [(one, w) for one, ws in zip(pieces, cut, strict=True) for w in ws if w is not None]
        scores = iter(self._probabilities(asked))
        return [
            [
                _read(content, one, window, next(scores)) if window is not None else Attribution(content)
                for content, window in zip(wanted, ws, strict=True)
            ]
            for one, wanted, ws in zip(pieces, contents, cut, strict=True)
        ]

    def _probabilities(self, asked: Sequence[tuple[Pieces, Window]]) -> list[np.ndarray]:
        """For each window float32 (pieces + 2, len(LABELS)), special tokens included: tags and stances each sum to 1.
        Windows of like length go through the model together, whatever text they come from."""
        cls, sep = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        encoded = [window.encoded(one, cls, sep) for one, window in asked]
        scores: list[np.ndarray] = [np.empty(0)] * len(encoded)
        with torch.inference_mode():
            for length, rows, filled in batches([len(one["input_ids"]) for one in encoded]):
                batch = self._tokenizer.pad(
                    [encoded[i] for i in filled], padding="max_length", max_length=length, return_tensors="pt"
                )
                logits = self._model(**batch).logits.float()[:, :, self._order]
                tags, stances = logits.split([len(TAGS), len(STANCES)], -1)
                told = torch.cat([tags.softmax(-1), stances.softmax(-1)], -1).numpy()
                for row, i in zip(told[: len(rows)], rows, strict=True):
                    scores[i] = row[: len(encoded[i]["input_ids"])]
        return scores


def _order(id2label: dict[int, str], path: Path) -> list[int]:
    """Where each of LABELS stands among the model's outputs, by the names it gives them."""
    named = {label: int(i) for i, label in id2label.items()}
    if set(named) != set(LABELS):
        raise LabelsUnclear(f"{path}: labels are {', '.join(sorted(named))}, wanted {', '.join(LABELS)}")
    return [named[label] for label in LABELS]


def _runs(pieces: Pieces, tags: Sequence[int]) -> list[Span]:
    """The contents that a tag for every word marks."""
    begun, inside = CONTENT
    found: list[tuple[int, int]] = []
    for k, tag in enumerate(tags):
        if tag == inside and found and found[-1][1] == k - 1:
            found[-1] = (found[-1][0], k)
        elif tag in (begun, inside):
            found.append((k, k))
    return [pieces.span(*run) for run in found]


def _read(content: tuple[Span, ...], pieces: Pieces, window: Window, scores: np.ndarray) -> Attribution:
    cue, source = (_span_of(part, pieces, window, scores) for part in LEAST)
    return Attribution(content, cue, source, STANCES[int(scores[0, len(TAGS) :].argmax())])


def _span_of(part: str, pieces: Pieces, window: Window, scores: np.ndarray) -> Span | None:
    """The words around the one most probably in a part, as far as they are half as probably in it too."""
    begun = TAGS.index(f"B-{part}")
    words = [(pieces.word_of[i], scores[place + 1]) for place, i in enumerate(window.at) if pieces.begins(i)]
    inside = [float(row[begun] + row[begun + 1]) for _, row in words]
    if not inside or max(inside) < LEAST[part]:
        return None
    first = last = int(np.argmax(inside))
    least = inside[first] * GROWN

    def begins(k: int) -> bool:
        return bool(words[k][1][begun] > words[k][1][begun + 1])

    while not begins(first) and first > 0 and inside[first - 1] >= least and _next_to(words, first - 1):
        first -= 1
    while last + 1 < len(words) and inside[last + 1] >= least and not begins(last + 1) and _next_to(words, last):
        last += 1
    return pieces.span(words[first][0], words[last][0])


def _next_to(words: Sequence[tuple[int, np.ndarray]], k: int) -> bool:
    """Whether nothing was cut out between a word and the next."""
    return words[k + 1][0] == words[k][0] + 1


def _joined(found: Sequence[Attribution]) -> list[Attribution]:
    by_cue: dict[Span | int, Attribution] = {}
    for number, one in enumerate(found):
        key = one.cue or number
        first = by_cue.get(key)
        if first is None:
            by_cue[key] = one
        else:
            content = (*first.content, *one.content)
            by_cue[key] = Attribution(content, one.cue, first.source or one.source, first.stance)
    return list(by_cue.values())
