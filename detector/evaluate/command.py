"""`detector evaluate`: every labelled set that is there, attributions, and dossier folders from end to end."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from detector import gold, wiring
from detector.backends import hub
from detector.backends.scored import RememberingJudge
from detector.calibration import expected_calibration_error
from detector.config import Settings
from detector.errors import DataNotFound
from detector.evaluate.attribution_sets import AttributionTables, attribution_tables
from detector.evaluate.backends import Parity, parities, parity_lines, parity_sets
from detector.evaluate.comparison import Comparison, compared
from detector.evaluate.conflicts import ConflictFigures, conflicts_against_traps
from detector.evaluate.funnel import STEPS, Funnel, funnel
from detector.evaluate.pairs import PairFigures, measured
from detector.evaluate.sets import digest, labelled_sets
from detector.pipeline import Progress, silent


class Part(StrEnum):
    """What an evaluation can be limited to; BACKENDS is no part of it unless it is named."""

    PAIRS = "pairs"
    ATTRIBUTION = "attribution"
    DOSSIERS = "dossiers"
    BACKENDS = "backends"


@dataclass(frozen=True, slots=True)
class DossierFigures:
    """A folder of dossiers: its fingerprint, the judge on its gold claims, and the whole pipeline on its articles."""

    sha256: str
    conflicts: ConflictFigures | None
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures of one evaluation; `models` are the digests of what was measured."""

    models: dict[str, str]
    pairs: tuple[PairFigures, ...]
    against: tuple[Comparison, ...]
    dossiers: dict[str, DossierFigures]
    attribution: AttributionTables | None = None
    backends: tuple[Parity, ...] = ()

    def text(self) -> str:
        """Tables for a terminal."""
        lines = [f"{k}: {v}" for k, v in self.models.items()]
        if self.pairs:
            lines += ["", f"{'set':32} {'rows':>6} {'accuracy':>9} {'macro F1':>9}   contradiction P / R / F1"]
        for row in self.pairs:
            c = " / ".join(f"{x:.3f}" for x in row.contradiction) if row.contradiction else "-"
            lines.append(f"{row.name:32} {row.rows:>6} {row.accuracy:>9.3f} {row.macro_f1:>9.3f}   {c}")
        if self.against:
            lines += ["", f"{'against the rival':32} {'accuracy':>9} {'rival':>9}   gain, 95% interval   McNemar p"]
        for one in self.against:
            low, high = one.gain
            mark = "" if one.decided else "  undecided"
            lines.append(
                f"{one.name:32} {one.accuracy:>9.3f} {one.rival:>9.3f}   {low:+.3f} to {high:+.3f}     "
                f"{one.p_value:.4f}{mark}"
            )
        if self.attribution:
            lines += self.attribution.lines()
        if self.backends:
            lines += ["", *parity_lines(self.backends)]
        for name, one in self.dossiers.items():
            lines += ["", *_dossier_lines(name, one)]
        return "\n".join(lines)

    def json(self) -> str:
        """The same as JSON, floats to four digits."""
        rounded = json.loads(json.dumps(asdict(self)), parse_float=lambda x: round(float(x), 4))
        for name, one in self.dossiers.items():
            rounded["dossiers"][name]["funnel"]["recall"] = round(one.funnel.recall, 4)
        return json.dumps(rounded, indent=1, sort_keys=True) + "\n"


def evaluate(
    data: Path,
    dossiers: tuple[Path, ...],
    judge_name: str,
    embedder_name: str,
    limit: int,
    rival: str,
    work: Path,
    progress: Progress = silent,
    only: Part | None = None,
    tagger_name: str = "",
) -> Evaluation:
    """Measure on the sets under `data`/nli/dev, the development slices of the news pairs and the contrast sets, the
    annotated attributions, and dossier folders (`data`/dossiers when none is named); `only` one of these parts, or what
    each backend changes. With
    `rival`, the name of another judge, compare the two on the labelled sets. Attributions are measured with the tagger
    and without it, dossiers with it unless it is wiring.RULES. The scores of dossiers are kept in `work`, so that a
    killed evaluation goes on.

    Raises DataNotFound when a folder that was named is not there.
    """
    settings = Settings(judge=judge_name, embedder=embedder_name, tagger=tagger_name)
    if not data.is_dir() and not dossiers:
        raise DataNotFound(f"no folder {data}: name one with --data, or dossiers with --dossiers")
    if only is Part.BACKENDS:
        sets = parity_sets(data, limit)
        made = {
            role: hub.digest(wiring.model_folder(name, role))
            for name, role in ((judge_name, wiring.JUDGE), (embedder_name, wiring.EMBEDDER))
        }
        beside = parities(sets, judge_name, embedder_name, progress=progress)
        return Evaluation(made | {one.name: one.sha256 for one in sets}, (), (), {}, None, tuple(beside))
    attribution = None
    if only in (None, Part.ATTRIBUTION):
        makers, tagger = {"rules": wiring.attributor(wiring.RULES)}, None
        if tagger_name != wiring.RULES:
            makers["rules and tagger"], tagger = wiring.attributor(tagger_name), wiring.tagger(tagger_name)
        attribution = attribution_tables(data, makers, tagger, wiring.shipped_worth())
    if only is Part.ATTRIBUTION:
        return Evaluation({name: maker.digest for name, maker in makers.items()}, (), (), {}, attribution)
    parts = wiring.parts(settings)
    rows: list[PairFigures] = []
    against: list[Comparison] = []
    if only in (None, Part.PAIRS):
        other = wiring.judge(rival) if rival else None
        sets = labelled_sets(data, limit)
        for i, one in enumerate(sets):
            scores = parts.judge.score(one.pairs)
            rows.append(measured(one.name, one.labels, scores, one.sha256))
            if other:
                against.append(compared(one.name, one.labels, scores, other.score(one.pairs)))
            progress("labelled sets", i + 1, len(sets))
    done = {}
    if only in (None, Part.DOSSIERS):
        judge = RememberingJudge(parts.judge, work / "scores.sqlite", parts.arithmetic)
        parts = replace(parts, judge=judge)
        for folder in dossiers or tuple(p for p in (data / "dossiers",) if p.is_dir()):
            found = gold.load([folder])
            conflicts = conflicts_against_traps(found, judge)
            figures = funnel(found, parts, settings, progress)
            done[folder.name] = DossierFigures(folder_digest(folder), conflicts, figures)
        judge.close()
    return Evaluation(parts.digests, tuple(rows), tuple(against), done, attribution)


def folder_digest(folder: Path) -> str:
    """The fingerprint of a dossier folder."""
    return digest(*sorted(folder.glob("*.json")))


def _dossier_lines(name: str, one: DossierFigures) -> list[str]:
    result = one.funnel
    total = max(1, result.steps["gold"])
    lines = [f"{name}: {result.findings} findings"]
    lines += [f"  {step:10} {result.steps[step]:>5}  {result.steps[step] / total:.3f}" for step in STEPS]
    lines.append("  precision  " + ", ".join(f"at {k}: {p:.2f}" for k, p in result.precision.items()))
    lines.append("  found      " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in result.by_type.items()))
    lines.append(
        "  claims     "
        + ", ".join(f"{k} {b}/{a} (holder {c}, stance {d})" for k, (a, b, c, d) in result.attribution.items())
    )
    lines.append("  traps      " + ", ".join(f"{k} {a}/{b}" for k, (a, b) in result.traps.items()))
    lines.append(f"  across dossiers among the first 50: {result.across_dossiers_in_first_50}")
    lines.append(f"  expected calibration error: {expected_calibration_error(result.reliability):.4f}")
    if one.conflicts:
        by_type = ", ".join(f"{k} {v:.2f}" for k, v in one.conflicts.by_type.items())
        lines.append(f"  the judge on gold claims, conflicts against traps: AUC {one.conflicts.auc:.3f} ({by_type})")
        heavy, drawn = one.conflicts.deletion
        lines.append(
            f"  explanations: two words a side deleted lower the conflict by {heavy:.2f}, drawn ones {drawn:.2f}"
        )
    return lines
