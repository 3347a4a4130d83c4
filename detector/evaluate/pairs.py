"""Labelled pairs: reading them, and how well a judge does on them."""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from detector.errors import DetectorError, InputNotFound
from detector.types import LABELS

NOT_ENTAILED = "not_entailment"
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PairFigures:
    """A judge's figures on one set. `contradiction` is (precision, recall, F1), None where no row has that label."""

    name: str
    rows: int
    sha256: str
    accuracy: float
    macro_f1: float
    contradiction: tuple[float, float, float] | None


def read_pairs(path: str, stdin: BinaryIO | None = None) -> list[dict[str, Any]]:
    """The lines of a JSONL file (gzip or plain; "-" for `stdin`), each with a premise and a hypothesis.

    Raises InputNotFound or a DetectorError that names the file and the line.
    """
    rows = []
    for number, line in enumerate(_text(path, stdin).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise DetectorError(f"{path}, line {number}: not JSON ({error})") from error
        if not isinstance(row, dict) or not all(isinstance(row.get(k), str) for k in ("premise", "hypothesis")):
            raise DetectorError(f"{path}, line {number}: wants an object with premise and hypothesis as text")
        if _HALF_PAIR.search(row["premise"] + row["hypothesis"]):
            raise DetectorError(f"{path}, line {number}: half a surrogate pair (\\ud800 to \\udfff), which is no text")
        rows.append(row)
    return rows


def guesses(truth: Sequence[str], scores: np.ndarray) -> list[str]:
    """The label that scores (n, 3) give each row; entailment or not where that is all `truth` knows."""
    guessed = [LABELS[i] for i in scores.argmax(axis=1)]
    if NOT_ENTAILED in truth:
        return ["entailment" if g == "entailment" else NOT_ENTAILED for g in guessed]
    return guessed


def measured(name: str, truth: Sequence[str], scores: np.ndarray, sha256: str) -> PairFigures:
    """The figures of scores (n, 3) against true labels."""
    guessed = guesses(truth, scores)
    contradiction = None
    if "contradiction" in truth:
        p, r, f, _ = precision_recall_fscore_support(
            truth, guessed, labels=["contradiction"], average="macro", zero_division=0.0
        )
        contradiction = (float(p), float(r), float(f))
    present = sorted(set(truth))
    return PairFigures(
        name,
        len(truth),
        sha256,
        float(accuracy_score(truth, guessed)),
        float(f1_score(truth, guessed, labels=present, average="macro", zero_division=0.0)),
        contradiction,
    )


def _text(path: str, stdin: BinaryIO | None) -> str:
    if path == "-":
        data = stdin.read() if stdin else b""
    else:
        if not Path(path).is_file():
            raise InputNotFound(f"no such file: {path}")
        data = Path(path).read_bytes()
    try:
        if data[:2] == b"\x1f\x8b":
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read()
        return data.decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DetectorError(f"{path}: cannot be read as UTF-8 JSON Lines ({error})") from error
