"""An attributor that remembers: a killed run does not read again what it has read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from detector.backends.kept import Kept, key
from detector.ports import Attributor
from detector.types import Claim, Document, Rejected

Reading = tuple[list[Claim], list[Rejected]]


class RememberingAttributor:
    """An Attributor over another one that keeps what it found in each document in a SQLite file, keyed by the document
    and by `digest`, which names the attributor and the code around it."""

    def __init__(self, attributor: Attributor, path: Path, digest: str):
        self._attributor = attributor
        self.digest = attributor.digest
        self._code = digest
        self._kept = Kept(path)

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[Reading]:
        """As the attributor beneath, which is asked for what is not known."""
        keys = [key(self.digest, self._code, _content(document)) for document in documents]
        held = self._kept.known(keys)
        new = [i for i, one in enumerate(keys) if one not in held]
        found = dict(zip(new, self._attributor.claims_of_each([documents[i] for i in new]), strict=True))
        self._kept.keep([(keys[i], msgspec.msgpack.encode(reading)) for i, reading in found.items()])
        for i, one in enumerate(keys):
            yield found[i] if i in found else msgspec.msgpack.decode(held[one], type=Reading)

    def close(self) -> None:
        self._kept.close()


def _content(document: Document) -> str:
    return msgspec.json.encode(replace(document, path="")).decode()
