"""Spans verify on any text, and time stays in proportion to length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.extract.claims import RuleAttributor
from detector.types import Document, Span

ATTRIBUTOR = RuleAttributor()
WORDS = ["Ilse Vadim said", "she said", "the gate was open", "that", "denied", "claims", "according to", "Tor Benn"]
WORDS += [
    "who",
    "which fell",
    "40",
    "Mr.",
    "U.S.",
    "no evidence",
    "reports",
    "could not confirm",
    "and",
    "but",
    "not true",
]
MARKS = [*"😀.?!,;:“”\"'’‘«»—()İﬁ\t", " ", " ", " ", " - ", "e\u0301te\u0301", "\u00a0", "\u200b", "\u2028", "\ufeff"]
BREAKS = ["\n", "\n\n", "\r\n", "\r\n\r\n"]
PARTS = st.sampled_from([*WORDS, *MARKS, *BREAKS])
TEXTS = st.lists(PARTS, max_size=60).map("".join) | st.lists(PARTS, max_size=60).map(" ".join) | st.text(max_size=200)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=2))
def test_every_span_verifies(text: str, cuts: list[tuple[int, int]]) -> None:
    furniture = tuple(Span(min(a, b, len(text)), min(max(a, b), len(text))) for a, b in cuts)
    document = Document(id="d", text=text, title="", outlet="The Quay Post", furniture=furniture)
    claims, rejected = ATTRIBUTOR.claims(document)
    for claim in claims:
        assert claim.span.of(text) == claim.quote and claim.quote.strip() == claim.quote
        assert claim.sentence.start <= claim.span.start < claim.span.end <= claim.sentence.end
        assert not any(claim.span.overlaps(f) for f in furniture if f.start < f.end)
        assert (claim.cue is None) == (claim.cue_span is None)
        assert claim.cue_span is None or claim.cue_span.of(text) == claim.cue
        assert claim.holder and claim.proposition
    assert [c.span.start for c in claims] == sorted(c.span.start for c in claims)
    assert all(r.reason and r.stage == "extract" for r in rejected)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_same_text_same_claims(text: str) -> None:
    document = Document(id="d", text=text, title="", outlet="The Quay Post")
    assert ATTRIBUTOR.claims(document) == RuleAttributor().claims(document)


ODD = [
    "😀 “The gate was open,” Ilse Vadim said.",
    "Ilse Vadim\u00a0said the e\u0301cole was shut.",
    "Ilse Vadim said the gate was open.\r\n\r\nIt was closed at noon.",
    '"The gate was open, Ilse Vadim said.',
    "“The gate was open, Ilse Vadim said.\n\nIt was closed at noon.",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_characters_leave_the_claim(text: str) -> None:
    claims, _ = ATTRIBUTOR.claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert claims and claims[0].stance == "asserts" and claims[0].holder == "Ilse Vadim"


LONG = [
    "word " * 5000,
    "he said that it was " * 1000,
    "the man, a lawyer, said " * 1000,
    "X, which fell, and that, " * 1000,
    "it fell and he said so; " * 830,
    "While " + "of, " * 3000,
    '"a ' * 3000,
    "'a " * 3000,
    "a" + " " * 20000 + "b",
    "(" * 5000,
    "A. " * 4000,
]


@pytest.mark.parametrize("text", LONG, ids=lambda t: t[:12])
def test_long_sentences_take_proportional_time(text: str) -> None:
    started = time.process_time()
    ATTRIBUTOR.claims(Document(id="d", text=text, title="", outlet="The Quay Post"))
    assert time.process_time() - started < 1.5
