"""Training pairs out of contrast sets: bare, and in the context format that the pipeline uses."""

from __future__ import annotations

from collections.abc import Iterable

from detector.contrast import LABEL_OF, ContrastSet
from detector.gold import held_out
from detector.judge.context import SAYS
from detector.training.mixture import LabelledPair
from detector.types import LABELS

OUTLETS = ("an outlet", "another outlet")


def contrast_pairs(sets: Iterable[ContrastSet]) -> list[LabelledPair]:
    """Every pair of the sets that no development slice holds, bare in every second set and in context in the others:
    the judge must read both, and one form of each is enough to learn the distinction."""
    rows = []
    for number, found in enumerate(s for s in sets if not held_out(s.id)):
        for premise, hypothesis, kind in found.pairs():
            p, h = (premise, hypothesis) if number % 2 else in_context(found, premise, hypothesis)
            rows.append(LabelledPair(p, h, LABELS.index(LABEL_OF[kind])))
    return rows


def in_context(found: ContrastSet, premise: str, hypothesis: str) -> tuple[str, str]:
    """A pair as two outlets' narration under the set's topic."""
    one, other = (f"undated. {found.topic}. | {outlet} {SAYS['narrates']}: " for outlet in OUTLETS)
    return one + premise, other + hypothesis
