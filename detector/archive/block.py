"""One block of new documents: its claims are set against each other and against those of the archive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detector import pipeline
from detector.archive import arrays, copies, terms
from detector.archive.nearby import nearby
from detector.archive.segment import Row
from detector.archive.shelf import Shelf
from detector.archive.tables import Entry
from detector.config import Settings
from detector.extract.checkable import states
from detector.judge.calibrated import VerdictModel
from detector.pair import candidates, events, reprints, topics
from detector.pair.cascade import Cascade
from detector.pipeline import Paired, Progress
from detector.ports import Attributor, Embedder, Judge
from detector.types import Claim, Document, Rejected


@dataclass(frozen=True, slots=True)
class Means:
    """What documents are read, compared and judged with."""

    attributor: Attributor
    embedder: Embedder
    judge: Judge
    verdict: VerdictModel
    cascade: Cascade
    settings: Settings
    progress: Progress = pipeline.silent


@dataclass(frozen=True, slots=True)
class Read:
    """New documents as they were read: `vectors` (documents, d) embed the articles, `claim_vectors` (stated, d) the
    claims in context that state something; the other claims are kept and not compared."""

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    stated: tuple[Claim, ...]
    vectors: np.ndarray
    claim_vectors: np.ndarray
    unused: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """New documents among the archived ones on the same events: `paired` has the pairs with a new side, `documents`
    all that their claims stand in, `rows` what is to be kept of the new ones."""

    paired: Paired
    documents: tuple[Document, ...]
    rows: tuple[Row, ...]
    contents: dict[str, str]
    counts: dict[str, int]


def read(documents: Sequence[Document], means: Means) -> Read:
    """The claims of new documents and the embeddings of both."""
    claims, unused = pipeline.extract(documents, means.attributor, means.progress)
    stated = [claim for claim in claims if states(claim)]
    by_id = {document.id: document for document in documents}
    means.progress("embedding", 0, 2)
    vectors = means.embedder.encode([events.event_text(document) for document in documents])
    means.progress("embedding", 1, 2)
    texts = [candidates.in_context(claim, by_id[claim.document_id].text) for claim in stated]
    claim_vectors = means.embedder.encode(texts) if texts else np.zeros((0, vectors.shape[1]), np.float32)
    means.progress("embedding", 2, 2)
    return Read(tuple(documents), tuple(claims), tuple(stated), vectors, claim_vectors, tuple(unused))


def meet(new: Read, shelf: Shelf, contents: Mapping[str, str], settings: Settings, cascade: Cascade) -> Met:
    """Pair the claims of new documents with each other and with those of the archived documents on the same events.

    `contents` names the version of each new document.
    """
    marks = copies.marks_of(new.documents)
    origins = copies.origins(new.documents, marks, shelf)
    words, names = terms.terms([events.event_text(document) for document in new.documents])
    around = nearby(new.vectors, words, names, {*origins.values()} - {*origins}, shelf)
    entries = shelf.entries(around.places)
    old_claims, old_vectors = shelf.kept(around.places, entries, new.vectors.shape[1])

    documents = [*(entry.document for entry in entries), *new.documents]
    every_origin = {entry.document.id: entry.origin for entry in entries} | origins
    merged, also_in = reprints.merge([*old_claims, *new.claims], every_origin)
    vector = dict(zip((claim.id for claim in old_claims), old_vectors, strict=True))
    vector |= zip((claim.id for claim in new.stated), new.claim_vectors, strict=True)
    kept = [claim for claim in merged if claim.id in vector]
    vectors = np.array([vector[claim.id] for claim in kept], np.float32).reshape(len(kept), new.vectors.shape[1])
    by_id = {document.id: document for document in documents}
    rows = {document.id: i for i, document in enumerate(documents)}
    found = candidates.pairs(kept, vectors, rows, around.linked, every_origin, settings.neighbours)
    labels = topics.topics([events.event_text(document) for document in documents], around.linked)
    named = dict(zip(rows, labels, strict=True))
    fresh = frozenset(document.id for document in new.documents)
    paired = pipeline.selected(Paired(tuple(kept), 0, also_in, named), found, by_id, settings, cascade, fresh)

    own: dict[str, list[int]] = {document.id: [] for document in new.documents}
    for i, claim in enumerate(kept):
        if claim.document_id in fresh:
            own[claim.document_id].append(i)
    claims: dict[str, list[Claim]] = {document.id: [] for document in new.documents}
    for claim in new.claims:
        claims[claim.document_id].append(claim)
    repeats: dict[str, list[str]] = {document.id: [] for document in new.documents}
    for claim_id, repeaters in also_in.items():
        for name in fresh.intersection(repeaters):
            repeats[name].append(claim_id)
    made = tuple(
        Row(
            entry=Entry(document, contents[document.id], origins[document.id]),
            claims=tuple(claims[document.id]),
            kept=tuple(kept[i].id for i in own[document.id]),
            vectors=vectors[own[document.id]],
            sketch=around.sketches[i],
            words=words[i],
            names=names[i],
            shingles=marks[i][0],
            bands=marks[i][1],
            repeats=arrays.keys(sorted(repeats[document.id])),
        )
        for i, document in enumerate(new.documents)
    )
    bare = sum(claim.document_id in fresh and claim.id not in vector for claim in merged)
    compared = sum(map(len, own.values()))
    counts = {
        "claims": len(new.claims),
        "claims repeated in reprints": len(new.claims) - compared - bare,
        "claims too bare to compare": bare,
    }
    versions = {entry.document.id: entry.content for entry in entries}
    versions |= {document.id: contents[document.id] for document in new.documents}
    return Met(paired, tuple(documents), made, versions, counts)
