"""Training pairs out of a dossier: labelled by the gold that they cover, told as the pipeline tells them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fakes import LineAttributor
from made import dossier_record, write_dossier

from detector import gold
from detector.gold import Dossier
from detector.training.mixture import LabelledPair
from detector.training.statements import (
    CONTRADICTION,
    ENTAILMENT,
    NEUTRAL,
    from_claims,
    from_gold,
    labelled_pairs,
    statement_pairs,
)


@pytest.fixture
def mill(tmp_path: Path) -> Dossier:
    return gold.load([write_dossier(tmp_path)])[0]


def labels_of(pairs: list[LabelledPair], one: str, two: str) -> set[int]:
    """The labels of the pairs of which one side ends with `one` and the other with `two`."""
    return {p.label for p in pairs if p.premise.endswith(one) and p.hypothesis.endswith(two)}


def test_what_each_listed_pair_teaches(mill: Dossier) -> None:
    assert [(pair.type, label) for pair, label in labelled_pairs(mill)] == [
        ("denial", CONTRADICTION),
        ("speakers", CONTRADICTION),
        ("", ENTAILMENT),
        ("other-event", NEUTRAL),
        ("paraphrase", ENTAILMENT),
    ]


def test_gold_is_told_in_context_with_its_holders_and_stances(mill: Dossier) -> None:
    found = list(from_gold(mill))
    says = "| Ada Finch says: the sprinklers at Harl mill were switched off"
    denies = "| Tom Birch denies: the sprinklers at Harl mill were switched off"
    assert labels_of(found, says, denies) == labels_of(found, denies, says) == {CONTRADICTION}
    assert all(p.premise.startswith("2024-05-0") for p in found if "|" in p.premise)
    outlets = (
        "| The Orlow Courier says: The roof of Harl mill fell in",
        "| Radio Vey says: The roof of Harl mill came down",
    )
    narrated = tuple(side.replace(" says:", " reports:") for side in outlets)
    assert labels_of(found, *outlets) | labels_of(found, *narrated) == {ENTAILMENT}


def test_bare_propositions_of_a_denial_entail_and_of_two_assertions_contradict(mill: Dossier) -> None:
    bare = {(p.premise, p.hypothesis): p.label for p in from_gold(mill) if "|" not in p.premise}
    off, locked, never = (
        "the sprinklers at Harl mill were switched off",
        "the gate of Harl mill was locked all night",
        "the gate of Harl mill was never locked",
    )
    assert bare == {(off, off): ENTAILMENT, (locked, never): CONTRADICTION, (never, locked): CONTRADICTION}


def test_claims_take_the_label_of_the_pair_they_cover(mill: Dossier) -> None:
    found = list(from_claims(mill, LineAttributor(), 0, random.Random(1)))
    locked, never = (
        "Ola Marsh says: the gate of Harl mill was locked all night",
        "Ivo Reed says: the gate of Harl mill was never locked all night",
    )
    assert labels_of(found, locked, never) == labels_of(found, never, locked) == {CONTRADICTION}
    engines = "Ola Marsh says: four engines came to Harl mill", "Ivo Reed says: four engines came to the mill at Harl"
    assert labels_of(found, *engines) == {ENTAILMENT}
    burned = "Ada Finch says: the flour dust burned first", "Ivo Reed doubts: the old mill burned in 1911"
    assert labels_of(found, *burned) == {NEUTRAL}
    assert {(p.hypothesis, p.premise, p.label) for p in found} == {(p.premise, p.hypothesis, p.label) for p in found}


def test_strangers_are_neutral_and_never_two_disputed_claims(mill: Dossier) -> None:
    listed = set(from_claims(mill, LineAttributor(), 0, random.Random(1)))
    strangers = [p for p in from_claims(mill, LineAttributor(), 8, random.Random(1)) if p not in listed]
    assert strangers
    disputed = ("were switched off", "locked all night")
    for pair in strangers:
        assert pair.label == NEUTRAL
        assert not (pair.premise.endswith(disputed) and pair.hypothesis.endswith(disputed))


def test_all_pairs_once_and_the_same_in_every_run(tmp_path: Path) -> None:
    write_dossier(tmp_path, dossier_record("forge"))
    dossiers = gold.load([write_dossier(tmp_path)])
    found = statement_pairs(dossiers, LineAttributor(), 8, 7)
    assert len(found) == len(set(found))
    assert found == statement_pairs(dossiers, LineAttributor(), 8, 7)
    assert set(found) != set(statement_pairs(dossiers, LineAttributor(), 8, 8))


def test_the_same_two_texts_never_teach_two_labels(tmp_path: Path) -> None:
    seen: dict[tuple[str, str], int] = {}
    for pair in statement_pairs(gold.load([write_dossier(tmp_path)]), LineAttributor(), 24, 7):
        assert seen.setdefault((pair.premise, pair.hypothesis), pair.label) == pair.label
