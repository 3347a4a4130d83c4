"""Where the time of a run goes: the parts that can be swapped, each telling a stopwatch when it works."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from detector.pipeline import Progress
from detector.ports import Attributor, Embedder, Judge
from detector.types import Claim, Document, Rejected


class Stopwatch:
    """Seconds by stage. Every moment from the first stage on belongs to one stage."""

    def __init__(self, stage: str):
        self._stage, self._since, self._cpu = stage, time.perf_counter(), time.process_time()
        self._stages: dict[str, float] = {stage: 0.0}

    def enter(self, stage: str) -> None:
        """From now on time belongs to `stage`."""
        now = time.perf_counter()
        self._stages[self._stage] += now - self._since
        self._stage, self._since = stage, now
        self._stages.setdefault(stage, 0.0)

    def stop(self) -> tuple[dict[str, float], float]:
        """Wall seconds of each stage in the order of their beginning, and how many processors were at work on average:
        fewer than threads where something else on the machine takes them."""
        self.enter(self._stage)
        return dict(self._stages), (time.process_time() - self._cpu) / max(1e-9, sum(self._stages.values()))


class TimedAttributor:
    """An Attributor whose time, and what follows until the embedder is called, is "claims"."""

    def __init__(self, inner: Attributor, watch: Stopwatch):
        self._inner, self._watch, self.digest = inner, watch, inner.digest

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[tuple[list[Claim], list[Rejected]]]:
        self._watch.enter("claims")
        return self._inner.claims_of_each(documents)


class TimedEmbedder:
    """An Embedder whose time is "embedding"; what follows is "pairing"."""

    def __init__(self, inner: Embedder, watch: Stopwatch):
        self._inner, self._watch, self.digest = inner, watch, inner.digest

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self._watch.enter("embedding")
        vectors = self._inner.encode(texts)
        self._watch.enter("pairing")
        return vectors


class TimedJudge:
    """A Judge whose time is "judging" until `follow` has seen all pairs judged, then "explaining"; what the pipeline
    does with the scores is "verdicts". `asked` counts what it scored, `sample` keeps the first of it."""

    def __init__(self, inner: Judge, watch: Stopwatch, sample: int):
        self._inner, self._watch, self.digest = inner, watch, inner.digest
        self._stage, self._most = "judging", sample
        self.asked = 0
        self.sample: dict[tuple[str, str], None] = {}

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self._watch.enter(self._stage)
        scores = self._inner.score(pairs)
        self._watch.enter("verdicts")
        self.asked += len(pairs)
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self.sample]
        self.sample |= dict.fromkeys(new[: self._most - len(self.sample)])
        return scores

    def follow(self, progress: Progress) -> Progress:
        """A progress that tells the judge when explaining begins, and then `progress`."""

        def told(stage: str, done: int, total: int) -> None:
            if stage == "judging" and done == total:
                self._stage = "explaining"
            progress(stage, done, total)

        return told
