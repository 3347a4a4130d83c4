"""Arrays on disk, read through memory maps: a lookup finds values by key, a ragged holds rows of any length."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np


class Found(NamedTuple):
    """What a lookup holds: `asked` the place of the key among those asked for, `values` what stands there."""

    asked: np.ndarray
    values: np.ndarray


def key(text: str) -> int:
    """A text as a 64-bit key of a lookup."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def keys(texts: Sequence[str]) -> np.ndarray:
    """uint64 (len(texts),): the key of each."""
    return np.array([key(text) for text in texts], np.uint64)


def write_lookup(path: Path, keys: np.ndarray, values: np.ndarray) -> None:
    """Write keys (n,) with their values (n,), in any order; a key may stand there several times."""
    order = np.lexsort((values, keys))
    write_array(path.with_suffix(".keys.npy"), keys[order].astype(np.uint64))
    write_array(path.with_suffix(".values.npy"), values[order].astype(np.uint32))


def find(path: Path, wanted: np.ndarray) -> Found:
    """All values of each wanted key, in the order of the keys; where fewer are wanted than there are, only the pages of
    those found are touched."""
    held = np.load(path.with_suffix(".keys.npy"), mmap_mode="r")
    values = np.load(path.with_suffix(".values.npy"), mmap_mode="r")
    wanted = wanted.astype(np.uint64)
    if len(held) < len(wanted) and _ascends(wanted):
        # The fewer are sought among the more.
        places = np.searchsorted(wanted, held)
        (here,) = np.nonzero(np.append(wanted, wanted[-1:])[places] == held)
        return Found(places[here], np.asarray(values)[here])
    first, last = np.searchsorted(held, wanted, "left"), np.searchsorted(held, wanted, "right")
    times = last - first
    asked = np.repeat(np.arange(len(wanted)), times)
    # The k-th of all that is found stands k, less what was found for the keys before, behind the first of its key.
    places = np.arange(len(asked)) + np.repeat(first - np.cumsum(times) + times, times)
    return Found(asked, np.asarray(values[places]))


def _ascends(keys: np.ndarray) -> bool:
    return bool((keys[:-1] < keys[1:]).all())


def everything(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """All keys of a lookup and their values."""
    return np.load(path.with_suffix(".keys.npy")), np.load(path.with_suffix(".values.npy"))


def write_ragged(path: Path, rows: Sequence[np.ndarray], kind: type) -> None:
    """Write rows of any length, all of one kind of number."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    write_array(path.with_suffix(".starts.npy"), starts)
    write_array(path.with_suffix(".flat.npy"), np.concatenate([*rows, np.zeros(0)]).astype(kind))


def rows_of(path: Path, wanted: Sequence[int]) -> list[np.ndarray]:
    """The wanted rows of a ragged."""
    starts = np.load(path.with_suffix(".starts.npy"), mmap_mode="r")
    flat = np.load(path.with_suffix(".flat.npy"), mmap_mode="r")
    return [np.array(flat[starts[row] : starts[row + 1]]) for row in wanted]


def write_array(path: Path, array: np.ndarray) -> None:
    """Write an array so that it is on the disk when this returns."""
    with path.open("wb") as file:
        np.save(file, array)
        file.flush()
        os.fsync(file.fileno())
