"""How a claim is put to the judge: in its context, since a bare clause is too short to judge."""

from __future__ import annotations

from detector.types import Claim, Document

SAYS = {"asserts": "says", "denies": "denies", "doubts": "doubts", "narrates": "reports"}
WHOLE = 0.8  # a proposition with this share of its sentence's characters is the sentence: it is not said twice


def statement(claim: Claim, document: Document) -> str:
    """Date and title, the sentence where the claim is only a part of it, then who says, denies, doubts or reports what.

    The judge's recipe trains on this very format; a change here asks for a new training.
    """
    day = f"{document.published:%Y-%m-%d}" if document.published else "undated"
    sentence = " ".join(claim.sentence.of(document.text).split())
    around = "" if len(claim.proposition) >= WHOLE * len(sentence) else f" {sentence}"
    return f"{day}. {document.title}.{around} | {claim.holder} {SAYS[claim.stance]}: {claim.proposition}"
