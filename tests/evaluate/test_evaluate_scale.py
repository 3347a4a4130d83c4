"""The scale measurement at a small size: copies keep their places, the archive grows, and its index finds the pairs."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from fakes import LineAttributor, WordEmbedder
from made import MILL_1, MILL_2, MILL_3, article

from detector import pipeline
from detector.evaluate.bench.multiply import Copy, content_words, no_names
from detector.evaluate.scale import command, make, measure
from detector.evaluate.scale.base import FILE, Base, Facts, load
from detector.evaluate.scale.supply import Supply
from detector.pair import candidates, events
from detector.pipeline import silent

DOCUMENTS = [
    article("m1", MILL_1, "The Orlow Courier", "2024-05-03", "Fire at Harl mill"),
    article("m2", MILL_2, "Radio Vey", "2024-05-04", "Questions after the Harl mill fire"),
    article("m3", MILL_3, "Vey Evening Post", "2024-05-04", "Harl mill fire: what is known"),
]


@pytest.fixture
def work(tmp_path: Path) -> Path:
    claims, _ = pipeline.extract(DOCUMENTS, LineAttributor())
    own = tuple(tuple(claim for claim in claims if claim.document_id == d.id) for d in DOCUMENTS)
    by_id = {d.id: d.text for d in DOCUMENTS}
    facts = Facts(
        "test",
        tuple(DOCUMENTS),
        own,
        tuple(tuple(True for _ in some) for some in own),
        tuple(sorted(no_names(DOCUMENTS))),
        tuple(content_words(DOCUMENTS, claims)),
        0.4,
        0.4,
    )
    np.save(tmp_path / "vectors.npy", WordEmbedder().encode([events.event_text(d) for d in DOCUMENTS]))
    texts = [candidates.in_context(claim, by_id[claim.document_id]) for claim in claims]
    np.save(tmp_path / "claim-vectors.npy", WordEmbedder().encode(texts))
    (tmp_path / FILE).write_bytes(msgspec.msgpack.encode(facts))
    return tmp_path


def test_claims_move_with_the_text_of_a_reworded_copy() -> None:
    claims, _ = pipeline.extract(DOCUMENTS, LineAttributor())
    copy = Copy(1, 0, no_names(DOCUMENTS), content_words(DOCUMENTS, claims))
    for document in DOCUMENTS:
        own = [claim for claim in claims if claim.document_id == document.id]
        made, moved = copy.with_claims(document, own)
        assert made.text != document.text
        assert len(moved) == len(own)
        for claim in moved:
            assert claim.span.of(made.text) == claim.quote
            assert made.text[claim.sentence.start : claim.sentence.end].count("\n") == 0


def test_turned_vectors_keep_their_likeness_within_a_copy_and_lose_it_across(work: Path) -> None:
    base: Base = load(work)
    supply = Supply(base, 0)
    first, second = supply.read([0, 1, 2]).vectors, supply.read([3, 4, 5]).vectors
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-5)
    assert np.abs(first @ first.T - base.vectors @ base.vectors.T).max() < 0.2
    assert (first * second).sum(axis=1).mean() < (base.vectors * base.vectors).sum(axis=1).mean() - 0.1


def test_articles_whose_copies_would_be_one_event_are_left_out(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = load(work)
    port = article("p1", "Port the with and Port. The Port", "Radio Vey", "2024-05-04", "Port")
    facts = msgspec.structs.replace(
        base.facts,
        documents=(port, *DOCUMENTS),
        claims=((), *base.facts.claims),
        stated=((), *base.facts.stated),
        common=(*base.facts.common, "port"),
    )
    monkeypatch.setattr(make, "ALIKE", 1.2)
    kept = make.told_apart(Base(facts, np.concatenate([base.vectors[:1], base.vectors]), base.claim_vectors))
    assert kept.facts.documents == tuple(DOCUMENTS)
    assert (kept.vectors == base.vectors).all()
    assert (kept.claim_vectors == base.claim_vectors).all()


def test_some_articles_of_a_base_keep_their_claims_and_vectors(work: Path) -> None:
    base = load(work)
    some = make.some(base, [0, 2])
    middle = sum(base.facts.stated[0]), sum(base.facts.stated[0]) + sum(base.facts.stated[1])
    assert some.facts.claims == (base.facts.claims[0], base.facts.claims[2])
    assert (some.claim_vectors == np.delete(base.claim_vectors, range(*middle), axis=0)).all()


def test_an_archive_grows_and_is_measured(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "BLOCK", 12)
    monkeypatch.setattr(measure, "HELD_OUT", 3)
    monkeypatch.setattr(measure, "FIRST", 30)
    grown = measure.grown(work, 120, 0, silent)
    assert grown.claims >= 120
    assert grown.pairs >= grown.passed > 0
    again = measure.grown(work, 120, 0, silent)
    assert again == grown
    added = measure.added(work, 0, silent)
    assert len(added.seconds) == len(added.processor) == 3
    assert grown.processor > 0
    found = measure.recall(work, 0, silent)
    assert found.exact > 0
    assert found.found / found.exact >= 0.95
    command.write([command.Size(grown, added, found)], work / "out", {"machine": "a test"})
    assert "| 1" in (work / "out" / "scale.md").read_text(encoding="utf-8")
