"""What the rule for claims does with sentences that were found worth a check, or not."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from detector.attributed import debates
from detector.evaluate.worth import worth_figures

SENTENCES = [
    ("The bridge at Orlo closed on Monday.", True),
    ("A disgrace.", True),
    ("Who closed it?", False),
    ("Thank you, Ada.", False),
    ("The harbour board owns the bridge.", False),
]


def test_sentences_are_counted_by_whether_they_are_worth_a_check() -> None:
    found = worth_figures(SENTENCES)
    assert (found.worthy, found.worthy_kept, found.others, found.others_kept) == (2, 1, 3, 1)
    assert found.refused == {"question": 1, "greeting": 1}
    assert found.line().startswith("worth a check: 1 of 2 sentences pass, 1 of 3 others (")


def test_debates_are_read_sentence_by_sentence(tmp_path: Path) -> None:
    rows = [{"sentences": [{"text": text, "check_worthy": int(worth)} for text, worth in [*SENTENCES, ("", False)]]}]
    path = tmp_path / "debates.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(row) for row in rows).encode()))
    assert debates(path) == SENTENCES
