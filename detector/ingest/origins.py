"""Which documents are reprints: one wire story in five papers is one origin, not five."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from detector.types import Document

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

Shingles = npt.NDArray[np.uint32]

SHINGLE_WORDS = 5
# A copy shares this much of the shorter text. data/dossiers_train: the 30 pairs of a story and its reprint share 0.86
# to 0.97, the 339 other pairs of one event at most 0.03 (data/dossiers: 8 pairs 0.88 to 0.92, 88 others at most 0.03).
# Real news decides between (8,049 articles of data/news): of the 27 pairs from 0.50 to 0.95, all read, 19 are agency
# copy, an article quoted at length or an update; the other 8 are an outlet's own background or slide show carried from
# one story to another, which is why two texts of one outlet must be nearly the same (NEAR_COPY) to be one origin.
CONTAINMENT = 0.5
# Fewer common shingles are one quotation that both carry, whatever their share of a brief.
MIN_SHARED = 20
# Whole texts so alike stand for each other: a copy of a copy counts through it. Reprints in the dossiers: 0.70 to 0.90.
NEAR_COPY = 0.6
# 128 bands find every copy cut to a half, a third or a fifth (225 cuts of real articles) with two rows a band, and 69%
# of those cut to a tenth; with one row all of these, but 13 times the candidates: for collections that can afford them.
BANDS = 128
ONE_ROW_UP_TO = 5_000
SEED = 1
_WORD = re.compile(r"\w+")


def article_text(document: Document) -> str:
    """The text without its furniture: boilerplate that an outlet puts on every page is no common origin."""
    parts, position = [], 0
    for span in document.furniture:
        parts.append(document.text[position : span.start])
        position = span.end
    return "\n".join([*parts, document.text[position:]])


def shingles(text: str) -> Shingles:
    """The distinct runs of five words as sorted 32-bit hashes; a text of fewer words is one run."""
    words = _WORD.findall(text.casefold())
    runs = range(max(1, len(words) - SHINGLE_WORDS + 1)) if words else ()
    hashes = [zlib.crc32(" ".join(words[run : run + SHINGLE_WORDS]).encode()) for run in runs]
    return np.unique(np.array(hashes, dtype=np.uint32))


def _shared(a: Shingles, b: Shingles) -> int:
    return len(np.intersect1d(a, b, assume_unique=True))


def jaccard(a: Shingles, b: Shingles) -> float:
    """Common shingles by all shingles, 0 for two empty texts."""
    shared = _shared(a, b)
    return shared / max(1, len(a) + len(b) - shared)


def is_copy(a: Shingles, b: Shingles) -> bool:
    """Is one the other, lightly edited or cut down? Compares the sets themselves, no sketches."""
    shared = _shared(a, b)
    contained = shared >= MIN_SHARED and shared >= CONTAINMENT * min(len(a), len(b))
    return contained or jaccard(a, b) >= NEAR_COPY


class Earlier(NamedTuple):
    """A document that was read before: its shingles, its outlet, the place or id of its origin, and whether it is the
    first of that."""

    shingles: Shingles
    outlet: str
    origin: int | str
    first: bool


def origin_among(own: Shingles, outlet: str, candidates: Iterable[Earlier]) -> int | str | None:
    """The origin of a document among candidates, the first that fits: one whose first document it copies, else one of
    which it is nearly the same text as some copy."""
    earlier = list(candidates)
    head = next((one for one in earlier if one.first and _copies(own, outlet, one)), None)
    if head is not None:
        return head.origin
    return next((one.origin for one in earlier if jaccard(own, one.shingles) >= NEAR_COPY), None)


def _copies(own: Shingles, outlet: str, earlier: Earlier) -> bool:
    if outlet and outlet == earlier.outlet:
        return jaccard(own, earlier.shingles) >= NEAR_COPY
    return is_copy(own, earlier.shingles)


def sketcher(rows: int) -> Callable[[Shingles], MinHash]:
    """Makes MinHash sketches for BANDS bands of `rows` values."""
    from datasketch import MinHash  # 0.6 s with scipy: only where there are documents to compare

    blank = MinHash(num_perm=BANDS * rows, seed=SEED, hashfunc=int)

    def sketch(own: Shingles) -> MinHash:
        made = blank.copy()
        made.update_batch(own.tolist())
        return made

    return sketch


class _Read:
    """The documents so far, by their shingles."""

    def __init__(self, expected: int) -> None:
        from datasketch import MinHashLSH

        rows = 1 if expected <= ONE_ROW_UP_TO else 2
        self._sketch = sketcher(rows)
        self._index: MinHashLSH = MinHashLSH(num_perm=BANDS * rows, params=(BANDS, rows))
        self._earlier: list[Earlier] = []

    def add(self, own: Shingles, outlet: str) -> int:
        """The place of the first document of the origin that the new document, at the next place, belongs to."""
        place = len(self._earlier)
        sketch = self._sketch(own)
        candidates = (self._earlier[one] for one in sorted(self._index.query(sketch))) if len(own) else ()
        found = origin_among(own, outlet, candidates)
        origin = place if found is None else int(found)
        self._earlier.append(Earlier(own, outlet, origin, origin == place))
        if len(own):
            self._index.insert(place, sketch)
        return origin


def first(document: Document) -> tuple[datetime, str]:
    """Sort key: by publication, undated last, then by id."""
    return document.published or datetime.max.replace(tzinfo=UTC), document.id


def origins(documents: Sequence[Document]) -> dict[str, str]:
    """Each document's id to the id of the first document of its origin, itself where it is that.

    First is by publication, undated last, then by id; the order of `documents` does not matter. A document joins an
    origin when it is a copy of the origin's first document (from the same outlet: nearly the same text), or nearly the
    same text as another copy: links are verified on the shingle sets, and a round-up that holds two stories does not
    make them one. Candidates come from
    MinHash LSH (Broder 1997; Indyk and Motwani 1998) with a fixed seed.
    """
    ordered = sorted(documents, key=first)
    if not ordered:
        return {}
    read = _Read(len(ordered))
    places = [read.add(shingles(article_text(document)), document.outlet) for document in ordered]
    return {document.id: ordered[place].id for document, place in zip(ordered, places, strict=True)}
