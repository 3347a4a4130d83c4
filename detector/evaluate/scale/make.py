"""Makes the base of a scale measurement: articles are read, embedded and told apart."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np

from detector import pipeline, wiring
from detector.config import Settings
from detector.evaluate.bench.multiply import content_words, no_names
from detector.evaluate.scale.base import FILE, Base, Facts, load, save
from detector.evaluate.scale.supply import Supply
from detector.extract.checkable import states_something
from detector.pair import candidates, events
from detector.pipeline import Progress
from detector.types import Claim, Document, content_id

UNRELATED = 0.5  # quantile of the cosines between articles: copies are other events
SAMPLED = 1000  # rows whose cosines are looked at
# Of 300 invented articles two copies have a sum of 0.37 on average, and 8 in 100 pairs of copies pass the 0.58 of one
# event. Of the 241 articles under 0.45 it is 1 in 1,000.
ALIKE = 0.45
COPIES = 8


def made(documents: Sequence[Document], folder: Path, settings: Settings, progress: Progress) -> Base:
    """The base in a folder, made there by the rules and the embedder where it is not there yet."""
    name = named(documents, settings)
    if (folder / FILE).exists() and (found := load(folder)).facts.name == name:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    claims, _ = pipeline.extract(documents, wiring.attributor(wiring.RULES), progress)
    by_document: dict[str, list[Claim]] = {document.id: [] for document in documents}
    for claim in claims:
        by_document[claim.document_id].append(claim)
    embedder = wiring.embedder(settings.embedder)
    common, exchanged = no_names(documents), content_words(documents, claims)
    stated = [claim for claim in claims if states_something(claim)]
    texts = {document.id: document for document in documents}
    progress("embedding", 0, 1)
    vectors = embedder.encode([events.event_text(document) for document in documents])
    claim_vectors = embedder.encode([_in_context(claim, texts[claim.document_id]) for claim in stated])
    progress("embedding", 1, 1)
    own = tuple(tuple(by_document[document.id]) for document in documents)
    facts = Facts(
        name,
        tuple(documents),
        own,
        tuple(tuple(states_something(claim) for claim in some) for some in own),
        tuple(sorted(common)),
        tuple(exchanged),
        unrelated(vectors),
        unrelated(claim_vectors),
    )
    base = told_apart(Base(facts, vectors, claim_vectors))
    save(base, folder)
    return base


def named(documents: Sequence[Document], settings: Settings) -> str:
    """The name of the base that is made of these documents."""
    return content_id(*(document.id + document.text for document in documents), settings.digest(), f"under {ALIKE}")


def told_apart(base: Base) -> Base:
    """The base without the articles of which two copies come near the sum of likenesses of one event.

    Capitalised words that are no names, such as Port or Judge, stand in every copy. Where they are most of an article's
    names, each copy would be on the event of every other, and the more copies, the more there would be to compare.
    """
    supply, n = Supply(base, 0), len(base.facts.documents)
    copies = [supply.read(range(number * n, number * n + n)) for number in range(COPIES)]
    texts = [events.event_text(document) for copy in copies for document in copy.documents]
    words, names = events.tfidf(texts), events.tfidf([events.names_in(text) for text in texts])
    sums = np.zeros(n)
    for i, j in combinations(range(COPIES), 2):
        rows, others = slice(i * n, i * n + n), slice(j * n, j * n + n)
        sums += (copies[i].vectors * copies[j].vectors).sum(axis=1)
        for weights in (words, names):
            sums += np.asarray(weights[rows].multiply(weights[others]).sum(axis=1)).reshape(-1)
    return some(base, np.flatnonzero(sums < ALIKE * math.comb(COPIES, 2)).tolist())


def some(base: Base, rows: Sequence[int]) -> Base:
    """Some of the base's articles with all that belongs to them."""
    facts = base.facts
    ends = np.cumsum([sum(flags) for flags in facts.stated])
    claims = [np.arange(ends[i] - sum(facts.stated[i]), ends[i]) for i in rows]
    return Base(
        msgspec.structs.replace(
            facts,
            documents=tuple(facts.documents[i] for i in rows),
            claims=tuple(facts.claims[i] for i in rows),
            stated=tuple(facts.stated[i] for i in rows),
        ),
        base.vectors[list(rows)],
        base.claim_vectors[np.concatenate([*claims, np.zeros(0, int)])],
    )


def unrelated(vectors: np.ndarray) -> float:
    """The UNRELATED quantile of the cosines between rows."""
    some = vectors[:: max(1, len(vectors) // SAMPLED)]
    return float(np.quantile((some @ some.T)[np.triu_indices(len(some), 1)], UNRELATED))


def _in_context(claim: Claim, document: Document) -> str:
    return candidates.in_context(claim, document.text)
