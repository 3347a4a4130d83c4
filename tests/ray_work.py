"""What the tests put to work in other processes: light to import there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from fakes import LineAttributor

from detector.ports import Judge
from detector.types import Claim, Document, Rejected

BROKEN, KILLS = "broken", "kills"
TESTS = Path(__file__).resolve().parent


@contextmanager
def importable() -> Iterator[None]:
    """A Ray started here has workers that can import the package and the tests."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PYTHONPATH", os.pathsep.join(map(str, (TESTS.parent, TESTS, TESTS / "backends"))))
        yield


@contextmanager
def started() -> Iterator[None]:
    """Around the start of a Ray, which gives itself half a minute: a machine too busy for that is no failure."""
    pytest.importorskip("ray")
    try:
        yield
    except Exception as error:  # Ray raises plain Exception
        if "timed out during startup" not in str(error):
            raise
        pytest.skip("this machine is too busy to start a Ray within half a minute")


class FaultyAttributor(LineAttributor):
    """An Attributor that cannot bear articles of one title, and dies of those of another."""

    def _claims(self, document: Document) -> tuple[list[Claim], list[Rejected]]:
        if document.title == BROKEN:
            raise ValueError("a gate in the wrong place")
        if document.title == KILLS:
            os._exit(1)
        return super()._claims(document)


def threaded(make: Callable[[Path], Judge], folder: Path, threads: int) -> Judge:
    """A judge in a process with so many threads."""
    import torch

    torch.set_num_threads(threads)
    return make(folder)


def squares(pids: Path) -> Callable[[Sequence[int]], list[int]]:
    """Slow work that leaves the number of its process in a folder."""
    (pids / str(os.getpid())).touch()

    def squared(numbers: Sequence[int]) -> list[int]:
        time.sleep(0.1)
        return [n * n for n in numbers]

    return squared
