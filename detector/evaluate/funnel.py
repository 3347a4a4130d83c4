"""Where the contradictions of a dossier folder are lost on the way to the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np

from detector.calibration import reliability
from detector.config import Settings
from detector.gold import Dossier, GoldPair, Place, is_conflict
from detector.ingest.origins import origins as find_origins
from detector.names import same_holder
from detector.pipeline import Judged, Progress, extract, findings, judged, pair_up, silent
from detector.types import Bin, Claim, ClaimPair, Finding, Stance
from detector.wiring import Parts

STEPS = ("gold", "extracted", "holders", "stances", "paired", "gated", "judged", "reported")
CUTS = (10, 25, 50)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many gold conflicts reach each step, in all and by type, and what the findings are worth.

    `holders` and `stances` count the extracted whose two sides have the right ones; the steps after them count from the
    extracted again. `precision` is at the CUTS, findings between two sides of gold conflicts that are not a listed
    pair left out. `reliability` is of the probabilities of all judged pairs whose truth gold tells. `attribution` has
    for each stance of the gold claims how many there are, are found, have the right holder, have the right stance, by
    the claim that shares most with each.
    """

    steps: dict[str, int]
    by_type: dict[str, tuple[int, int]]
    traps: dict[str, tuple[int, int]]
    attribution: dict[str, tuple[int, int, int, int]]
    precision: dict[int, float]
    findings: int
    across_dossiers_in_first_50: int
    reliability: tuple[Bin, ...]

    @property
    def recall(self) -> float:
        return self.steps["reported"] / max(1, self.steps["gold"])


def funnel(dossiers: Sequence[Dossier], parts: Parts, settings: Settings, progress: Progress = silent) -> Funnel:
    """All dossiers in one run, step by step against their gold."""
    documents = [d for dossier in dossiers for d in dossier.documents]
    origins = find_origins(documents)
    claims, _ = extract(documents, parts.attributor, progress)
    paired = pair_up(documents, claims, origins, parts.embedder, settings, progress, parts.cascade, parts.updates)
    done = judged(paired.passed, documents, parts.judge, parts.verdict, progress)
    threshold = parts.verdict.threshold if settings.threshold is None else settings.threshold
    found = findings(done, paired, documents, threshold)
    gated = [*paired.passed, *(one.pair for one in paired.revised)]
    likely = [j.pair for j in (*done, *paired.revised) if j.verdict.probability >= threshold]
    steps: Counter[str] = Counter({step: 0 for step in STEPS})
    by_type: dict[str, list[int]] = {}
    for dossier in dossiers:
        inside = _Inside(dossier, claims, paired.candidates, gated, likely, found)
        for gold in dossier.conflicts:
            reached = inside.steps(gold)
            steps.update(reached)
            tally = by_type.setdefault(gold.type, [0, 0])
            tally[0] += "reported" in reached
            tally[1] += 1
    return Funnel(
        dict(steps),
        {k: (v[0], v[1]) for k, v in sorted(by_type.items())},
        _traps(dossiers, found),
        _attribution(dossiers, claims),
        _precision(dossiers, found),
        len(found),
        sum(_home(f.a.document_id) != _home(f.b.document_id) for f in found[:50]),
        _reliability(dossiers, done),
    )


def _attribution(dossiers: Sequence[Dossier], claims: Iterable[Claim]) -> dict[str, tuple[int, int, int, int]]:
    by_document: dict[str, list[Claim]] = {}
    for claim in claims:
        by_document.setdefault(claim.document_id, []).append(claim)
    tally = {stance: [0, 0, 0, 0] for stance in get_args(Stance)}
    for gold in (claim for dossier in dossiers for claim in dossier.claims):
        counts, place = tally[gold.stance], gold.place
        counts[0] += 1
        met = [claim for claim in by_document.get(place.document_id, ()) if place.covered_by(claim)]
        if met:
            best = max(met, key=lambda claim: _shared(claim, place))
            counts[1] += 1
            held = best.stance == "narrates" if gold.stance == "narrates" else same_holder(best.holder, gold.holder)
            counts[2] += held or best.holder == gold.holder
            counts[3] += best.stance == gold.stance
    return {stance: (a, b, c, d) for stance, (a, b, c, d) in tally.items()}


def _shared(claim: Claim, place: Place) -> int:
    return min(claim.span.end, place.span.end) - max(claim.span.start, place.span.start)


class _Inside:
    """What a run made of one dossier."""

    def __init__(
        self,
        dossier: Dossier,
        claims: Iterable[Claim],
        candidate: Iterable[ClaimPair],
        passed: Iterable[ClaimPair],
        likely: Iterable[ClaimPair],
        found: Iterable[Finding],
    ):
        ids = {d.id for d in dossier.documents}
        self._stances = {(c.place.document_id, c.place.span): c.stance for c in dossier.claims}
        self._claims = [c for c in claims if c.document_id in ids]
        self._sets = {
            "paired": [p for p in candidate if p.a.document_id in ids],
            "gated": [p for p in passed if p.a.document_id in ids],
            "judged": [p for p in likely if p.a.document_id in ids],
            "reported": [f for f in found if f.a.document_id in ids],
        }

    def steps(self, gold: GoldPair) -> list[str]:
        reached = ["gold"]
        sides = [[c for c in self._claims if place.covered_by(c)] for place in (gold.a, gold.b)]
        if all(sides):
            reached.append("extracted")
            if all(
                any(same_holder(c.holder, name) or c.holder == name for c in side)
                for side, name in zip(sides, (gold.a_holder, gold.b_holder), strict=True)
            ):
                reached.append("holders")
            if all(
                any(c.stance == self._stance(place, c) for c in side)
                for side, place in zip(sides, (gold.a, gold.b), strict=True)
            ):
                reached.append("stances")
        reached += [step for step, pairs in self._sets.items() if any(gold.matches(p.a, p.b) for p in pairs)]
        return reached

    def _stance(self, place: Place, claim: Claim) -> str:
        return self._stances.get((place.document_id, place.span), claim.stance)


def _precision(dossiers: Sequence[Dossier], found: Sequence[Finding]) -> dict[int, float]:
    home = {d.id: dossier for dossier in dossiers for d in dossier.documents}
    right: list[bool] = []
    for finding in found:
        dossier = home[finding.a.document_id]
        hit = any(g.matches(finding.a, finding.b) for g in dossier.conflicts)
        trap = any(g.matches(finding.a, finding.b) for g in dossier.traps)
        places = [place for g in dossier.conflicts for place in (g.a, g.b)]
        both = all(any(p.covered_by(side) for p in places) for side in (finding.a, finding.b))
        if hit or trap or not both:
            right.append(hit)
    return {k: sum(right[:k]) / k for k in CUTS}


def _reliability(dossiers: Sequence[Dossier], done: Sequence[Judged]) -> tuple[Bin, ...]:
    """Of all judged pairs of which gold says what they are."""
    home = {d.id: dossier for dossier in dossiers for d in dossier.documents}
    known = [(is_conflict(j.pair, home), j.verdict.probability) for j in done]
    rows = [(truth, stated) for truth, stated in known if truth is not None]
    return reliability(np.array([t for t, _ in rows], dtype=float), np.array([p for _, p in rows]))


def _traps(dossiers: Sequence[Dossier], found: Sequence[Finding]) -> dict[str, tuple[int, int]]:
    tally: dict[str, list[int]] = {}
    for dossier in dossiers:
        ids = {d.id for d in dossier.documents}
        own = [f for f in found if f.a.document_id in ids]
        for trap in dossier.traps:
            row = tally.setdefault(trap.type, [0, 0])
            row[0] += any(trap.matches(f.a, f.b) for f in own)
            row[1] += 1
    return {k: (v[0], v[1]) for k, v in sorted(tally.items())}


def _home(document_id: str) -> str:
    return document_id.rsplit("/", 1)[0]
