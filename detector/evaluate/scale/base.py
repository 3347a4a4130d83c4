"""The articles that an archive of any size is multiplied from, with their claims and embeddings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from detector.types import Claim, Document

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


def load(folder: Path) -> Base:
    """The base that was made in a folder."""
    facts = msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Facts)
    return Base(facts, np.load(folder / "vectors.npy"), np.load(folder / "claim-vectors.npy"))


def save(base: Base, folder: Path) -> None:
    """Write the base where `load` finds it."""
    np.save(folder / "vectors.npy", base.vectors)
    np.save(folder / "claim-vectors.npy", base.claim_vectors)
    (folder / FILE).write_bytes(msgspec.msgpack.encode(base.facts))
