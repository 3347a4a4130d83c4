"""Every row once, in batches whose shape its own length gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detector.backends.batches import BATCH, PAD_TO, batches


@given(st.lists(st.integers(1, 300), max_size=90))
def test_each_row_is_in_one_batch_of_a_shape_that_is_its_own(lengths: list[int]) -> None:
    made = list(batches(lengths))
    assert sorted(i for _, rows, _ in made for i in rows) == list(range(len(lengths)))
    for length, rows, filled in made:
        assert len(filled) == BATCH
        assert filled[: len(rows)] == rows
        assert set(filled) == set(rows)
        assert all(length - PAD_TO < lengths[i] <= length for i in rows)
        assert length % PAD_TO == 0


def test_nothing_is_padded_past_the_longest() -> None:
    assert [length for length, _, _ in batches([3, 30, 40, 40], longest=40)] == [16, 32, 40]
