"""What counts as content found, and when a source and a cue are right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import article, claim

from detector.attributed import AttributedArticle
from detector.evaluate.attribution import Ratio, attribution_figures, of_claims
from detector.types import Attribution, Span

TEXT = "Mayor Ada Finch said on Friday that the old gate was shut. Tom Birch: it rained all day."
FULL = Ratio(1.0, 1.0, 1.0)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


GOLD = (
    Attribution((at("that the old gate was shut"),), at("said"), at("Mayor Ada Finch")),
    Attribution((at("it rained all day."),), at(":"), at("Tom Birch")),
)
ANNOTATED = [AttributedArticle(article("a1", TEXT), GOLD)]


def test_the_annotation_itself_is_perfect() -> None:
    found = attribution_figures("gold", ANNOTATED, [list(GOLD)], [list(GOLD)])
    assert found.tokens == found.aligned == found.exact == FULL
    assert found.found == found.gold
    assert (found.found.contents, found.found.source, found.found.cue_exact) == (2, 1.0, 1.0)


def test_complementisers_and_punctuation_make_no_difference() -> None:
    made = [Attribution((at("the old gate was shut."),), at("said"), at("Ada Finch")), GOLD[1]]
    found = attribution_figures("rules", ANNOTATED, [made])
    assert found.exact == found.tokens == FULL
    assert (found.found.source, found.found.source_exact, found.gold) == (1.0, 0.5, None)


def test_joining_and_splitting_cost_only_one_to_one() -> None:
    joined = [Attribution((GOLD[0].content[0], GOLD[1].content[0]), at("said"), at("Tom Birch"))]
    found = attribution_figures("joined", ANNOTATED, [joined])
    assert found.tokens == FULL
    assert found.aligned.f1 == pytest.approx(5 / 9)
    assert found.exact == Ratio(0.0, 0.0, 0.0)
    assert found.found.contents == 2
    assert (found.found.source, found.found.cue) == (0.5, 0.5)


def test_what_shares_less_than_a_third_is_not_found() -> None:
    shut = Attribution((at("gate was shut. Tom Birch: it"),))
    found = attribution_figures("stray", ANNOTATED, [[shut]])
    assert found.found.contents == 1, "three of five words of the first, one of four of the second"
    assert found.found.source == 0.0, "a source that is there was not named"


def test_nothing_made_and_nothing_annotated_are_counted_without_division_by_zero() -> None:
    nothing = attribution_figures("none", ANNOTATED, [[]], [[Attribution(a.content) for a in GOLD]])
    assert nothing.tokens == nothing.exact == Ratio(0.0, 0.0, 0.0)
    assert nothing.found.contents == 0 and nothing.gold is not None and nothing.gold.source == 0.0
    empty = attribution_figures("none", [AttributedArticle(article("a2", TEXT), ())], [list(GOLD)])
    assert empty.attributions == 0 and empty.tokens.f1 == 0.0


def test_claims_that_share_a_cue_are_pieces_of_one_attribution() -> None:
    text = "“We shut it. It was late,” Ada Finch said. “It rained. Then we left.” It was so. Perhaps it was."
    document = article("a1", text)
    cue, source = Span(text.index("said"), text.index("said") + 4), Span(27, 36)
    told = [
        claim(document, "We shut it", "Ada Finch", cue="said", source_span=source),
        claim(document, "It was late", "Ada Finch", cue="said", source_span=source),
        claim(document, "It rained", "Ada Finch"),
        claim(document, "It was so"),
        claim(document, "Then we left", "Ada Finch"),
        claim(document, "Perhaps it was", stance="doubts"),
    ]
    first, second = of_claims(told)
    assert [s.of(text) for s in first.content] == ["We shut it", "It was late", "It rained"]
    assert (first.cue, first.source) == (cue, source)
    assert [s.of(text) for s in second.content] == ["Then we left"], "behind the outlet's own voice nobody goes on"
    assert second.cue is None and second.source is None


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(
    lambda p: Span(p[0], min(p[0] + p[1], len(TEXT)))
)
attributions = st.builds(
    Attribution, st.lists(spans, min_size=1, max_size=3).map(tuple), st.none() | spans, st.none() | spans
)


@given(st.lists(attributions, max_size=4), st.lists(attributions, max_size=4))
def test_any_attributions_give_figures_from_nought_to_one(one: list[Attribution], other: list[Attribution]) -> None:
    found = attribution_figures("any", [AttributedArticle(article("a1", TEXT), tuple(one))], [other], [one])
    for ratio in (found.tokens, found.aligned, found.exact):
        assert 0 <= min(ratio.precision, ratio.recall) <= ratio.f1 + 1e-9 <= 1 + 1e-9 or ratio.f1 == 0
    assert found.gold is not None and (not one or found.gold.source == found.gold.cue == 1.0)
