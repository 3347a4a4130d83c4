"""Training pairs as the pipeline proposes them, labelled by gold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from fakes import LineAttributor, WordEmbedder
from made import claim, write_dossier

from detector import gold
from detector.gold import Dossier
from detector.training.mixture import LabelledPair
from detector.training.proposed import candidate_label, proposed_pairs
from detector.training.statements import CONTRADICTION, ENTAILMENT, NEUTRAL
from detector.types import ClaimPair

LOCKED = "| Ola Marsh says: the gate of Harl mill was locked all night"
NEVER = "| Ivo Reed says: the gate of Harl mill was never locked all night"


@pytest.fixture
def mill(tmp_path: Path) -> Dossier:
    return gold.load([write_dossier(tmp_path)])[0]


def proposed(dossier: Dossier, neutrals: int = 0, seed: int = 7) -> list[LabelledPair]:
    return proposed_pairs([dossier], LineAttributor(), WordEmbedder(), neutrals, seed)


def test_contradictions_come_in_both_orders_and_other_listed_pairs_once(mill: Dossier) -> None:
    found = proposed(mill)
    endings = Counter(
        (p.premise[p.premise.index("|") :], p.hypothesis[p.hypothesis.index("|") :], p.label) for p in found
    )
    assert endings[LOCKED, NEVER, CONTRADICTION] == endings[NEVER, LOCKED, CONTRADICTION] == 1
    engines = [p for p in found if "engines" in p.premise and "engines" in p.hypothesis]
    assert [p.label for p in engines] == [ENTAILMENT]


def test_neutrals_are_added_up_to_their_number(mill: Dossier) -> None:
    listed, more = Counter(proposed(mill)), Counter(proposed(mill, neutrals=2))
    assert listed <= more
    assert [pair.label for pair in (more - listed).elements()] == [NEUTRAL] * 2


def test_the_same_seed_gives_the_same_pairs(mill: Dossier) -> None:
    assert proposed(mill, 2) == proposed(mill, 2)
    assert len({tuple(proposed(mill, 2, seed)) for seed in range(5)}) > 1


def test_two_disputed_claims_that_gold_does_not_pair_teach_nothing(mill: Dossier) -> None:
    off = claim(mill.documents[0], "the sprinklers at Harl mill were switched off", "Ada Finch")
    never = claim(mill.documents[2], "the gate of Harl mill was never locked", "Ivo Reed")
    roof = claim(mill.documents[0], "The roof of Harl mill fell in")
    assert candidate_label(ClaimPair(off, never, 0.5), mill) is None
    assert candidate_label(ClaimPair(roof, never, 0.5), mill) == NEUTRAL
