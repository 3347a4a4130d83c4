"""A line that a reprint repeats is one claim that stands in several documents."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made import whole_claim

from detector.pair.reprints import merge
from detector.types import Claim

LINES = ("The gate was locked.", "the gate was locked", "The gate stood open.", "Four engines came.")


def one(id: str, document: str, words: str = LINES[0]) -> Claim:
    return whole_claim(id, words, document=document)


def test_the_copy_in_the_first_document_of_the_origin_is_kept() -> None:
    copy, original = one("c", "reprint"), one("o", "wire")
    kept, also = merge([copy, original], {"reprint": "wire", "wire": "wire"})
    assert kept == [original]
    assert also == {original.id: ("reprint",)}


def test_case_and_punctuation_make_no_other_claim() -> None:
    original, copy = one("o", "wire", LINES[0]), one("c", "reprint", LINES[1])
    kept, also = merge([original, copy], {"reprint": "wire", "wire": "wire"})
    assert (kept, also) == ([original], {original.id: ("reprint",)})


def test_the_same_words_of_another_origin_stay_a_claim() -> None:
    here, there = one("o", "wire"), one("c", "rival")
    assert merge([here, there], {"wire": "wire", "rival": "rival"}) == ([here, there], {})


def test_what_only_the_reprint_says_stays_a_claim() -> None:
    original, added = one("o", "wire", LINES[0]), one("c", "reprint", LINES[2])
    assert merge([original, added], {"reprint": "wire", "wire": "wire"}) == ([original, added], {})


def test_a_document_that_repeats_itself_keeps_both_and_counts_once_elsewhere() -> None:
    first, again, copies = (
        one("o", "wire", LINES[0]),
        one("p", "wire", LINES[1]),
        [one("c", "reprint"), one("d", "reprint", LINES[1])],
    )
    kept, also = merge([first, again, *copies], {"reprint": "wire", "wire": "wire"})
    assert kept == [first, again]
    assert also == {first.id: ("reprint",)}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(LINES)), max_size=12, unique=True))
def test_every_claim_is_kept_or_stands_behind_a_kept_one(told: list[tuple[str, str]]) -> None:
    origins = {"a": "a", "b": "a", "c": "a", "d": "d"}
    claims = [one(str(i), document, words) for i, (document, words) in enumerate(told)]
    kept, also = merge(claims, origins)
    assert kept == [c for c in claims if c in kept]
    assert set(also) <= {c.id for c in kept}
    gone = [c for c in claims if c not in kept]
    assert {c.document_id for c in gone} <= {d for documents in also.values() for d in documents}
    for original in kept:
        assert original.document_id not in also.get(original.id, ())
        assert len(set(also.get(original.id, ()))) == len(also.get(original.id, ()))
