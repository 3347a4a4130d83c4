"""Who says what with which stance, on invented sentences: (text, quote, holder, stance)."""

from __future__ import annotations

import pytest

from detector.extract.checkable import states_something
from detector.extract.claims import RuleAttributor
from detector.types import Claim, Document


def claims_of(text: str, outlet: str = "The Quay Post") -> list[Claim]:
    return RuleAttributor().claims(Document(id="d", text=text, title="", outlet=outlet))[0]


CASES = [
    # in its own voice
    ("The bridge at Orlo closed on Monday.", "The bridge at Orlo closed on Monday", "The Quay Post", "narrates"),
    # indirect speech
    ("Harbour master Ilse Vadim said that the gate had been open.", "the gate had been open", "Ilse Vadim", "asserts"),
    ("The ministry said on Thursday it would pay 40 million.", "it would pay 40 million", "ministry", "asserts"),
    ("Ilse Vadim told reporters the gate had been open.", "the gate had been open", "Ilse Vadim", "asserts"),
    ("Vadim's lawyer, Tor Benn, told the court that she had left.", "she had left", "Tor Benn", "asserts"),
    ("Tor Benn, a lawyer for the crew, said nine men had drowned.", "nine men had drowned", "Tor Benn", "asserts"),
    ("Tor Benn, who speaks for the crew, said nine men had drowned.", "nine men had drowned", "Tor Benn", "asserts"),
    # the cue beside its content
    ("Nine men had drowned, the coast guard said.", "Nine men had drowned", "coast guard", "asserts"),
    ("Nine men had drowned, said Tor Benn, a lawyer for the crew.", "Nine men had drowned", "Tor Benn", "asserts"),
    ("Nine men drowned, its director, Tor Benn, said on Friday.", "Nine men drowned", "Tor Benn", "asserts"),
    ("The log, she said, was written on Sunday.", "was written on Sunday", "she", "asserts"),
    (
        "According to two people familiar with the talks, the deal is dead.",
        "the deal is dead",
        "two people familiar with the talks",
        "asserts",
    ),
    ("The deal is dead, according to the envoy, Mira Osk.", "The deal is dead", "Mira Osk", "asserts"),
    ("The paper is empty, by the union's own account.", "The paper is empty", "union", "asserts"),
    # what is cut before an inserted cue does not end in half a clause
    (
        'Benn denied that the yard had sold steel to the navy, whose price, he said, was "made elsewhere".',
        "the yard had sold steel to the navy",
        "Benn",
        "denies",
    ),
    # direct speech
    ('"We closed the gate at noon," said Ilse Vadim.', "We closed the gate at noon", "Ilse Vadim", "asserts"),
    ("“We closed the gate at noon,” Ilse Vadim said.", "We closed the gate at noon", "Ilse Vadim", "asserts"),
    ("'We closed the gate at noon,' Ilse Vadim said.", "We closed the gate at noon", "Ilse Vadim", "asserts"),
    ('Ilse Vadim said: "We closed the gate at noon."', "We closed the gate at noon", "Ilse Vadim", "asserts"),
    # documents and passing on
    (
        "The report says the dam had been cracked since 2019.",
        "the dam had been cracked since 2019",
        "report",
        "asserts",
    ),
    (
        "The dam is cracked, the Lake Herald reported, citing two engineers.",
        "The dam is cracked",
        "two engineers",
        "asserts",
    ),
    (
        "Radio Lune reported that Benn had told a meeting the strike might last.",
        "the strike might last",
        "Benn",
        "doubts",
    ),
    (
        "Assessments, according to one source, continue to warn that the dam will fail.",
        "the dam will fail",
        "Assessments",
        "asserts",
    ),
    # denials
    ("Ilse Vadim denied that the gate had been open.", "the gate had been open", "Ilse Vadim", "denies"),
    ("Ilse Vadim denied having met the envoy.", "having met the envoy", "Ilse Vadim", "denies"),
    ("Ilse Vadim dismissed reports that the bank was insolvent.", "the bank was insolvent", "Ilse Vadim", "denies"),
    ('She dismissed as "a fairy tale" the idea that pumps had been sold.', "pumps had been sold", "She", "denies"),
    ("The ministry ruled out a second inquiry.", "a second inquiry", "ministry", "denies"),
    ("Ilse Vadim said the suggestion that files had leaked was mistaken.", "files had leaked", "Ilse Vadim", "denies"),
    ("Ilse Vadim said it was untrue that files had leaked.", "files had leaked", "Ilse Vadim", "denies"),
    ("The panel found no evidence that votes had been changed.", "votes had been changed", "panel", "denies"),
    ("There was no evidence that votes had been changed, the panel said.", "votes had been changed", "panel", "denies"),
    ("Ilse Vadim said she did not believe that the gate had failed.", "the gate had failed", "Ilse Vadim", "denies"),
    ("Vadim called the story of the lost tapes a fabrication.", "the lost tapes", "Vadim", "denies"),
    ("Vadim dismissed as a hoax the report that files had leaked.", "files had leaked", "Vadim", "denies"),
    ("Ilse Vadim said reports that files had leaked were fabricated.", "files had leaked", "Ilse Vadim", "denies"),
    ("Ilse Vadim said in a report that files had leaked.", "files had leaked", "Ilse Vadim", "asserts"),
    (
        "In a statement, Ilse Vadim said, “Tor Benn’s allegations that files had leaked are false.”",
        "files had leaked",
        "Ilse Vadim",
        "denies",
    ),
    # what a verdict is about stands nowhere
    (
        "Ilse Vadim says accusations by the union are “false”.",
        "accusations by the union are “false”",
        "Ilse Vadim",
        "asserts",
    ),
    # doubts
    ("Ilse Vadim declined to say whether a body had been found.", "a body had been found", "Ilse Vadim", "doubts"),
    ("The police could not confirm that a body had been found.", "a body had been found", "police", "doubts"),
    (
        "Asked whether a body had been found, Ilse Vadim declined to say.",
        "a body had been found",
        "Ilse Vadim",
        "doubts",
    ),
    ("The ministry played down talk of a shortage.", "a shortage", "ministry", "doubts"),
    ("It remains to be seen if the dam will hold.", "the dam will hold", "The Quay Post", "doubts"),
    ("Ilse Vadim said it was not clear whether the dam would hold.", "the dam would hold", "Ilse Vadim", "doubts"),
    # verbs of denial that nobody uses
    (
        "The firm spends millions on efforts to reject the findings.",
        "The firm spends millions on efforts to reject the findings",
        "The Quay Post",
        "narrates",
    ),
    (
        "The council put off those disputes this week.",
        "The council put off those disputes this week",
        "The Quay Post",
        "narrates",
    ),
    (
        "The ministry saw no reason to doubt the letter, it said.",
        "The ministry saw no reason to doubt the letter",
        "it",
        "asserts",
    ),
    # a clause before the main one
    ("While Benn said the bridge was safe, the union left the talks.", "the bridge was safe", "Benn", "asserts"),
    (
        "While Benn said the bridge was safe, the union left the talks.",
        "the union left the talks",
        "The Quay Post",
        "narrates",
    ),
    ("After Benn denied the theft, two guards were arrested.", "the theft", "Benn", "denies"),
    ("The union said it might call a strike.", "it might call a strike", "union", "doubts"),
    (
        "The crew is believed to have left on Sunday.",
        "The crew is believed to have left on Sunday",
        "The Quay Post",
        "doubts",
    ),
]


@pytest.mark.parametrize(("text", "quote", "holder", "stance"), CASES)
def test_the_claim_of_a_sentence(text: str, quote: str, holder: str, stance: str) -> None:
    assert (quote, holder, stance) in [(c.quote, c.holder, c.stance) for c in claims_of(text)]


SEVERAL = [
    (
        "Ilse Vadim said that the gate had been open and that nobody had noticed.",
        [("the gate had been open", "Ilse Vadim"), ("nobody had noticed", "Ilse Vadim")],
    ),
    (
        "The ministry denied the payment and said the account had been closed.",
        [("the payment", "ministry"), ("the account had been closed", "ministry")],
    ),
    (
        "Vadim said the gate was open, but the harbour company said it had been locked.",
        [("the gate was open", "Vadim"), ("it had been locked", "harbour company")],
    ),
    (
        "The rain stopped on Monday; Vadim said the gate was open.",
        [("The rain stopped on Monday", "The Quay Post"), ("the gate was open", "Vadim")],
    ),
    (
        "The gate was open, Vadim said, and the crew had left.",
        [("The gate was open", "Vadim"), ("the crew had left", "Vadim")],
    ),
    (
        "The union rejected that, its secretary, Nadia Brock, saying that meters had failed.",
        [("that", "union"), ("meters had failed", "Nadia Brock")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_claims_in_one_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.quote, c.holder) for c in claims_of(text)] == expected


def test_a_denied_claim_of_somebody_else_is_also_theirs() -> None:
    found = claims_of("The ministry denied a claim by the opposition leader, Edit Soln, that nobody had checked.")
    assert {(c.quote, c.holder, c.stance) for c in found} == {
        ("nobody had checked", "ministry", "denies"),
        ("nobody had checked", "Edit Soln", "asserts"),
    }


def test_what_the_outlet_reports_of_itself_is_narration() -> None:
    (claim,) = claims_of("The list is forged, The Quay Post has established.")
    assert (claim.stance, claim.holder, claim.cue) == ("narrates", "The Quay Post", None)


def test_cue_and_via_are_kept() -> None:
    (claim,) = claims_of("The dam is cracked, the Lake Herald reported, citing two engineers.")
    assert (claim.cue, claim.via) == ("reported", ("the Lake Herald",))


def test_narrator_without_an_outlet_is_the_file() -> None:
    document = Document(id="d", text="The bridge fell on Monday.", title="", outlet="", path="in/quay-07.txt")
    (claim,), _ = RuleAttributor().claims(document)
    assert claim.holder == "quay-07"


def test_words_before_a_whole_quotation_are_no_part_of_what_it_states() -> None:
    (claim,) = claims_of("In a statement, Ilse Vadim said, “The bridge at Orlo was closed.”")
    assert claim.proposition == "The bridge at Orlo was closed."


@pytest.mark.parametrize(
    ("text", "stating"),
    [
        ("Ilse Vadim said the bridge was closed.", True),
        ("Ilse Vadim denied any part in the raid.", True),
        ("“He’s a traitor,” Ilse Vadim said of Tor Benn.", True),
        ("Ilse Vadim described Tor Benn as a friend of the harbour.", False),
    ],
)
def test_what_states_nothing_by_itself_is_a_claim_but_not_to_be_compared(text: str, stating: bool) -> None:
    assert [states_something(claim) for claim in claims_of(text)] == [stating]


def test_a_source_at_the_end_of_a_sentence_is_no_claim_of_the_speaker() -> None:
    text = "The gate was open, Ilse Vadim told the meeting on Monday, according to a recording made by a guard."
    assert all("recording" not in claim.quote for claim in claims_of(text))


def test_a_body_has_its_full_name() -> None:
    text = "Fighters of the Free Orlo Front left the town. The Front said the bridge was closed."
    assert claims_of(text)[-1].holder == "Free Orlo Front"


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("A dock official told the Orlo Times that the bridge was closed.", ("the Orlo Times",)),
        ("A dock official told the Quay Post that the bridge was closed.", ()),
        ("A dock official told the harbour committee that the bridge was closed.", ()),
        ("A dock official told Reuters the bridge was closed.", ("Reuters",)),
    ],
)
def test_an_outlet_that_was_told_passes_it_on(text: str, via: tuple[str, ...]) -> None:
    (claim,) = claims_of(text)
    assert (claim.holder, claim.via) == ("dock official", via)


def test_what_is_reportedly_said_comes_by_the_way_of_what_was_said_before() -> None:
    text = (
        "A dock official told the Orlo Times that the bridge was closed. “It will stay,” the official reportedly said."
    )
    assert [claim.via for claim in claims_of(text)] == [("the Orlo Times",)] * 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Contrary to Tor Benn’s claim that the bridge had been sold, it still belongs to the town.",
            [("The Quay Post", "denies"), ("Tor Benn", "asserts"), ("The Quay Post", "narrates")],
        ),
        (
            "Contrary to reports that a guard was shot, nobody lost his life, Ada Finch said.",
            [("Ada Finch", "denies"), ("Ada Finch", "asserts")],
        ),
        ("Contrary to custom, the mayor left the hall.", [("The Quay Post", "narrates")]),
        ("Ada Finch called reports that the bridge had been sold “a mistranslation”.", [("Ada Finch", "denies")]),
        ("Ada Finch no longer rules out that the ship was there.", [("Ada Finch", "doubts")]),
    ],
)
def test_denials_in_other_words_than_a_verb(text: str, told: list[tuple[str, str]]) -> None:
    assert [(claim.holder, claim.stance) for claim in claims_of(text)] == told


def test_a_document_keeps_its_name_under_another_noun() -> None:
    text = "The harbour board’s assessments warn that the gate is weak. The reports say the pump stood still."
    assert [claim.holder for claim in claims_of(text)] == ["harbour board’s assessments"] * 2
