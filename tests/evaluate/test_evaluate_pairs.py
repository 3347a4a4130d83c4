"""Labelled pairs are read or refused by file and line, and figures are what a hand computes."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import numpy as np
import pytest

from detector.errors import DetectorError, InputNotFound
from detector.evaluate.pairs import measured, read_pairs

ROWS = [
    {"premise": "The gate was locked.", "hypothesis": "The gate was not locked.", "label": "contradiction"},
    {"premise": "The gate was locked.", "hypothesis": "The gate was locked.", "label": "entailment"},
    {"premise": "The gate was locked.", "hypothesis": "Four engines came.", "label": "neutral"},
    {"premise": "The gate was locked.", "hypothesis": "The gate was never locked.", "label": "neutral"},
]
LINES = "\n".join(json.dumps(row) for row in ROWS) + "\n\n"


@pytest.mark.parametrize("zipped", [False, True])
def test_rows_are_read_plain_or_zipped(tmp_path: Path, zipped: bool) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(gzip.compress(LINES.encode()) if zipped else LINES.encode())
    assert read_pairs(str(path)) == ROWS


def test_standard_input_and_a_byte_order_mark() -> None:
    assert read_pairs("-", io.BytesIO(b"\xef\xbb\xbf" + LINES.encode())) == ROWS
    assert read_pairs("-", None) == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "wants an object with premise and hypothesis as text"),
        ('"premise hypothesis"', "wants an object"),
        ('{"premise": "a"}', "wants an object"),
        ('{"premise": "a", "hypothesis": null}', "wants an object"),
        ('{"premise": "a", "hypothesis": 3}', "wants an object"),
        (r'{"premise": "\ud83d", "hypothesis": "b"}', "half a surrogate pair"),
    ],
)
def test_a_bad_line_is_named_with_its_file(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{json.dumps(ROWS[0])}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(DetectorError, match=rf"pairs\.jsonl, line 3: {reason}"):
        read_pairs(str(path))


def test_a_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    row = {"premise": "one\u2028two\x85three", "hypothesis": "b"}
    path.write_text(f"{json.dumps(row, ensure_ascii=False)}\n{{\n", encoding="utf-8")
    with pytest.raises(DetectorError, match=r"pairs\.jsonl, line 2: not JSON"):
        read_pairs(str(path))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    for name in ("absent.jsonl", "."):
        with pytest.raises(InputNotFound, match=r"no such file: "):
            read_pairs(str(tmp_path / name))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", gzip.compress(b"{}", mtime=0)[:12]])
def test_what_is_no_utf8_or_broken_gzip_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_bytes(data)
    with pytest.raises(DetectorError, match=r"pairs\.jsonl: cannot be read as UTF-8 JSON Lines"):
        read_pairs(str(path))


def test_three_labels_by_hand() -> None:
    truth = ["contradiction", "entailment", "neutral", "neutral"]
    guessed = np.eye(3)[[2, 0, 1, 2]]
    found = measured("set", truth, guessed, "abc")
    assert (found.name, found.rows, found.sha256, found.accuracy) == ("set", 4, "abc", 0.75)
    assert found.contradiction == pytest.approx((1 / 2, 1.0, 2 / 3))
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 + 2 / 3) / 3)


def test_entailment_against_the_rest_by_hand() -> None:
    truth = ["entailment", "not_entailment", "not_entailment", "entailment"]
    found = measured("two", truth, np.eye(3)[[0, 1, 2, 2]], "")
    assert found.accuracy == 0.75
    assert found.contradiction is None
    assert found.macro_f1 == pytest.approx((2 / 3 + 4 / 5) / 2)
