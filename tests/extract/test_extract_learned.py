"""What a tagger adds to the rules' claims, what it corrects, and what it may not touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pytest
from made import article

from detector.extract.claims import RuleAttributor
from detector.extract.learned import LearnedAttributor
from detector.types import Attribution, Claim, Document, Rejected, Span, Stance

TEXT = (
    "Harbour master Ilse Vadim said that the gate had been open. The bridge at Orlo closed on Monday, if one asks "
    "engineer Mara Holt. Tor Benn, a lawyer for the crew, rejected reports that the log was forged."
)
OPEN, CLOSED, FORGED = "the gate had been open", "The bridge at Orlo closed on Monday", "the log was forged"


class Told(NamedTuple):
    """What the tagger says of a content, places by their words."""

    stance: Stance
    cue: str = ""
    source: str = ""


class TableTagger:
    """A Tagger that finds some contents, and knows what to say of some."""

    digest = "table-tagger"

    def __init__(self, found: dict[str, Told] | None = None, known: dict[str, Told] | None = None) -> None:
        self._found, self._known = found or {}, known or {}
        self.asked: list[str] = []
        self.calls = 0

    def attributions(self, texts: Sequence[str]) -> list[list[Attribution]]:
        self.calls += 1
        return [[_one(text, (_place(text, words),), t) for words, t in self._found.items()] for text in texts]

    def ascribe(self, texts: Sequence[str], contents: Sequence[Sequence[tuple[Span, ...]]]) -> list[list[Attribution]]:
        self.asked += [c[0].of(text) for text, row in zip(texts, contents, strict=True) for c in row]
        return [
            [_one(text, c, self._known[c[0].of(text)]) if c[0].of(text) in self._known else Attribution(c) for c in row]
            for text, row in zip(texts, contents, strict=True)
        ]


def _one(text: str, content: tuple[Span, ...], told: Told) -> Attribution:
    cue, source = (_place(text, words) if words else None for words in (told.cue, told.source))
    return Attribution(content, cue, source, told.stance)


def _place(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def read(tagger: TableTagger, document: Document) -> tuple[list[Claim], list[Rejected]]:
    return next(LearnedAttributor(RuleAttributor(), tagger).claims_of_each([document]))


def claims(tagger: TableTagger, text: str = TEXT) -> dict[str, Claim]:
    made, _ = read(tagger, article("d", text, "The Quay Post"))
    return {claim.quote: claim for claim in made}


def test_without_a_word_from_the_tagger_the_rules_stand() -> None:
    document = article("d", TEXT, "The Quay Post")
    tagger = TableTagger()
    assert read(tagger, document) == RuleAttributor().claims(document)
    assert OPEN in tagger.asked
    assert not any(CLOSED in words for words in tagger.asked), "the outlet's own words need no source"


def test_a_content_that_the_rules_took_for_the_outlet_goes_to_its_speaker() -> None:
    plain = claims(TableTagger())
    (narrated,) = [claim for quote, claim in plain.items() if CLOSED in quote]
    assert narrated.stance == "narrates"
    found = claims(TableTagger({CLOSED: Told("asserts", "if one asks", "engineer Mara Holt")}))
    assert (found[CLOSED].stance, found[CLOSED].holder, found[CLOSED].cue) == (
        "asserts",
        "Mara Holt",
        "if one asks",
    )
    assert narrated.quote not in found, "it is not told twice"


def test_a_content_inside_a_long_narration_stands_beside_it() -> None:
    text = (
        "The yard in Orlo, which doubts that the crane failed, lost a third of its orders over the past two years, laid"
        " off forty welders in March and sold its second dock to a firm from the coast."
    )
    found = claims(TableTagger({"the crane failed": Told("doubts", "doubts that", "The yard in Orlo")}), text)
    assert found["the crane failed"].stance == "doubts"
    assert any(c.stance == "narrates" and "sold its second dock" in c.quote for c in found.values())


@pytest.mark.parametrize("told", [Told("asserts"), Told("narrates", "if one asks", "engineer Mara Holt")])
def test_what_nobody_says_changes_nothing(told: Told) -> None:
    assert claims(TableTagger({CLOSED: told})) == claims(TableTagger())


@pytest.mark.parametrize(
    ("cue", "told", "stance"),
    [
        ("disputes", "denies", "denies"),
        ("does not think", "denies", "denies"),
        ("published", "denies", "asserts"),
        ("hopes", "doubts", "asserts"),
    ],
)
def test_a_denial_of_the_tagger_needs_a_cue_that_denies(cue: str, told: Stance, stance: Stance) -> None:
    text = f"The bridge at Orlo closed on Monday, which engineer Mara Holt {cue}."
    found = claims(TableTagger({CLOSED: Told(told, cue, "engineer Mara Holt")}), text)
    assert found[CLOSED].stance == stance


def test_a_speaker_begins_behind_the_clause_before_him() -> None:
    text = "The crew left and police, if one asks them, saw the bridge at Orlo closed."
    told = Told("asserts", "if one asks", "The crew left and police")
    assert (
        claims(TableTagger({"the bridge at Orlo closed": told}), text)["the bridge at Orlo closed"].holder == "police"
    )


def test_contents_of_the_rules_are_not_cut_anew() -> None:
    clash = {"that the gate had been open": Told("denies", "said", "Harbour master Ilse Vadim")}
    assert claims(TableTagger(clash)) == claims(TableTagger())


def test_the_tagger_says_who_speaks_and_the_rules_how() -> None:
    text = "Harbour master Ilse Vadim, a friend of Tor Benn, said that the gate had been open."
    found = claims(TableTagger(known={OPEN: Told("denies", "a friend of", "Tor Benn")}), text)
    assert (found[OPEN].stance, found[OPEN].holder, found[OPEN].cue) == ("asserts", "Tor Benn", "a friend of")
    assert found[OPEN].source_span == _place(text, "Tor Benn")


def test_a_speaker_in_the_sentence_comes_before_one_that_the_tagger_finds_in_another() -> None:
    assert claims(TableTagger(known={OPEN: Told("asserts", "rejected", "Tor Benn")})) == claims(TableTagger())


def test_words_that_hold_the_cue_of_another_content_are_no_content() -> None:
    around = {"Harbour master Ilse Vadim said": Told("asserts", "rejected", "Tor Benn")}
    assert claims(TableTagger(around)) == claims(TableTagger())


@pytest.mark.parametrize(
    ("text", "source", "holder"),
    [
        ("Engineer Mara Holt, who may know, saw the bridge at Orlo closed.", "who", "Mara Holt"),
        ("Two men, from the same yard, who may know, saw the bridge at Orlo closed.", "who", "Two men"),
        ("Engineer Mara Holt saw the bridge at Orlo closed.", "Engineer Mara", "Mara Holt"),
        ("The head of the harbour board saw the bridge at Orlo closed.", "The head of", "head of the harbour board"),
        ("A man who had been there saw the bridge at Orlo closed.", "who had been there", "man"),
    ],
)
def test_a_holder_is_named_in_full_where_the_tagger_finds_half_a_name(text: str, source: str, holder: str) -> None:
    found = claims(TableTagger({"the bridge at Orlo closed": Told("asserts", "saw", source)}), text)
    assert found["the bridge at Orlo closed"].holder == holder


def test_words_that_two_vouch_for_and_words_that_point_back_are_left_alone() -> None:
    text = "Tor Benn denied a claim by Ada Finch that the log was forged. Ada Finch said: “This is not true.”"
    rules = RuleAttributor().claims(article("d", text, "The Quay Post"))[0]
    tagger = TableTagger(known={claim.quote: Told("asserts", "said", "Tor Benn") for claim in rules})
    made = read(tagger, article("d", text, "The Quay Post"))[0]
    twice = {c.quote for c in rules if sum(o.span == c.span for o in rules) > 1}
    assert [c for c in made if c.quote in twice] == [c for c in rules if c.quote in twice] != []
    assert [c for c in made if "not true" in c.quote] == [c for c in rules if "not true" in c.quote] != []


def test_many_documents_are_read_together_with_the_same_claims() -> None:
    documents = [article(f"d{i}", TEXT, "The Quay Post") for i in range(5)]
    found = {CLOSED: Told("asserts", "if one asks", "engineer Mara Holt")}
    together, alone = TableTagger(found), TableTagger(found)
    made = list(LearnedAttributor(RuleAttributor(), together).claims_of_each(documents))
    assert made == [read(alone, d) for d in documents]
    assert (together.calls, alone.calls) == (1, len(documents))


def test_the_digest_names_rules_and_tagger() -> None:
    rules, tagger = RuleAttributor(), TableTagger()
    assert LearnedAttributor(rules, tagger).digest not in (rules.digest, tagger.digest)
