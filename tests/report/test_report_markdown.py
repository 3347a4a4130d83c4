from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from detector.report.build import write
from detector.report.markdown import escaped
from detector.report.words import one_line, visible
from detector.types import Alias

HOSTILE = (
    "<script>x</script> [a](javascript:b) *c* _d_ `e` ![f](http://g.example) | ~~h~~ &lt; www.i.example \u202e # j"
)


def rendered(folder):
    return MarkdownIt("commonmark").render((folder / "report.md").read_text(encoding="utf-8"))


def test_the_text_holds_both_quotes_with_links_and_bold_conflicting_words(bridge, tmp_path):
    write(bridge.run(), tmp_path)
    page = (tmp_path / "report.md").read_text()
    assert "## 1. Ida Trent denied what two engineers said" in page
    assert '> Two engineers said the bolts were "**never once checked**" in ten years.' in page
    assert "> Mayor Ida Trent denied that the bolts went **unchecked**." in page
    assert "[Title of m2](<https://news.example/m2#:~:text=the%20bolts%20went%20unchecked>)" in page
    assert "Denial · Highly likely (91%)" in page
    assert "1 further finding in this dispute:" in page
    assert "## Updates" in page
    assert "- pair: another event (2)" in page
    assert "- judge: sha256:00ff" in page


def test_it_renders_to_quotes_and_links(bridge, tmp_path):
    write(bridge.run(), tmp_path)
    page = rendered(tmp_path)
    assert page.count("<blockquote>") == 4
    assert page.count('<a href="https://news.example/') == 4
    assert "<strong>never once checked</strong>" in page


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60) | st.just(HOSTILE))
def test_escaped_text_renders_as_itself(text):
    shown = MarkdownIt("commonmark").parseInline(escaped(text))[0].children
    assert all(token.type in ("text", "text_special") for token in shown)
    assert "".join(token.content for token in shown).replace("\u200b", "") == one_line(visible(text)).replace(
        "\u200b", ""
    )


@pytest.mark.parametrize("line", ["# no heading", "- no list", "1. no list", "1) no", "+ no", "> no", "=== no", "---"])
def test_escaped_text_opens_no_block(line):
    (block, *_) = MarkdownIt("commonmark").parse(escaped(line))
    assert block.type == "paragraph_open"


def test_hostile_articles_make_no_markup(desk, tmp_path):
    for id in ("x", "y"):
        desk.article(id, HOSTILE, outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)")
    tie = desk.tie(("x", HOSTILE), ("y", HOSTILE), ("y", HOSTILE))
    sides = desk.claim("x", HOSTILE, HOSTILE), desk.claim("y", HOSTILE, "y")
    desk.finding(*sides, topic=HOSTILE, conflict="c", tie=tie, a_aliases=(Alias(HOSTILE, tie),))
    write(desk.run(), tmp_path)
    page = rendered(tmp_path)
    assert not any(tag in page for tag in ("<script", "<a ", "<img", "<em>", "<code>", "<h1>x"))
    assert "\u202e" not in page


def test_the_other_names_of_a_holder_stand_below_the_quote(board, tmp_path):
    write(board.run(), tmp_path)
    page = (tmp_path / "report.md").read_text()
    why = "spokesperson (“Harbour Board spokesman Tor Benn”, Vey Post)"
    assert f"\nAlso as **Harbour Board** in Radio Vey – {why}; **Benn** in Vey Post.\n" in page
    assert f"- counted as one voice: {why}" in page


def test_what_the_cascade_may_have_missed_is_told(bridge, tmp_path):
    run = bridge.run()
    told = {"refused: unpromising": 4000, "unpromising pairs judged all the same": 200}
    write(replace(run, counts={**run.counts, **told, "unpromising pairs over the threshold": 2}), tmp_path)
    page = (tmp_path / "report.md").read_text()
    assert "4,000 unpromising pairs were not judged" in page
    assert "of 200 drawn from among them by chance 2 came over the threshold" in page
    assert "so that 11 to 143 findings may be missing (95% interval)" in page
    write(run, tmp_path)
    assert "unpromising" not in (tmp_path / "report.md").read_text()
