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


def test_an_update_takes_no_contradiction_s_place_and_leads_no_dispute_that_has_one() -> None:
    locked, hurt = side("a", QUOTES[0]), side("b", QUOTES[3])
    update = finding(locked, hurt, 0.9, "update", id="u")
    same, other = finding(locked, hurt, 0.6, id="s"), finding(side("c", QUOTES[2]), hurt, 0.7, id="o")
    assert distinct([same, update, other]) == [update, other, same]
    by_id = {one.id: one.conflict for one in grouped([update, same, other])}
    assert by_id["u"] == by_id["s"] == by_id["o"]
    alone = {
        one.id: one.conflict for one in grouped([update, finding(locked, side("d", QUOTES[4]), 0.4, id="x"), other])
    }
    assert alone["x"] != alone["o"]


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


def test_a_finding_joins_the_dispute_whose_leading_passage_it_shares() -> None:
    one, two, three = (
        finding(side("a", QUOTES[0]), side("b", QUOTES[2])),
        finding(side("b", QUOTES[2], "Tom"), side("c", QUOTES[3])),
        finding(side("c", QUOTES[3]), side("c", QUOTES[4])),
    )
    marked = {f.id: f.conflict for f in grouped([three, one, two])}
    first = min((one, two, three), key=rank)
    for other in (one, two, three):
        shares = {(c.document_id, c.span) for c in (other.a, other.b)} & {
            (c.document_id, c.span) for c in (first.a, first.b)
        }
        assert (marked[other.id] == marked[first.id]) == bool(shares)


@given(findings, st.randoms())
def test_disputes_keep_their_ids_when_findings_are_reordered(found: list[Finding], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert {f.id: f.conflict for f in grouped(found)} == {f.id: f.conflict for f in grouped(shuffled)}


@given(findings)
def test_every_finding_shares_a_passage_with_the_lead_of_its_dispute(found: list[Finding]) -> None:
    leads: dict[str, Finding] = {}
    for f in grouped(found):
        lead = leads.setdefault(f.conflict, f)
        places = [{(c.document_id, c.span) for c in (g.a, g.b)} for g in (f, lead)]
        assert places[0] & places[1]


def test_nothing_found() -> None:
    assert distinct([]) == grouped([]) == []
