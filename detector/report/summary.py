"""What a run comes to: the numbers of the summary sentence, of run.json and of the histogram."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from detector.calibration import wilson
from detector.report.disputes import RESOLVED, Dispute, Sound
from detector.report.records import DIGITS, Record
from detector.report.words import counted
from detector.types import Finding, Rejected, Run

FIRST_PAGE = 10  # disputes
BINS = 10
MEASURED_PRECISION = "expected precision"  # a maker of this name holds what the calibration measured
STANDINGS = ("new", "carried", "regressed", RESOLVED)
SETTINGS = "settings"  # makers whose name starts so are the run's settings


@dataclass(frozen=True, slots=True)
class Refusals:
    """What was left out for one reason at one stage, in order of appearance."""

    stage: str
    reason: str
    items: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """`judged` is None when the run does not count the pairs it judged. `unpromising` pairs were not judged but for
    `drawn` by chance, of which `over` came over the threshold. `standings` count the findings of an archive."""

    articles: int
    outlets: int
    origins: int
    claims: int
    judged: int | None
    contradictions: int
    disputes: int
    updates: int
    refusals: tuple[Refusals, ...]
    unpromising: int = 0
    drawn: int = 0
    over: int = 0
    standings: tuple[tuple[str, int], ...] = ()

    @property
    def rejected(self) -> int:
        return sum(len(one.items) for one in self.refusals)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The run in plain words: what was read, and what was found."""
        found = "no contradictions"
        if self.contradictions:
            found = f"{counted(self.contradictions, 'contradiction')} in {counted(self.disputes, 'dispute')}"
        if self.judged is not None:
            found = f"{counted(self.judged, 'pair')} of claims {_were(self.judged)} judged: {found}"
        apart = f", and {counted(self.updates, 'update')} set apart" if self.updates else ""
        read = (
            f"{counted(self.articles, 'article')} from {counted(self.outlets, 'outlet')} "
            f"({counted(self.origins, 'independent origin')}) with {counted(self.claims, 'claim')}."
        )
        return read, f"{found[:1].upper()}{found[1:]}{apart}.", *self._since(), *self._missed()

    def _since(self) -> Iterator[str]:
        """What became of the findings since the run before."""
        if self.standings:
            yield f"Of the findings {', '.join(f'{n:,} {_were(n)} {name}' for name, n in self.standings)}."

    def _missed(self) -> Iterator[str]:
        """What the pairs drawn from the unpromising ones tell of the others."""
        if not self.unpromising or not self.drawn:
            return
        low, high = (round(share * self.unpromising) for share in wilson(self.over, self.drawn))
        aside = f"{counted(self.unpromising, 'unpromising pair')} {_were(self.unpromising)} not judged"
        sample = f"of {self.drawn} drawn from among them by chance {self.over or 'none'} came over the threshold"
        yield f"{aside}; {sample}, so that {low} to {high} findings may be missing (95% interval)."

    @property
    def left_out(self) -> str:
        """How much was left out, "" when nothing was."""
        if not self.refusals:
            return ""
        return f"{counted(self.rejected, 'item')} {_were(self.rejected)} left out, each for a stated reason."


def summarise(run: Run, shown: Sound, disputes: tuple[Dispute, ...]) -> Summary:
    """The numbers of a run after the anchors were checked."""
    contradictions = sum(len(dispute.findings) for dispute in disputes)
    standings = Counter(run.standings.values())
    return Summary(
        articles=len(run.documents),
        outlets=len({document.narrator for document in run.documents}),
        origins=len({run.origins.get(document.id, document.id) for document in run.documents}),
        claims=len(shown.claims),
        judged=run.counts.get("judged"),
        contradictions=contradictions,
        disputes=len(disputes),
        updates=len(shown.findings) - contradictions,
        refusals=refusals(shown.rejected),
        unpromising=run.counts.get("refused: unpromising", 0),
        drawn=run.counts.get("unpromising pairs judged all the same", 0),
        over=run.counts.get("unpromising pairs over the threshold", 0),
        standings=tuple((name, n) for name in STANDINGS if (n := standings[name])) if run.standings else (),
    )


def refusals(rejected: Iterable[Rejected]) -> tuple[Refusals, ...]:
    """What was left out by stage and reason, stages in the order met, the most frequent reason first."""
    groups: dict[tuple[str, str], list[Rejected]] = defaultdict(list)
    for one in rejected:
        groups[one.stage, one.reason].append(one)
    stages = list(dict.fromkeys(stage for stage, _ in groups))
    ordered = sorted(groups.items(), key=lambda item: (stages.index(item[0][0]), -len(item[1]), item[0][1]))
    return tuple(Refusals(stage, reason, tuple(items)) for (stage, reason), items in ordered)


def first_page(disputes: tuple[Dispute, ...], makers: dict[str, str]) -> str:
    """How many of the first disputes should hold, or "" when there are none.

    What the calibration measured, where the makers name it; else the mean of the calibrated probabilities.
    """
    first = disputes[:FIRST_PAGE]
    if not first:
        return ""
    if measured := makers.get(MEASURED_PRECISION):
        return f"Expected precision of the first page: {measured}."
    expected = round(sum(dispute.lead.verdict.probability for dispute in first))
    if len(first) == 1:
        return ""
    which = "the" if len(first) == len(disputes) else "the first"
    share = "nearly all" if expected == len(first) else f"about {expected}"
    return f"If the probabilities hold, {share} of {which} {len(first)} disputes are real contradictions."


def run_record(run: Run, shown: Sound, summary: Summary) -> Record:
    """run.json: counts, makers, settings, inputs, what was left out, and the histogram of probabilities."""
    inputs = Counter(document.path for document in run.documents)
    return {
        "counts": dict(run.counts),
        "report": {
            "articles": summary.articles,
            "outlets": summary.outlets,
            "origins": summary.origins,
            "claims": summary.claims,
            "contradictions": summary.contradictions,
            "disputes": summary.disputes,
            "updates": summary.updates,
            "rejected": summary.rejected,
        },
        "rejected": [{"stage": one.stage, "reason": one.reason, "count": len(one.items)} for one in summary.refusals],
        "makers": {key: value for key, value in run.makers.items() if not key.startswith(SETTINGS)},
        "settings": {key: value for key, value in run.makers.items() if key.startswith(SETTINGS)},
        "inputs": [{"path": path, "articles": number} for path, number in inputs.items()],
        "histogram": histogram(shown.findings),
    }


def histogram(findings: Iterable[Finding]) -> list[Record]:
    """Contradictions and updates by probability in ten bins [from, to); the last includes 1."""
    counts: Counter[tuple[int, bool]] = Counter()
    for finding in findings:
        counts[min(BINS - 1, int(finding.verdict.probability * BINS)), finding.verdict.kind == "update"] += 1
    return [
        {
            "from": round(lower / BINS, DIGITS),
            "to": round((lower + 1) / BINS, DIGITS),
            "contradictions": counts[lower, False],
            "updates": counts[lower, True],
        }
        for lower in range(BINS)
    ]


def _were(number: int) -> str:
    return "was" if number == 1 else "were"
