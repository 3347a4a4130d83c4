"""A denial of what another holder asserts in nearly the same words needs no model."""

from __future__ import annotations

import re

from detector.types import ClaimPair
from detector.words import PLAIN

SAME_WORDS = 0.4  # Jaccard index of the content words' stems
LEAST_WORDS = 4
STEM = 5
# By judgement: the training dossiers hold no pair of this kind to measure it on.
PROBABILITY = 0.5

_EMPTY = PLAIN | {"not", "no", "never"}


def denied_outright(pair: ClaimPair) -> bool:
    """Whether one side denies in full what another holder asserts or reports, both quotes in nearly the same words.

    A denial that only points back ("that is not true") takes its proposition from what was said before, and would
    always have the words of whatever it was taken from.
    """
    if [pair.a.stance, pair.b.stance].count("denies") != 1 or "doubts" in (pair.a.stance, pair.b.stance):
        return False
    if pair.one_voice or pair.a.holder == pair.b.holder:
        return False
    one, two = _stems(pair.a.quote), _stems(pair.b.quote)
    return min(len(one), len(two)) >= LEAST_WORDS and len(one & two) >= SAME_WORDS * len(one | two)


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in re.findall(r"\w+", text.lower()) if word not in _EMPTY}
