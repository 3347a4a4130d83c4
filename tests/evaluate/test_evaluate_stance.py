"""Which claim answers to a label, and how the table counts it."""

from __future__ import annotations

import pytest
from made import article, claim

from detector.attributed import StanceLabel, StanceSentence
from detector.evaluate.stance import NOT_FOUND, STANCES, claims_on, held_out_sentences, stance_figures
from detector.types import Span, Stance

TEXT = "Ada Finch denied the claim by Tom Birch that the gate was shut. It rained."
DOCUMENT = article("s1", TEXT)
SHUT = Span(TEXT.index("the gate"), TEXT.index("."))
RAIN = Span(TEXT.index("It rained"), len(TEXT) - 1)


def label(span: Span, stance: Stance, holder: str) -> StanceLabel:
    return StanceLabel(span, stance, holder, None, None)


SENTENCE = StanceSentence(
    DOCUMENT,
    Span(0, len(TEXT)),
    (label(SHUT, "denies", "Ada Finch"), label(SHUT, "asserts", "Tom Birch"), label(RAIN, "narrates", "s1")),
)


def test_two_holders_of_the_same_words_are_told_apart() -> None:
    claims = [
        claim(DOCUMENT, "the gate was shut", "Tom Birch", "asserts"),
        claim(DOCUMENT, "the gate was shut", "Ada Finch", "denies"),
    ]
    found = stance_figures("rules", [SENTENCE], [claims_on(SENTENCE.labels, claims)])
    assert found.confusion["denies"]["denies"] == found.confusion["asserts"]["asserts"] == 1
    assert found.confusion["narrates"][NOT_FOUND] == 1
    assert found.accuracy == pytest.approx(2 / 3)
    assert found.accuracy_of_found == 1.0


def test_the_claim_that_shares_most_counts_and_of_equals_the_shorter() -> None:
    wide = claim(DOCUMENT, "the claim by Tom Birch that the gate was shut", "Ada Finch", "asserts")
    narrow = claim(DOCUMENT, "the gate was shut", "Ada Finch", "denies")
    part = claim(DOCUMENT, "shut", "Ada Finch", "doubts")
    found = stance_figures("rules", [SENTENCE], [claims_on(SENTENCE.labels, [wide, part, narrow])])
    assert found.confusion["denies"]["denies"] == 1
    assert found.confusion["asserts"]["denies"] == 1


def test_no_sentences_give_an_empty_table() -> None:
    found = stance_figures("rules", [], [])
    assert (found.labels, found.accuracy, found.accuracy_of_found) == (0, 0.0, 0.0)
    assert found.confusion == {g: dict.fromkeys((*STANCES, NOT_FOUND), 0) for g in STANCES}


def test_the_slice_follows_the_words_of_the_sentence_alone() -> None:
    many = [
        StanceSentence(article(str(i), f"{before}It rained {i} days."), Span(len(before), len(before) + 17), ())
        for i in range(10, 90)
        for before in ("", "Ada Finch left.\n")
    ]
    kept = held_out_sentences(many)
    assert 0 < len(kept) < len(many) / 3
    assert len(kept) % 2 == 0 and all(
        a.document.id == b.document.id for a, b in zip(kept[::2], kept[1::2], strict=True)
    )
