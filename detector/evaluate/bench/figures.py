"""What a benchmark measures, and how two sides are set against each other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from detector.types import Claim, ClaimPair, Finding


@dataclass(frozen=True, slots=True)
class Side:
    """One side at one size.

    `stages` are wall seconds, `loading` those of loading code and models, which are not among them; `cores` is how many
    processors were at work on average, `peak` the process's most memory in bytes. Of `pairs` to be judged `judged`
    were, and the stage "judging" is what all of them would have taken; `asked` counts pairs of texts, a pair of claims
    being several, for the cross-encoder.
    """

    stages: dict[str, float]
    loading: float
    cores: float
    peak: int
    pairs: int
    judged: int
    asked: int

    @property
    def seconds(self) -> float:
        return sum(self.stages.values())


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that the baseline calls a contradiction and our verdict logic would report with this probability."""

    pair: ClaimPair
    probability: float


@dataclass(frozen=True, slots=True)
class Size:
    """Both sides on the same articles. Of the pairs that the baseline judged it calls `contradictions` such;
    of the `found` among them that our verdict logic would report ours has `kept` and lacks `lost`."""

    articles: int
    claims: int
    ours: Side
    baseline: Side
    contradictions: int
    found: int
    lost: tuple[Found, ...]

    @property
    def kept(self) -> int:
        return self.found - len(self.lost)

    @property
    def ratio(self) -> float:
        """How many times the seconds of ours the baseline takes."""
        return self.baseline.seconds / self.ours.seconds


@dataclass(frozen=True, slots=True)
class Utilisation:
    """How far from the machine's limit the cross-encoder runs: floating-point operations a second that `pairs` texts
    need without padding, and those of the best square matrix product in the same precision."""

    precision: str
    pairs: int
    pairs_a_second: float
    achieved: float
    peak: float


@dataclass(frozen=True, slots=True)
class Bench:
    """All figures of one benchmark; `about` tells what was measured on what."""

    about: dict[str, str]
    sizes: tuple[Size, ...]
    utilisation: Utilisation

    def growth(self) -> tuple[float, float] | None:
        """The growth exponents of ours and of the baseline; None for a single size."""
        if len({s.articles for s in self.sizes}) < 2:
            return None
        n = [s.articles for s in self.sizes]
        return exponent(n, [s.ours.seconds for s in self.sizes]), exponent(n, [s.baseline.seconds for s in self.sizes])


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """k of seconds = c * size^k, by least squares of the logarithms; 1 is linear."""
    return float(np.polyfit([math.log(n) for n in sizes], [math.log(t) for t in seconds], 1)[0])


def lost(wanted: Iterable[Found], findings: Iterable[Finding]) -> list[Found]:
    """What is wanted and not among the findings.

    A pair is found where a finding stands on overlapping places in the same two documents; for a statement printed in
    copies of one story, which is one claim to us, the copies' documents count, by the same words.
    """
    by_documents: dict[frozenset[str], list[Finding]] = {}
    for finding in findings:
        for a in (finding.a.document_id, *finding.a_also_in):
            for b in (finding.b.document_id, *finding.b_also_in):
                by_documents.setdefault(frozenset((a, b)), []).append(finding)
    return [
        one
        for one in wanted
        if not any(
            _stands_for(one.pair, f)
            for f in by_documents.get(frozenset((one.pair.a.document_id, one.pair.b.document_id)), ())
        )
    ]


def _stands_for(pair: ClaimPair, finding: Finding) -> bool:
    def on(claim: Claim, side: Claim, also_in: Sequence[str]) -> bool:
        if claim.document_id == side.document_id:
            return claim.span.overlaps(side.span)
        return claim.document_id in also_in and _words(claim.quote) == _words(side.quote)

    return any(
        on(x, finding.a, finding.a_also_in) and on(y, finding.b, finding.b_also_in)
        for x, y in ((pair.a, pair.b), (pair.b, pair.a))
    )


def _words(text: str) -> list[str]:
    return text.lower().split()
