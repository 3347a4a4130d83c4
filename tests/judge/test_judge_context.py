"""What the judge reads of a claim: the format that its recipe trains on."""

from __future__ import annotations

import pytest
from hypothesis import given
from made import article, claim, claims

from detector.judge.context import SAYS, WHOLE, statement
from detector.types import Claim, Document, Stance

TEXT = "Ada Finch told the council on Monday that the gate was locked."


def test_date_title_sentence_holder_and_proposition_in_this_order() -> None:
    document = article("a", TEXT, title="Who locked the gate?", day="2024-05-03")
    told = statement(claim(document, "the gate was locked", "Ada Finch"), document)
    assert told == f"2024-05-03. Who locked the gate?. {TEXT} | Ada Finch says: the gate was locked"


def test_a_claim_that_is_its_sentence_is_not_said_twice() -> None:
    document = article("a", "The gate was locked.", outlet="Radio Vey", title="Gate", day="")
    assert statement(claim(document, "The gate was locked"), document) == (
        "undated. Gate. | Radio Vey reports: The gate was locked"
    )


def test_how_much_of_a_sentence_is_the_sentence() -> None:
    document = article("a", "x" * 10, title="T")
    at = int(WHOLE * 10)
    assert statement(claim(document, "x" * 10, "Ada", proposition="y" * at), document).count("x") == 0
    assert statement(claim(document, "x" * 10, "Ada", proposition="y" * (at - 1)), document).count("x") == 10


@pytest.mark.parametrize("stance", SAYS)
def test_each_stance_has_its_verb(stance: Stance) -> None:
    document = article("a", TEXT)
    told = statement(claim(document, "the gate was locked", "Ada Finch", stance), document)
    assert told.endswith(f"| Ada Finch {SAYS[stance]}: the gate was locked")


def test_line_breaks_of_the_page_do_not_reach_the_judge() -> None:
    document = article("a", "Ada Finch told\n  the council that the gate was locked.")
    one = claim(document, "the gate was locked", "Ada Finch", sentence=(0, len(document.text)))
    one_line = statement(_with_sentence(one, document), document)
    assert "\n" not in one_line and "told the council" in one_line


def _with_sentence(one: Claim, document: Document) -> Claim:
    from dataclasses import replace

    from detector.types import Span

    return replace(one, sentence=Span(0, len(document.text)))


@given(claims())
def test_the_claim_is_always_told_last_with_its_holder(made: tuple[Claim, Document]) -> None:
    one, document = made
    told = statement(one, document)
    assert told.endswith(f"{one.holder} {SAYS[one.stance]}: {one.proposition}")
    assert told.startswith(f"{document.published:%Y-%m-%d}. " if document.published else "undated. ")
