"""What the model of what is worth comparing refuses, and what passes whatever it says."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detector import wiring
from detector.errors import ModelNotUsable
from detector.extract.claims import RuleAttributor
from detector.extract.grammar import Token, tokens_of
from detector.extract.learned import LearnedAttributor
from detector.extract.worth import Worth, denies, features, load, plain_words, save
from detector.types import Claim, Document, Rejected, Span

SHIPPED = wiring.shipped_worth()
# 'lovely' is an opinion, 'hello' a greeting; whatever else is a claim.
SMALL = Worth(
    ("claim", "greeting", "opinion"),
    np.array([2.0, 0.0, 0.0]),
    {"lovely": 0, "hello": 1},
    np.array([[-9000, 0, 9000], [-9000, 9000, 0]]),
    {"day": 0},
    np.array([[0, 0, 500]]),
    0.3,
    "small",
)


def clause(text: str) -> list[Token]:
    return tokens_of(text, Span(0, len(text)), ())


def read(text: str, worth: Worth | None = SMALL) -> tuple[list[Claim], list[Rejected]]:
    return RuleAttributor(worth).claims(Document(id="d", text=text, title="", outlet="The Quay Post"))


def test_probabilities_are_those_of_the_regression() -> None:
    words = plain_words(clause("a lovely day indeed."))
    assert len(words) == 4 and len(features(words)) == 4 + 5 + 1 + 1
    logits = np.array([2.0, 0.0, 0.0]) + np.array([-9.0, 0.0, 9.0]) / np.sqrt(11) + np.array([0.0, 0.0, 0.5]) / 4
    wanted = np.exp(logits) / np.exp(logits).sum()
    assert SMALL.probabilities([clause("a lovely day indeed.")])[0] == pytest.approx(wanted)


def test_figures_and_names_are_all_the_same_and_marks_at_the_end_do_not_count() -> None:
    assert plain_words(clause("The Orlo board paid £4m in 2019.")) == plain_words(clause("the Lud board paid £9m in 3"))
    assert features([]) == []


def test_a_reason_is_the_likeliest_class_below_the_floor() -> None:
    clauses = [clause(text) for text in ("It was lovely", "hello", "The gate was open", "It was never lovely", "")]
    assert SMALL.reasons(clauses) == ["opinion", "greeting", None, None, None]
    assert replace(SMALL, floor=0.0).reasons(clauses) == [None] * 5
    assert SMALL.reasons([]) == []


@pytest.mark.parametrize("text", ["It was not lovely", "That's a lovely lie", "It wasn't lovely", "Nobody was lovely"])
def test_what_denies_passes(text: str) -> None:
    assert denies(clause(text)) and SMALL.reasons([clause(text)]) == [None]


def test_a_clause_gets_the_same_bytes_in_any_company() -> None:
    clauses = [
        clause(f"The {word} gate was open on day {n}") for n, word in enumerate("old new lovely hello".split() * 9)
    ]
    together = SHIPPED.probabilities(clauses)
    assert [SHIPPED.probabilities([one])[0].tolist() for one in clauses] == together.tolist()


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    save(SMALL, tmp_path / "model.json")
    again = load(tmp_path / "model.json")
    clauses = [clause("It was lovely"), clause("hello there")]
    assert again.probabilities(clauses).tolist() == SMALL.probabilities(clauses).tolist()
    assert (again.classes, again.floor) == (SMALL.classes, SMALL.floor)
    assert again.digest and again.digest != SMALL.digest


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"made_for": "words-0"}, "made for features words-0"),
        ({"features": {"lovely": [1]}}, "features have the shape"),
        ({"classes": ["greeting", "opinion", "colour"]}, "classes"),
        ({"words": 3}, "not a model"),
        ({"floor": None}, "not a model"),
    ],
)
def test_a_file_of_another_make_is_refused(tmp_path: Path, change: dict, reason: str) -> None:
    path = tmp_path / "model.json"
    save(SMALL, path)
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **change}), encoding="utf-8")
    with pytest.raises(ModelNotUsable, match=f"model.json: {reason}"):
        load(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelNotUsable, match=r"model\.json: not a model"):
        load(tmp_path / "model.json")


def test_a_claim_that_states_nothing_is_rejected_with_its_place_and_reason() -> None:
    text = "The gate was open. The view was lovely."
    (claim,), (rejected,) = read(text)
    assert claim.quote == "The gate was open"
    assert (rejected.stage, rejected.reason, rejected.detail) == ("extract", "opinion", "The view was lovely")
    assert rejected.subject == f"d:{text.index('The view')}-{len(text) - 1}"
    assert len(read(text, None)[0]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Ilse Vadim said the view was lovely.",
        "Ilse Vadim denied that the view was lovely.",
        "Ilse Vadim doubted that the view was lovely.",
        "Ilse Vadim called the view lovely.",
        "Ilse Vadim said the view was not lovely.",
    ],
)
def test_what_is_ascribed_to_somebody_is_kept(text: str) -> None:
    assert read(text) == read(text, None)
    assert read(text)[0]


def test_the_attributors_digests_change_with_the_model() -> None:
    class Silent:
        digest = "silent"

    rules = [RuleAttributor(model) for model in (None, SMALL, replace(SMALL, digest="other"))]
    assert len({one.digest for one in rules}) == 3
    assert len({LearnedAttributor(one, Silent()).digest for one in rules}) == 3  # type: ignore[arg-type]


KEPT = [
    "This is not true.",
    "We will not sign.",
    "The union is ready to talk.",
    "The lovely old theatre closed in 1998.",
    "The minister should resign.",
    "Nine people were killed in the crash near Orlo on Monday.",
    "The army is going to leave the valley by Friday.",
]
REFUSED = [
    ("It is an honour to be here with you tonight.", "greeting"),
    ("I want to thank the volunteers for everything.", "greeting"),
    ("It was a wonderful, wonderful evening.", "opinion"),
    ("I think she is a great person.", "opinion"),
    ("I want to ask you about the tunnel.", "question"),
    ("Let me turn to the next topic now.", "procedural"),
    ("We all want a better future for our children.", "wish"),
]


@pytest.mark.parametrize("text", KEPT)
def test_the_shipped_model_keeps(text: str) -> None:
    assert SHIPPED.reasons([clause(text)]) == [None]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_the_shipped_model_refuses(text: str, reason: str) -> None:
    assert SHIPPED.reasons([clause(text)]) == [reason]


def test_the_shipped_model_is_small() -> None:
    assert (wiring.hub.shipped(wiring.WORTH) / "model.json").stat().st_size < 1_000_000
