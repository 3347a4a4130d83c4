"""Training pairs out of dossiers: claims in their context, labelled by the gold quotes that they cover."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from detector.gold import Dossier, GoldClaim, GoldPair, Place
from detector.judge.context import statement
from detector.names import same_holder
from detector.ports import Attributor
from detector.training.mixture import LabelledPair
from detector.types import LABELS, Claim, Document, Span, Stance, content_id

ENTAILMENT, NEUTRAL, CONTRADICTION = range(len(LABELS))
AGREEING_TRAPS = ("paraphrase", "syndicated-copy")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s")


def labelled_pairs(dossier: Dossier) -> list[tuple[GoldPair, int]]:
    """The listed pairs of a dossier with the label that each teaches."""
    return [
        *((pair, CONTRADICTION) for pair in dossier.conflicts),
        *((pair, ENTAILMENT) for pair in dossier.agreements),
        *((pair, ENTAILMENT if pair.type in AGREEING_TRAPS else NEUTRAL) for pair in dossier.traps),
    ]


def from_gold(dossier: Dossier) -> Iterator[LabelledPair]:
    """Each listed pair with its quotes as they stand, in context; and, where gold has the propositions, bare:
    P contradicts Q between two assertions, and P entails what the other side denies."""
    documents = {d.id: d for d in dossier.documents}
    by_place = {(c.place.document_id, c.place.span): c for c in dossier.claims}
    for pair, label in labelled_pairs(dossier):
        sides = [
            _gold_side(place, by_place.get((place.document_id, place.span)), holder, documents[place.document_id])
            for place, holder in ((pair.a, pair.a_holder), (pair.b, pair.b_holder))
        ]
        texts = [statement(side, documents[side.document_id]) for side in sides]
        yield from _both_orders(texts[0], texts[1], label)
        if label == CONTRADICTION and all((s.document_id, s.span) in by_place for s in sides):
            denials = [s.stance == "denies" for s in sides]
            if not all(denials):
                bare = ENTAILMENT if any(denials) else CONTRADICTION
                yield from _both_orders(sides[0].proposition, sides[1].proposition, bare)


def from_claims(dossier: Dossier, attributor: Attributor, strangers: int, rng: random.Random) -> Iterator[LabelledPair]:
    """Pairs of extracted claims: those that cover the listed quotes, and `strangers` pairs that no list names as
    neutrals, half of them among the ones that share most words."""
    documents = {d.id: d for d in dossier.documents}
    claims = [claim for document in dossier.documents for claim in attributor.claims(document)[0]]
    texts = {claim.id: statement(claim, documents[claim.document_id]) for claim in claims}
    listed = labelled_pairs(dossier)
    disputed = {c.id for c in claims for p in dossier.conflicts if p.a.covered_by(c) or p.b.covered_by(c)}
    rest: list[tuple[float, Claim, Claim]] = []
    for a, b in combinations(claims, 2):
        if a.document_id == b.document_id and (a.span.overlaps(b.span) or same_holder(a.holder, b.holder)):
            continue
        label = next((label for pair, label in listed if pair.matches(a, b)), None)
        if label is not None:
            yield from _both_orders(texts[a.id], texts[b.id], label)
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
    found = [pair for d in dossiers for pair in (*from_gold(d), *from_claims(d, attributor, strangers, rng))]
    return list(dict.fromkeys(found))


def _both_orders(a: str, b: str, label: int) -> tuple[LabelledPair, LabelledPair]:
    return LabelledPair(a, b, label), LabelledPair(b, a, label)


def _gold_side(place: Place, gold: GoldClaim | None, holder: str, document: Document) -> Claim:
    stance: Stance = gold.stance if gold else ("narrates" if holder == document.outlet else "asserts")  # type: ignore[assignment]
    quote = place.span.of(document.text)
    return Claim(
        id=content_id(place.document_id, str(place.span)),
        document_id=place.document_id,
        span=place.span,
        sentence=sentence_around(document.text, place.span),
        quote=quote,
        proposition=(gold.proposition if gold and gold.proposition else quote),
        holder=gold.holder if gold else holder or document.outlet,
        stance=stance,
    )


def sentence_around(text: str, span: Span) -> Span:
    """The sentence or sentences that a gold quote stands in."""
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, span.start)), default=0)
    start = max(start, text.rfind("\n", 0, span.start) + 1)
    after = _SENTENCE_END.search(text, max(span.end - 1, 0))
    line = text.find("\n", span.end)
    ends = [e for e in (after.end() - 1 if after else -1, line) if e >= 0]
    return Span(start, min(ends, default=len(text)))


def _shared_words(a: Claim, b: Claim) -> float:
    one, two = (set(re.findall(r"\w{4,}", c.proposition.lower())) for c in (a, b))
    return len(one & two) / max(1, len(one | two))
