"""The mixture of sentence pairs: caps, held-out groups and strangers, the same in every run."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest

from detector.gold import held_out
from detector.training.mixture import LabelledPair, read_jsonl, source_pairs, stage_pairs
from detector.types import LABELS

NEUTRAL = LABELS.index("neutral")
ROWS = [
    {"premise": f"premise {i}", "hypothesis": f"hypothesis {i}", "label": LABELS[i % 3], "claim_id": f"c{i // 2}"}
    for i in range(90)
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lines = [*map(json.dumps, ROWS), "", json.dumps({**ROWS[0], "label": "unclear"})]
    (tmp_path / "set.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "set.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    return tmp_path


def test_plain_and_zipped_files_hold_the_same(root: Path) -> None:
    assert list(read_jsonl(root / "set.jsonl")) == list(read_jsonl(root / "set.jsonl.gz"))


def test_all_labelled_rows_are_taken_and_others_are_not(root: Path) -> None:
    found = source_pairs(root, {"file": "set.jsonl"}, seed=1)
    assert sorted(found, key=str) == sorted(
        (LabelledPair(r["premise"], r["hypothesis"], LABELS.index(r["label"])) for r in ROWS), key=str
    )


def test_a_cap_holds_for_each_label(root: Path) -> None:
    found = source_pairs(root, {"file": "set.jsonl", "cap": 7}, seed=1)
    assert Counter(pair.label for pair in found) == {0: 7, 1: 7, 2: 7}


def test_held_out_groups_are_left_out_whole(root: Path) -> None:
    found = {pair.premise for pair in source_pairs(root, {"file": "set.jsonl", "hold_out": "claim_id"}, seed=1)}
    left_out = {row["premise"] for row in ROWS if held_out(row["claim_id"])}
    assert left_out
    assert found == {row["premise"] for row in ROWS} - left_out


def test_strangers_are_neutral_and_come_from_two_rows(root: Path) -> None:
    found = source_pairs(root, {"file": "set.jsonl", "cap": 0, "strangers": 20}, seed=1)
    assert 0 < len(found) <= 20
    for pair in found:
        assert pair.label == NEUTRAL
        assert pair.premise.split()[1] != pair.hypothesis.split()[1]


def test_strangers_hold_nothing_of_held_out_groups(root: Path) -> None:
    source = {"file": "set.jsonl", "cap": 0, "strangers": 200, "hold_out": "claim_id"}
    kept = {row["premise"].split()[1] for row in ROWS if not held_out(row["claim_id"])}
    told = {side.split()[1] for p in source_pairs(root, source, seed=1) for side in (p.premise, p.hypothesis)}
    assert told <= kept


def test_the_seed_chooses_and_nothing_else(root: Path) -> None:
    source = {"file": "set.jsonl", "cap": 5, "strangers": 5}
    assert source_pairs(root, source, seed=1) == source_pairs(root, source, seed=1)
    assert source_pairs(root, source, seed=1) != source_pairs(root, source, seed=2)


def test_a_stage_is_all_its_sources_in_a_seeded_order(root: Path) -> None:
    sources = [{"file": "set.jsonl", "cap": 3}, {"file": "set.jsonl.gz", "cap": 4}]
    found = stage_pairs(root, sources, seed=1)
    assert len(found) == 21
    assert found == stage_pairs(root, sources, seed=1)
    assert found != stage_pairs(root, sources, seed=2)
    each = [pair for source in sources for pair in source_pairs(root, source, seed=1)]
    assert Counter(found) == Counter(each)
