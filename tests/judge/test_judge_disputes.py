"""Findings have an identity of their own, and those that share a passage are one dispute."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from made import article, claim, claims, finding

from detector.judge.disputes import distinct, finding_id, grouped, rank
from detector.types import Claim, Document, Finding

TEXT = "The gate was locked all night. Four engines came. Nobody was hurt. The roof fell in."
QUOTES = (
    "The gate was locked all night",
    "gate was locked",
    "Four engines came",
    "Nobody was hurt",
    "The roof fell in",
)
SIDES = [claim(article(name, TEXT), quote, holder) for name in "abc" for quote in QUOTES for holder in ("Ada", "Tom")]
findings = st.lists(
    st.tuples(st.sampled_from(SIDES), st.sampled_from(SIDES), st.sampled_from((0.5, 0.6, 0.9)))
    .filter(lambda row: row[0] is not row[1])
    .map(lambda row: finding(*row)),
    max_size=10,
    unique_by=lambda f: f.id,
)


def side(document: str, quote: str, holder: str = "Ada") -> Claim:
    return claim(article(document, TEXT), quote, holder)


@given(claims(), claims())
def test_an_id_is_the_same_from_either_side(x: tuple[Claim, Document], y: tuple[Claim, Document]) -> None:
    (a, doc_a), (b, doc_b) = x, y
    assert finding_id(a, b, doc_a.outlet, doc_b.outlet) == finding_id(b, a, doc_b.outlet, doc_a.outlet)


def test_an_id_hangs_on_content_and_not_on_place() -> None:
    locked, hurt = side("a", QUOTES[0]), side("b", QUOTES[3], "Tom")
    known = finding_id(locked, hurt, "Radio Vey", "Courier")
    moved = claim(
        article("x", f"Updated.   {TEXT.replace('was locked', 'was  locked')}"), "The gate was  locked all night", "Ada"
    )
    assert finding_id(moved, hurt, "Radio Vey", "Courier") == known
    assert finding_id(locked, hurt, "Courier", "Radio Vey") != known
    assert finding_id(side("a", QUOTES[0], "Bela"), hurt, "Radio Vey", "Courier") != known
    denied = claim(article("a", TEXT), QUOTES[0], "Ada", "denies")
    assert finding_id(denied, hurt, "Radio Vey", "Courier") != known


def test_a_worse_finding_on_the_same_two_places_is_left_out() -> None:
    best = finding(side("a", QUOTES[0]), side("b", QUOTES[3]), 0.9)
    within = finding(side("a", QUOTES[1]), side("b", QUOTES[3]), 0.7)
    turned = finding(side("b", QUOTES[3]), side("a", QUOTES[1], "Tom"), 0.6)
    elsewhere = finding(side("a", QUOTES[0]), side("c", QUOTES[3]), 0.5)
    assert distinct([turned, elsewhere, within, best]) == [best, elsewhere]


@given(findings, st.randoms())
def test_what_is_distinct_does_not_hang_on_the_order(found: list[Finding], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    kept = distinct(found)
    assert kept == distinct(shuffled) == distinct(kept)
    assert kept == sorted(kept, key=rank)
    assert {f.id for f in kept} <= {f.id for f in found}
    assert bool(kept) == bool(found)


def test_findings_that_share_a_passage_are_one_dispute_through_a_chain() -> None:
    one = finding(side("a", QUOTES[0]), side("b", QUOTES[2]))
    two = finding(side("b", QUOTES[2], "Tom"), side("c", QUOTES[3]))
    three = finding(side("c", QUOTES[3]), side("c", QUOTES[4]))
    apart = finding(side("a", QUOTES[4]), side("b", QUOTES[3]))
    marked = grouped([one, apart, three, two])
    assert [f.id for f in marked] == [one.id, apart.id, three.id, two.id]
    assert marked[0].conflict == marked[2].conflict == marked[3].conflict != marked[1].conflict
    assert all(f.conflict for f in marked)


@given(findings, st.randoms())
def test_disputes_keep_their_ids_when_findings_are_reordered(found: list[Finding], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {f.id: f.conflict for f in grouped(found)} == {f.id: f.conflict for f in grouped(shuffled)}


@given(findings)
def test_two_findings_of_one_passage_are_in_one_dispute(found: list[Finding]) -> None:
    at: dict[tuple[str, int, int], set[str]] = {}
    for f in grouped(found):
        for one in (f.a, f.b):
            at.setdefault((one.document_id, *one.span), set()).add(f.conflict)
    assert all(len(conflicts) == 1 for conflicts in at.values())


def test_nothing_found() -> None:
    assert distinct([]) == grouped([]) == []
