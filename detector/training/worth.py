"""The model of what is worth comparing: fitted on labelled sentences and on claims of dossiers, its floor set by
cross-validation."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.numpy import load_file
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from detector import gold
from detector.attributed import Labelled, labelled_sentences, set_apart
from detector.extract.grammar import Token, tokens_of
from detector.extract.worth import CLAIM, UNIT, Worth, denies, features, load, plain_words, save
from detector.gold import Dossier
from detector.training.judge import dossiers, folders
from detector.types import Span

PRECISE = 1000  # the floor is rounded down to so many parts


class Clause(NamedTuple):
    """Tokens, words and features of a sentence, and its class."""

    tokens: list[Token]
    words: list[str]
    features: list[str]
    label: str


@dataclass(frozen=True, slots=True)
class Vectors:
    """Vectors (len(index), dimensions) of frequent words."""

    index: dict[str, int]
    rows: np.ndarray


def train_worth(recipe: Path, data: Path, out: Path) -> str:
    """Fit, save to `out`/model.json and return a summary: what is kept and refused of the held-out sentences and of the
    claims in held-out dossiers."""
    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    sentences = labelled_sentences(folders([plan["sentences"]], data)[0])
    own = [clause(one.text, one.label) for one in sentences if not set_apart(one.text)]
    used = dossiers(plan["dossiers"], data)
    claims = [clause(text, CLAIM) for text in stated([d for d in used if not gold.held_out(d.id)])]
    vectors = word_vectors(folders([plan["vectors"]], data)[0], plan["dimensions"], plan["words"])
    floor = floor_of(own, claims, vectors, plan)
    rng = np.random.default_rng(plan["seed"])
    more = [claims[i] for i in rng.permutation(len(claims))[: plan["claims"]]]
    out.mkdir(parents=True, exist_ok=True)
    save(fitted(own, more, vectors, plan, floor), out / "model.json")
    made = load(out / "model.json")
    told = [f"{len(own)} sentences and {len(more)} claims of dossiers; floor {made.floor}"]
    held = [one for one in sentences if set_apart(one.text)]
    told.append(summary("held-out sentences", held, made))
    of_dossiers = stated([d for d in used if gold.held_out(d.id)])
    told.append(summary("held-out dossiers", [Labelled(text, CLAIM) for text in of_dossiers], made))
    return "\n".join(told)


def summary(name: str, sentences: Sequence[Labelled], made: Worth) -> str:
    """How many of each class a model lets through."""
    reasons = made.reasons([tokens_of(one.text, Span(0, len(one.text)), ()) for one in sentences])
    total = Counter(one.label for one in sentences)
    kept = Counter(one.label for one, reason in zip(sentences, reasons, strict=True) if reason is None)
    return f"{name}, passed: " + ", ".join(f"{label} {kept[label]}/{n}" for label, n in sorted(total.items()))


def clause(text: str, label: str) -> Clause:
    """A sentence as the model sees it."""
    tokens = tokens_of(text, Span(0, len(text)), ())
    words = plain_words(tokens)
    return Clause(tokens, words, features(words), label)


def stated(used: Sequence[Dossier]) -> list[str]:
    """The quotes of what dossiers list as asserted or narrated."""
    texts = {document.id: document.text for dossier in used for document in dossier.documents}
    return [
        c.place.span.of(texts[c.place.document_id])
        for dossier in used
        for c in dossier.claims
        if c.stance in ("asserts", "narrates")
    ]


def word_vectors(folder: Path, dimensions: int, most: int) -> Vectors:
    """The embeddings of the `most` first words of an embedder's vocabulary, which is sorted by frequency, on their
    `dimensions` main axes."""
    vocabulary = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    names = [w for w in vocabulary if w.isalpha() and w.isascii() and len(w) > 1]
    weights = load_file(folder / "model.safetensors")
    (table,) = (rows for name, rows in weights.items() if name.endswith("word_embeddings.weight"))
    rows = table[[vocabulary[w] for w in names]].astype(np.float64)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows -= rows.mean(axis=0)
    axes = np.linalg.svd(rows, full_matrices=False)[2][:dimensions]
    return Vectors({w: i for i, w in enumerate(names[:most])}, rows[:most] @ axes.T)


def floor_of(own: Sequence[Clause], claims: Sequence[Clause], vectors: Vectors, plan: dict) -> float:
    """The lowest of the `highest` floor wanted and of the two probabilities under which lie, in cross-validation, so
    many of the labelled claims and of the dossiers' as the recipe gives away."""
    labels = np.array([one.label for one in own])
    rng = np.random.default_rng(plan["seed"])
    folds = StratifiedKFold(plan["folds"], shuffle=True, random_state=plan["seed"]).split(labels, labels)
    seen_own, seen_claims = [], []
    for train, test in folds:
        order = rng.permutation(len(claims))
        more = [claims[i] for i in order[: plan["claims"]]]
        made = fitted([own[i] for i in train], more, vectors, plan, 0.0)
        seen_own += chances(made, [own[i] for i in test if labels[i] == CLAIM])
        seen_claims += chances(made, [claims[i] for i in order[plan["claims"] :]])
    lowest = min(
        plan["highest"],
        np.quantile(seen_own, 1 - plan["kept"], method="lower"),
        np.quantile(seen_claims, 1 - plan["kept_of_dossiers"], method="lower"),
    )
    return int(lowest * PRECISE) / PRECISE


def chances(made: Worth, some: Sequence[Clause]) -> list[float]:
    """How likely each is a claim; what denies something passes anyway."""
    found = made.probabilities([one.tokens for one in some])[:, made.classes.index(CLAIM)]
    return [1.0 if denies(one.tokens) else float(p) for one, p in zip(some, found, strict=True)]


def fitted(own: Sequence[Clause], claims: Sequence[Clause], vectors: Vectors, plan: dict, floor: float) -> Worth:
    """A regression over features that occur `least` times and, beside them, the mean vector of the words, which is
    folded into weights of the words themselves."""
    every = [*own, *claims]
    counts = Counter(f for one in every for f in one.features)
    index = {f: i for i, f in enumerate(f for f, n in counts.items() if n >= plan["least"])}
    rows = hstack([_sparse(every, index), csr_matrix(plan["scale"] * _means(every, vectors))]).tocsr()
    model = LogisticRegression(C=plan["strength"], max_iter=plan["iterations"])
    model.fit(rows, [one.label for one in every], [plan["weight"]] * len(own) + [1.0] * len(claims))
    weights = np.rint(model.coef_.T[: len(index)] * UNIT).astype(np.int64)
    pooled = np.rint(plan["scale"] * vectors.rows @ model.coef_.T[len(index) :] * UNIT).astype(np.int64)
    heavy = np.abs(weights).max(axis=1) >= plan["lightest"] * UNIT
    kept = {f: k for k, f in enumerate(f for f, i in index.items() if heavy[i])}
    classes = tuple(str(name) for name in model.classes_)
    return Worth(classes, model.intercept_, kept, weights[heavy], vectors.index, pooled, floor)


def _sparse(some: Sequence[Clause], index: dict[str, int]) -> csr_matrix:
    known = [[index[f] for f in one.features if f in index] for one in some]
    values = [1 / np.sqrt(len(one.features)) for one, found in zip(some, known, strict=True) for _ in found]
    starts = np.cumsum([0, *map(len, known)])
    return csr_matrix((values, [i for found in known for i in found], starts), shape=(len(some), len(index)))


def _means(some: Sequence[Clause], vectors: Vectors) -> np.ndarray:
    found = np.zeros((len(some), vectors.rows.shape[1]))
    for row, one in zip(found, some, strict=True):
        places = [vectors.index[w] for w in one.words if w in vectors.index]
        row += vectors.rows[places].sum(axis=0) / max(1, len(one.words))
    return found
