"""Slots: which quantities and dates of two claims are one, and what the differences mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.judge.slots import slot_conflicts, slot_facts

DAY, LATER = date(2025, 5, 20), date(2025, 5, 26)
CONFLICTS = [
    ("12 people were killed in the crash", "The hospital counted 19 dead"),
    ("Three shots were fired", "Five rounds were discharged by the guard"),
    ("The order was signed on 3 March", "the order, signed on 9 March"),
    ("The ferry departed at 9:40 p.m.", "The ferry had left port at 8:55 p.m."),
    ("The offer values the lens maker at 4.4 billion crowns", "The bid is worth 4.9 billion crowns"),
    ("Some 430 jobs will go at the mill", "The closure will cost 512 people their livelihoods"),
    ("212 flights were cancelled on Friday", "Just 160 flights were scrapped on Friday"),
    ("61 tonnes of chlorine were stored there", "48 tonnes of chlorine had been kept in the shed"),
    ("The hall was built in 1998", "Construction of the hall finished in 2001, when it was built"),
    ("Nobody was hurt", "Seventeen people were treated in hospital"),
    ("The pay talks broke up shortly before midnight on Tuesday", "The pay talks broke up at 2:40 a.m. on Thursday"),
]
AGREE = [
    ("At least 12 people were killed", "14 people were killed"),
    ("Lusk controls 40% of the shares", "Marrow controls 60% of the shares"),
    ("12 people were killed", "40 people were injured"),
    ("The boat was licensed for 240", "263 people were aboard the boat"),
    ("In 1998 the sinking of the Reina Clara killed 61 people", "44 people died"),
    ("Seven of the passengers died", "nine passengers were on the bus"),
    ("about 6,200 people work there", "just over 6,000 people work there"),
    ("12 people were killed", "Another 15 people were killed"),
    ("Food prices rose 6.1% in September", "Food prices rose 5.2% in November"),
    ("The court met on 3 March", "The bridge was closed on 9 March"),
    ("three officials told the paper", "one official said"),
    ("the factory can build ten engines a month", "the factory built 60 engines"),
    ("10 people were killed", "10 people were killed on Monday and 12 people were killed on Friday"),
    (
        "the spokesman said on Monday that the order was signed",
        "the minister said on Tuesday that the order was signed",
    ),
    ("", ""),
]


@pytest.mark.parametrize(("a", "b"), CONFLICTS)
def test_conflicts(a, b):
    found = slot_conflicts(a, b, anchor_a=DAY, anchor_b=DAY)
    assert [c.relation for c in found].count("conflict") >= 1
    worst = next(c for c in found if c.relation == "conflict")
    assert not worst.revision and " against " in worst.reason


@pytest.mark.parametrize(("a", "b"), AGREE)
def test_no_conflict(a, b):
    assert slot_facts(slot_conflicts(a, b, anchor_a=DAY, anchor_b=DAY)).conflicting == 0


@pytest.mark.parametrize(
    ("a", "b", "anchor_a", "anchor_b", "revision"),
    [
        ("31 people died", "37 people died", DAY, LATER, True),
        ("31 people died", "37 people died", LATER, DAY, False),
        ("37 people died", "31 people died", DAY, LATER, False),
        ("31 people died", "37 people died", DAY, DAY, False),
        ("31 people died", "37 people died", None, None, False),
        ("Nobody died", "37 people died", DAY, LATER, False),
        ("Halvard holds 5% of the shares", "Halvard now holds 7% of the shares", DAY, LATER, True),
    ],
)
def test_a_later_higher_toll_may_be_a_revision(a, b, anchor_a, anchor_b, revision):
    (found,) = slot_conflicts(a, b, anchor_a=anchor_a, anchor_b=anchor_b)
    assert found.relation == "conflict" and found.revision == revision


def test_reason_names_both_sides_and_the_role():
    a, b = "12 people were killed in the crash", "The hospital counted 19 dead"
    (found,) = slot_conflicts(a, b)
    assert (found.a.of(a), found.b.of(b)) == ("12", "19")
    assert found.reason == "12 people against 19 dead (dead)"


def test_facts_count():
    found = slot_conflicts("12 people were killed and 40 injured", "12 people were killed and 30 injured")
    assert slot_facts(found).agreeing == 1 and slot_facts(found).conflicting == 1


PIECES = st.sampled_from(
    [
        "12", "40", "killed", "injured", "people", "miners", "on 3 March", "on Monday", "in 2019", "at noon",
        "signed", "the order", "4.4 billion crowns", "40%", "shares", "of the", "and", ",", ".", "not", "another",
        "three hours", "jobs", "at least", "so far", "now", "said", "Varga", "Lusk", "a third", "nobody", "will",
        "this year",
    ]
)  # fmt: skip
NEWS = st.lists(PIECES, max_size=16).map(" ".join) | st.text(max_size=80)
ANCHOR = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1))


@given(NEWS, ANCHOR)
def test_a_text_never_conflicts_with_itself(text, anchor):
    found = slot_conflicts(text, text, anchor_a=anchor, anchor_b=anchor)
    assert all(c.relation != "conflict" for c in found)


@given(NEWS, NEWS, ANCHOR, ANCHOR)
def test_sides_can_be_swapped_and_spans_hold(a, b, anchor_a, anchor_b):
    forth = slot_conflicts(a, b, anchor_a=anchor_a, anchor_b=anchor_b)
    back = slot_conflicts(b, a, anchor_a=anchor_b, anchor_b=anchor_a)
    assert slot_facts(forth).conflict_points == slot_facts(back).conflict_points
    assert all(0 <= c.a.start < c.a.end <= len(a) and 0 <= c.b.start < c.b.end <= len(b) for c in forth)
