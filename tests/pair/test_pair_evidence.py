"""Cheap evidence on a pair: the same from either side, and what each column counts."""

from __future__ import annotations

import numpy as np
import pytest
from made import article, claim

from detector.pair.evidence import NAMES, evidence
from detector.types import Claim, ClaimPair, Document

A = article("a", "The mill had 12 guards. Ivo Reed said nobody was hurt. Tom left.", day="2024-05-01")
B = article("b", "The mill had 14 guards. Ada Finch blamed Reed.", day="2024-05-04")
DOCUMENTS = {d.id: d for d in (A, B)}


def row(a: Claim, b: Claim, similarity: float = 0.5) -> dict[str, float]:
    (values,) = evidence([ClaimPair(a, b, similarity)], DOCUMENTS)
    return dict(zip(NAMES, values.tolist(), strict=True))


def of(document: Document, quote: str, holder: str = "", stance: str = "asserts") -> Claim:
    return claim(document, quote, holder or document.outlet, stance)  # type: ignore[arg-type]


def test_figures_and_words_are_compared() -> None:
    found = row(of(A, "The mill had 12 guards."), of(B, "The mill had 14 guards."))
    assert found["shared"] == 2
    assert found["overlap"] == pytest.approx(2 / 4)
    assert (found["shared_numbers"], found["other_numbers"], found["with_numbers"]) == (0, 1, 2)
    assert (found["negatives"], found["same_document"]) == (0, 0)


def test_a_negation_and_a_denial_are_seen() -> None:
    found = row(of(A, "nobody was hurt", "Ivo Reed", "denies"), of(B, "Ada Finch blamed Reed."))
    assert (found["negatives"], found["one_negative"], found["denials"]) == (1, 1, 1)


def test_either_side_may_come_first() -> None:
    a, b = of(A, "nobody was hurt", "Ivo Reed"), of(B, "The mill had 14 guards.")
    assert row(a, b) == row(b, a)


def test_ranks_count_the_candidates_of_either_claim() -> None:
    mill, hurt, tom = (of(A, quote) for quote in ("The mill had 12 guards.", "nobody was hurt", "Tom left."))
    other = of(B, "The mill had 14 guards.")
    pairs = [ClaimPair(mill, other, 0.9), ClaimPair(hurt, other, 0.3), ClaimPair(tom, other, 0.5)]
    columns = [NAMES.index("best_rank"), NAMES.index("worst_rank")]
    assert evidence(pairs, DOCUMENTS)[:, columns].tolist() == [[0, 0], [0, 2], [0, 1]]


def test_no_pairs_no_rows() -> None:
    assert evidence([], DOCUMENTS).shape == (0, len(NAMES))
    assert evidence([], DOCUMENTS).dtype == np.float32
