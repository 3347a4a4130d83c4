"""Whose voice a claim is: names of one holder over the articles on an event, with where it says so."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import article, claim
from scipy.sparse import csr_matrix

from detector.pair.introductions import read
from detector.pair.voices import ACRONYM, OFFICE, SAME, SHORT, SPEAKER, Voices, voices
from detector.types import Claim, Document, Span, Tie

Told = tuple[str, str]
"""The text of an article and the holder whose words its end, "the gate was locked", are."""
END = "the gate was locked"


def event(*told: Told, apart: tuple[tuple[int, int], ...] = ()) -> tuple[Voices, list[Claim], dict[str, Document]]:
    """The voices of articles on one event, but for the pairs that are `apart`, with one claim of each."""
    documents = [article(f"d{i}", f"{text} {END}.", outlet=f"Outlet {i}") for i, (text, _) in enumerate(told)]
    claims = [claim(document, END, holder) for document, (_, holder) in zip(documents, told, strict=True)]
    linked = np.ones((len(told), len(told)), bool)
    for i, j in apart:
        linked[i, j] = linked[j, i] = False
    rows = {document.id: i for i, document in enumerate(documents)}
    return voices(documents, claims, rows, csr_matrix(linked)), claims, {d.id: d for d in documents}


def tie(*told: Told) -> Tie | None:
    """Why the holders of the first two articles are one voice; holds that tie and answer agree and that all that is
    quoted stands where it is said to."""
    heard, (a, b, *_), documents = event(*told)
    found = heard.tie(a, b)
    assert heard.one(a, b) == heard.one(b, a) == (found is not None)
    for one in found.mentions if found else ():
        assert one.span.of(documents[one.document_id].text) == one.quote != ""
    return found


def grounds(found: Tie | None) -> list[tuple[str, str]]:
    assert found is not None
    return [(ground.document_id, ground.quote) for ground in found.grounds]


ADA = ("Ada Finch said", "Ada Finch")
FINCH = ("Finch said", "Finch")
SPEAKS = ("Harbour Board spokesman Tor Benn said", "Tor Benn")
MINISTER = ("Foreign Minister Ilse Vadim said", "Ilse Vadim")
ROADS = ("The Federal Road Agency (FRA) said", "Federal Road Agency")


def test_the_same_full_name_in_two_articles() -> None:
    found = tie(ADA, ("On Monday Ada Finch said", "Ada Finch"))
    assert found is not None and found.rules == (SAME,) and not found.grounds
    assert (found.a.document_id, found.b.document_id) == ("d0", "d1")


def test_a_surname_and_the_one_full_name() -> None:
    found = tie(ADA, FINCH)
    assert found is not None and found.rules == (SHORT,)
    assert (found.a.quote, found.b.quote) == ("Ada Finch", "Finch")


@pytest.mark.parametrize(
    "other",
    [
        ("Bela Finch said", "Bela Finch"),
        ("It was then that Bela Finch left. Tor Benn said", "Tor Benn"),
        ("His son, Ada Finch Jr, said", "Ada Finch Jr"),
    ],
)
def test_a_surname_that_two_persons_share_is_neither(other: Told) -> None:
    assert tie(ADA, FINCH, other) is None
    assert tie(FINCH, FINCH, ADA, other) is None
    assert tie(ADA, ADA, other) is not None


@pytest.mark.parametrize("son", [("Timo Rask said", "Timo Rask"), ("Aldo Rask Jr said", "Aldo Rask Jr")])
def test_father_and_son_are_two(son: Told) -> None:
    assert tie(("Aldo Rask said", "Aldo Rask"), son) is None
    assert tie(("Aldo Rask said", "Aldo Rask"), ("Rask said", "Rask"), son) is None


def test_a_namesake_on_another_event_does_not_count() -> None:
    heard, (ada, finch, _), _ = event(ADA, FINCH, ("Bela Finch said", "Bela Finch"), apart=((0, 2), (1, 2)))
    assert heard.one(ada, finch)


def test_two_short_forms_of_two_fuller_names_are_two() -> None:
    bela = ("Bela Finch said", "Bela Finch")
    heard, (one, two, *_), _ = event(FINCH, FINCH, ADA, bela, apart=((0, 3), (1, 2), (2, 3)))
    assert not heard.one(one, two)


def test_a_spokesman_and_the_body_that_he_speaks_for() -> None:
    found = tie(SPEAKS, ("The Harbour Board said", "Harbour Board"))
    assert found is not None and found.rules == (SPEAKER,)
    assert (found.a.quote, found.b.quote) == ("Tor Benn", "Harbour Board")
    assert grounds(found) == [("d0", "Harbour Board spokesman Tor Benn")]


@pytest.mark.parametrize(
    "introduced",
    [
        "Tor Benn, a spokesman for the Harbour Board, said",
        "Tor Benn, the Harbour Board's spokesman, said",
        "The spokesman for the Harbour Board, Tor Benn, said",
        "Harbour Board press secretary Tor Benn said",
        "Harbour Board spokesman Dr. Tor Benn said",
        "the harbour board's spokesman, Tor Benn, said",
    ],
)
def test_the_ways_to_introduce_a_spokesman(introduced: str) -> None:
    assert tie((introduced, "Tor Benn"), ("The Harbour Board said", "Harbour Board")) is not None
    assert tie((introduced, "Tor Benn"), ("the Harbour Board spokesman said", "Harbour Board spokesman")) is not None


def test_a_third_article_tells_whose_spokesman_he_is() -> None:
    found = tie(("Tor Benn said", "Tor Benn"), ("The Harbour Board said", "Harbour Board"), SPEAKS)
    assert grounds(found) == [("d2", "Harbour Board spokesman Tor Benn")]
    assert tie(("Tor Benn said", "Tor Benn"), ("The Harbour Board said", "Harbour Board")) is None


def test_two_who_speak_for_one_body_are_two() -> None:
    other = ("Harbour Board spokeswoman Ola Marsh said", "Ola Marsh")
    assert tie(SPEAKS, other) is None
    assert tie(SPEAKS, ("The Harbour Board spokeswoman said", "Harbour Board spokeswoman")) is None
    assert tie(other, ("The Harbour Board spokeswoman said", "Harbour Board spokeswoman")) is not None


def test_who_spoke_for_a_body_once_does_no_longer() -> None:
    former = ("Former Harbour Board spokesman Tor Benn said", "Tor Benn")
    assert tie(former, ("The Harbour Board said", "Harbour Board")) is None


@pytest.mark.parametrize("holder", ["foreign minister", "Orlo's foreign minister", "minister"])
def test_an_office_and_the_person_introduced_by_it(holder: str) -> None:
    found = tie(MINISTER, (f"The {holder} said", holder))
    assert found is not None and found.rules == (OFFICE,)
    assert grounds(found) == [("d0", "Foreign Minister Ilse Vadim")]


def test_the_minister_of_two_countries() -> None:
    orlo = ("Orlo's minister, Ilse Vadim, said", "Ilse Vadim")
    vey = ("Vey's minister said", "Vey's minister")
    assert tie(orlo, ("The minister said", "minister")) is not None
    assert tie(orlo, ("The minister said", "minister"), vey) is None
    assert tie(orlo, vey) is None
    assert tie(("The minister said", "minister"), ("The minister said", "minister")) is None
    assert tie(vey, ("The Veyan minister said", "Veyan minister"), orlo) is None
    assert tie(vey, vey, orlo) is not None


def test_a_minister_is_not_the_minister() -> None:
    one, two = (article(id, f"{text} said {END}.") for id, text in (("d0", MINISTER[0]), ("d1", "A minister")))
    whole = claim(one, END, MINISTER[1])
    for words, same in (("A minister", False), ("minister", True)):
        start = two.text.index(words)
        other = claim(two, END, "minister", source_span=Span(start, start + len(words)))
        heard = voices([one, two], [whole, other], {"d0": 0, "d1": 1}, csr_matrix(np.ones((2, 2), bool)))
        assert heard.one(whole, other) is same
    assert tie(MINISTER, ("Another minister said", "another minister")) is None


def test_other_offices_are_other_persons() -> None:
    for holder in ("finance minister", "former foreign minister", "deputy foreign minister", "president"):
        assert tie(MINISTER, (f"The {holder} said", holder)) is None
    assert tie(MINISTER, ("The minister said", "minister"), ("Foreign Minister Ola Marsh said", "Ola Marsh")) is None


def test_an_acronym_and_what_it_stands_for() -> None:
    found = tie(ROADS, ("The FRA said", "FRA"))
    assert found is not None and found.rules == (ACRONYM,)
    assert grounds(found) == [("d0", "Federal Road Agency (FRA)")]


def test_an_acronym_of_two_bodies() -> None:
    rescue = ("The Forest Rescue Association (FRA) said", "FRA")
    assert tie(ROADS, rescue) is None
    assert tie((ROADS[0], "FRA"), rescue) is None
    assert tie(ROADS, ("The FRA said", "FRA"), rescue) is None
    assert tie(("The FRA said", "FRA"), ("The FRA said", "FRA"), ROADS, rescue) is None


def test_an_acronym_has_the_initials_of_its_name() -> None:
    assert tie(("The Federal Road Agency (BBL) said", "Federal Road Agency"), ("The BBL said", "BBL")) is None


@pytest.mark.parametrize(
    "holder", ["two officials", "officials", "a nurse", "spokesman", "he", "one of the pilots", ""]
)
def test_who_has_no_name_is_never_merged(holder: str) -> None:
    heard, (a, b), _ = event(("They said", holder), ("They said", holder))
    if holder:
        assert not heard.one(a, b) and heard.tie(a, b) is None
        assert heard.one(a, a)
    assert heard.aliases(a) == ()


def test_the_ministry_of_two_ministries() -> None:
    interior = ("The Interior Ministry said", "Interior Ministry")
    ministry = ("The ministry said", "ministry")
    assert tie(interior, ministry) is not None
    assert tie(interior, ministry, ("The Health Ministry said", "Health Ministry")) is None


def test_the_other_names_of_a_holder_once_each_with_where_they_stand() -> None:
    board = ("The Harbour Board said", "Harbour Board")
    heard, (benn, *_), _ = event(SPEAKS, board, board, ("Benn said", "Benn"), ADA)
    found = heard.aliases(benn)
    assert [(one.name, one.tie.rules, one.tie.b.document_id) for one in found] == [
        ("Harbour Board", (SPEAKER,), "d1"),
        ("Benn", (SHORT,), "d3"),
    ]
    assert all(one.tie.a.document_id == "d0" for one in found)


def test_an_introduction_in_the_furniture_does_not_count() -> None:
    text, holder = SPEAKS
    document = article("d0", f"{text} {END}.")
    bare = article("d0", document.text, furniture=(document_span := (claim(document, text).span),))
    body = article("d1", f"The Harbour Board said {END}.")
    for one, same in ((document, True), (bare, False)):
        claims = [claim(one, END, holder), claim(body, END, "Harbour Board")]
        heard = voices([one, body], claims, {"d0": 0, "d1": 1}, csr_matrix(np.ones((2, 2), bool)))
        assert heard.one(*claims) is same
    assert document_span.of(bare.text) == text


def test_a_name_has_an_end() -> None:
    read_in = read(article("d0", "Harbour Board spokesman " + "Tor " * 50 + "said so.")).introductions
    assert [len(one.span.of("Harbour Board spokesman " + "Tor " * 50).split()) for one in read_in] == [9]


PIECES = (ADA, FINCH, SPEAKS, MINISTER, ROADS, ("The FRA said", "FRA"), ("The minister said", "minister"))


@given(st.lists(st.sampled_from(PIECES), min_size=2, max_size=7), st.randoms())
def test_the_order_of_the_articles_does_not_matter(told: list[Told], rng: random.Random) -> None:
    documents = [article(f"d{i}", f"{text} {END}.") for i, (text, _) in enumerate(told)]
    claims = [claim(document, END, holder) for document, (_, holder) in zip(documents, told, strict=True)]
    answers = []
    for _ in range(2):
        rows = {document.id: i for i, document in enumerate(documents)}
        heard = voices(documents, claims, rows, csr_matrix(np.ones((len(told), len(told)), bool)))
        by_id = sorted(claims, key=lambda one: one.document_id)
        answers.append(([heard.tie(a, b) for a in by_id for b in by_id], [heard.aliases(a) for a in by_id]))
        rng.shuffle(documents)
        rng.shuffle(claims)
    assert answers[0] == answers[1]
