"""Batches of few shapes, in which what a row comes to does not depend on the rows beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# A CPU's kernels are compiled for every shape, and their rounding hangs on it. Every batch therefore has the same
# number of rows, and a length that each of its rows has of itself.
BATCH = 16
PAD_TO = 16


def batches(lengths: Sequence[int], longest: int | None = None) -> Iterator[tuple[int, list[int], list[int]]]:
    """Rows in batches: the length to pad to, at most `longest`, the numbers of the rows, and these filled up to BATCH
    by repeating the first, which is what goes through the model."""
    of_length: dict[int, list[int]] = {}
    for row, length in enumerate(lengths):
        padded = -length // PAD_TO * -PAD_TO
        of_length.setdefault(min(padded, longest or padded), []).append(row)
    for length, rows in sorted(of_length.items()):
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            yield length, some, some + some[:1] * (BATCH - len(some))
