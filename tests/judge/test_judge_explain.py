"""The words that carry a conflict are those without which it is gone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from made import article, claim

from detector.judge.explain import carrying_words, content_words, weighed, without
from detector.types import ClaimPair, Span, Stance

A = article("a", "The owner spoke. The gate was not locked at noon.")
B = article("b", "The gate was locked at noon.")
DOCUMENTS = {d.id: d for d in (A, B)}


def pair(stance: Stance = "asserts") -> ClaimPair:
    one = claim(A, "The gate was not locked at noon", "Ada Finch")
    return ClaimPair(one, claim(B, "The gate was locked at noon", "Tom Birch", stance), 0.9)


class GateJudge:
    """A Judge that sees a contradiction where just one side says "not", and an entailment where none or both do; less
    of either when "locked" is gone."""

    digest = "gate"

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        rows = []
        for p, h in pairs:
            sure = 0.9 if "locked" in p and "locked" in h else 0.7
            rows.append([1 - sure, 0, sure] if ("not" in p) != ("not" in h) else [sure, 0, 1 - sure])
        return np.array(rows, np.float32)


def test_the_negation_carries_what_a_judge_of_negations_sees() -> None:
    ((a, b),) = carrying_words([pair()], DOCUMENTS, GateJudge())
    assert [span.of(A.text) for span in a] == ["not"]
    assert [span.of(B.text) for span in b] == ["locked"]


def test_the_weight_is_how_far_the_score_falls() -> None:
    (found,) = weighed([pair()], GateJudge())
    proposition = pair().a.proposition
    assert [(span.of(proposition), drop) for span, drop in found.a][:2] == [("not", 0.8), ("locked", 0.2)]


def test_against_a_denial_the_entailment_counts() -> None:
    (found,) = weighed([pair("denies")], GateJudge())
    assert min(found.a, key=lambda word: word[1])[0].of(pair().a.proposition) == "not"


def test_no_pairs_need_no_judge() -> None:
    assert carrying_words([], DOCUMENTS, GateJudge()) == []


def test_grammar_is_no_content_but_a_negation_is() -> None:
    text = "The gate was not locked"
    assert [span.of(text) for span in content_words(text)] == ["gate", "not", "locked"]


@given(st.text(alphabet="ab c", max_size=20), st.data())
def test_deleting_words_leaves_the_others(text: str, data: st.DataObject) -> None:
    words = content_words(text)
    gone = data.draw(st.lists(st.sampled_from(words), unique=True)) if words else []
    left = [span.of(text) for span in words if span not in gone]
    rest = without(text, gone)
    assert [span.of(rest) for span in content_words(rest)] == left


def test_deleting_nothing_changes_nothing_within() -> None:
    assert without("one two", []) == "one two"
    assert without("one two", [Span(0, 3)]) == "two"
