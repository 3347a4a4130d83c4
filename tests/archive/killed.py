"""A program that enters the stories into an archive: `killed.py FOLDER OUT`, slowly enough to be killed midway."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from desk import MAKERS, means, stories, written
from fakes import NegationJudge

from detector.archive import update
from detector.archive.manifest import held
from detector.archive.run import run
from detector.backends.scored import RememberingJudge


class SlowJudge(NegationJudge):
    """A judge that takes its time."""

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        time.sleep(0.02)
        return super().score(pairs)


def main(folder: Path, out: Path) -> None:
    update.BLOCK = 3
    with held(folder):
        judge = RememberingJudge(SlowJudge(), folder / "cache" / "scores.sqlite")
        found = run(folder, stories(), (), ("Zell-1",), means(judge), MAKERS, {"version": "test"})
        judge.close()
    written(found, out)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
