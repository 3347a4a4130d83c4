"""From judged pairs to verdicts: probability, kind and reasons, in the order of the pairs."""

from __future__ import annotations

import pytest
from fakes import NegationJudge, verdict_model
from hypothesis import given
from hypothesis import strategies as st
from made import article, claim, judged_pairs, pair_scores, swapped, swapped_scores

from detector.judge.entail import first_look, judge_pairs
from detector.judge.verdict import slots_of, verdicts
from detector.types import ClaimPair, Document, PairScores, Verdict

LOCKED = article("a", "The gate of Harl mill was locked.", outlet="Radio Vey", day="2024-05-01")
NOT_LOCKED = article("b", "The gate of Harl mill was not locked.", outlet="Courier", day="2024-05-02")
FOUR_DEAD = article("c", "Four people were killed in the Harl mill fire.", outlet="Radio Vey", day="2024-05-01")
NINE_DEAD = article("d", "Nine people were killed in the Harl mill fire.", outlet="Courier", day="2024-05-04")
NINE_AT_ONCE = article("e", "Nine people were killed in the Harl mill fire.", outlet="Courier", day="2024-05-01")


def judged(*documents: Document) -> Verdict:
    a, b = (claim(d, d.text) for d in documents)
    pair, by_id = ClaimPair(a, b, 0.8), {d.id: d for d in documents}
    judge = NegationJudge()
    scores = judge_pairs([pair], first_look([pair], by_id, judge), by_id, judge)
    (verdict,) = verdicts([pair], scores, by_id, verdict_model())
    return verdict


def test_a_contradiction_between_outlets() -> None:
    verdict = judged(LOCKED, NOT_LOCKED)
    assert verdict.kind == "outlets"
    assert verdict.probability > 0.8
    assert "one side negates" in [reason.text for reason in verdict.reasons]


def test_what_is_judged_is_a_contradiction_of_figures_and_never_an_update() -> None:
    assert judged(FOUR_DEAD, NINE_AT_ONCE).kind == "number"
    assert judged(FOUR_DEAD, NINE_DEAD).kind == "number"


def test_the_same_figure_twice_is_no_number() -> None:
    assert judged(NINE_DEAD, NINE_AT_ONCE).kind == "outlets"


@given(st.lists(judged_pairs(), max_size=4))
def test_one_verdict_a_pair_with_a_probability(
    made: list[tuple[ClaimPair, PairScores, Document, Document]],
) -> None:
    documents = {d.id: d for _, _, a, b in made for d in (a, b)}
    made = [
        row for row in made if documents[row[0].a.document_id] is row[2] and documents[row[0].b.document_id] is row[3]
    ]
    found = verdicts([row[0] for row in made], [row[1] for row in made], documents, verdict_model())
    assert len(found) == len(made)
    for verdict, (pair, scores, a, b) in zip(found, made, strict=True):
        assert 0 <= verdict.probability <= 1
        (turned,) = verdicts([swapped(pair)], [swapped_scores(scores)], {a.id: a, b.id: b}, verdict_model())
        assert (turned.kind, turned.probability) == (verdict.kind, pytest.approx(verdict.probability, abs=1e-4))


def test_dates_of_articles_anchor_the_days_in_them() -> None:
    texts = ("The gate of Harl mill was closed on Monday.", "The gate of Harl mill was closed on Tuesday.")
    a, b = (article(name, text, day="2024-05-01") for name, text in zip("ab", texts, strict=True))
    pair = ClaimPair(claim(a, texts[0]), claim(b, texts[1]), 0.9)
    (slot,) = slots_of(pair, a, b)
    assert (slot.slot, slot.relation) == ("date", "conflict")


def test_nothing_judged() -> None:
    assert verdicts([], [], {}, verdict_model()) == []
    assert pair_scores().bare_ab.contradiction == 0.1
