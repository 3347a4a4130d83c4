"""Candidate pairs: near neighbours within an event, each once, never one holder with himself in one article."""

from __future__ import annotations

import numpy as np
import pytest
from fakes import WordEmbedder
from hypothesis import given
from hypothesis import strategies as st
from made import article, claim
from scipy.sparse import csr_matrix

from detector.pair.candidates import comparable, in_context, pairs
from detector.pair.voices import Voices, voices
from detector.types import Claim, ClaimPair, Document, Span, Stance

LINES = (
    ("Ada Finch", "asserts", "the mill gate was locked"),
    ("Ada Finch", "asserts", "the mill gate was open"),
    ("Finch", "denies", "the mill gate was locked"),
    ("Tom Birch", "asserts", "the mill gate was never locked"),
    ("", "narrates", "The mill gate stood open all night"),
    ("", "narrates", "Four engines came to the mill"),
    ("two witnesses", "asserts", "the mill gate was locked"),
    ("two witnesses", "doubts", "four engines came"),
)


def told(id: str, lines: tuple[tuple[str, Stance, str], ...], **more: str) -> tuple[Document, list[Claim]]:
    document = article(id, "\n".join(words for _, _, words in lines), **more)
    return document, [claim(document, words, holder, stance) for holder, stance, words in lines]


def heard(documents: list[Document], claims: list[Claim]) -> Voices:
    """The voices of articles on one event."""
    together = csr_matrix(np.ones((len(documents), len(documents)), bool))
    return voices(documents, claims, {d.id: i for i, d in enumerate(documents)}, together)


def found(
    documents: list[Document],
    claims: list[Claim],
    origins: dict[str, str] | None = None,
    linked: np.ndarray | None = None,
    neighbours: int = 14,
) -> list[ClaimPair]:
    texts = {d.id: d.text for d in documents}
    vectors = WordEmbedder().encode([in_context(c, texts[c.document_id]) for c in claims])
    together = np.ones((len(documents), len(documents)), bool) if linked is None else linked
    rows = {d.id: i for i, d in enumerate(documents)}
    each = origins or {d.id: d.id for d in documents}
    own = voices(documents, claims, rows, csr_matrix(together))
    return pairs(claims, vectors, rows, csr_matrix(together), each, neighbours, own)


articles = st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=5, unique=True), min_size=1, max_size=3)


@given(articles, st.booleans(), st.integers(1, 4))
def test_never_one_holder_with_himself_in_one_article_or_its_reprints(
    made: list[list[tuple[str, Stance, str]]], reprints: bool, neighbours: int
) -> None:
    documents, claims = [], []
    for i, lines in enumerate(made):
        document, own = told(f"a{i}", tuple(lines))
        documents.append(document)
        claims += own
    origins = {d.id: "a0" if reprints else d.id for d in documents}
    chosen = found(documents, claims, origins, neighbours=neighbours)
    places = [(p.a.id, p.b.id) for p in chosen]
    assert all(i < j for i, j in places)
    assert places == sorted(set(places))
    for pair in chosen:
        if origins[pair.a.document_id] == origins[pair.b.document_id]:
            assert not pair.one_voice and {pair.a.holder, pair.b.holder} != {"Ada Finch", "Finch"}
            assert not pair.a.stance == pair.b.stance == "narrates"


def test_one_article_can_hold_two_sides() -> None:
    document, claims = told("a", LINES[:4])
    chosen = {frozenset((p.a.holder, p.b.holder)) for p in found([document], claims)}
    assert chosen == {frozenset(("Ada Finch", "Tom Birch")), frozenset(("Finch", "Tom Birch"))}


def test_articles_on_other_events_are_not_compared() -> None:
    (one, first), (two, second) = told("a", LINES[:1]), told("b", LINES[3:4])
    assert len(found([one, two], first + second)) == 1
    assert found([one, two], first + second, linked=np.eye(2, dtype=bool)) == []


def test_the_nearest_are_taken_first_and_no_more_than_asked() -> None:
    (one, first), (two, second) = told("a", LINES[:1]), told("b", LINES[3:6])
    claims = first + second
    all_of_them = found([one, two], claims)
    one_each = found([one, two], claims, neighbours=1)
    nearest = {max((p for p in all_of_them if c in (p.a, p.b)), key=lambda p: p.similarity).similarity for c in claims}
    assert {p.similarity for p in one_each} == nearest
    assert len(one_each) < len(all_of_them)


def test_similarity_is_the_cosine_of_the_two() -> None:
    (one, first), (two, second) = told("a", LINES[:1]), told("b", LINES[3:4])
    (pair,) = found([one, two], first + second)
    x, y = WordEmbedder().encode([first[0].quote, second[0].quote])
    assert pair.similarity == pytest.approx(float(x @ y), abs=1e-4)


def test_no_claims_no_pairs() -> None:
    document = article("a", "Nothing.")
    assert found([document], []) == []


def test_overlapping_claims_of_one_sentence_are_no_pair() -> None:
    text = "Ada Finch said Tom Birch thinks the gate was locked"
    document = article("a", text)
    outer = claim(document, "Tom Birch thinks the gate was locked", "Ada Finch")
    inner = claim(document, "the gate was locked", "Tom Birch", "denies")
    assert outer.sentence == inner.sentence == Span(0, len(text))
    apart = claim(document, "Tom Birch", "Tom Birch", "denies")
    other = claim(document, "Ada Finch", "Ada Finch")
    own = heard([document], [outer, inner, apart, other])
    assert not comparable(outer, inner, {"a": "a"}, own)
    assert comparable(inner, other, {"a": "a"}, own)
    assert not comparable(inner, apart, {"a": "a"}, own)


@pytest.mark.parametrize("same_origin", [True, False])
def test_one_holder_on_two_occasions_may_be_compared(same_origin: bool) -> None:
    (one, first), (two, second) = told("a", LINES[:1]), told("b", LINES[1:2])
    origins = {"a": "a", "b": "a" if same_origin else "b"}
    assert comparable(first[0], second[0], origins, heard([one, two], first + second)) is not same_origin


def test_context_adds_the_sentence_where_the_proposition_is_not_in_it() -> None:
    text = "She said it was locked."
    document = article("a", text)
    assert in_context(claim(document, "it was locked", "Ada Finch"), text) == "it was locked"
    resolved = claim(document, "it was locked", "Ada Finch", proposition="the gate was locked")
    assert in_context(resolved, text) == "the gate was locked (She said it was locked.)"
