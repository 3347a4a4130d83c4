"""Which rows of the labelled sets a judge is measured on."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

from detector.backends import hub
from detector.evaluate.sets import CONTRAST, contrast_pairs, labelled_sets, news_pairs, public_sets
from detector.gold import held_out
from detector.types import LABELS

ROW = {"premise": "The gate was locked.", "hypothesis": "The gate was not locked.", "label": "contradiction"}


def write(path: Path, rows: list[dict]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def test_unknown_labels_are_left_out_and_the_limit_holds(tmp_path: Path) -> None:
    rows = [
        {**ROW, "label": "strengthen"},
        {"premise": "a", "hypothesis": "b"},
        ROW,
        {**ROW, "label": "not_entailment"},
    ]
    path = write(tmp_path / "nli" / "dev" / "set.dev.jsonl.gz", rows)
    (found,) = public_sets(tmp_path, 9)
    assert found.name == "set.dev"
    assert found.labels == ("contradiction", "not_entailment")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    assert public_sets(tmp_path, 1)[0].pairs == ((ROW["premise"], ROW["hypothesis"]),)


def test_only_held_out_claims_of_the_news_pairs_are_measured(tmp_path: Path) -> None:
    ids = [f"claim-{i}" for i in range(60)]
    rows = [{**ROW, "label": label, "claim_id": name} for name in ids for label in ("contradiction", "unclear")]
    found = news_pairs(write(tmp_path / "news.jsonl.gz", rows))
    assert found.labels == ("contradiction",) * sum(map(held_out, ids))
    assert found.labels


def test_the_held_out_contrast_sets_come_with_the_package(tmp_path: Path) -> None:
    (found,) = labelled_sets(tmp_path, 9)
    assert found == contrast_pairs(hub.shipped(CONTRAST))
    assert {found.labels.count(label) for label in LABELS} == {len(found.labels) // 3}
