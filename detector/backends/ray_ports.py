"""Attributor, Embedder and Judge whose work is done by the workers of a Ray, which make them there from a recipe."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from detector.backends.ray_engine import RayEngine, Work
from detector.config import AUTO
from detector.errors import EngineFailed, ModelNotUsable
from detector.ports import Embedder, Judge
from detector.types import LABELS, Claim, Document, Rejected

# Items that travel together. Texts are sorted by length first, so that few batches of a portion are not full.
DOCUMENTS, TEXTS, PAIRS = 8, 256, 256

Found = tuple[list[Claim], list[Rejected]]


class RayAttributor:
    """An Attributor; `make` gives the function from documents to what was found in each, `unreadable` what stands for a
    document that killed its workers."""

    def __init__(
        self,
        engine: RayEngine,
        digest: str,
        make: Callable[[], Callable[[Sequence[Document]], Sequence[Found]]],
        unreadable: Callable[[Document, str], Rejected],
    ):
        self.digest = digest
        self._engine, self._make, self._unreadable = engine, make, unreadable

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[Found]:
        """Each document's claims in order. What kills its workers is sought by giving them one document at a time."""
        waiting: dict[int, Found] = {}
        lost: list[int] = []
        following = 0
        for numbers, found in self._engine.spread(self._make, documents, DOCUMENTS, "ray: texts"):
            if found is None:
                lost += numbers
                continue
            waiting.update(zip(numbers, found, strict=True))
            while following in waiting:
                yield waiting.pop(following)
                following += 1
        for i in lost:
            waiting[i] = self._alone(documents[i])
        for i in range(following, len(documents)):
            yield waiting[i]

    def _alone(self, document: Document) -> Found:
        for _, found in self._engine.spread(self._make, [document], 1, "ray: again"):
            if found:
                return found[0]
        return [], [self._unreadable(document, "the workers that were given it died")]


class RayEmbedder:
    """An Embedder as `make` makes it in the workers."""

    def __init__(self, engine: RayEngine, digest: str, make: Callable[[], Embedder]):
        self.digest = digest
        self._engine, self._make = engine, make

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """As the embedder in the workers; no text travels twice."""
        unique = sorted(dict.fromkeys(texts), key=len, reverse=True)
        rows: list[Any] = [None] * len(unique)
        for numbers, vectors in self._engine.spread(_Method(self._make, "encode"), unique, TEXTS, "ray: vectors"):
            for i, vector in zip(numbers, _kept(vectors, numbers), strict=True):
                rows[i] = vector
        at = {text: i for i, text in enumerate(unique)}
        return np.array([rows[at[text]] for text in texts], np.float32).reshape(len(texts), -1 if texts else 0)


class RayJudge:
    """A SpreadJudge as `make` makes judges in the workers."""

    def __init__(self, engine: RayEngine, digest: str, make: Callable[[], Judge]):
        self.digest = digest
        self._engine, self._make = engine, make

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        unique = list(dict.fromkeys(pairs))
        scores = np.empty((len(unique), len(LABELS)), np.float32)
        for numbers, rows in self.scores(unique):
            scores[numbers] = rows
        at = {pair: i for i, pair in enumerate(unique)}
        return scores[[at[pair] for pair in pairs]]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], np.ndarray]]:
        """The rows of `score` portion by portion: which pairs, and their rows."""
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]), reverse=True)
        ordered = [pairs[i] for i in order]
        for numbers, rows in self._engine.spread(_Method(self._make, "score"), ordered, PAIRS, "ray: pairs"):
            yield [order[n] for n in numbers], np.asarray(_kept(rows, numbers), np.float32)


def same_as_here(make: Callable[[], Any], digest: str, arithmetic: str = "", backend: str = AUTO) -> Any:
    """What `make` gives in a worker. Raises ModelNotUsable where it is not what the run is keyed by, or where this
    node's processor or libraries would come to other bytes with `backend`; `arithmetic` is empty for what is made
    without torch."""
    node = socket.gethostname()
    if arithmetic:
        from detector.backends.precision import arithmetic as here

        if (found := here(backend)) != arithmetic:
            raise ModelNotUsable(
                f"the Ray node {node} computes in {found}, the machine of the run in {arithmetic}: the same text "
                "would not give the same bytes; start the command on a machine like the cluster's"
            )
    made = make()
    if made.digest != digest:
        raise ModelNotUsable(
            f"the Ray node {node} has {type(made).__name__} {made.digest}, the machine of the run {digest}: "
            "install the same version and models on every node"
        )
    return made


class _Method:
    """A recipe for one method of what another recipe makes."""

    def __init__(self, make: Callable[[], Any], name: str):
        self._make, self._name = make, name

    def __call__(self) -> Work:
        return getattr(self._make(), self._name)


def _kept(rows: Sequence[Any] | None, numbers: list[int]) -> Sequence[Any]:
    if rows is None:
        raise EngineFailed(f"the workers of {len(numbers)} texts died again and again; out of memory?")
    return rows
