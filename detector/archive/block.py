"""One block of new documents: its claims are set against each other and against those of the archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from detector import pipeline
from detector.archive import arrays, copies, terms
from detector.archive.nearby import nearby
from detector.archive.segment import Row
from detector.archive.shelf import Shelf
from detector.archive.tables import Entry
from detector.config import Settings
from detector.extract.checkable import states_something
from detector.judge.calibrated import VerdictModel
from detector.judge.updates import UpdateModel
from detector.pair import candidates, events, reprints, topics
from detector.pair.cascade import Cascade
from detector.pair.voices import voices
from detector.pipeline import Paired, Progress
from detector.ports import Attributor, Embedder, Judge
from detector.types import Claim, Document, Rejected


@dataclass(frozen=True, slots=True)
class Means:
    """What documents are read, compared and judged with, so many `times` a block of the pipeline at once."""

    attributor: Attributor
    embedder: Embedder
    judge: Judge
    verdict: VerdictModel
    cascade: Cascade
    revising: UpdateModel
    settings: Settings
    progress: Progress = pipeline.silent
    times: int = 1


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
    claims, unused = pipeline.extract(documents, means.attributor, means.progress, means.times)
    stated = [claim for claim in claims if states_something(claim)]
    by_id = {document.id: document for document in documents}
    means.progress("embedding", 0, 2)
    vectors = means.embedder.encode([events.event_text(document) for document in documents])
    means.progress("embedding", 1, 2)
    texts = [candidates.in_context(claim, by_id[claim.document_id].text) for claim in stated]
    claim_vectors = means.embedder.encode(texts) if texts else np.zeros((0, vectors.shape[1]), np.float32)
    means.progress("embedding", 2, 2)
    return Read(tuple(documents), tuple(claims), tuple(stated), vectors, claim_vectors, tuple(unused))


def meet(
    new: Read,
    shelf: Shelf,
    contents: Mapping[str, str],
    settings: Settings,
    cascade: Cascade,
    revising: UpdateModel,
) -> Met:
    """Pair the claims of new documents with each other and with those of the archived documents on the same events.

    `contents` names the version of each new document.
    """
    marks = copies.marks_of(new.documents)
    origins = copies.origins(new.documents, marks, shelf)
    words, names = terms.terms([events.event_text(document) for document in new.documents])
    around = nearby(new.vectors, words, names, {*origins.values()} - {*origins}, shelf)
    entries = shelf.entries(around.places)
    documents = (*(entry.document for entry in entries), *new.documents)
    every_origin = {entry.document.id: entry.origin for entry in entries} | origins
    claims = _merged(new, *shelf.kept(around.places, entries, new.vectors.shape[1]), every_origin)
    paired = _paired(claims, new, documents, around.linked, every_origin, settings, cascade, revising)
    parts = [
        {"sketch": around.sketches[i], "words": words[i], "names": names[i], "shingles": own, "bands": bands}
        for i, (own, bands) in enumerate(marks)
    ]
    made = [Entry(document, contents[document.id], origins[document.id]) for document in new.documents]
    versions = {entry.document.id: entry.content for entry in (*entries, *made)}
    return Met(paired, documents, _rows(new, claims, made, parts), versions, _counts(new, claims))


@dataclass(frozen=True, slots=True)
class _Merged:
    """The claims that are compared, without repetitions in reprints, and their vectors (claims, d); `also_in` as in
    `Paired`; `bare` new claims state nothing."""

    compared: tuple[Claim, ...]
    vectors: np.ndarray
    also_in: dict[str, tuple[str, ...]]
    bare: int


def _merged(new: Read, old: Sequence[Claim], old_vectors: np.ndarray, origins: Mapping[str, str]) -> _Merged:
    merged, also_in = reprints.merge([*old, *new.claims], origins)
    vector = dict(zip((claim.id for claim in old), old_vectors, strict=True))
    vector |= zip((claim.id for claim in new.stated), new.claim_vectors, strict=True)
    compared = tuple(claim for claim in merged if claim.id in vector)
    vectors = np.array([vector[claim.id] for claim in compared], np.float32)
    return _Merged(compared, vectors.reshape(len(compared), new.vectors.shape[1]), also_in, len(merged) - len(compared))


def _paired(
    claims: _Merged,
    new: Read,
    documents: Sequence[Document],
    linked: csr_matrix,
    origins: Mapping[str, str],
    settings: Settings,
    cascade: Cascade,
    revising: UpdateModel,
) -> Paired:
    rows = {document.id: i for i, document in enumerate(documents)}
    by_id = {document.id: document for document in documents}
    heard = voices(documents, claims.compared, rows, linked)
    found = candidates.pairs(claims.compared, claims.vectors, rows, linked, origins, settings.neighbours, heard)
    labels = topics.topics([events.event_text(document) for document in documents], linked)
    paired = Paired(claims.compared, claims.bare, claims.also_in, dict(zip(rows, labels, strict=True)), heard)
    return pipeline.selected(paired, found, by_id, settings, cascade, revising, frozenset(d.id for d in new.documents))


def _rows(new: Read, claims: _Merged, entries: Sequence[Entry], parts: Sequence[dict[str, Any]]) -> tuple[Row, ...]:
    own: dict[str, list[Claim]] = defaultdict(list)
    for claim in new.claims:
        own[claim.document_id].append(claim)
    places: dict[str, list[int]] = defaultdict(list)
    for i, claim in enumerate(claims.compared):
        places[claim.document_id].append(i)
    repeats: dict[str, list[str]] = defaultdict(list)
    for claim_id, repeaters in claims.also_in.items():
        for name in repeaters:
            repeats[name].append(claim_id)
    return tuple(
        Row(
            entry=entry,
            claims=tuple(own[entry.document.id]),
            kept=tuple(claims.compared[i].id for i in places[entry.document.id]),
            vectors=claims.vectors[places[entry.document.id]],
            repeats=arrays.keys(sorted(repeats[entry.document.id])),
            **rest,
        )
        for entry, rest in zip(entries, parts, strict=True)
    )


def _counts(new: Read, claims: _Merged) -> dict[str, int]:
    own = {document.id for document in new.documents}
    compared = sum(claim.document_id in own for claim in claims.compared)
    return {
        "claims": len(new.claims),
        "claims repeated in reprints": len(new.claims) - compared - claims.bare,
        "claims too bare to compare": claims.bare,
    }
