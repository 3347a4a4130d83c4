"""The archived articles on the events of new ones, by the rule that a run without an archive has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from detector.archive import segment
from detector.archive.segment import Terms
from detector.archive.shelf import Place, Shelf
from detector.archive.terms import Frequencies, Weighing, sketches
from detector.pair import events
from detector.pair.events import Traits


@dataclass(frozen=True, slots=True)
class Nearby:
    """`places` of the archived articles on the events of the new ones; `linked` (archived and then new ones, the same)
    says which of all these cover one event; `sketches` (new, m) are what the new ones are to be found by."""

    places: tuple[Place, ...]
    linked: csr_matrix
    sketches: np.ndarray


def nearby(
    vectors: np.ndarray, words: Sequence[Terms], names: Sequence[Terms], origins: Iterable[str], shelf: Shelf
) -> Nearby:
    """`vectors` (n, d) are the embeddings of the new articles, `words` and `names` their terms, `origins` the archived
    origins that some of them belong to."""
    counted = (
        Frequencies(shelf.folders, segment.WORD_ARTICLES, shelf.documents, words),
        Frequencies(shelf.folders, segment.NAME_ARTICLES, shelf.documents, names),
    )
    weighing = Weighing(counted[0], words), Weighing(counted[1], names)
    traits = Traits(vectors, weighing[0].weights(words), weighing[1].weights(names))
    sketched = sketches(traits, weighing[0].columns, weighing[1].columns)
    copied = {place for found in shelf.places(segment.ORIGINS, sorted(set(origins))) for place in found}
    met = sorted({*shelf.near(sketched), *copied})
    old_words, old_names = shelf.terms(met)
    weighing = Weighing(counted[0], words, old_words), Weighing(counted[1], names, old_names)
    new = Traits(vectors, weighing[0].weights(words), weighing[1].weights(names))
    old = Traits(shelf.vectors(met, vectors.shape[1]), weighing[0].weights(old_words), weighing[1].weights(old_names))
    # The archived ones as rows: they are the many, and the rows are gone through some at a time.
    touched = set(np.flatnonzero(np.diff(events.alike(old, new).indptr)).tolist())
    some = [i for i, place in enumerate(met) if i in touched or place in copied]
    linked = events.linked(
        Traits(
            np.concatenate([old.vectors[some], new.vectors]),
            vstack([old.words[some], new.words], format="csr"),
            vstack([old.names[some], new.names], format="csr"),
        )
    )
    return Nearby(tuple(met[i] for i in some), linked, sketched)
