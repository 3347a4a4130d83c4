import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html as lxml_html

from detector.report import render
from detector.report.build import write
from detector.types import Alias, Reason

HOSTILE = (
    "<script>alert(1)</script> \"quoted\" 'so' & <img src=x onerror=alert(1)> \u202ereversed\x07 {{ 7*7 }} </style>"
)
LINKS = re.compile(r"(?i)\b(src|srcset|href|data|poster|action|cite|background|xlink:href)\s*=")


@pytest.fixture
def page(bridge, tmp_path):
    write(bridge.run(), tmp_path)
    return tree(tmp_path)


def source(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


def tree(folder):
    return lxml_html.document_fromstring(source(folder).encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def find(node, path):
    """The descendants at a path of steps such as "section.side a.open", "#made" or "meta[http-equiv]"."""
    found = [node]
    for step in path.split():
        tag, mark, value = re.fullmatch(r"(\w*)([.#\[]?)([\w-]*)\]?", step).groups()
        condition = {
            ".": f"[contains(concat(' ', normalize-space(@class), ' '), ' {value} ')]",
            "#": f"[@id='{value}']",
            "[": f"[@{value}]",
            "": "",
        }[mark]
        found = [one for outer in found for one in outer.xpath(f".//{tag or '*'}{condition}")]
    return found


def text(node):
    return " ".join(node.text_content().split())


def test_the_page_opens_with_the_run_in_plain_words(page):
    assert page.get("lang") == "en"
    assert text(page.find(".//h1")) == "3 contradictions in 2 disputes"
    assert text(find(page, ".lead")[0]) == (
        "6 articles from 6 outlets (5 independent origins) with 5 claims. "
        "31 pairs of claims were judged: 3 contradictions in 2 disputes, and 1 update set apart."
    )
    assert "3 items were left out, each for a stated reason." in text(find(page, "header details")[0])
    assert "nearly all of the 2 disputes are real" in text(page.find(".//header"))


def test_headings_go_down_one_step_at_a_time_and_the_skip_link_works(page):
    levels = [int(node.tag[1]) for node in page.iter("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {node.get("href")[1:] for node in page.iter("a") if node.get("href").startswith("#")} <= set(ids)


def test_disputes_are_ranked_and_listed_first(page):
    listed = [text(node) for node in find(page, ".contents .title")]
    shown = [text(node.find(".//h3/bdi")) for node in find(page, "article.dispute")]
    assert (
        listed
        == shown
        == ["Ida Trent denied what two engineers said", "The clinic and Ida Trent give different figures"]
    )
    assert find(page, "article.dispute")[1].get("id") == "d-hurt"


def test_a_side_shows_the_claim_in_its_sentence_with_the_conflicting_words_marked(page):
    a, b = find(find(page, "article.dispute")[0], "section.side")
    assert text(a.find("blockquote")) == 'Two engineers said the bolts were "never once checked" in ten years.'
    assert "".join(node.text_content() for node in find(a, "blockquote b")) == (
        'the bolts were "never once checked" in ten years'
    )
    assert [text(node) for node in find(a, "mark")] == ["never once checked"]
    assert [text(node) for node in find(b, "mark")] == ["unchecked"]
    assert text(find(b, ".who")[0]) == "Ida Trent denies"
    assert text(find(a, ".who")[0]) == "Two engineers asserts"
    assert find(b, "time")[0].get("datetime") == "2024-05-05T00:00:00Z"
    assert find(b, "a.open")[0].get("href") == "https://news.example/m2#:~:text=the%20bolts%20went%20unchecked"


def test_a_dispute_says_kind_probability_reasons_spread_and_scores(page):
    first, second = find(page, "article.dispute")
    badge = find(first, ".badge")[0]
    assert (text(badge), badge.get("title")) == ("Denial", "One side denies what the other asserts.")
    assert "Highly likely, 91%" in text(first.find("header"))
    assert "Published 2 days apart" in text(first.find("header"))
    assert "denied what was asserted" in text(find(first, ".why")[0])
    assert "0.870" in text(find(first, "details table")[0])
    assert "2 outlets, 1 independent origin; also in Copy Desk." in text(second)
    assert "passed on by a nurse" in text(second)
    assert "could not be settled from the text" in text(second)
    assert "1 further finding in this dispute" in text(second)
    assert "At least 12 people were hurt" in text(find(second, "ol.brief")[0])


def test_updates_stand_apart_and_point_to_their_dispute(page):
    (update,) = find(page, "#updates ol.brief")[0].findall("li")
    assert "The clinic revised an earlier account" in text(update)
    assert find(update, ".note a")[0].get("href") == "#d-hurt"
    assert "update" not in " ".join(text(node) for node in find(page, "article.dispute .badge")).lower()


def test_pictures_are_described_and_have_a_table(page):
    for picture in find(page, "figure svg"):
        assert picture.get("role") == "img"
        title, description = picture.get("aria-labelledby").split()
        assert text(page.get_element_by_id(title))
        assert text(page.get_element_by_id(description))
    rows = [[text(cell) for cell in row] for row in find(page, "#network tbody tr")]
    assert rows == [["Ida Trent", "The clinic", "2"], ["Ida Trent", "Two engineers", "1"]]
    assert len(find(page, "#timeline tbody tr")) == 1  # the other dispute has an undated side


def test_what_was_left_out_is_shown_by_reason_with_samples(page):
    rows = [[text(cell) for cell in row] for row in find(page, "#left-out tbody tr")]
    assert rows == [
        ["pair", "another event", "m1 / m3m1 / m4", "2"],
        ["ingest", "no article text", "in/empty.html cookie wall", "1"],
    ]
    assert "sha256:00ff" in text(page.get_element_by_id("made"))


def test_the_page_asks_nothing_of_the_network(bridge, tmp_path):
    write(bridge.run(), tmp_path)
    page = tree(tmp_path)
    policy = find(page, "meta[http-equiv]")[0].get("content")
    style = page.find(".//style").text
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not list(page.iter("script", "link", "img", "iframe", "object", "embed", "base", "form"))
    assert not re.search(r"url\(|@import|expression\(", style)
    assert not [node for node in page.iter() if node.get("style")]
    for node in page.iter():
        for name, value in node.attrib.items():
            assert not name.startswith("on")
            if LINKS.match(f"{name}="):
                assert (node.tag, name) == ("a", "href")
                assert value.startswith(("#", "https://"))
            elif name != "content":
                assert "://" not in value


def test_hostile_text_stays_text(desk, tmp_path):
    for id in ("x", "y"):
        desk.article(id, HOSTILE, outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)", path=HOSTILE)
    claims = [desk.claim(id, HOSTILE, HOSTILE + id, cue=HOSTILE, via=(HOSTILE,), proposition=HOSTILE) for id in "xy"]
    reason = Reason(HOSTILE, (desk.span("x", "<img src=x"),), ())
    tie = desk.tie(("x", HOSTILE), ("y", HOSTILE), ("y", HOSTILE))
    names = {"tie": tie, "a_aliases": (Alias(HOSTILE, tie),), "b_aliases": (Alias(HOSTILE, tie),)}
    desk.finding(*claims, "denial", 0.9, (reason,), '"><script>', HOSTILE, a_also_in=("y",), **names)
    desk.finding(*claims, "update", 0.9, (reason,), '"><script>', HOSTILE)
    write(desk.run(makers={HOSTILE: HOSTILE}), tmp_path)
    page, raw = tree(tmp_path), source(tmp_path)
    assert not list(page.iter("script", "img"))
    assert not [node for node in page.iter("a") if not node.get("href").startswith("#")]
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e]", raw)
    assert raw.count("</style>") == 1
    assert "49" not in text(find(page, "blockquote")[0])
    assert text(find(page, "blockquote")[0]) == HOSTILE.replace("\u202e", "\ufffd").replace("\x07", "\ufffd")
    assert [text(node) for node in find(page, "article blockquote mark")] == ["<img src=x"]
    assert re.fullmatch("d-[0-9a-f]{16}", find(page, "article")[0].get("id"))


def test_a_side_shows_the_other_names_of_its_holder_and_who_says_so(board, tmp_path):
    write(board.run(), tmp_path)
    page = tree(tmp_path)
    why = "spokesperson (“Harbour Board spokesman Tor Benn”, Vey Post)"
    assert [text(one) for one in find(page, "p.names")] == [
        f"Also as Harbour Board, in Radio Vey – {why}; Benn, in Vey Post.",
        f"Also as Tor Benn, in The Ferry – {why}.",
    ]
    assert text(find(page, "article h3 bdi")[0]) == "Tor Benn (Harbour Board) contradicted a statement of 3 May 2024"
    assert f"counted as one voice: {why}" in text(find(page, ".why")[0])


def test_a_page_shows_few_names_and_counts_the_others(board, tmp_path):
    (found,) = board.findings
    more = tuple(replace(found.a_aliases[0], name=f"Benn {n}") for n in range(4))
    write(replace(board.run(), findings=(replace(found, a_aliases=(*found.a_aliases, *more)),)), tmp_path)
    assert text(find(tree(tmp_path), "p.names")[0]).endswith("Benn, in Vey Post; Benn 0, in Vey Post; and 3 more.")


def test_a_run_without_findings_says_so_kindly(desk, tmp_path):
    desk.article("q", "All agreed.")
    write(desk.run(), tmp_path)
    page = tree(tmp_path)
    assert text(page.find(".//h1")) == "No contradictions found"
    assert "That is not proof that they agree" in text(page)
    assert not find(page, "article")


def test_a_run_of_unreadable_input_says_that_nothing_was_read(tmp_path, desk):
    write(desk.run(), tmp_path)
    assert "No article could be read" in text(tree(tmp_path))


def many(desk, number):
    for n in range(number):
        desk.article(f"a{n}", f"Mayor {n} said the dam of town {n} holds.", date=f"{2000 + n % 20}-01-01")
        desk.article(f"b{n}", f"Warden {n} said the dam of town {n} leaks.", date="2023-06-01")
        a = desk.claim(f"a{n}", f"the dam of town {n} holds", f"Mayor {n}")
        desk.finding(a, desk.claim(f"b{n}", f"the dam of town {n} leaks", f"Warden {n}"), probability=0.9 - n / 1000)


def test_a_page_stops_at_its_limit_and_says_how_many_are_left(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(render, "DISPUTES_SHOWN", 20)
    many(desk, 33)
    write(desk.run(), tmp_path)
    page = tree(tmp_path)
    assert len(find(page, "article.dispute")) == 20
    assert "13 more disputes, less probable than these, are in findings.jsonl" in text(page)
    assert "about 9 of the first 10 disputes" in text(page)


def test_many_holders_become_a_matrix(desk, tmp_path):
    many(desk, 14)
    write(desk.run(), tmp_path)
    page = tree(tmp_path)
    assert find(page, "svg.matrix")
    assert not find(page, "svg.circle")
    assert "4 holders with fewer findings are not in the picture" in text(page)


def test_a_measured_precision_is_preferred(bridge, tmp_path):
    write(bridge.run(makers={"expected precision": "0.82 (0.71 to 0.90)"}), tmp_path)
    assert "Expected precision of the first page: 0.82 (0.71 to 0.90)." in text(tree(tmp_path))
