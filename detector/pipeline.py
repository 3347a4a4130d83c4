"""From documents to a run: origins, claims, events, pairs, scores, verdicts, findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from detector.config import Settings
from detector.errors import DetectorError
from detector.extract.checkable import states_something
from detector.ingest.origins import origins as find_origins
from detector.judge.calibrated import VerdictModel
from detector.judge.disputes import distinct, finding_id, grouped, rank
from detector.judge.entail import first_look, is_worth_more, judge_pairs
from detector.judge.explain import carrying_words
from detector.judge.updates import UpdateModel, updates
from detector.judge.verdict import verdicts
from detector.pair import candidates, events, gates, reprints, topics
from detector.pair.cascade import UNPROMISING, Cascade
from detector.pair.voices import Voices, voices
from detector.ports import Attributor, Embedder, Judge
from detector.types import (
    Claim,
    ClaimPair,
    Document,
    Finding,
    PairScores,
    Reason,
    Rejected,
    Run,
    Span,
    Verdict,
    content_id,
)

BLOCK = 1024  # pairs judged between two steps of progress: enough that few batches are not full
EXPLAINED = 64  # findings explained between two steps, some twenty pairs each
SAMPLED = 20  # pairs refused for one reason that are listed among the rejected, so that what is missed can be estimated
DRAWN = (
    200  # unpromising pairs, drawn by chance, that are judged all the same: what the cascade misses is known by them
)
READ = 32  # documents read between two steps: enough that few batches of a tagger are not full
UNREADABLE = "the article could not be worked on"
CALM, UNLIKELY = "no conflict at first look", "under the threshold"  # why a judged pair is not reported
FAINT = "update under the threshold"

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""


def silent(stage: str, done: int, total: int) -> None:
    """A Progress that shows nothing."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What pairing brought out: `claims` without the repetitions in reprints and without the `bare` ones (so many),
    which state nothing by themselves, `also_in` by claim id the documents that repeat it, `labels` the topic by
    document id, `voices` who is one with whom, and the pairs that passed or were refused by a gate or the cascade.
    `drawn` are the unpromising ones among the passed; `revised` are updates, which no judge needs to see."""

    claims: tuple[Claim, ...]
    bare: int
    also_in: dict[str, tuple[str, ...]]
    labels: dict[str, str]
    voices: Voices
    passed: tuple[ClaimPair, ...] = ()
    refused: tuple[tuple[ClaimPair, str], ...] = ()
    drawn: tuple[ClaimPair, ...] = ()
    revised: tuple[Judged, ...] = ()

    @property
    def candidates(self) -> list[ClaimPair]:
        """All pairs, whatever became of them."""
        return [*self.passed, *(one.pair for one in self.revised), *(pair for pair, _ in self.refused)]


@dataclass(frozen=True, slots=True)
class Compared:
    """What comes of comparing: the findings, the pairs left out (a sample) and what was counted, in order."""

    findings: list[Finding]
    left_out: tuple[Rejected, ...]
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with its verdict, and its scores where a judge was asked."""

    pair: ClaimPair
    scores: PairScores | None
    verdict: Verdict


def extract(
    documents: Sequence[Document], attributor: Attributor, progress: Progress = silent, times: int = 1
) -> tuple[list[Claim], list[Rejected]]:
    """The claims of all documents in order, and what yielded none; the attributor is given `times` READ at once."""
    claims: list[Claim] = []
    rejected: list[Rejected] = []
    for i, (found, refused) in enumerate(claims_of_each(documents, attributor, times)):
        claims += found
        rejected += refused
        progress("claims", i + 1, len(documents))
    return claims, rejected


def claims_of_each(
    documents: Sequence[Document], attributor: Attributor, times: int = 1
) -> Iterator[tuple[list[Claim], list[Rejected]]]:
    """The claims of each document in order, and what yielded none. What an attributor raises over one document is told
    among the rejected and does not end the run; a DetectorError, which is about more than one document, does."""
    for start in range(0, len(documents), READ * times):
        yield from _claims_of(documents[start : start + READ * times], attributor)


def _claims_of(documents: Sequence[Document], attributor: Attributor) -> list[tuple[list[Claim], list[Rejected]]]:
    try:
        return list(attributor.claims_of_each(documents))
    except DetectorError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it is about one of these articles
        if len(documents) > 1:
            return [found for document in documents for found in _claims_of([document], attributor)]
        return [([], [unreadable(documents[0], f"{type(error).__name__}: {error}")])]


def unreadable(document: Document, detail: str) -> Rejected:
    """What stands among the rejected for an article that broke the attributor."""
    return Rejected("extract", document.id, UNREADABLE, detail)


def pair_up(
    documents: Sequence[Document],
    claims: Sequence[Claim],
    origins: dict[str, str],
    embedder: Embedder,
    settings: Settings,
    progress: Progress = silent,
    cascade: Cascade | None = None,
    revising: UpdateModel | None = None,
) -> Paired:
    """Find the events, then in each the pairs of claims worth judging: all that pass the gates, or with a cascade those
    of them that it finds promising; and, with the model of updates, without those that are `revised`."""
    merged, also_in = reprints.merge(claims, origins)
    kept = [claim for claim in merged if states_something(claim)]
    texts = {d.id: events.event_text(d) for d in documents}
    progress("embedding", 0, 2)
    linked = events.same_event(list(texts.values()), embedder.encode(list(texts.values())))
    progress("embedding", 1, 2)
    by_id = {d.id: d for d in documents}
    vectors = embedder.encode([candidates.in_context(c, by_id[c.document_id].text) for c in kept])
    progress("embedding", 2, 2)
    rows = {d.id: i for i, d in enumerate(documents)}
    heard = voices(documents, kept, rows, linked)
    found = candidates.pairs(kept, vectors, rows, linked, origins, settings.neighbours, heard)
    labels = dict(zip(texts, topics.topics(list(texts.values()), linked), strict=True))
    paired = Paired(tuple(kept), len(merged) - len(kept), also_in, labels, heard)
    return selected(paired, found, by_id, settings, cascade, revising)


def selected(
    paired: Paired,
    found: Sequence[ClaimPair],
    by_id: Mapping[str, Document],
    settings: Settings,
    cascade: Cascade | None,
    revising: UpdateModel | None,
    new: frozenset[str] | None = None,
) -> Paired:
    """`paired` with those of the candidate pairs that pass the gates: the updates, then of the others those that pass
    the cascade, where there is one. `new` limits it to pairs with a side in one of these documents; the others count as
    candidates of their claims all the same."""
    gated = [(pair, gates.refusal(pair)) for pair in found]
    among = [pair for pair, reason in gated if reason is None]
    passed = [pair for pair in among if _touches(pair, new)]
    refused = [(pair, reason) for pair, reason in gated if reason is not None and _touches(pair, new)]
    told = updates(passed, by_id, revising) if revising else {}
    revised = [Judged(pair, None, told[_key(pair)]) for pair in passed if _key(pair) in told]
    passed = [pair for pair in passed if _key(pair) not in told]
    drawn: list[ClaimPair] = []
    if cascade:
        passed = cascade.promised(passed, by_id, among)
        floor = 0.0 if settings.exhaustive else cascade.floor
        unpromising = by_chance([pair for pair in passed if pair.promise < floor])
        drawn, left = unpromising[:DRAWN], {_key(pair) for pair in unpromising[DRAWN:]}
        refused += [(pair, UNPROMISING) for pair in passed if _key(pair) in left]
        passed = [pair for pair in passed if _key(pair) not in left]
    return replace(paired, passed=tuple(passed), refused=tuple(refused), drawn=tuple(drawn), revised=tuple(revised))


def _key(pair: ClaimPair) -> tuple[str, str]:
    return pair.a.id, pair.b.id


def _touches(pair: ClaimPair, documents: frozenset[str] | None) -> bool:
    return documents is None or pair.a.document_id in documents or pair.b.document_id in documents


def by_chance(pairs: Iterable[ClaimPair]) -> list[ClaimPair]:
    """Pairs in an order by a hash of their ids: as good as chance, and the same in every run."""
    return sorted(pairs, key=lambda pair: content_id(pair.a.id, pair.b.id))


def judged(
    pairs: Sequence[ClaimPair],
    documents: Sequence[Document],
    judge: Judge,
    model: VerdictModel,
    progress: Progress = silent,
    times: int = 1,
) -> list[Judged]:
    """Scores and verdict of every pair that passed the gates and is not plainly free of conflict at first look."""
    by_id = {d.id: d for d in documents}
    done: list[Judged] = []
    for block, scores in scored(pairs, by_id, judge, progress, times):
        done += [Judged(*row) for row in zip(block, scores, verdicts(block, scores, by_id, model), strict=True)]
    return done


def scored(
    pairs: Sequence[ClaimPair],
    by_id: Mapping[str, Document],
    judge: Judge,
    progress: Progress = silent,
    times: int = 1,
) -> Iterator[tuple[list[ClaimPair], list[PairScores]]]:
    """Block by block, `times` BLOCK each, the pairs that pass the first look, with all their scores."""
    for start in range(0, len(pairs), BLOCK * times):
        block = pairs[start : start + BLOCK * times]
        looked = zip(block, first_look(block, by_id, judge), strict=True)
        left = [(pair, first) for pair, first in looked if is_worth_more(pair, first)]
        kept = [pair for pair, _ in left]
        yield kept, judge_pairs(kept, [first for _, first in left], by_id, judge)
        progress("judging", start + len(block), len(pairs))


def findings(
    judged: Iterable[Judged], paired: Paired, documents: Sequence[Document], threshold: float
) -> list[Finding]:
    """The judged pairs an editor should see and the updates, each dispute marked, most probable first."""
    by_id = {d.id: d for d in documents}
    told = (*judged, *paired.revised)
    found = [_finding(j, paired, by_id) for j in told if j.verdict.probability >= threshold]
    return sorted(grouped(distinct(found)), key=rank)


def explained(
    found: Sequence[Finding],
    documents: Sequence[Document],
    judge: Judge,
    progress: Progress = silent,
    times: int = 1,
) -> list[Finding]:
    """The findings with the words that carry each conflict, for the reason that the judge gives. Of an update the
    figures do, and no judge gives a reason."""
    by_id = {d.id: d for d in documents}
    done = [finding for finding in found if finding.scores is None]
    asked = [finding for finding in found if finding.scores is not None]
    for start in range(0, len(asked), EXPLAINED * times):
        block = asked[start : start + EXPLAINED * times]
        pairs = [ClaimPair(f.a, f.b, f.similarity) for f in block]
        for finding, (a, b) in zip(block, carrying_words(pairs, by_id, judge), strict=True):
            *grounds, model = finding.verdict.reasons
            reasons = (*grounds, replace(model, a=a, b=b))
            done.append(replace(finding, verdict=replace(finding.verdict, reasons=reasons)))
        progress("explaining", len(done), len(found))
    return sorted(done, key=rank)


def _finding(one: Judged, paired: Paired, by_id: Mapping[str, Document]) -> Finding:
    """The finding of a judged pair, what was published or stands first as side `a`."""
    pair, scores, verdict = one.pair, one.scores, one.verdict
    if _when(pair.b, by_id) < _when(pair.a, by_id):
        pair = replace(pair, a=pair.b, b=pair.a)
        scores = scores and PairScores(scores.context_ba, scores.context_ab, scores.bare_ba, scores.bare_ab)
        verdict = replace(verdict, reasons=tuple(Reason(r.text, r.b, r.a) for r in verdict.reasons))
    return Finding(
        id=finding_id(pair.a, pair.b, by_id[pair.a.document_id].outlet, by_id[pair.b.document_id].outlet),
        a=pair.a,
        b=pair.b,
        verdict=verdict,
        scores=scores,
        similarity=pair.similarity,
        topic=paired.labels[pair.a.document_id],
        conflict="",
        a_also_in=paired.also_in.get(pair.a.id, ()),
        b_also_in=paired.also_in.get(pair.b.id, ()),
        tie=paired.voices.tie(pair.a, pair.b),
        a_aliases=paired.voices.aliases(pair.a),
        b_aliases=paired.voices.aliases(pair.b),
    )


def _when(claim: Claim, by_id: Mapping[str, Document]) -> tuple[str, str, Span]:
    published = by_id[claim.document_id].published
    return (published.isoformat() if published else "", claim.document_id, claim.span)


def run(
    documents: Sequence[Document],
    rejected: Sequence[Rejected],
    attributor: Attributor,
    embedder: Embedder,
    judge: Judge,
    model: VerdictModel,
    cascade: Cascade,
    revising: UpdateModel,
    settings: Settings,
    makers: dict[str, str],
    progress: Progress = silent,
    times: int = 1,
) -> Run:
    """The whole run over documents that were read; the same input and makers give the same Run. `times` is how many
    blocks are worked on at once, which is no part of what comes out."""
    origins = find_origins(documents)
    claims, unused = extract(documents, attributor, progress, times)
    paired = pair_up(documents, claims, origins, embedder, settings, progress, cascade, revising)
    threshold = model.threshold if settings.threshold is None else settings.threshold
    done = compared(paired, documents, judge, model, threshold, progress, times)
    counts = {
        "documents": len(documents),
        "origins": len(set(origins.values())),
        "claims": len(claims),
        "claims repeated in reprints": len(claims) - len(paired.claims) - paired.bare,
        "claims too bare to compare": paired.bare,
        **done.counts,
    }
    left_out = (*rejected, *unused, *done.left_out)
    return Run(
        tuple(documents), origins, tuple(claims), tuple(done.findings), left_out, counts, makers, model.reliability
    )


def compared(
    paired: Paired,
    documents: Sequence[Document],
    judge: Judge,
    model: VerdictModel,
    threshold: float,
    progress: Progress = silent,
    times: int = 1,
) -> Compared:
    """Judge the pairs that passed and make findings of those that reach the threshold."""
    done = judged(paired.passed, documents, judge, model, progress, times)
    found = explained(findings(done, paired, documents, threshold), documents, judge, progress, times)
    drawn = {_key(pair) for pair in paired.drawn}
    missed = sum(_key(j.pair) in drawn for j in done if j.verdict.probability >= threshold)
    unreported = _unreported(paired.passed, done, threshold)
    faint = [(one.pair, FAINT) for one in paired.revised if one.verdict.probability < threshold]
    left = (*paired.refused, *faint)
    gated, refused = (Counter(reason for _, reason in pairs) for pairs in (left, unreported))
    revised = len(paired.revised) - len(faint)
    counts = {
        "candidate pairs": len(paired.candidates),
        **{f"refused: {reason}": n for reason, n in sorted(gated.items())},
        "judged": len(paired.passed),
        "unpromising pairs judged all the same": len(drawn),
        "unpromising pairs over the threshold": missed,
        **{f"refused by the judge: {reason}": refused[reason] for reason in (CALM, UNLIKELY)},
        "set apart as updates": revised,
        "repeated by a better finding": len(done) - refused[UNLIKELY] + revised - len(found),
        "findings": len(found),
        "updates": sum(finding.verdict.kind == "update" for finding in found),
    }
    return Compared(found, (*_sample("pair", left), *_sample("judge", unreported)), counts)


def _unreported(passed: Sequence[ClaimPair], done: Sequence[Judged], threshold: float) -> list[tuple[ClaimPair, str]]:
    """The pairs that the judge refused, each with the reason."""
    scored = {_key(one.pair) for one in done}
    calm = [(pair, CALM) for pair in passed if _key(pair) not in scored]
    return calm + [(one.pair, UNLIKELY) for one in done if one.verdict.probability < threshold]


def _sample(stage: Literal["pair", "judge"], refused: Sequence[tuple[ClaimPair, str]]) -> list[Rejected]:
    """Some pairs refused for each reason, drawn by chance."""
    by_reason: dict[str, list[ClaimPair]] = {}
    for pair, reason in refused:
        by_reason.setdefault(reason, []).append(pair)
    return [
        Rejected(stage, f"{p.a.id} {p.b.id}", reason, f"{p.a.quote} | {p.b.quote}")
        for reason, pairs in sorted(by_reason.items())
        for p in by_chance(pairs)[:SAMPLED]
    ]
