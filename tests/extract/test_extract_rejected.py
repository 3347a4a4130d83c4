"""Sentences that hold no claim are handed back with a reason; whatever could be checked is kept."""

from __future__ import annotations

import pytest

from detector.extract.claims import RuleAttributor
from detector.types import Document

REJECTED = [
    ("Who opened the gate?", "question"),
    ("Read more", "too short"),
    ("Thank you for reading this.", "greeting"),
    ("(agencies, quay, lud)", "credit"),
    ("What a day for us", "fragment without a verb"),
    ("***", "no words"),
]


@pytest.mark.parametrize(("text", "reason"), REJECTED)
def test_rejected_with_a_reason(text: str, reason: str) -> None:
    claims, (rejected,) = RuleAttributor().claims(Document(id="d7", text=text, title="", outlet="The Quay Post"))
    assert not claims
    assert (rejected.stage, rejected.reason, rejected.detail) == ("extract", reason, text)
    assert rejected.subject == f"d7:0-{len(text)}"


KEPT = [
    "Nine dead in Orlo.",
    "Harrow fell.",
    "The gate opened again.",
    "Prices up 4% on the year.",
    "Some 430 jobs will go.",
]


@pytest.mark.parametrize("text", KEPT)
def test_facts_are_kept(text: str) -> None:
    claims, _ = RuleAttributor().claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert claims


def test_every_sentence_is_a_claim_or_rejected() -> None:
    text = "The gate opened at noon. Why? Ilse Vadim said it was old. Read more"
    claims, rejected = RuleAttributor().claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert len({c.sentence for c in claims}) + len(rejected) == 4


UNSTATED = [
    ("The gate was open, said Ilse Vadim, superintendent of the harbour police.", "superintendent"),
    ("Speaking in the yard on Monday, Ilse Vadim said the gate was open.", "Speaking"),
    ("[Updated 5:20 a.m. ET] The gate was open.", "Updated"),
]


@pytest.mark.parametrize(("text", "unsaid"), UNSTATED)
def test_what_states_nothing_by_itself_is_no_claim(text: str, unsaid: str) -> None:
    claims, _ = RuleAttributor().claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert claims and not any(unsaid.lower() in c.quote.lower() for c in claims)


def test_a_participle_goes_with_the_clause_before_it() -> None:
    text = "The tank burst at the northern quay, killing some of the crew at once."
    (claim,), _ = RuleAttributor().claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert claim.quote == "The tank burst at the northern quay, killing some of the crew at once"


def test_a_participle_in_front_of_a_noun_gets_no_subject() -> None:
    text = "Ilse Vadim said growing hostility within the crew is making it harder."
    (claim,), _ = RuleAttributor().claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert claim.proposition == "Growing hostility within the crew is making it harder."
