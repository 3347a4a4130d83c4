"""Which texts the embedder learns to draw together."""

from __future__ import annotations

from pathlib import Path

from fakes import LineAttributor
from made import write_dossier

from detector import gold
from detector.training.embedder import neighbours


def test_both_sides_of_conflicts_and_agreements_are_neighbours_and_traps_are_not(tmp_path: Path) -> None:
    (mill,) = gold.load([write_dossier(tmp_path)])
    found = {frozenset(pair) for pair in neighbours(mill, LineAttributor())}
    locked, never = "the gate of Harl mill was locked all night", "the gate of Harl mill was never locked all night"
    roof = "The roof of Harl mill fell in at dawn on Friday", "The roof of Harl mill came down on Friday"
    assert {frozenset((locked, never)), frozenset(roof)} <= found
    assert not any("engines" in text or "1911" in text for pair in found for text in pair)
