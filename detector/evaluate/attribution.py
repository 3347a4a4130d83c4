"""How well attributions are found: content, and given the content its source and cue, on annotated articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from detector.attributed import AttributedArticle
from detector.types import Attribution, Claim, Span

Words = frozenset[int]
_WORD = re.compile(r"\w+")
_COMPLEMENTISERS = ("that", "if", "whether")  # some annotations count them to the content, some do not
SHARED = 3  # two contents are about one thing from a third of the shorter on, as between claims and gold quotes
RIGHT = 0.5  # F1 of words from which a source or cue counts as right


@dataclass(frozen=True, slots=True)
class Ratio:
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Given:
    """Of the gold attributions whose content is known: how many, the share whose source and cue are right (F1 of words
    from RIGHT on; both absent is right too), and the shares that are exact."""

    contents: int
    source: float
    source_exact: float
    cue: float
    cue_exact: float


@dataclass(frozen=True, slots=True)
class AttributionFigures:
    """Figures of one maker on annotated articles. Words are counted, not punctuation.

    `tokens`: words inside some content. `aligned`: the same, but every gold content may only count the words of one
    found content and the reverse (the best assignment), so that joining and splitting cost. `exact`: whole contents.
    `found`: gold contents that some found content shares a third of the shorter with, with the source and cue of the
    one that shares most. `gold`: source and cue when the gold content is handed over, None for a maker that cannot
    be asked that.
    """

    maker: str
    articles: int
    attributions: int
    made: int
    tokens: Ratio
    aligned: Ratio
    exact: Ratio
    found: Given
    gold: Given | None


def of_claims(claims: Sequence[Claim]) -> list[Attribution]:
    """The attributions that claims carry. Annotators mark one attribution a cue, claims are smaller: those that share
    cue and source are its pieces, and so is a quotation that goes on without either, under the last holder's."""
    pieces: dict[tuple[Span | None, ...], list[Span]] = {}
    speaking: dict[str, tuple[Span | None, ...]] = {}
    for claim in claims:
        key: tuple[Span | None, ...] = (claim.cue_span, claim.source_span)
        if claim.stance == "narrates" or (key == (None, None) and claim.stance != "asserts"):
            speaking.clear()
            continue  # the outlet's own voice, hedged or not
        if key == (None, None):
            key = speaking.get(claim.holder, (None, None, claim.span))
        speaking = {claim.holder: key}
        pieces.setdefault(key, []).append(claim.span)
    return [Attribution(tuple(sorted(set(spans))), key[0], key[1]) for key, spans in pieces.items()]


def attribution_figures(
    maker: str,
    articles: Sequence[AttributedArticle],
    made: Sequence[Sequence[Attribution]],
    told: Sequence[Sequence[Attribution]] | None = None,
) -> AttributionFigures:
    """Compare `made`, the attributions found in each article, with its annotation; `told` are those that the maker
    gave when it was handed every gold content, in the same order."""
    counts = np.zeros(8)
    matched: list[tuple[Attribution, Attribution, str]] = []
    handed: list[tuple[Attribution, Attribution, str]] = []
    for number, (article, found) in enumerate(zip(articles, made, strict=True)):
        words = [Span(*m.span()) for m in _WORD.finditer(article.document.text)]
        starts = np.array([w.start for w in words])
        gold_words = [_content(article.document.text, words, starts, a) for a in article.attributions]
        made_words = [_content(article.document.text, words, starts, a) for a in found]
        counts += _counts(gold_words, made_words)
        for gold, own in zip(article.attributions, gold_words, strict=True):
            best = _best(own, made_words)
            if best is not None:
                matched.append((gold, found[best], article.document.text))
        if told is not None:
            handed += [(g, t, article.document.text) for g, t in zip(article.attributions, told[number], strict=True)]
    shared, in_made, in_gold, paired, all_made, all_gold, same, n_made = counts
    n_gold = sum(len(a.attributions) for a in articles)
    return AttributionFigures(
        maker,
        len(articles),
        n_gold,
        int(n_made),
        _ratio(shared, in_made, in_gold),
        _ratio(paired, all_made, all_gold),
        _ratio(same, n_made, n_gold),
        _given(matched),
        None if told is None else _given(handed),
    )


def _counts(gold: list[Words], made: list[Words]) -> np.ndarray:
    in_gold, in_made = (frozenset().union(*sets) for sets in (gold, made))
    overlaps = np.array([[len(g & m) for m in made] for g in gold], dtype=float).reshape(len(gold), len(made))
    rows, columns = linear_sum_assignment(overlaps, maximize=True)
    return np.array(
        [
            len(in_gold & in_made),
            len(in_made),
            len(in_gold),
            overlaps[rows, columns].sum(),
            sum(map(len, made)),
            sum(map(len, gold)),
            len(set(gold) & set(made)),
            len(made),
        ],
        dtype=float,
    )


def _content(text: str, words: list[Span], starts: np.ndarray, attribution: Attribution) -> Words:
    """The numbers of the words of a content, without a complementiser at its head."""
    inside = [n for span in attribution.content for n in _numbers(words, starts, span)]
    if len(inside) > 1 and words[inside[0]].of(text).lower() in _COMPLEMENTISERS:
        inside = inside[1:]
    return frozenset(inside)


def _numbers(words: list[Span], starts: np.ndarray, span: Span) -> range:
    first, last = np.searchsorted(starts, span)
    if first > 0 and words[first - 1].end > span.start:  # a span that begins within a word holds that word
        first -= 1
    return range(int(first), int(last))


def _best(gold: Words, made: list[Words]) -> int | None:
    """The found content that shares most words with a gold one, None where none shares enough."""
    shared = [(len(gold & m), -n) for n, m in enumerate(made) if len(gold & m) * SHARED >= min(len(gold), len(m)) > 0]
    return -max(shared)[1] if shared else None


def _given(pairs: list[tuple[Attribution, Attribution, str]]) -> Given:
    if not pairs:
        return Given(0, 0.0, 0.0, 0.0, 0.0)
    sources = [_agreement(gold.source, made.source, text) for gold, made, text in pairs]
    cues = [_agreement(gold.cue, made.cue, text) for gold, made, text in pairs]
    rates = [float(np.mean([f >= least for f in values])) for values in (sources, cues) for least in (RIGHT, 1.0)]
    return Given(len(pairs), *rates)


def _agreement(gold: Span | None, made: Span | None, text: str) -> float:
    """F1 of the words of two spans; two absent ones agree. Cues of punctuation alone (a colon) agree when they meet."""
    if gold is None or made is None:
        return float(gold is made)
    one, two = ({span.start + m.end() for m in _WORD.finditer(span.of(text))} for span in (gold, made))
    if not one or not two:
        return float(not one and not two and gold.overlaps(made))
    return 2 * len(one & two) / (len(one) + len(two))


def _ratio(shared: float, made: float, gold: float) -> Ratio:
    precision, recall = (float(shared / total) if total else 0.0 for total in (made, gold))
    return Ratio(precision, recall, 2 * precision * recall / (precision + recall) if shared else 0.0)
