"""Training pairs out of dossiers: claims in their context, labelled by the gold quotes that they cover."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from detector.gold import LISTS, Dossier, GoldPair
from detector.judge.context import statement
from detector.names import same_holder
from detector.ports import Attributor
from detector.training.mixture import LabelledPair
from detector.types import LABELS, Claim, Stance

ENTAILMENT, NEUTRAL, CONTRADICTION = range(len(LABELS))
AGREEING_TRAPS = ("paraphrase", "syndicated-copy")
# Traps that stay open when only the propositions are compared; without its date a later toll looks like a conflict, and
# a reported or hedged claim can lose what made it one.
OPEN_WHEN_BARE = ("compatible-number", "other-event", "more-specific")
BARE_STRANGERS = 6


def label_of(listed: str, pair: GoldPair) -> int:
    """What a pair of one of gold.LISTS teaches."""
    if listed == "traps":
        return ENTAILMENT if pair.type in AGREEING_TRAPS else NEUTRAL
    return CONTRADICTION if listed == "conflicts" else ENTAILMENT


def labelled_pairs(dossier: Dossier) -> list[tuple[GoldPair, int]]:
    """The listed pairs of a dossier with the label that each teaches."""
    return [(pair, label_of(name, pair)) for name in LISTS for pair in getattr(dossier, name)]


def from_gold(dossier: Dossier) -> Iterator[LabelledPair]:
    """Each listed pair with its quotes as they stand, in context; and bare where gold has the propositions."""
    documents = {d.id: d for d in dossier.documents}
    told = {(c.place.document_id, c.place.span) for c in dossier.claims if c.proposition}
    for pair, label in labelled_pairs(dossier):
        sides = dossier.sides(pair)
        texts = [statement(side, documents[side.document_id]) for side in sides]
        yield from both_orders(texts[0], texts[1], label)
        bare = _bare_label(pair, label, [s.stance for s in sides])
        if bare is not None and all((s.document_id, s.span) in told for s in sides):
            yield from both_orders(sides[0].proposition, sides[1].proposition, bare)


def bare_strangers(dossier: Dossier, rng: random.Random) -> Iterator[LabelledPair]:
    """Propositions of gold claims that are in no listed pair together, and not both in disputes, as neutrals."""
    listed = [pair for pair, _ in labelled_pairs(dossier)]
    disputed = {place for pair in dossier.conflicts for place in (pair.a, pair.b)}
    claims = [claim for claim in dossier.claims if claim.proposition]
    free = [
        (x, y)
        for x, y in combinations(claims, 2)
        if not (x.place in disputed and y.place in disputed)
        and not any({x.place, y.place} == {pair.a, pair.b} for pair in listed)
        and x.proposition != y.proposition
    ]
    for x, y in rng.sample(free, min(len(free), BARE_STRANGERS)):
        yield LabelledPair(x.proposition, y.proposition, NEUTRAL)


def _bare_label(pair: GoldPair, label: int, stances: list[Stance]) -> int | None:
    """What two propositions without their holders and stances are to each other: P contradicts Q between two
    assertions, and P entails what the other side denies. None where that does not follow from the list."""
    denials = stances.count("denies")
    if label == CONTRADICTION:
        return (CONTRADICTION, ENTAILMENT, None)[denials]
    if label == ENTAILMENT:
        return ENTAILMENT if denials != 1 else None
    return NEUTRAL if pair.type in OPEN_WHEN_BARE and denials == 0 else None


def from_claims(dossier: Dossier, attributor: Attributor, strangers: int, rng: random.Random) -> Iterator[LabelledPair]:
    """Pairs of extracted claims: those that cover the listed quotes, and `strangers` pairs that no list names as
    neutrals, half of them among the ones that share most words."""
    documents = {d.id: d for d in dossier.documents}
    claims = [claim for found, _ in attributor.claims_of_each(dossier.documents) for claim in found]
    texts = {claim.id: statement(claim, documents[claim.document_id]) for claim in claims}
    disputed = {claim.id for claim in claims if dossier.disputed(claim)}
    rest: list[tuple[float, Claim, Claim]] = []
    for a, b in combinations(claims, 2):
        if a.document_id == b.document_id and (a.span.overlaps(b.span) or same_holder(a.holder, b.holder)):
            continue
        listed = dossier.listed(a, b)
        if listed is not None:
            yield from both_orders(texts[a.id], texts[b.id], label_of(*listed))
        elif not (a.id in disputed and b.id in disputed):
            rest.append((_shared_words(a, b), a, b))
    rest.sort(key=lambda row: (-row[0], row[1].id, row[2].id))
    near = rest[: strangers * 2]
    for _, a, b in rng.sample(near, min(len(near), strangers // 2)) + rng.sample(rest, min(len(rest), strangers // 2)):
        one, two = (a, b) if rng.random() < 0.5 else (b, a)
        yield LabelledPair(texts[one.id], texts[two.id], NEUTRAL)


def statement_pairs(
    dossiers: Iterable[Dossier], attributor: Attributor, strangers: int, seed: int
) -> list[LabelledPair]:
    """All training pairs of some dossiers, in their order, each once."""
    rng = random.Random(f"{seed}:statements")
    found = [
        pair
        for d in dossiers
        for pair in (*from_gold(d), *bare_strangers(d, rng), *from_claims(d, attributor, strangers, rng))
    ]
    return list(dict.fromkeys(found))


def both_orders(a: str, b: str, label: int) -> tuple[LabelledPair, LabelledPair]:
    """A pair with its label, and the same pair turned round."""
    return LabelledPair(a, b, label), LabelledPair(b, a, label)


def _shared_words(a: Claim, b: Claim) -> float:
    one, two = (set(re.findall(r"\w{4,}", c.proposition.lower())) for c in (a, b))
    return len(one & two) / max(1, len(one | two))
