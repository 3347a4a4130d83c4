"""What the rule for claims does with sentences that were found worth a check, or not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np

from detector.attributed import Labelled, debates
from detector.evaluate.worth import with_claims, worth_figures
from detector.extract.worth import Worth

SENTENCES = [
    ("The bridge at Orlo closed on Monday.", True),
    ("A disgrace.", True),
    ("Who closed it?", False),
    ("Thank you, Ada.", False),
    ("The harbour board owns the bridge.", False),
]


def test_sentences_are_counted_by_whether_they_are_worth_a_check() -> None:
    found = worth_figures("debates", SENTENCES)
    assert (found.worthy, found.worthy_kept, found.others, found.others_kept) == (2, 1, 3, 1)
    assert found.refused == {"question": 1, "greeting": 1}


def test_the_model_is_counted_beside_the_rule() -> None:
    never = Worth(
        ("claim", "opinion"), np.array([-9.0, 9.0]), {}, np.zeros((0, 2), int), {}, np.zeros((0, 2), int), 0.5
    )
    found = worth_figures("debates", SENTENCES, never)
    assert (found.worthy_by_rule, found.worthy_kept, found.others_by_rule, found.others_kept) == (1, 0, 1, 0)
    assert found.refused == {"question": 1, "greeting": 1, "opinion": 1}
    assert found.lines() == [
        "worth a check, debates: 2 sentences, 3 others",
        "  by the rule      1 pass, 1 others",
        "  with the model   0 pass, 0 others (question 1, greeting 1, opinion 1)",
    ]


def test_labelled_sentences_are_told_apart_by_their_label() -> None:
    assert with_claims([Labelled("A", "claim"), Labelled("B", "colour")]) == [("A", True), ("B", False)]


def test_debates_are_read_sentence_by_sentence(tmp_path: Path) -> None:
    rows = [{"sentences": [{"text": text, "check_worthy": int(worth)} for text, worth in [*SENTENCES, ("", False)]]}]
    path = tmp_path / "debates.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    assert debates(path) == SENTENCES
