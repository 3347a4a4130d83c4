"""Dossiers are read with their quotes placed, and placed quotes know which claims cover them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import claim, dossier_record, write_dossier

from detector import gold
from detector.errors import DataNotFound
from detector.gold import Dossier, Place, held_out, overlap, sentence_around
from detector.types import Span

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.fixture
def mill(tmp_path: Path) -> Dossier:
    return gold.load([write_dossier(tmp_path / "dossiers")])[0]


def test_documents_are_named_by_dossier_and_article(mill: Dossier) -> None:
    assert [d.id for d in mill.documents] == ["mill/m1", "mill/m2", "mill/m3"]
    assert mill.documents[0].published == datetime(2024, 5, 3, 8, tzinfo=UTC)
    assert (mill.documents[0].author, mill.documents[0].url) == ("", "")


def test_every_quote_stands_at_its_place(mill: Dossier) -> None:
    texts = {d.id: d.text for d in mill.documents}
    told = dossier_record()
    for pairs, kind in ((mill.conflicts, "conflicts"), (mill.traps, "traps"), (mill.agreements, "agreements")):
        for pair, record in zip(pairs, told[kind], strict=True):
            assert pair.a.span.of(texts[pair.a.document_id]) == record["a"]["quote"]
            assert pair.b.span.of(texts[pair.b.document_id]) == record["b"]["quote"]
    assert [p.type for p in mill.conflicts] == ["denial", "speakers"]
    assert [p.type for p in mill.traps] == ["other-event", "paraphrase"]
    assert [p.type for p in mill.agreements] == [""]
    assert [(c.holder, c.stance) for c in mill.claims][1] == ("Tom Birch", "denies")


def test_the_same_words_elsewhere_in_the_dossier_count_too(mill: Dossier) -> None:
    place = mill.conflicts[0].a
    assert place.document_id == "mill/m1"
    assert [d for d, _ in place.also] == ["mill/m2"]
    repeated = claim(mill.documents[1], "the sprinklers at Harl mill were switched off", "Tom Birch", "denies")
    assert place.covered_by(repeated)


def test_a_pair_matches_in_either_order_but_not_one_sided(mill: Dossier) -> None:
    locked = claim(mill.documents[1], "the gate of Harl mill was locked all night", "Ola Marsh")
    never = claim(mill.documents[2], "the gate of Harl mill was never locked all night", "Ivo Reed")
    other = claim(mill.documents[2], "four engines came to the mill", "Ivo Reed")
    conflict = mill.conflicts[1]
    assert conflict.matches(locked, never)
    assert conflict.matches(never, locked)
    assert not conflict.matches(locked, locked)
    assert not conflict.matches(locked, other)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        (Span(0, 9), Span(6, 30), True),
        (Span(0, 9), Span(7, 30), False),
        (Span(0, 30), Span(10, 13), True),
        (Span(0, 5), Span(5, 9), False),
    ],
)
def test_a_third_of_the_shorter_is_enough(a: Span, b: Span, shared: bool) -> None:
    assert overlap(a, b) is shared


@given(SPANS, SPANS)
def test_overlap_is_symmetric_and_asks_for_common_characters(a: Span, b: Span) -> None:
    assert overlap(a, b) == overlap(b, a)
    assert overlap(a, a)
    assert a.overlaps(b) or not overlap(a, b)


def test_a_place_in_another_document_is_not_covered() -> None:
    from made import article

    words = "The gate was locked."
    here = claim(article("here", words), words)
    assert Place("here", Span(0, 5)).covered_by(here)
    assert not Place("there", Span(0, 5)).covered_by(here)
    assert Place("there", Span(0, 5), (("here", Span(0, 5)),)).covered_by(here)


def test_dossiers_come_in_the_order_of_folders_then_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_dossier(tmp_path / "first", dossier_record(name))
    write_dossier(tmp_path / "second", dossier_record("0"))
    assert [d.id for d in gold.load([tmp_path / "first", tmp_path / "second"])] == ["a", "b", "0"]


def test_a_folder_without_dossiers_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataNotFound, match=f"no dossier .*{tmp_path.name}"):
        gold.load([tmp_path])


def test_one_group_in_eight_is_held_out_and_always_the_same() -> None:
    kept = [held_out(f"claim-{i}") for i in range(4000)]
    assert 0.10 < sum(kept) / len(kept) < 0.15
    assert kept[:12] == [held_out(f"claim-{i}") for i in range(12)]


TEXT = 'It burned. "Nobody was hurt," he said. Four engines came.\nThe roof fell in! Who knows?'


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("burned", "It burned."),
        ("Nobody was hurt", '"Nobody was hurt," he said.'),
        ("engines", "Four engines came."),
        ("roof", "The roof fell in!"),
        ("Who knows?", "Who knows?"),
        ("It burned.", "It burned."),
        ('hurt," he said. Four', '"Nobody was hurt," he said. Four engines came.'),
    ],
)
def test_the_sentence_around_a_quote(quote: str, sentence: str) -> None:
    start = TEXT.index(quote)
    assert sentence_around(TEXT, Span(start, start + len(quote))).of(TEXT) == sentence


@given(st.text(alphabet='ab. !?"\n', min_size=1, max_size=40), st.data())
def test_a_sentence_always_holds_its_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    sentence = sentence_around(text, Span(start, end))
    assert 0 <= sentence.start <= start
    assert sentence.end <= len(text)
    assert sentence.end >= len(text[:end].rstrip())
