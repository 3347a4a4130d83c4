"""Reworded copies of the base, article by article, with claims and vectors that no model has to read again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from detector.archive.block import Read
from detector.evaluate.bench.multiply import Copy
from detector.evaluate.scale.base import Base
from detector.types import Claim, Document


class Supply:
    """An endless row of articles: place `p` is article p % n of copy 1 + p // n.

    The vectors of a copy are those of the base, turned within the copy alike so that their likeness among themselves
    stays, and so far that the same article in two copies has the cosine that the base's facts name.
    """

    def __init__(self, base: Base, seed: int):
        self._base, self._seed = base, seed
        self._number = 0

    @cached_property
    def _starts(self) -> np.ndarray:
        return np.concatenate([[0], np.cumsum([sum(flags) for flags in self._base.facts.stated])])

    def read(self, places: Sequence[int]) -> Read:
        """The articles at some places, as a block of new documents."""
        facts, base = self._base.facts, self._base
        documents: list[Document] = []
        claims: list[Claim] = []
        stated: list[Claim] = []
        vectors, claim_vectors = [], [np.zeros((0, base.vectors.shape[1]), np.float32)]
        for place in places:
            number, i = 1 + place // len(facts.documents), place % len(facts.documents)
            document, own = self._copy(number).with_claims(facts.documents[i], facts.claims[i])
            documents.append(document)
            claims += own
            stated += [claim for claim, flag in zip(own, facts.stated[i], strict=True) if flag]
            vectors.append(self._turned(base.vectors[i : i + 1], self._articles, facts.alike))
            rows = base.claim_vectors[self._starts[i] : self._starts[i + 1]]
            claim_vectors.append(self._turned(rows, self._statements, facts.claims_alike))
        return Read(
            tuple(documents), tuple(claims), tuple(stated), np.concatenate(vectors), np.concatenate(claim_vectors)
        )

    @cached_property
    def _articles(self) -> np.ndarray:
        return self._base.vectors.mean(axis=0)

    @cached_property
    def _statements(self) -> np.ndarray:
        return self._base.claim_vectors.mean(axis=0)

    def _copy(self, number: int) -> Copy:
        if number != self._number:
            facts = self._base.facts
            rng = np.random.default_rng((self._seed, number))
            width = self._base.vectors.shape[1]
            self._order, self._signs = rng.permutation(width), rng.choice([-1.0, 1.0], width)
            self._made = Copy(number, self._seed, set(facts.common), facts.exchanged)
            self._number = number
        return self._made

    def _turned(self, rows: np.ndarray, mean: np.ndarray, alike: float) -> np.ndarray:
        """Unit rows: what they share with all is kept, the rest is kept to a part and turned to a part."""
        apart, shared = rows - mean, float(mean @ mean)
        part = np.clip((alike - shared) / (1 - shared), 0, 1)
        turned = mean + np.sqrt(part) * apart + np.sqrt(1 - part) * apart[:, self._order] * self._signs
        return (turned / np.linalg.norm(turned, axis=1, keepdims=True)).astype(np.float32)
