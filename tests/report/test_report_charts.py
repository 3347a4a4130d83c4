from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.report.charts import Circle, Matrix, Opposition, _round_dates, network, oppositions

NAMES = st.integers(0, 30).map(lambda n: f"Holder {n:02}")


@given(st.dictionaries(st.tuples(NAMES, NAMES).map(lambda pair: tuple(sorted(pair))), st.integers(1, 9), min_size=1))
def test_every_holder_and_opposition_is_drawn_inside_the_picture(weights):
    pairs = tuple(Opposition(*pair, number) for pair, number in sorted(weights.items()))
    names = {name for pair in weights for name in pair}
    picture = network(pairs)
    if len(names) <= 12:
        assert isinstance(picture, Circle)
        assert {node.name for node in picture.nodes} == names
        assert {edge.pair for edge in picture.edges} == set(pairs)
        assert all(0 < node.x < picture.width and 0 < node.y < picture.height for node in picture.nodes)
        assert all(0 < node.label_y < picture.height for node in picture.nodes)
    else:
        assert isinstance(picture, Matrix)
        assert len(picture.names) + picture.left_out == len(names)
        assert all(cell.x < picture.width and cell.y < picture.height for cell in picture.cells)


def test_no_oppositions_make_no_picture():
    assert network(()) is None


def test_a_statement_quoted_in_two_ways_sets_the_outlets_against_each_other(desk):
    desk.article("p", "Ann said they waited.", outlet="The Ferry")
    desk.article("q", "Ann said they ran.", outlet="Copy Desk")
    desk.finding(desk.claim("p", "they waited", "Ann"), desk.claim("q", "they ran", "Ann"), "misquote")
    assert oppositions(desk.findings, desk.documents) == (Opposition("Copy Desk", "The Ferry", 1),)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    st.timedeltas(timedelta(seconds=1), timedelta(days=9000)),
)
def test_ticks_are_few_and_within_the_dates(first, length):
    ticks = [at for at, _ in _round_dates(first, first + length)]
    assert len(ticks) <= 7
    assert all(first <= at <= first + length for at in ticks)
    assert ticks == sorted(set(ticks))


@pytest.mark.parametrize(("days", "label"), [(2000, "2025"), (200, "Jul 2024"), (20, "4 May"), (0.5, "3 May 03:00")])
def test_ticks_fit_the_length(days, label):
    first = datetime(2024, 5, 3, tzinfo=UTC)
    assert label in [text for _, text in _round_dates(first, first + timedelta(days=days))]


def test_one_voice_under_two_names_stands_against_itself(board):
    (only,) = oppositions(board.findings, board.documents)
    assert (only.first, only.second, only.findings) == ("Harbour Board", "Harbour Board", 1)
