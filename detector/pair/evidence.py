"""What can be seen in a pair of claims without a model that reads both: the input of the cascade."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter

import numpy as np

from detector.types import Claim, ClaimPair, Document
from detector.words import NEGATION, PLAIN, stem

_WORD = re.compile(r"\w[\w'’-]*")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NAME = re.compile(r"(?<!^)\b[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of the cascade's input; every field is a float, the same whichever claim comes first.

    `similarity`: cosine in context. `best_rank`, `worst_rank`: the pair's place among the candidates of either claim by
    similarity, 0 the nearest. `shared`, `overlap`: stems of content words of the two propositions, in number and as
    Jaccard index; `sentences_overlap` of the sentences. Left out, since they tell written dossiers from news rather
    than conflicts from the rest, and cost nothing: direct speech, days between the publications, names that only one
    has, whether a claim speaks of the other's holder.
    """

    similarity: float
    best_rank: float
    worst_rank: float
    shared: float
    overlap: float
    sentences_overlap: float
    fewer_words: float
    more_words: float
    negatives: float
    one_negative: float
    shared_numbers: float
    other_numbers: float
    with_numbers: float
    shared_names: float
    denials: float
    doubts: float
    narrations: float
    same_document: float
    same_holder: float


NAMES = tuple(field.name for field in fields(Evidence))
_values = attrgetter(*NAMES)  # astuple copies every value, which took a tenth of all pairing


@dataclass(frozen=True, slots=True)
class _Side:
    """What of a claim is compared."""

    words: frozenset[str]
    sentence: frozenset[str]
    negative: bool
    numbers: frozenset[str]
    names: frozenset[str]


def evidence(
    pairs: Sequence[ClaimPair], documents: Mapping[str, Document], among: Sequence[ClaimPair] | None = None
) -> np.ndarray:
    """float32 (len(pairs), len(NAMES)): a row for each pair. `among` are all candidates of the claims, where `pairs`
    are only some of them."""
    sides: dict[str, _Side] = {}
    for pair in pairs:
        for claim in (pair.a, pair.b):
            if claim.id not in sides:
                sides[claim.id] = _side(claim, documents[claim.document_id].text)
    every = pairs if among is None else among
    ranks = {(pair.a.id, pair.b.id): two for pair, two in zip(every, _ranks(every), strict=True)}
    rows = [_values(_compared(pair, ranks[pair.a.id, pair.b.id], sides)) for pair in pairs]
    return np.array(rows, np.float32).reshape(len(pairs), len(NAMES))


def _ranks(pairs: Sequence[ClaimPair]) -> list[tuple[int, int]]:
    of_claim: dict[str, list[int]] = defaultdict(list)
    for i, pair in enumerate(pairs):
        of_claim[pair.a.id].append(i)
        of_claim[pair.b.id].append(i)
    found: list[list[int]] = [[] for _ in pairs]
    for own in of_claim.values():
        for rank, i in enumerate(sorted(own, key=lambda i: (-pairs[i].similarity, pairs[i].a.id, pairs[i].b.id))):
            found[i].append(rank)
    return [(min(two), max(two)) for two in found]


def _side(claim: Claim, text: str) -> _Side:
    return _Side(
        _stems(claim.proposition),
        _stems(claim.sentence.of(text)),
        NEGATION.search(claim.quote) is not None,
        frozenset(_NUMBER.findall(claim.proposition)),
        frozenset(_NAME.findall(claim.proposition)),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in PLAIN)


def _compared(pair: ClaimPair, ranks: tuple[int, int], sides: Mapping[str, _Side]) -> Evidence:
    a, b = pair.a, pair.b
    x, y = sides[a.id], sides[b.id]
    stances = (a.stance, b.stance)
    return Evidence(
        similarity=pair.similarity,
        best_rank=ranks[0],
        worst_rank=ranks[1],
        shared=len(x.words & y.words),
        overlap=_jaccard(x.words, y.words),
        sentences_overlap=_jaccard(x.sentence, y.sentence),
        fewer_words=min(len(x.words), len(y.words)),
        more_words=max(len(x.words), len(y.words)),
        negatives=x.negative + y.negative,
        one_negative=x.negative != y.negative,
        shared_numbers=len(x.numbers & y.numbers),
        other_numbers=bool(x.numbers and y.numbers and not x.numbers & y.numbers),
        with_numbers=bool(x.numbers) + bool(y.numbers),
        shared_names=len(x.names & y.names),
        denials=stances.count("denies"),
        doubts=stances.count("doubts"),
        narrations=stances.count("narrates"),
        same_document=a.document_id == b.document_id,
        same_holder=pair.one_voice,
    )


def _jaccard(x: frozenset[str], y: frozenset[str]) -> float:
    return len(x & y) / max(1, len(x | y))
