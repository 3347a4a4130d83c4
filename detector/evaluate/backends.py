"""How far what computes the models changes what comes out, and how fast it is: every backend beside torch in fp32."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from detector import wiring
from detector.backends import hub
from detector.backends.precision import arithmetic, installed
from detector.evaluate.sets import CONTRAST, NEWS_PAIRS, LabelledSet, contrast_pairs, news_pairs, public_sets
from detector.pipeline import Progress, silent
from detector.types import LABELS

T = TypeVar("T")

PORTION = 128  # items scored by one backend before the next has its turn, so that a busy machine is busy for all
MNLI = "mnli.dev_matched"


@dataclass(frozen=True, slots=True)
class Parity:
    """The judge and the embedder in one backend beside fp32.

    `pairs_ratio` and `texts_ratio`: how many times as many a second, medians over the portions. `agreement`: share of
    the pairs whose most probable label is the same; `largest` and `mean` difference of a probability. `cosine`: least
    cosine of a text's vector to the one in fp32; `nearest`: share of texts with the same nearest neighbour.
    """

    backend: str
    arithmetic: str
    pairs: int
    pairs_ratio: float
    agreement: float
    largest: float
    mean: float
    accuracy: float
    texts: int
    texts_ratio: float
    cosine: float
    nearest: float


def parity_sets(data: Path, limit: int) -> list[LabelledSet]:
    """The first `limit` rows of MNLI's matched development set and of the held-out news pairs, where they are there,
    and of the held-out contrast sets that ship with the judge."""
    found = [one for one in public_sets(data, limit) if one.name == MNLI]
    if (data / NEWS_PAIRS).is_file():
        found.append(news_pairs(data / NEWS_PAIRS))
    return [one.first(limit) for one in (*found, contrast_pairs(hub.shipped(CONTRAST)))]


def parities(
    sets: Sequence[LabelledSet],
    judge_name: str = "",
    embedder_name: str = "",
    backends: Sequence[str] = (),
    progress: Progress = silent,
) -> list[Parity]:
    """Every backend (those that are installed where none is named; the first is the reference) on the pairs of `sets`
    and on their premises as texts. Raises ExtraMissing, BackendNotUsable, ModelNotUsable."""
    names = list(backends or installed())
    pairs = list(dict.fromkeys(pair for one in sets for pair in one.pairs))
    label = {pair: said for one in sets for pair, said in zip(one.pairs, one.labels, strict=True)}
    texts = list(dict.fromkeys(premise for premise, _ in pairs))
    scores, pair_seconds = in_turns(
        {name: wiring.judge(judge_name, name).score for name in names}, pairs, "pairs", progress
    )
    vectors, text_seconds = in_turns(
        {name: wiring.embedder(embedder_name, name).encode for name in names}, texts, "texts", progress
    )
    first = names[0]
    return [
        Parity(
            name,
            arithmetic(name),
            len(pairs),
            ratio(pair_seconds[first], pair_seconds[name]),
            agreement(scores[name], scores[first]),
            float(np.abs(scores[name] - scores[first]).max()),
            float(np.abs(scores[name] - scores[first]).mean()),
            float(np.mean([LABELS[i] == label[p] for i, p in zip(scores[name].argmax(1), pairs, strict=True)])),
            len(texts),
            ratio(text_seconds[first], text_seconds[name]),
            float((vectors[name] * vectors[first]).sum(1).min()),
            float((nearest(vectors[name]) == nearest(vectors[first])).mean()),
        )
        for name in names
    ]


def in_turns(
    sides: Mapping[str, Callable[[Sequence[T]], np.ndarray]], items: Sequence[T], what: str, progress: Progress = silent
) -> tuple[dict[str, np.ndarray], dict[str, list[float]]]:
    """What each side makes of the items, and the seconds it took for each portion, sides taking turns portion by
    portion. Kernels are made on first use: the first portion is done once before it is timed."""
    rows: dict[str, list[np.ndarray]] = {name: [] for name in sides}
    seconds: dict[str, list[float]] = {name: [] for name in sides}
    for start in range(0, len(items), PORTION):
        some = items[start : start + PORTION]
        for name, work in sides.items():
            if start == 0:
                work(some)
            began = time.perf_counter()
            rows[name].append(work(some))
            seconds[name].append(time.perf_counter() - began)
        progress(what, start + len(some), len(items))
    return {name: np.concatenate(found) for name, found in rows.items()}, seconds


def agreement(scores: np.ndarray, others: np.ndarray) -> float:
    """The share of rows (n, 3) whose most probable label is the same."""
    return float((scores.argmax(1) == others.argmax(1)).mean())


def ratio(reference: Sequence[float], seconds: Sequence[float]) -> float:
    """How many times as fast as the reference, portion by portion, in the median."""
    return float(np.median(np.array(reference) / np.array(seconds)))


def nearest(vectors: np.ndarray) -> np.ndarray:
    """int (n,): for unit rows the number of the nearest other row."""
    likeness = vectors @ vectors.T
    np.fill_diagonal(likeness, -1)
    return likeness.argmax(1)


def parity_lines(found: Sequence[Parity]) -> list[str]:
    """A table for a terminal."""
    lines = [
        f"{'backend':12} {'pairs/s':>8} {'labels as fp32':>15} {'largest':>8} {'mean':>8} {'accuracy':>9} "
        f"{'texts/s':>8} {'cosine':>7} {'nearest as fp32':>16}"
    ]
    lines += [
        f"{p.backend:12} {p.pairs_ratio:>7.2f}x {p.agreement:>15.4f} {p.largest:>8.4f} {p.mean:>8.4f} "
        f"{p.accuracy:>9.4f} {p.texts_ratio:>7.2f}x {p.cosine:>7.4f} {p.nearest:>16.4f}   {p.arithmetic}"
        for p in found
    ]
    return [*lines, f"{found[0].pairs} pairs, {found[0].texts} texts; speeds as multiples of {found[0].backend}'s"]
