"""What a tagger corrects of the rules' claims, and what it may not touch."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from made import article

from detector.extract.claims import RuleAttributor
from detector.extract.learned import CERTAIN, LearnedAttributor
from detector.types import Attribution, Claim, Span, Stance

TEXT = (
    "Harbour master Ilse Vadim said that the gate had been open. The bridge at Orlo closed on Monday. "
    "Tor Benn, a lawyer for the crew, rejected reports that the log was forged."
)
OPEN, CLOSED, FORGED = "the gate had been open", "The bridge at Orlo closed on Monday", "the log was forged"


class TableTagger:
    """A Tagger that knows what to say of some contents: stance, certainty, cue and source in words."""

    digest = "table-tagger"

    def __init__(self, known: dict[str, tuple[Stance, float, str, str]]) -> None:
        self._known = known
        self.asked: list[str] = []

    def attributions(self, texts: Sequence[str]) -> list[list[Attribution]]:
        return [[] for _ in texts]

    def ascribe(self, texts: Sequence[str], contents: Sequence[Sequence[tuple[Span, ...]]]) -> list[list[Attribution]]:
        return [[self._one(text, c) for c in row] for text, row in zip(texts, contents, strict=True)]

    def _one(self, text: str, content: tuple[Span, ...]) -> Attribution:
        words = content[0].of(text)
        self.asked.append(words)
        if words not in self._known:
            return Attribution(content)
        stance, certainty, cue, source = self._known[words]
        return Attribution(content, _place(text, cue), _place(text, source), stance, certainty)


def _place(text: str, words: str) -> Span | None:
    return Span(text.index(words), text.index(words) + len(words)) if words else None


def told(known: dict[str, tuple[Stance, float, str, str]], text: str = TEXT) -> dict[str, Claim]:
    made, _ = LearnedAttributor(RuleAttributor(), TableTagger(known)).claims(article("d", text, "The Quay Post"))
    return {claim.quote: claim for claim in made}


def test_without_a_word_from_the_tagger_the_rules_stand() -> None:
    document = article("d", TEXT, "The Quay Post")
    tagger = TableTagger({})
    assert LearnedAttributor(RuleAttributor(), tagger).claims(document) == RuleAttributor().claims(document)
    assert {OPEN, CLOSED} <= set(tagger.asked), "all contents of a document at once"


def test_a_sure_tagger_gives_stance_and_holder_and_holders_are_resolved() -> None:
    claims = told({CLOSED: ("doubts", 0.99, "reports", "Vadim"), OPEN: ("narrates", 0.99, "", "")})
    assert (claims[CLOSED].stance, claims[CLOSED].holder, claims[CLOSED].cue) == ("doubts", "Ilse Vadim", "reports")
    assert claims[CLOSED].source_span == Span(TEXT.index("Vadim"), TEXT.index("Vadim") + 5)
    assert (claims[OPEN].stance, claims[OPEN].holder, claims[OPEN].cue) == ("narrates", "The Quay Post", None)


@pytest.mark.parametrize("verdict", [("denies", CERTAIN - 0.01, "reports", "Vadim"), ("denies", 0.99, "reports", "")])
def test_an_unsure_one_and_one_without_anybody_to_ascribe_to_change_nothing(
    verdict: tuple[Stance, float, str, str],
) -> None:
    assert told({CLOSED: verdict}) == told({})


def test_the_rules_holder_stays_where_the_tagger_sees_none() -> None:
    claims = told({OPEN: ("doubts", 0.99, "", "")})
    assert (claims[OPEN].stance, claims[OPEN].holder, claims[OPEN].cue) == ("doubts", "Ilse Vadim", "said")


def test_words_that_two_vouch_for_and_words_that_point_back_are_left_alone() -> None:
    text = "Tor Benn denied a claim by Ada Finch that the log was forged. Ada Finch said: “This is not true.”"
    plain = told({}, text)
    every: tuple[Stance, float, str, str] = ("narrates", 1.0, "", "")
    document = article("d", text, "The Quay Post")
    tagger = TableTagger({words: every for words in plain})
    made, _ = LearnedAttributor(RuleAttributor(), tagger).claims(document)
    rules = RuleAttributor().claims(document)[0]
    twice = {c.quote for c in rules if sum(o.span == c.span for o in rules) > 1}
    assert [c for c in made if c.quote in twice] == [c for c in rules if c.quote in twice] != []
    assert [c for c in made if "not true" in c.quote] == [c for c in rules if "not true" in c.quote] != []


def test_the_digest_names_rules_tagger_and_certainty() -> None:
    rules, tagger = RuleAttributor(), TableTagger({})
    assert len({LearnedAttributor(rules, tagger, c).digest for c in (0.5, 0.9)} | {rules.digest}) == 3
