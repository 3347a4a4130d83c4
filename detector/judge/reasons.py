"""Why two claims conflict, in words for an editor, with the places of both sides that show it."""

from __future__ import annotations

from detector.judge.slots import SlotComparison
from detector.types import Claim, ClaimPair, Document, Kind, PairScores, Reason, Span, Stance
from detector.words import NEGATION


def reasons(
    pair: ClaimPair, a: Document, b: Document, kind: Kind, slots: tuple[SlotComparison, ...], scores: PairScores
) -> tuple[Reason, ...]:
    """The grounds of a verdict, strongest first: typed quantities and dates, then the speech acts, last the model (the
    words that move it only an explanation can tell)."""
    found = [*typed(pair, slots)]
    if (pair.a.stance == "denies") != (pair.b.stance == "denies"):
        denier, other = (pair.a, pair.b) if pair.a.stance == "denies" else (pair.b, pair.a)
        words = f"{denier.holder} denies what {other.holder} {_SAID[other.stance]}"
        found.append(Reason(words, _cue(pair.a), _cue(pair.b)))
    elif kind == "self":
        found.append(Reason(f"{pair.a.holder} said otherwise on another occasion"))
    elif kind == "misquote":
        found.append(Reason(f"two reports of what {pair.a.holder} said on one occasion differ"))
    negated = _negated(pair.a, a), _negated(pair.b, b)
    if bool(negated[0]) != bool(negated[1]):
        found.append(Reason("one side negates", *negated))
    forth, back = scores.context_ab.contradiction, scores.context_ba.contradiction
    strength = "both ways" if min(forth, back) >= 0.5 else "one way" if max(forth, back) >= 0.5 else "weakly"
    found.append(Reason(f"the judge reads the two as incompatible {strength}"))
    return tuple(found)


def typed(pair: ClaimPair, slots: tuple[SlotComparison, ...]) -> tuple[Reason, ...]:
    """The quantities and dates of a pair that exclude each other, each with its place on either side."""
    return tuple(
        Reason(slot.reason, (_shift(slot.a, pair.a),), (_shift(slot.b, pair.b),))
        for slot in slots
        if slot.relation == "conflict"
    )


_SAID: dict[Stance, str] = {"asserts": "said", "narrates": "reported", "doubts": "doubted"}


def _shift(span: Span, claim: Claim) -> Span:
    return Span(span.start + claim.span.start, span.end + claim.span.start)


def _cue(claim: Claim) -> tuple[Span, ...]:
    return (claim.cue_span,) if claim.stance == "denies" and claim.cue_span else ()


def _negated(claim: Claim, document: Document) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in NEGATION.finditer(document.text, claim.span.start, claim.span.end))
