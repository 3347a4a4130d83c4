"""What the pipeline needs from things that can be swapped. An implementation inherits nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from detector.types import Attribution, Claim, Document, Rejected, Span


class Embedder(Protocol):
    """Texts to unit vectors."""

    @property
    def digest(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """float32 array (len(texts), dimension), rows of length 1."""
        ...


class Judge(Protocol):
    """Natural-language inference."""

    @property
    def digest(self) -> str: ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """float32 array (len(pairs), 3): probability of entailment, neutral, contradiction of (premise, hypothesis)."""
        ...


@runtime_checkable
class SpreadJudge(Judge, Protocol):
    """A Judge that works on many pairs at once."""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], np.ndarray]]:
        """The rows of `score` portion by portion in whatever order they come: which pairs, and their rows."""
        ...


class Attributor(Protocol):
    """Documents to claims: who says what, with what stance."""

    @property
    def digest(self) -> str: ...

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[tuple[list[Claim], list[Rejected]]]:
        """Of each document in order the claims in text order, and the sentences that yielded none, with a reason."""
        ...


class Tagger(Protocol):
    """Texts to attributions: places of content, cue and source."""

    @property
    def digest(self) -> str: ...

    def attributions(self, texts: Sequence[str]) -> list[list[Attribution]]:
        """Every attribution of each text, in the order of their content."""
        ...

    def ascribe(self, texts: Sequence[str], contents: Sequence[Sequence[tuple[Span, ...]]]) -> list[list[Attribution]]:
        """Cue, source and stance of the contents given for each text, in the same order."""
        ...
