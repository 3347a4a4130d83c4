"""The articles that an archive of any size is multiplied from, with their claims and embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from detector import pipeline, wiring
from detector.config import Settings
from detector.evaluate.bench.multiply import content_words, no_names
from detector.extract.checkable import states_something
from detector.pair import candidates, events
from detector.pipeline import Progress
from detector.types import Claim, Document, content_id

UNRELATED = 0.5  # quantile of the cosines between articles: copies are other events
SAMPLED = 1000  # rows whose cosines are looked at
FILE = "base.msgpack"


class Facts(msgspec.Struct, frozen=True):
    """Documents with the claims of each, of which `stated` are compared. `alike` and `claims_alike` are the
    cosines that one article and one claim have in two copies: those that half of the pairs of the base stay under."""

    name: str
    documents: tuple[Document, ...]
    claims: tuple[tuple[Claim, ...], ...]
    stated: tuple[tuple[bool, ...], ...]
    common: tuple[str, ...]
    exchanged: tuple[str, ...]
    alike: float
    claims_alike: float


@dataclass(frozen=True, slots=True)
class Base:
    """`facts` with unit embeddings: `vectors` (documents, d), `claim_vectors` (stated claims, d) in order."""

    facts: Facts
    vectors: np.ndarray
    claim_vectors: np.ndarray


def made(documents: Sequence[Document], folder: Path, settings: Settings, progress: Progress) -> Base:
    """The base in a folder, made there by the rules and the embedder where it is not there yet."""
    name = content_id(*(document.id + document.text for document in documents), settings.digest())
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
    np.save(folder / "vectors.npy", vectors)
    np.save(folder / "claim-vectors.npy", claim_vectors)
    (folder / FILE).write_bytes(msgspec.msgpack.encode(facts))
    return Base(facts, vectors, claim_vectors)


def load(folder: Path) -> Base:
    """The base that was made in a folder."""
    facts = msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Facts)
    return Base(facts, np.load(folder / "vectors.npy"), np.load(folder / "claim-vectors.npy"))


def unrelated(vectors: np.ndarray) -> float:
    """The UNRELATED quantile of the cosines between rows."""
    some = vectors[:: max(1, len(vectors) // SAMPLED)]
    return float(np.quantile((some @ some.T)[np.triu_indices(len(some), 1)], UNRELATED))


def _in_context(claim: Claim, document: Document) -> str:
    return candidates.in_context(claim, document.text)
