"""The live documents of an archive: found by id, address, origin or likeness, and read where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from detector.archive import arrays, segment, tables
from detector.archive.manifest import Part
from detector.archive.segment import Terms
from detector.archive.tables import Entry
from detector.pair.events import SAME_EVENT
from detector.types import Claim

# Nearest archived articles that a new one is set against by the rule for one event.
NEAREST = 128
# How far a sketch may fall short of the sum of likenesses: more than three times the 0.077 by which it strays.
SHORT = 0.25


class Place(NamedTuple):
    """A document's row in the segment with this number."""

    part: int
    row: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Reads the segments in `folder` that a manifest names, without those of their documents that are dead.

    `exhaustive` passes over the index and sets every document against the new ones, by which the index is measured."""

    folder: Path
    parts: tuple[Part, ...]
    exhaustive: bool = False

    @property
    def folders(self) -> list[Path]:
        return [self.folder / part.name for part in self.parts]

    def with_dead(self) -> Shelf:
        """The same with the documents that were replaced or withdrawn, as far as they are still there."""
        return replace(self, parts=tuple(msgspec.structs.replace(part, dead=()) for part in self.parts))

    @property
    def documents(self) -> int:
        """How many documents the segments hold, dead ones included."""
        return sum(part.documents for part in self.parts)

    def places(self, name: str, texts: Sequence[str]) -> list[list[Place]]:
        """For each text the live documents that the lookup `name` has for it, in the archive's order."""
        found: list[list[Place]] = [[] for _ in texts]
        wanted = arrays.keys(texts)
        for number, part in enumerate(self.parts):
            dead = set(part.dead)
            hits = arrays.find(self.folder / part.name / name, wanted)
            for asked, row in zip(hits.asked.tolist(), hits.values.tolist(), strict=True):
                if row not in dead:
                    found[asked].append(Place(number, row))
        return found

    def near(self, sketches: np.ndarray) -> list[Place]:
        """The places that may cover the event of any of the sketches (n, m), in the archive's order."""
        if self.exhaustive:
            return [
                Place(number, row)
                for number, part in enumerate(self.parts)
                for row in range(part.documents)
                if row not in part.dead
            ]
        none = np.zeros(0, np.int64)
        asked, scores, numbers, rows = [none], [none], [none], [none]
        for number, part in enumerate(self.parts):
            index = segment.index(self.folder / part.name)
            near, found = index.search(sketches, min(index.ntotal, NEAREST + len(part.dead)))
            who, k = np.nonzero((near >= SAME_EVENT - SHORT) & ~np.isin(found, part.dead))
            asked.append(who)
            scores.append(near[who, k])
            numbers.append(np.full(len(who), number))
            rows.append(found[who, k])
        who, score, number, row = (np.concatenate(some) for some in (asked, scores, numbers, rows))
        order = np.lexsort((row, number, -score, who))
        who = who[order]
        nearest = order[np.arange(len(who)) - np.searchsorted(who, who) < NEAREST]
        places = np.unique(np.stack([number[nearest], row[nearest]]), axis=1)
        return [Place(*place) for place in places.T.tolist()]

    def terms(self, places: Sequence[Place]) -> tuple[list[Terms], list[Terms]]:
        """Words and names of documents."""
        read = [segment.terms(folder, rows) for folder, rows in self._grouped(places)]
        return [one for words, _ in read for one in words], [one for _, names in read for one in names]

    def vectors(self, places: Sequence[Place], width: int) -> np.ndarray:
        """float32 (n, width): the embeddings of documents, the first columns of their sketches."""
        read = [
            segment.index(folder).reconstruct_batch(np.array(rows, np.int64))[:, :width]
            for folder, rows in self._grouped(places)
        ]
        return np.concatenate([np.zeros((0, width), np.float32), *read])

    def entries(self, places: Sequence[Place]) -> list[Entry]:
        """The documents at ascending places."""
        return [entry for folder, rows in self._grouped(places) for entry in segment.entries(folder, rows)]

    def contents(self, places: Sequence[Place]) -> list[str]:
        """The names of the versions of documents at ascending places."""
        return [
            row["content"]
            for folder, rows in self._grouped(places)
            for row in tables.rows_at(folder / segment.DOCUMENTS, rows, ["content"])
        ]

    def kept(self, places: Sequence[Place], entries: Sequence[Entry], width: int) -> tuple[list[Claim], np.ndarray]:
        """The claims of documents that are compared, with their vectors (n, width)."""
        claims: list[Claim] = []
        vectors, at = [np.zeros((0, width), np.float32)], 0
        for folder, rows in self._grouped(places):
            found, own = segment.kept(folder, entries[at : at + len(rows)])
            claims += found
            vectors.append(own)
            at += len(rows)
        return claims, np.concatenate(vectors)

    def claims(self, place: Place, entry: Entry) -> list[Claim]:
        """All claims of one document."""
        return segment.claims(self.folder / self.parts[place.part].name, entry)

    def repeated_in(self, claim_ids: Sequence[str]) -> list[list[Place]]:
        """For each claim the live documents that repeat it word for word."""
        return self.places(segment.REPEATS, claim_ids)

    def _grouped(self, places: Iterable[Place]) -> list[tuple[Path, list[int]]]:
        rows: dict[int, list[int]] = {}
        for place in places:
            rows.setdefault(place.part, []).append(place.row)
        return [(self.folder / self.parts[number].name, own) for number, own in rows.items()]
