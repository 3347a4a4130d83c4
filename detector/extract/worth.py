"""Whether a clause states something that could be contradicted, by a small model: greetings, opinions without content,
questions, business of the meeting or the page, colour and mere wishes do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from detector.errors import ModelNotUsable
from detector.extract.cues import FALSE_WORDS
from detector.extract.grammar import NEGATIONS, Token
from detector.types import content_id

CLAIM = "claim"
FEATURES = "words-1"  # the name of what `features` makes, which a model has to be made for
UNIT = 1000  # weights are whole numbers of 1/UNIT: their sums do not depend on what stands beside a clause
_END_MARKS = frozenset(".,;:")
_CURRENCY = "$€£¥"
_LENGTHS = tuple(f"n{sum(n >= limit for limit in (4, 7, 11, 16, 24))}" for n in range(25))
_DENYING = NEGATIONS | FALSE_WORDS


@dataclass(frozen=True, slots=True)
class Worth:
    """A multinomial logistic regression. `weights` (n, classes) of features, added up and divided by the root of their
    number; `pooled` (m, classes) of words, averaged; both int64 in units of 1/UNIT.

    Fitted by scikit-learn (`detector train worth`) and kept as JSON.
    """

    classes: tuple[str, ...]
    intercepts: np.ndarray
    features: dict[str, int]
    weights: np.ndarray
    words: dict[str, int]
    pooled: np.ndarray
    floor: float
    digest: str = ""

    def reasons(self, clauses: Sequence[Sequence[Token]]) -> list[str | None]:
        """Of each clause the class that it belongs to, or None where it passes: where the model is not sure enough
        that it is no claim, and where the words deny something."""
        if not clauses:
            return []
        found = self.probabilities(clauses)
        claim = self.classes.index(CLAIM)
        sure = found[:, claim] < self.floor
        found[:, claim] = 0
        likeliest = found.argmax(axis=1)
        return [
            self.classes[k] if low and not denies(clause) else None
            for low, k, clause in zip(sure, likeliest, clauses, strict=True)
        ]

    def probabilities(self, clauses: Sequence[Sequence[Token]]) -> np.ndarray:
        """float64 (clauses, classes), rows adding up to 1."""
        plain = [plain_words(clause) for clause in clauses]
        each = [features(words) for words in plain]
        roots = np.sqrt([max(1, len(one)) for one in each])
        counts = np.array([max(1, len(words)) for words in plain], np.float64)
        logits = (
            _sums(self.weights, self.features, each) / roots[:, None]
            + _sums(self.pooled, self.words, plain) / counts[:, None]
        ) / UNIT + self.intercepts
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)


def plain_words(tokens: Sequence[Token]) -> list[str]:
    """The words and marks of a clause in lower case without those at its end; figures and, behind the first word,
    names are all the same."""
    end = len(tokens)
    while end and tokens[end - 1].text in _END_MARKS:
        end -= 1
    plain = []
    for i in range(end):
        text = tokens[i].text
        if text[0].isdigit() or text[0] in _CURRENCY:
            plain.append("#")
        elif i and len(text) > 1 and text[0].isupper():
            plain.append("<name>")
        else:
            plain.append(tokens[i].low)
    return plain


def features(plain: Sequence[str]) -> list[str]:
    """What the model sees of a clause, each once: words, pairs of neighbours, the first three words, the length."""
    if not plain:
        return []
    pairs = [f"{a} {b}" for a, b in zip(("^", *plain), (*plain, "$"), strict=True)]
    return list(
        dict.fromkeys((*plain, *pairs, f"^ {' '.join(plain[:3])} ", _LENGTHS[min(len(plain), len(_LENGTHS) - 1)]))
    )


def denies(clause: Sequence[Token]) -> bool:
    """Whether the words negate something or call it false: then they contradict somebody."""
    return any(token.low in _DENYING or token.low.endswith("n't") for token in clause)


def load(path: Path) -> Worth:
    """Read a model; raises ModelNotUsable when it is not one, or made for other features."""
    try:
        text = path.read_text(encoding="utf-8")
        record = json.loads(text)
        if record["made_for"] != FEATURES:
            raise ModelNotUsable(f"{path}: made for features {record['made_for']}, this version has {FEATURES}")
        classes = tuple(record["classes"])
        tables = {}
        for name in ("features", "words"):
            rows = np.array(list(record[name].values()), np.int64)
            if rows.shape != (len(record[name]), len(classes)):
                raise ModelNotUsable(f"{path}: {name} have the shape {rows.shape}, wanted a weight for each class")
            tables[name] = {key: i for i, key in enumerate(record[name])}, rows
        intercepts = np.array(record["intercepts"], np.float64)
        if CLAIM not in classes or intercepts.shape != (len(classes),):
            raise ModelNotUsable(f"{path}: classes {classes} with {intercepts.size} intercepts")
        return Worth(
            classes, intercepts, *tables["features"], *tables["words"], float(record["floor"]), content_id(text)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelNotUsable(f"{path}: not a model of what is worth comparing ({error!r})") from error


def save(worth: Worth, path: Path) -> None:
    """Write a model as JSON, a line for each feature and word."""
    lines = [
        json.dumps({"made_for": FEATURES, "classes": worth.classes, "floor": worth.floor})[:-1],
        f'"intercepts": {json.dumps(np.round(worth.intercepts, 4).tolist())}',
        f'"features": {_table(worth.features, worth.weights)}',
        f'"words": {_table(worth.words, worth.pooled)}',
    ]
    path.write_text(",\n".join(lines) + "}\n", encoding="utf-8")


def _table(keys: dict[str, int], rows: np.ndarray) -> str:
    told = (
        f"{json.dumps(k, ensure_ascii=False)}:{json.dumps(rows[i].tolist(), separators=(',', ':'))}"
        for k, i in keys.items()
    )
    return "{" + ",\n".join(told) + "}"


def _sums(rows: np.ndarray, index: dict[str, int], each: Sequence[Sequence[str]]) -> np.ndarray:
    """The rows of what is known of each, added up: int64 (len(each), classes)."""
    known = [[index[one] for one in some if one in index] for some in each]
    sums = np.zeros((len(each), rows.shape[1]), np.int64)
    full = [i for i, some in enumerate(known) if some]
    if full:
        lengths = np.array([len(known[i]) for i in full])
        places = np.fromiter(chain.from_iterable(known), np.intp, lengths.sum())
        sums[full] = np.add.reduceat(rows[places], lengths.cumsum() - lengths, axis=0)
    return sums
