from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.report.anchors import fault, link, selector, text_directive, web_address
from detector.types import Claim, Span

TEXT = "The river rose.\nMayors met; the river fell.\nNobody saw the river after that long and windy night in Ostrava."


def at(quote: str, text: str = TEXT, from_: int = 0) -> Span:
    start = text.index(quote, from_)
    return Span(start, start + len(quote))


@given(st.text(alphabet="ab \n", min_size=2, max_size=120), st.data())
def test_a_selector_finds_its_place_and_no_other(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    found = selector(text, span)
    context = found["prefix"] + found["exact"] + found["suffix"]
    assert text.index(context) + len(found["prefix"]) == span.start
    assert found["exact"] == span.of(text)
    assert text.count(context) == 1


@given(st.text(min_size=1, max_size=400), st.data())
def test_a_text_directive_holds_only_characters_that_a_url_may_hold(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    directive = text_directive(text, Span(start, data.draw(st.integers(start + 1, len(text)))))
    assert directive.startswith("text=")
    assert directive.isascii()
    assert not set(directive) & set(" &#\"'<>\n")


def test_a_short_quote_that_is_unique_stands_alone():
    assert text_directive(TEXT, at("Mayors met")) == "text=Mayors%20met"


def test_a_quote_that_occurs_twice_is_told_by_its_neighbours_on_the_same_line():
    second = at("the river", from_=TEXT.index("Nobody"))
    assert text_directive(TEXT, second) == "text=Nobody%20saw-,the%20river,-after%20that%20long"


def test_a_long_quote_and_one_over_two_lines_are_named_by_their_ends():
    assert text_directive(TEXT, at("fell.\nNobody saw")) == "text=fell.,Nobody%20saw"
    words = " ".join(f"word{n}" for n in range(40))
    start, end = text_directive(words, Span(0, len(words))).removeprefix("text=").split(",")
    assert (unquote(start), unquote(end)) == ("word0 word1 word2 word3 word4", "word35 word36 word37 word38 word39")


def test_a_span_inside_a_word_is_widened_to_the_word():
    assert text_directive(TEXT, at("yors me")) == "text=Mayors%20met"


def test_hyphens_and_commas_of_a_quote_do_not_pass_for_syntax():
    text = "A well-known, late claim & more."
    assert text_directive(text, at("well-known, late claim & more", text)) == (
        "text=well%2Dknown%2C%20late%20claim%20%26%20more"
    )


def test_a_link_keeps_the_page_and_replaces_an_older_text_directive():
    span = at("Mayors met")
    assert link("https://n.example/a?b=1", TEXT, span) == "https://n.example/a?b=1#:~:text=Mayors%20met"
    assert link("https://n.example/a#part", TEXT, span) == "https://n.example/a#part:~:text=Mayors%20met"
    assert link("https://n.example/a#:~:text=old", TEXT, span) == "https://n.example/a#:~:text=Mayors%20met"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<b>",
        "ftp://n.example/",
        "//n.example/a",
        "https:///nohost",
        "https://n.example/a b",
        'https://n.example/"onclick=',
        "https://n.example/\u202egnp",
        "java\nscript:alert(1)",
        "http://[::1",
        "news/a.html",
    ],
)
def test_only_plain_web_addresses_become_links(url):
    assert web_address(url) == ""
    assert link(url, TEXT, at("Mayors met")) == ""


def test_a_fault_says_what_does_not_hold(desk):
    document = desk.article("d", "It rained. It poured.")
    good = desk.claim("d", "It poured")
    moved = Claim("x", "d", Span(0, 9), Span(0, 10), "It poured", "", "h", "asserts")
    outside = Claim("x", "d", good.span, Span(11, 99), "It poured", "", "h", "asserts")
    assert fault(good, document) == ""
    assert fault(good, None) == "document missing"
    assert fault(moved, document) == "quote not at its span"
    assert fault(outside, document) == "sentence outside the text"
