"""What is furniture and, more important, what is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.ingest import titles
from detector.ingest.furniture import furniture
from detector.types import Span

TITLE = "Harbour council to close fish market for winter"
LEAD = "The harbour council of Tarnmouth voted on Monday to close the old fish market for the winter."
QUOTE = '"The roof is no longer safe, and repairs will take us five months," council chair Ilse Korven said.'
DENIAL = "Traders denied that they had been told in September, as the council claims in its letter of Monday."
CUT = (
    "Few subjects divide the town as the pier does. Built in 1911 by a company that failed within a year, it has since"
    " been owned by two banks, a circus and, for one summer, by the man who later"
)
BIOGRAPHY = (
    "Ada Reed is the head of the coast desk at the Tarn Post, where she has previously worked as a court reporter. She"
    " has a master's degree in history and is based in Tarnmouth."
)
PAGE = "\n".join(
    [
        "News Feed",
        "",
        TITLE,
        "",
        "3 min read",
        TITLE,
        "Photo for illustrative purposes. Boats in the harbour on April 16, 2024. (Ole Dahl / Norr Images)",
        "",
        LEAD,
        "",
        "Why the pier divides the town, and who owns it now",
        CUT,
        "Article image",
        "",
        "Ilse Korven. Photo: Ole Dahl/Pool/Norr",
        "",
        QUOTE,
        "",
        "Letters in September",
        "",
        DENIAL,
        "Avatar",
        "Ada Reed",
        "",
        "Head of the coast desk",
        "",
        BIOGRAPHY,
        "",
        "Read more",
        "Show More",
    ]
)


def texts(text: str, title: str = "", author: str = "") -> list[str]:
    return [span.of(text) for span in furniture(text, title, author)]


def left(text: str, title: str = "", author: str = "") -> list[str]:
    found = texts(text, title, author)
    return [line for line in text.splitlines() if line.strip() and line.strip() not in found]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_article_is_left_of_a_page(line_end: str) -> None:
    page = PAGE.replace("\n", line_end)
    assert left(page, TITLE) == [LEAD, QUOTE, DENIAL]
    assert titles.from_text(page) == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "ADVERTISEMENT:",
        "Story continues below",
        "Related: Pier to open again in spring",
        "Photo: Reuters",
        "Ole Dahl/Norr Images",
        "(Photo: Ole Dahl/The Tarn Post)",
        "Reporting by Ada Reed; editing by Bo Sol",
        "Additional reporting by Bo Sol in Tarnmouth",
        "The Norr Agency contributed to this report.",
        "Follow us on Twitter @tarnpost.",
        "Sign up for our daily newsletter",
        "Email: ada@post.example",
        "© 2024 Tarn Post. All rights reserved.",
        "Copyright 2024 The Tarn Post",
        "Updated at 2:30 p.m. ET",
        "12 comments",
        "* * *",
        "![The pier](pier.jpg)",
        "## What happens next",
    ],
)
def test_labels_credits_and_notices(line: str) -> None:
    assert texts(f"{LEAD}\n\n{line}\n\n{QUOTE}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The council did not respond.",
        "Photo evidence was shown in court on Monday, the judge said.",
        "By Monday, the council had changed its mind and the market was open again.",
        '"Follow us on this path," Korven told the traders.',
        "Published figures show that 40 stalls were let in 2023, down from 60 the year before.",
        "Copyright law does not cover the design, the court in Tarnmouth ruled.",
        "Sol is a director at the port company and was arrested on Monday in his office.",
        "He then said:",
        "Related charges were dropped.",
        "The poll was done by Norr/Tarn.",
        "Reporting by the Tarn Post in September showed that no letters had been sent.",
        "- 40 stalls will close",
        "no letters were sent",
        "Updated at 3:00 p.m.: The council points out another fault in its earlier figures for 2023:",
        "What did the council know?",
    ],
)
def test_sentences_are_not_furniture(line: str) -> None:
    assert texts(f"{LEAD}\n\n{line}\n\n{QUOTE}\n\n{DENIAL}") == []


def test_a_cut_last_paragraph_is_not_a_teaser() -> None:
    assert CUT in left(f"{LEAD}\n\n{QUOTE}\n\nA divided town on the coast\n{CUT}")


def test_a_sign_off_at_the_end_of_a_paragraph_is_cut_from_it() -> None:
    text = f"{LEAD}\n\n{DENIAL} (Reporting by Ada Reed; editing by Bo Sol)"
    assert texts(text) == ["(Reporting by Ada Reed; editing by Bo Sol)"]


def test_a_desk_signature_ends_the_article() -> None:
    assert texts(f"{LEAD}\n\n{QUOTE}\n\n(norr, ad, bs)") == ["(norr, ad, bs)"]


def test_a_biography_needs_two_signs_or_the_authors_name() -> None:
    line = "Ada Reed is a reporter for the Tarn Post."
    assert texts(f"{LEAD}\n\n{QUOTE}\n\n{line}", author="Ada Reed") == [line]
    assert texts(f"{LEAD}\n\n{QUOTE}\n\nBo Sol is a reporter for a rival paper.", author="Ada Reed") == []


def test_the_first_of_two_equal_sentences_stays() -> None:
    text = f"{LEAD}\n\n{QUOTE}\n\n{LEAD}"
    assert furniture(text) == (Span(len(text) - len(LEAD), len(text)),)


def test_hard_wrapped_paragraphs_are_taken_whole() -> None:
    wrapped = (
        "The harbour council of Tarnmouth voted on Monday to close the old\n"
        "fish market for the winter, saying that its roof was no longer\n"
        "safe and that the repairs would take at least five months from\n"
        "now.\n\n"
        "Traders denied that they had been told in September, and said the\n"
        "council had never written to them about the state of the roof, as\n"
        "it claims in a letter of Monday that the Tarn Post has now seen in\n"
        "full.\n"
    )
    assert furniture(wrapped, titles.from_text(wrapped)) == ()


def test_a_text_of_furniture_alone_keeps_it() -> None:
    assert furniture("Advertisement\n\nRead more") == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE}\n\n{LEAD}", TITLE),
        (f"# {TITLE}\n\n{LEAD}", TITLE),
        (f"Advertisement\n{TITLE}\n{LEAD}", TITLE),
        (LEAD, "The harbour council of Tarnmouth voted on Monday to close the old…"),
        (f"The market is shut.\n\n{LEAD}", "The market is shut."),
        ("", ""),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert titles.from_text(text) == title


def test_a_first_sentence_is_not_furniture() -> None:
    for text in (f"{LEAD}\n\n{QUOTE}", f"The market is shut.\n\n{LEAD}"):
        assert furniture(text, titles.from_text(text)) == ()


PIECES = st.sampled_from(
    [TITLE, LEAD, QUOTE, CUT, BIOGRAPHY, "Read more", "Photo: A/B", "(a, b)", "\r\n", "\n", "", " ", "x"]
)


@given(st.lists(PIECES | st.text(max_size=30), max_size=25), st.sampled_from(["\n", "\r\n", "\n\n"]), PIECES, PIECES)
def test_spans_are_sorted_disjoint_and_inside(parts: list[str], join: str, title: str, author: str) -> None:
    text = join.join(parts)
    spans = furniture(text, title, author)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "A-",
        "A. ",
        "|",
        "/A",
        "(",
        ".",
        '."',
        "By A-A ",
        "A,",
        "a, ",
        "\r\n",
        "x\n",
        "* ",
        "Photo: A/",
        "Reporting by A ",
    ],
)
@pytest.mark.parametrize("head", ["By A", "Reporting by A", "(Photo: A", "A B is a reporter ", LEAD, "("])
def test_hostile_runs_take_no_time(unit: str, head: str) -> None:
    text = f"{head}{unit * 20_000}!"
    furniture(text, titles.from_text(text), "A B")
