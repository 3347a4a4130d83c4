"""Contrast sets: near-identical premises against the same hypotheses, so that no hypothesis betrays its label.

After Gardner et al. 2020, Evaluating models' local decision boundaries via contrast sets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detector.errors import DataNotFound, DetectorError
from detector.types import LABELS

TYPES = {
    "entailment": ("paraphrase", "generalisation", "number-entailed", "implicature-safe", "voice", "decomposition"),
    "neutral": (
        "other-event",
        "other-time",
        "aspect",
        "more-specific",
        "hedged",
        "compatible-number",
        "reported-speech",
        "opinion",
        "background",
    ),
    "contradiction": (
        "negation",
        "denial",
        "number",
        "date",
        "place",
        "actor",
        "outcome",
        "cause",
        "antonym",
        "quantifier",
        "role",
        "structure",
    ),
}
LABEL_OF = {kind: label for label in LABELS for kind in TYPES[label]}


@dataclass(frozen=True, slots=True)
class ContrastSet:
    """Claims about one invented event: `types[i][j]` says what premise i and hypothesis j are to each other.

    Every hypothesis has each label once: one premise entails it, one contradicts it, one leaves it open.
    """

    id: str
    topic: str
    premises: tuple[str, ...]
    hypotheses: tuple[str, ...]
    types: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if len(self.types) != len(self.premises) or any(len(row) != len(self.hypotheses) for row in self.types):
            raise ValueError(f"{self.id}: types want a row a premise and a column a hypothesis")
        for j, hypothesis in enumerate(self.hypotheses):
            labels = [LABEL_OF[row[j]] for row in self.types]
            if sorted(labels) != sorted(LABELS):
                raise ValueError(f"{self.id}: {hypothesis!r} has the labels {labels}, wanted each once")

    def pairs(self) -> Iterator[tuple[str, str, str]]:
        """Premise, hypothesis and type of every pair."""
        for premise, row in zip(self.premises, self.types, strict=True):
            for hypothesis, kind in zip(self.hypotheses, row, strict=True):
                yield premise, hypothesis, kind


def load(places: Iterable[Path]) -> list[ContrastSet]:
    """The sets of some files, or of the *.jsonl files of some folders in the order of their names, line by line.

    Raises DataNotFound where there is no file, DetectorError with file and line for a set that is malformed.
    """
    files = [file for place in places for file in ([place] if place.is_file() else sorted(place.glob("*.jsonl")))]
    if not files:
        raise DataNotFound(f"no contrast sets (*.jsonl) in {', '.join(map(str, places))}")
    return [found for file in files for found in _read(file)]


def _read(file: Path) -> Iterator[ContrastSet]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            yield ContrastSet(
                row["id"],
                row["topic"],
                tuple(row["premises"]),
                tuple(row["hypotheses"]),
                tuple(tuple(kinds) for kinds in row["types"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DetectorError(f"{file}, line {number}: not a contrast set ({error})") from error
