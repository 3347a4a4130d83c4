"""Contrast sets: each label once a hypothesis, and no cue to the label in the hypothesis alone."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from detector import contrast
from detector.backends import hub
from detector.contrast import LABEL_OF, TYPES, ContrastSet
from detector.errors import DataNotFound, DetectorError

SHIPPED = hub.shipped("judge/data/contrast")
ROW = {
    "id": "mill",
    "topic": "fire at Harl mill",
    "premises": ["Nine people died.", "Twelve people died.", "The roof fell in."],
    "hypotheses": ["Fewer than ten people died.", "More than ten people died."],
    "types": [["number-entailed", "number"], ["number", "number-entailed"], ["aspect", "aspect"]],
}


def write(folder: Path, *rows: dict) -> Path:
    (folder / "sets.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_a_set_gives_every_premise_with_every_hypothesis(tmp_path: Path) -> None:
    (found,) = contrast.load([write(tmp_path, ROW)])
    assert list(found.pairs())[:3] == [
        ("Nine people died.", "Fewer than ten people died.", "number-entailed"),
        ("Nine people died.", "More than ten people died.", "number"),
        ("Twelve people died.", "Fewer than ten people died.", "number"),
    ]
    assert len(list(found.pairs())) == 6


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"types": [["number", "number"], ["number", "number-entailed"], ["aspect", "aspect"]]}, "wanted each once"),
        ({"types": [["number-entailed", "number"], ["number", "number-entailed"]]}, "a row a premise"),
        ({"types": [["guess", "number"], ["number", "number-entailed"], ["aspect", "aspect"]]}, "guess"),
    ],
)
def test_a_malformed_set_is_named_with_its_line(tmp_path: Path, change: dict, message: str) -> None:
    with pytest.raises(DetectorError, match=rf"sets\.jsonl, line 2: .*{message}"):
        contrast.load([write(tmp_path, ROW, ROW | change)])


def test_a_folder_without_sets_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataNotFound, match="no contrast sets"):
        contrast.load([tmp_path])


@pytest.fixture(scope="module")
def shipped() -> list[ContrastSet]:
    return contrast.load([SHIPPED])


def test_the_shipped_sets_are_many_and_cover_every_type(shipped: list[ContrastSet]) -> None:
    kinds = Counter(kind for found in shipped for _, _, kind in found.pairs())
    assert sum(kinds.values()) >= 8000
    assert set(kinds) == {kind for group in TYPES.values() for kind in group}
    assert len({found.id for found in shipped}) == len(shipped)
    texts = [text for found in shipped for text in (*found.premises, *found.hypotheses)]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("analyzer", ["word", "char_wb"])
def test_the_hypothesis_alone_does_not_tell_the_label(shipped: list[ContrastSet], analyzer: str) -> None:
    rows = [(h, LABEL_OF[kind], found.id) for found in shipped for _, h, kind in found.pairs()]
    texts, labels, groups = zip(*rows, strict=True)
    model = make_pipeline(TfidfVectorizer(analyzer=analyzer, ngram_range=(1, 2)), LogisticRegression(max_iter=300))
    guessed = cross_val_predict(model, texts, labels, groups=groups, cv=GroupKFold(4))
    right = sum(g == label for g, label in zip(guessed, labels, strict=True)) / len(labels)
    assert abs(right - 1 / 3) <= 0.03


NEGATIONS = frozenset("not no never denied denies without neither nor false".split())


def surface(premise: str, hypothesis: str) -> list[float]:
    """What the two share and count, without what they say."""
    a, b = (set(re.findall(r"\w+", text.lower())) for text in (premise, hypothesis))
    figures = [{word for word in words if word.isdigit()} for words in (a, b)]
    return [
        len(a & b) / len(a | b),
        len(a & b) / len(b),
        len(a),
        len(b),
        len(figures[0] & figures[1]),
        len(figures[1] - figures[0]),
        len(NEGATIONS & a),
        len(NEGATIONS & b),
    ]


def test_shared_words_lengths_figures_and_negations_tell_little_of_the_label(shipped: list[ContrastSet]) -> None:
    rows = [(surface(p, h), LABEL_OF[kind], found.id) for found in shipped for p, h, kind in found.pairs()]
    measures, labels, groups = zip(*rows, strict=True)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    guessed = cross_val_predict(model, measures, labels, groups=groups, cv=GroupKFold(4))
    right = sum(g == label for g, label in zip(guessed, labels, strict=True)) / len(labels)
    assert right <= 1 / 3 + 0.1
