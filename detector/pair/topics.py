"""Readable labels for the events of a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import TfidfVectorizer

WORDS = 3


def topics(texts: Sequence[str], linked: csr_matrix) -> list[str]:
    """A label for each article's event: its most distinctive words (TF-IDF over the events), joined by " · "."""
    if not texts:
        return []
    count, member = connected_components(linked, directed=False)
    grouped = [" ".join(t for t, m in zip(texts, member, strict=True) if m == e) for e in range(count)]
    vectorizer = TfidfVectorizer(
        lowercase=False,
        stop_words="english",
        ngram_range=(1, 2),
        token_pattern=r"[A-Za-z][\w'’-]{2,}",
        sublinear_tf=True,
    )
    try:
        weights = vectorizer.fit_transform(grouped)
    except ValueError:
        return ["" for _ in texts]
    terms = np.array(vectorizer.get_feature_names_out())
    labels = [_label(weights[e].toarray()[0], terms) for e in range(count)]
    return [labels[e] for e in member]


def _label(weights: np.ndarray, terms: np.ndarray) -> str:
    chosen: list[str] = []
    for i in np.argsort(-weights, kind="stable"):
        term = str(terms[i])
        if weights[i] <= 0 or len(chosen) == WORDS:
            break
        words = {w.lower() for w in term.split()}
        if words.isdisjoint(w.lower() for c in chosen for w in c.split()):
            chosen.append(term)
    return " · ".join(chosen)
