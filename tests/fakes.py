"""Small real implementations of the ports: words for vectors, negations for inference, one claim a line."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence

import numpy as np

from detector.judge.calibrated import VerdictModel
from detector.judge.features import NAMES
from detector.judge.updates import NAMES as GROWTH
from detector.judge.updates import UpdateModel
from detector.pair.cascade import Cascade
from detector.pair.evidence import NAMES as EVIDENCE
from detector.ports import Judge
from detector.types import Claim, Document, Rejected, Span, Stance, content_id

DIMENSION = 256
NEGATIONS = frozenset({"not", "no", "never", "nobody", "nothing"})
PLAIN = frozenset(
    {"the", "a", "an", "of", "in", "on", "at", "to", "was", "were", "is", "are", "be", "that", "it", "by"}
)
STANCES: dict[str, Stance] = {"says": "asserts", "denies": "denies", "doubts": "doubts"}
_LINE = re.compile(r"(?P<holder>[^.:\n]+?) (?P<cue>says|denies|doubts): (?P<words>[^\n]+)")


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


class WordEmbedder:
    """An Embedder: words hashed into a bag, so that texts with the same words lie close."""

    digest = "word-embedder"

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in words(text) or [""]:
                row[zlib.crc32(word.encode()) % DIMENSION] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True) if texts else rows


class NegationJudge:
    """A Judge: texts of the same words entail each other, and contradict when one has a negation more; `asked` keeps
    every pair that it was asked."""

    digest = "negation-judge"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.asked += pairs
        return np.array([_inferred(p, h) for p, h in pairs], np.float32).reshape(len(pairs), 3)


class DyingJudge:
    """A Judge over another one that is killed when it is called once too often."""

    def __init__(self, judge: Judge, calls: int):
        self._judge, self._left = judge, calls
        self.digest = judge.digest

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left -= 1
        return self._judge.score(pairs)


class LineAttributor:
    """An Attributor: a line is a claim, "Ada Finch says: ..." (or denies, doubts) of its holder, else of the outlet."""

    digest = "line-attributor"

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[tuple[list[Claim], list[Rejected]]]:
        return map(self._claims, documents)

    def _claims(self, document: Document) -> tuple[list[Claim], list[Rejected]]:
        found: list[Claim] = []
        rejected: list[Rejected] = []
        for line in re.finditer(r"[^\n]+", document.text):
            if line[0].endswith("?"):
                rejected.append(Rejected("extract", f"{document.id} {line.start()}", "question"))
            else:
                found.append(_line_claim(document, Span(*line.span())))
        return found, rejected


def verdict_model(threshold: float = 0.5) -> VerdictModel:
    """A VerdictModel that looks at nothing but the conflict of the bare propositions."""
    return VerdictModel(
        weights=tuple(float(name in ("bare_contradiction", "denied_entailment")) for name in NAMES),
        means=(0.0,) * len(NAMES),
        scales=(1.0,) * len(NAMES),
        intercept=0.0,
        threshold=threshold,
    )


def update_model(threshold: float = 0.5) -> UpdateModel:
    """An UpdateModel that looks at nothing but what is counted: the dead and the dead are an update."""
    return UpdateModel(
        weights=tuple(4.0 * (name == "shared_role") for name in GROWTH),
        means=(0.0,) * len(GROWTH),
        scales=(1.0,) * len(GROWTH),
        intercept=-2.0,
        threshold=threshold,
    )


def cascade(floor: float = 0.0) -> Cascade:
    """A Cascade that finds a pair the more promising the more similar its sides are: one half for those at right
    angles."""
    return Cascade(
        means=np.zeros(len(EVIDENCE)),
        scales=np.ones(len(EVIDENCE)),
        hidden=np.array([[float(name == "similarity")] for name in EVIDENCE]),
        hidden_intercepts=np.zeros(1),
        out=np.ones(1),
        out_intercept=0.0,
        floor=floor,
    )


def _inferred(premise: str, hypothesis: str) -> tuple[float, float, float]:
    one, two = ({*words(text)} - PLAIN for text in (premise, hypothesis))
    shared = len((one & two) - NEGATIONS) / max(1, len((one | two) - NEGATIONS))
    negated = (len(one & NEGATIONS) + len(two & NEGATIONS)) % 2
    entailment, contradiction = (0.05, 0.9 * shared) if negated else (0.9 * shared, 0.05)
    return entailment, 1 - entailment - contradiction, contradiction


def _line_claim(document: Document, line: Span) -> Claim:
    told = _LINE.fullmatch(line.of(document.text))
    at = Span(line.start + told.start("words"), line.end) if told else line
    quote = at.of(document.text)
    return Claim(
        id=content_id(document.id, str(at)),
        document_id=document.id,
        span=at,
        sentence=line,
        quote=quote,
        proposition=quote.rstrip("."),
        holder=told["holder"] if told else document.outlet,
        stance=STANCES[told["cue"]] if told else "narrates",
        cue=told["cue"] if told else None,
        cue_span=Span(line.start + told.start("cue"), line.start + told.end("cue")) if told else None,
    )
