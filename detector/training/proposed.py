"""Training pairs as the pipeline proposes them: its own candidates on the dossiers, at nearly their natural mix."""

from __future__ import annotations

import random
from collections.abc import Sequence

from detector import pipeline
from detector.config import Settings
from detector.gold import Dossier
from detector.ingest.origins import origins as find_origins
from detector.judge.context import statement
from detector.ports import Attributor, Embedder
from detector.training.mixture import LabelledPair
from detector.training.statements import CONTRADICTION, NEUTRAL, label_of
from detector.types import ClaimPair


def candidate_label(pair: ClaimPair, dossier: Dossier) -> int | None:
    """The label of a candidate pair of one dossier; None where both sides are disputed but gold lists no such pair."""
    listed = dossier.listed(pair.a, pair.b)
    if listed is not None:
        return label_of(*listed)
    return None if dossier.disputed(pair.a) and dossier.disputed(pair.b) else NEUTRAL


def proposed_pairs(
    dossiers: Sequence[Dossier], attributor: Attributor, embedder: Embedder, neutrals: int, seed: int
) -> list[LabelledPair]:
    """The listed pairs among the pipeline's candidates, contradictions in both orders, and `neutrals` a dossier of the
    pairs that no list names, all in context."""
    rng = random.Random(f"{seed}:proposed")
    home = {document.id: dossier for dossier in dossiers for document in dossier.documents}
    documents = [document for dossier in dossiers for document in dossier.documents]
    by_id = {d.id: d for d in documents}
    claims, _ = pipeline.extract(documents, attributor)
    passed = pipeline.pair_up(documents, claims, find_origins(documents), embedder, Settings()).passed
    listed: list[LabelledPair] = []
    rest: dict[str, list[LabelledPair]] = {}
    for pair in passed:
        dossier = home[pair.a.document_id]
        label = candidate_label(pair, dossier) if dossier is home[pair.b.document_id] else NEUTRAL
        if label is None:
            continue
        texts = [statement(c, by_id[c.document_id]) for c in (pair.a, pair.b)]
        rng.shuffle(texts)
        row = LabelledPair(texts[0], texts[1], label)
        if label == CONTRADICTION:
            listed += [row, LabelledPair(texts[1], texts[0], label)]
        elif label != NEUTRAL or dossier.listed(pair.a, pair.b) is not None:
            listed.append(row)
        else:
            rest.setdefault(dossier.id, []).append(row)
    return listed + [row for rows in rest.values() for row in rng.sample(rows, min(neutrals, len(rows)))]
