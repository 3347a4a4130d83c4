"""Which words carry a conflict: those whose deletion takes most of it away.

Occlusion (Zeiler and Fergus 2014) over the bare propositions. `detector evaluate` measures how far the heaviest words
lower the probability, beside words drawn at random.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detector.ports import Judge
from detector.types import LABELS, Claim, ClaimPair, Document, Span
from detector.words import PLAIN

LEAST_DROP = 0.02  # a word that takes away less carries nothing
SHARE = 0.4  # of the heaviest word's drop
MOST = 4  # words a side
LOOKED_AT = 24  # content words a side
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The words of two propositions with how far the probability falls when each is deleted, heaviest first."""

    a: tuple[tuple[Span, float], ...]
    b: tuple[tuple[Span, float], ...]


def weighed(pairs: Sequence[ClaimPair], judge: Judge) -> list[Weighed]:
    """The content words of each pair's propositions by what they carry: of the contradiction between two assertions, of
    the entailment between an assertion and what the other side denies."""
    asked: list[tuple[str, str]] = []
    words = [(content_words(p.a.proposition), content_words(p.b.proposition)) for p in pairs]
    for pair, (ours, theirs) in zip(pairs, words, strict=True):
        p, q = pair.a.proposition, pair.b.proposition
        asked += [(p, q), *((without(p, [w]), q) for w in ours), *((p, without(q, [w])) for w in theirs)]
    rows = judge.score(asked) if asked else []
    found, at = [], 0
    for pair, (ours, theirs) in zip(pairs, words, strict=True):
        column = LABELS.index(deciding_label(pair))
        scores = [float(row[column]) for row in rows[at : at + 1 + len(ours) + len(theirs)]]
        drops = [round(scores[0] - score, 4) for score in scores[1:]]
        found.append(Weighed(_heaviest(ours, drops[: len(ours)]), _heaviest(theirs, drops[len(ours) :])))
        at += len(scores)
    return found


def carrying_words(
    pairs: Sequence[ClaimPair], documents: Mapping[str, Document], judge: Judge
) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """For each pair the places in its two documents of the words that carry most; empty where none does."""
    return [
        (
            _places(pair.a, found.a, documents[pair.a.document_id]),
            _places(pair.b, found.b, documents[pair.b.document_id]),
        )
        for pair, found in zip(pairs, weighed(pairs, judge), strict=True)
    ]


def deciding_label(pair: ClaimPair) -> str:
    """What the two propositions are to each other when the claims conflict."""
    return "entailment" if (pair.a.stance == "denies") != (pair.b.stance == "denies") else "contradiction"


def content_words(text: str) -> list[Span]:
    """The words that are not grammar alone, negations included."""
    return [Span(*m.span()) for m in _WORD.finditer(text) if m[0].lower() not in PLAIN][:LOOKED_AT]


def without(text: str, spans: Sequence[Span]) -> str:
    """A text with some of its words deleted."""
    for span in sorted(spans, reverse=True):
        text = text[: span.start].rstrip() + text[span.end :]
    return text.lstrip()


def _heaviest(words: Sequence[Span], drops: Sequence[float]) -> tuple[tuple[Span, float], ...]:
    return tuple(sorted(zip(words, drops, strict=True), key=lambda w: (-w[1], w[0])))


def _places(claim: Claim, words: Sequence[tuple[Span, float]], document: Document) -> tuple[Span, ...]:
    """The same words in the quote; a word that only the resolved proposition has is nowhere to be marked."""
    heavy = [span for span, drop in words if drop >= LEAST_DROP and drop >= SHARE * words[0][1]][:MOST]
    wanted = {span.of(claim.proposition).lower() for span in heavy}
    stands: dict[str, Span] = {}
    for found in _WORD.finditer(document.text, claim.span.start, claim.span.end):
        if found[0].lower() in wanted:
            stands.setdefault(found[0].lower(), Span(*found.span()))
    return tuple(sorted(stands.values()))
