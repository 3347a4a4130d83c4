"""References across sentences: speech that goes on, pronouns and roles as holders, denials of what was said before."""

from __future__ import annotations

import pytest

from detector.extract.claims import RuleAttributor
from detector.types import Claim, Document


def claims_of(text: str) -> list[Claim]:
    return RuleAttributor().claims(Document(id="d", text=text, title="", outlet="The Quay Post"))[0]


HOLDERS = [
    ("Ilse Vadim said the gate was open. She added that it had jammed.", ["Ilse Vadim", "Ilse Vadim"]),
    ("Mr Tor Benn blamed the rain. Ms Ilse Vadim said the gate was open. He said it was shut.", "Tor Benn"),
    ("Spokesman Tor Benn said the gate was open. The spokesman said it had jammed.", "Tor Benn"),
    ("Ilse Vadim said the gate was open. Vadim said it had jammed.", "Ilse Vadim"),
    ("The cheese orders will pass to Orlow Foods, which confirmed that a contract had been signed.", "Orlow Foods"),
    ("The harbour company said the gate was open. It said the crew had left.", "harbour company"),
    ('Ilse Vadim said: "The gate was open." "The crew had left."', "Ilse Vadim"),
    ('Asked about the gate, Ilse Vadim said:\n\n"It was open. The crew had left."', "Ilse Vadim"),
    (
        "Interior Minister Ilse Vadim, 51, spoke on Monday. Vadim's office said the gate was open.",
        "Ilse Vadim's office",
    ),
]


@pytest.mark.parametrize(("text", "holders"), HOLDERS)
def test_who_speaks_later(text: str, holders: str | list[str]) -> None:
    found = [c.holder for c in claims_of(text)]
    assert found == holders if isinstance(holders, list) else found[-1] == holders


def test_indirect_speech_does_not_run_on_into_the_next_sentence() -> None:
    first, second = claims_of("The gate had been open, Ilse Vadim said. It was closed at noon.")
    assert (first.holder, second.stance) == ("Ilse Vadim", "narrates")


def test_a_quotation_over_three_paragraphs_belongs_to_one_speaker() -> None:
    text = "“The gate was open,” Ilse Vadim said. “It had jammed.\n\n“Nobody came.\n\n“The crew had left.”"
    found = claims_of(text)
    assert [c.quote for c in found] == ["The gate was open", "It had jammed", "Nobody came", "The crew had left"]
    assert {c.holder for c in found} == {"Ilse Vadim"} and all(c.direct for c in found)


def test_a_bare_denial_takes_the_proposition_from_before() -> None:
    text = (
        'Tor Benn dismissed reports that the queen had sold the island. "This is absolutely not true," Benn declared.'
    )
    denied, bare = claims_of(text)
    assert bare.quote == "This is absolutely not true" and bare.stance == "denies" and bare.resolved
    assert bare.proposition == denied.proposition == "The queen had sold the island."


def test_these_conclusions_point_at_what_others_claimed() -> None:
    found = claims_of("Two agencies warn that the dam will fail. The ministry rejects these conclusions.")
    assert found[1].stance == "denies" and found[1].proposition == "The dam will fail."


PROPOSITIONS = [
    ("Ilse Vadim said she had locked the gate.", "Ilse Vadim had locked the gate.", True),
    ("Ilse Vadim said her crew had left.", "Ilse Vadim's crew had left.", True),
    ("The ministry said it would pay.", "The ministry would pay.", True),
    ('"I have locked the gate," said Ilse Vadim.', "Ilse Vadim has locked the gate.", True),
    ('"We need all of the river," Ilse Vadim said.', "Ilse Vadim needs all of the river.", True),
    ("Tor Benn denied having met the envoy.", "Tor Benn met the envoy.", True),
    ("The log, Ilse Vadim said, was written on Sunday.", "The log was written on Sunday.", True),
    ("Mr Tor Benn said she had locked the gate.", "She had locked the gate.", False),
    ('"He locked the gate," said Tor Benn.', "He locked the gate.", False),
    ("It fell into the river.", "It fell into the river.", False),
    ("Ilse Vadim said it was clear that the gate had failed.", "It was clear that the gate had failed.", True),
    ('"We need both banks of the Senn," a Ferrin-linked official said.', "Ferrin needs both banks of the Senn.", True),
    ('"We want a second vote," a union representative said.', "The union wants a second vote.", True),
    ('"We want a second vote," a French official said.', "The French official wants a second vote.", True),
    ('"I want a second vote," a union representative said.', "The union representative wants a second vote.", True),
]


@pytest.mark.parametrize(("text", "proposition", "resolved"), PROPOSITIONS)
def test_a_proposition_stands_alone(text: str, proposition: str, resolved: bool) -> None:
    (claim,) = claims_of(text)
    assert (claim.proposition, claim.resolved) == (proposition, resolved)


def test_a_bare_denial_answers_the_question_before() -> None:
    text = 'Asked whether the crew planned to leave Orlo, Ilse Vadim said:\n\n"There is no question of that."'
    (claim,) = claims_of(text)
    assert (claim.quote, claim.stance) == ("There is no question of that", "denies")
    assert claim.proposition == "The crew planned to leave Orlo." and claim.resolved and claim.direct
