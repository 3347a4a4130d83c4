"""Words and names of articles as hashes, weighed by how many articles of the archive have them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfTransformer

from detector.archive import arrays
from detector.archive.segment import Terms
from detector.pair import events
from detector.pair.events import Traits

# Widths of the sketches of words and names. An inner product of sketches strays from that of the weights by
# 1 / sqrt(width) of the product of their lengths: 0.077 for both together.
WORD_WIDTH, NAME_WIDTH = 512, 256
MOST = np.iinfo(np.uint16).max


def terms(texts: Sequence[str]) -> tuple[list[Terms], list[Terms]]:
    """Words and names of each text."""
    names = [events.names_in(text) for text in texts]
    return [_counted(one) for one in events.tokens(texts)], [_counted(one) for one in events.tokens(names)]


def _counted(tokens: Sequence[str]) -> Terms:
    hashes = np.array([crc32(token.encode("utf-8", "surrogatepass")) for token in tokens], np.uint32)
    found, counts = np.unique(hashes, return_counts=True)
    return Terms(found, np.minimum(counts, MOST).astype(np.uint16))


class Frequencies:
    """In how many articles a term stands: those of the archive's segments, and `own` ones beside them."""

    def __init__(self, folders: Sequence[Path], name: str, articles: int, own: Sequence[Terms]):
        self._paths = [folder / name for folder in folders]
        self._articles = articles + len(own)
        flat = np.concatenate([one.hashes for one in own]) if own else np.zeros(0, np.uint32)
        self._own, self._times = np.unique(flat, return_counts=True)

    def idf(self, hashes: np.ndarray) -> np.ndarray:
        """float64 (n,): the inverse document frequency of terms, ascending and distinct, as scikit-learn has it."""
        times = np.zeros(len(hashes))
        for path in self._paths:
            found = arrays.find(path, hashes)
            np.add.at(times, found.asked, found.values)
        if len(self._own):
            place = np.minimum(np.searchsorted(self._own, hashes), len(self._own) - 1)
            times += np.where(self._own[place] == hashes, self._times[place], 0)
        return np.log((1 + self._articles) / (1 + np.maximum(times, 1))) + 1


class Weighing:
    """TF-IDF weights in one numbering of columns, so that those of several groups of articles can be multiplied."""

    def __init__(self, frequencies: Frequencies, *groups: Sequence[Terms]):
        flat = [one.hashes for group in groups for one in group]
        self.columns = np.unique(np.concatenate([*flat, np.zeros(0, np.uint32)]))
        self._transformer = TfidfTransformer(sublinear_tf=True)
        self._transformer.idf_ = frequencies.idf(self.columns)

    def weights(self, group: Sequence[Terms]) -> csr_matrix:
        """(len(group), columns), rows of length 1, or 0 where an article has no terms."""
        starts = np.concatenate([[0], np.cumsum([len(one.hashes) for one in group])])
        flat = np.concatenate([*(one.hashes for one in group), np.zeros(0, np.uint32)])
        counts = np.concatenate([*(one.counts for one in group), np.zeros(0, np.uint16)]).astype(np.float64)
        shape = (len(group), len(self.columns))
        if not len(flat):
            return csr_matrix((len(group), max(1, len(self.columns))))
        return self._transformer.transform(csr_matrix((counts, np.searchsorted(self.columns, flat), starts), shape))


def sketches(traits: Traits, words: np.ndarray, names: np.ndarray) -> np.ndarray:
    """float32 (n, d + WORD_WIDTH + NAME_WIDTH): rows whose inner products come near the sum of the three likenesses.

    `words` and `names` are the hashes of the columns of these traits. Count sketches (Charikar, Chen and Farach-Colton
    2002): every term has a column and a sign by its hash.
    """
    sketched = (_sketched(traits.words, words, WORD_WIDTH), _sketched(traits.names, names, NAME_WIDTH))
    return np.hstack([traits.vectors, *sketched]).astype(np.float32)


def _sketched(weights: csr_matrix, hashes: np.ndarray, width: int) -> np.ndarray:
    if not len(hashes):
        return np.zeros((weights.shape[0], width))
    signs = np.where(hashes >> np.uint32(31), 1.0, -1.0)
    places = (np.arange(len(hashes)), (hashes % np.uint32(width)).astype(np.int64))
    return np.asarray((weights @ csr_matrix((signs, places), (len(hashes), width))).toarray())
