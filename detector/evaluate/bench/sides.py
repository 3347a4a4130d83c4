"""The two sides of the benchmark: our pipeline, and what a user would otherwise write."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detector import pipeline, wiring
from detector.backends import hub
from detector.backends.judge import label_order
from detector.config import Settings
from detector.evaluate.bench.apart import peak_memory
from detector.evaluate.bench.figures import Found, Side
from detector.evaluate.bench.timed import Stopwatch, TimedAttributor, TimedEmbedder, TimedJudge
from detector.judge.calibrated import load
from detector.judge.context import statement
from detector.judge.entail import first_look, judge_pairs
from detector.judge.verdict import verdicts
from detector.pair.candidates import in_context
from detector.pipeline import Progress
from detector.types import LABELS, Claim, ClaimPair, Document, Finding

NEAR = 0.5  # cosine above which the baseline compares two claims
ROWS = 1024  # rows of the cosine matrix that are held at once
CHUNK = 1024  # pairs judged between two looks at the clock: 32 batches, so that sorting by length pays as in one call
SAMPLED = 512  # texts kept for measuring the cross-encoder alone


@dataclass(frozen=True, slots=True)
class Ours:
    """Our side: `findings` of the run, `texts` some of what the cross-encoder was given."""

    side: Side
    claims: int
    findings: tuple[Finding, ...]
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Baseline:
    """The other side: the pairs it calls contradictions, counted, and those our verdict logic would report."""

    side: Side
    claims: int
    contradictions: int
    found: tuple[Found, ...]


def ours(documents: Sequence[Document], settings: Settings, progress: Progress) -> Ours:
    """`pipeline.run` as `detector run` calls it, with its parts timed."""
    started = time.perf_counter()
    parts = wiring.parts(settings)
    loading = time.perf_counter() - started
    watch = Stopwatch("origins")
    judge = TimedJudge(parts.judge, watch, SAMPLED)
    attributor, embedder = TimedAttributor(parts.attributor, watch), TimedEmbedder(parts.embedder, watch)
    run = pipeline.run(
        documents,
        (),
        attributor,
        embedder,
        judge,
        parts.verdict,
        parts.cascade,
        parts.updates,
        settings,
        parts.digests,
        judge.follow(progress),
    )
    stages, cores = watch.stop()
    pairs = run.counts["judged"]
    side = Side(stages, loading, cores, peak_memory(), pairs, pairs, judge.asked)
    return Ours(side, len(run.claims), run.findings, tuple(judge.sample))


def baseline(
    documents: Sequence[Document], settings: Settings, budget: float, seed: int, progress: Progress
) -> Baseline:
    """Encode all claims in fp32, compare each pair across documents above cosine 0.5, predict in fp32.

    The claims are those of our attributor, the texts those that ours embeds and judges. Judging stops once it has taken
    `budget` seconds: pairs are drawn in an order given by `seed`, and the time of judging is scaled to all of them.
    What our verdict logic would report is found afterwards, outside the clock.
    """
    from sentence_transformers import SentenceTransformer

    started = time.perf_counter()
    attributor = wiring.attributor(settings.tagger)
    encoder = SentenceTransformer(
        str(wiring.model_folder(settings.embedder, wiring.EMBEDDER)), device="cpu", local_files_only=True, **_fp32()
    )
    judge = PlainJudge(settings.judge)
    loading = time.perf_counter() - started
    watch = Stopwatch("claims")
    claims, _ = pipeline.extract(documents, attributor, progress)
    watch.enter("embedding")
    by_id = {d.id: d for d in documents}
    texts = [in_context(c, by_id[c.document_id].text) for c in claims]
    vectors = encoder.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    watch.enter("pairing")
    near, cosines = near_pairs(vectors, [c.document_id for c in claims], progress)
    drawn = np.random.default_rng(seed).permutation(len(near))
    said = [statement(c, by_id[c.document_id]) for c in claims]
    asked = [(said[i], said[j]) for i, j in near[drawn].tolist()]
    watch.enter("judging")
    scores = _judged(asked, judge, budget, progress)
    stages, cores = watch.stop()
    stages["judging"] *= len(near) / max(1, len(scores))
    side = Side(stages, loading, cores, peak_memory(), len(near), len(scores), len(near))
    called = drawn[: len(scores)][scores.argmax(axis=1) == LABELS.index("contradiction")]
    pairs = [_pair(claims[i], claims[j], float(cosines[k])) for k, (i, j) in zip(called, near[called], strict=True)]
    return Baseline(side, len(claims), len(pairs), tuple(reported(pairs, by_id, judge, settings, progress)))


class PlainJudge:
    """`sentence_transformers.CrossEncoder` in fp32 with its defaults, as a Judge."""

    def __init__(self, name: str, **more: str):
        from sentence_transformers import CrossEncoder

        folder = wiring.model_folder(name, wiring.JUDGE)
        self._model = CrossEncoder(str(folder), device="cpu", local_files_only=True, **_fp32(**more))
        self._order = label_order(self._model.config.id2label, str(folder))
        self.digest = hub.digest(folder)

    def score(self, pairs: Sequence[tuple[str, str]], batch_size: int = 32) -> np.ndarray:
        """float32 (len(pairs), 3)."""
        if not pairs:
            return np.zeros((0, len(LABELS)), np.float32)
        rows = self._model.predict(list(pairs), batch_size=batch_size, apply_softmax=True, show_progress_bar=False)
        return np.asarray(rows)[:, self._order]


def near_pairs(
    vectors: np.ndarray, homes: Sequence[str], progress: Progress = pipeline.silent
) -> tuple[np.ndarray, np.ndarray]:
    """int32 (n, 2), the rows of every two unit `vectors` of different `homes` whose cosine is above NEAR, the smaller
    row first, and float32 (n,), those cosines."""
    _, home = np.unique(np.array(homes), return_inverse=True)
    found, cosines = [np.zeros((0, 2), np.int32)], [np.zeros(0, np.float32)]
    for start in range(0, len(vectors), ROWS):
        likeness = vectors[start : start + ROWS] @ vectors[start:].T
        i, j = np.nonzero(likeness > NEAR)
        apart = (i < j) & (home[start + i] != home[start + j])
        i, j = i[apart], j[apart]
        found.append(np.stack([start + i, start + j], axis=1).astype(np.int32))
        cosines.append(likeness[i, j])
        progress("pairing", min(start + ROWS, len(vectors)), len(vectors))
    return np.concatenate(found), np.concatenate(cosines)


def reported(
    pairs: Sequence[ClaimPair], by_id: dict[str, Document], judge: PlainJudge, settings: Settings, progress: Progress
) -> list[Found]:
    """The pairs that our verdict logic would report: all their scores in fp32, then the verdict at the threshold. The
    first look is left out, since that is a way to save time; the cascade's promise, evidence of the verdict, is taken
    among these pairs."""
    pairs = wiring.shipped_cascade().promised(pairs, by_id)
    model = load(hub.shipped(wiring.VERDICT) / "model.json")
    threshold = model.threshold if settings.threshold is None else settings.threshold
    found = []
    for start in range(0, len(pairs), pipeline.BLOCK):
        block = pairs[start : start + pipeline.BLOCK]
        scores = judge_pairs(block, first_look(block, by_id, judge), by_id, judge)
        called = zip(block, verdicts(block, scores, by_id, model), strict=True)
        found += [Found(pair, verdict.probability) for pair, verdict in called if verdict.probability >= threshold]
        progress("its findings", start + len(block), len(pairs))
    return found


def _judged(texts: Sequence[tuple[str, str]], judge: PlainJudge, budget: float, progress: Progress) -> np.ndarray:
    """float32 (n, 3): the scores of the first n texts, as many as fit."""
    started, rows = time.perf_counter(), [np.zeros((0, len(LABELS)), np.float32)]
    for start in range(0, len(texts), CHUNK):
        rows.append(judge.score(texts[start : start + CHUNK]))
        progress("judging", start + len(rows[-1]), len(texts))
        if time.perf_counter() - started > budget:
            break
    return np.concatenate(rows)


def _pair(a: Claim, b: Claim, cosine: float) -> ClaimPair:
    """In the order that ours puts them in."""
    return ClaimPair(*sorted((a, b), key=lambda c: c.id), similarity=round(cosine, 4))


def _fp32(**more: str) -> dict[str, dict[str, object]]:
    import torch

    return {"model_kwargs": {"dtype": torch.float32, **more}}
