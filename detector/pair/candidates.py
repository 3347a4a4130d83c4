"""Claims that are worth comparing: near neighbours in context among the articles on one event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from detector.pair.voices import Voices
from detector.types import Claim, ClaimPair


def in_context(claim: Claim, text: str) -> str:
    """The text whose embedding stands for a claim: its proposition, then the sentence it was taken from."""
    sentence = claim.sentence.of(text)
    return claim.proposition if claim.proposition in sentence else f"{claim.proposition} ({sentence})"


def pairs(
    claims: Sequence[Claim],
    vectors: np.ndarray,
    rows: Mapping[str, int],
    linked: csr_matrix,
    origins: Mapping[str, str],
    neighbours: int,
    voices: Voices,
) -> list[ClaimPair]:
    """The candidate pairs, each once, its claims in the order of their ids whatever the order of the input.

    `vectors` (len(claims), d) are unit embeddings of the claims in context; `rows` maps a document's id to
    its row in `linked` (articles on one event). Two claims of one origin are compared only across `voices`: nobody
    is set against himself within one article or its reprints, whatever names he goes by there.
    """
    by_document: dict[str, list[int]] = {}
    for i, claim in enumerate(claims):
        by_document.setdefault(claim.document_id, []).append(i)
    ids = sorted(rows, key=rows.__getitem__)
    chosen: dict[tuple[int, int], float] = {}
    for document_id, own in by_document.items():
        others = linked[rows[document_id]].indices
        pool = np.array(sorted(j for o in others for j in by_document.get(ids[o], ())), dtype=int)
        cosines = vectors[own] @ vectors[pool].T
        for i, row in zip(own, cosines, strict=True):
            left = neighbours
            for k in np.argsort(-row, kind="stable"):
                j = int(pool[k])
                if i == j or not comparable(claims[i], claims[j], origins, voices):
                    continue
                chosen[min(i, j), max(i, j)] = float(row[k])
                left -= 1
                if not left:
                    break
    found = []
    for (i, j), likeness in chosen.items():
        a, b = sorted((claims[i], claims[j]), key=lambda claim: claim.id)
        found.append(ClaimPair(a, b, round(likeness, 4), one_voice=voices.one(a, b)))
    return sorted(found, key=lambda p: (p.a.id, p.b.id))


def comparable(a: Claim, b: Claim, origins: Mapping[str, str], voices: Voices) -> bool:
    """Whether two claims may be set against each other at all."""
    if origins[a.document_id] != origins[b.document_id]:
        return True
    if a.sentence == b.sentence and a.document_id == b.document_id and a.span.overlaps(b.span):
        return False
    if a.stance == b.stance == "narrates":
        return False
    return a.holder != b.holder and not voices.one(a, b)
