"""Reasons are words for an editor and point at words that stand in the two articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from made import article, claim, judged_pairs, pair_scores, swapped, swapped_scores

from detector.judge.kinds import kind_of
from detector.judge.reasons import reasons
from detector.judge.slots import slot_conflicts
from detector.judge.verdict import slots_of
from detector.types import ClaimPair, Document, Kind, PairScores, Reason, Scores, Stance

A = article("a", "Earlier. Ada Finch says the gate was never locked. More.")
B = article("b", "Tom Birch denied it. The gate was locked at noon.")


def grounds(
    stance_b: Stance = "asserts", kind: Kind = "speakers", scores: PairScores | None = None, cue: str | None = None
) -> tuple[Reason, ...]:
    a, b = (
        claim(A, "the gate was never locked", "Ada Finch"),
        claim(B, "The gate was locked at noon", "Tom Birch", stance_b, cue=cue),
    )
    return reasons(ClaimPair(a, b, 0.5), A, B, kind, (), scores or pair_scores())


def words(spans: tuple, document: Document) -> list[str]:
    return [span.of(document.text) for span in spans]


@given(judged_pairs())
def test_every_span_lies_in_its_claim_or_on_its_cue(made: tuple[ClaimPair, PairScores, Document, Document]) -> None:
    pair, scores, a, b = made
    slots = slots_of(pair, a, b)
    kind = kind_of(pair, a, b, bool(slots))
    found = reasons(pair, a, b, kind, slots, scores)
    assert found
    for reason in found:
        assert reason.text
        for spans, side, document in ((reason.a, pair.a, a), (reason.b, pair.b, b)):
            for span in spans:
                assert span.of(document.text).strip()
                assert span == side.cue_span or side.span.start <= span.start < span.end <= side.span.end


@given(judged_pairs())
def test_the_other_order_gives_the_same_reasons_with_sides_exchanged(
    made: tuple[ClaimPair, PairScores, Document, Document],
) -> None:
    pair, scores, a, b = made
    kind = kind_of(pair, a, b, False)
    forth = reasons(pair, a, b, kind, (), scores)
    back = reasons(swapped(pair), b, a, kind, (), swapped_scores(scores))
    assert [(r.a, r.b) for r in forth] == [(r.b, r.a) for r in back]


def test_a_negation_on_one_side_is_pointed_at() -> None:
    negated, model = grounds()
    assert (negated.text, words(negated.a, A), negated.b) == ("one side negates", ["never"], ())
    assert (model.a, model.b) == ((), ())


def test_a_denial_names_both_and_points_at_its_cue() -> None:
    first = grounds("denies", "denial", cue="denied")[0]
    assert first.text == "Tom Birch denies what Ada Finch said"
    assert (first.a, words(first.b, B)) == ((), ["denied"])


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("self", "Ada Finch said otherwise on another occasion"),
        ("misquote", "two reports of what Ada Finch said on one occasion differ"),
    ],
)
def test_one_holder_against_himself_is_said_so(kind: Kind, text: str) -> None:
    assert grounds(kind=kind)[0].text == text


@pytest.mark.parametrize(
    ("forth", "back", "strength"),
    [(0.9, 0.9, "both ways"), (0.9, 0.1, "one way"), (0.1, 0.9, "one way"), (0.4, 0.4, "weakly")],
)
def test_how_sure_the_judge_is(forth: float, back: float, strength: str) -> None:
    one, two = Scores(0, 1 - forth, forth), Scores(0, 1 - back, back)
    last = grounds(scores=PairScores(one, two, one, two))[-1]
    assert last.text == f"the judge reads the two as incompatible {strength}"


def test_figures_come_first_and_stand_in_the_text() -> None:
    a = article("a", "On Monday 40 people were killed in the flood.", day="2024-05-03")
    b = article("b", "Officials: 12 people were killed in the flood.", day="2024-05-03")
    pair = ClaimPair(
        claim(a, "40 people were killed in the flood", "Ada"),
        claim(b, "12 people were killed in the flood", "Tom"),
        0.9,
    )
    slots = slot_conflicts(pair.a.quote, pair.b.quote, anchor_a=a.published.date(), anchor_b=b.published.date())  # type: ignore[union-attr]
    first = reasons(pair, a, b, "number", slots, pair_scores())[0]
    assert words(first.a, a) == ["40"] and words(first.b, b) == ["12"]
    assert "40" in first.text and "12" in first.text
