"""The pieces of a sentence between its inserted cues, and which of these each belongs to."""

from __future__ import annotations

from detector.extract.according import Inserted
from detector.extract.clauses import Clause, cut
from detector.extract.grammar import ASKED, Token, has_finite_verb
from detector.extract.predicates import find_predicate
from detector.types import Span


def pieces_of(tokens: list[Token], inserted: list[Inserted]) -> list[Clause]:
    pieces: list[Clause] = []
    start = 0
    for ins in inserted:
        if ins.start > start:
            pieces += cut(tokens, start, ins.start)
        start = max(start, ins.end)
    if start < len(tokens):
        pieces += cut(tokens, start, len(tokens))
    return _joined(tokens, [p for p in pieces if any(t.is_word for t in tokens[p.start : p.end])])


def _joined(tokens: list[Token], pieces: list[Clause]) -> list[Clause]:
    """Puts together again what has no verb of its own: a subject and its relative clause, a clause that a medial
    relative clause without a cue interrupts."""
    joined: list[Clause] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and piece.link == "resume" and len(joined) > 1 and _plain(tokens, last) and _plain(tokens, piece):
            head = joined[-2]
            joined[-2:] = [Clause(head.start, piece.end, head.link, head.medial)]
        elif (
            last
            and piece.link == "rel"
            and not piece.medial
            and not has_finite_verb(tokens, last.start, last.end)
            and _plain(tokens, piece)
        ) or (last and piece.link in ("colon", "dash") and _lists(tokens, piece) and _plain(tokens, last)):
            joined[-1] = Clause(last.start, piece.end, last.link, last.medial)
        else:
            joined.append(piece)
    return joined


def _lists(tokens: list[Token], piece: Clause) -> bool:
    """A list or remark without a verb, unquoted: 'four provinces: Orlo, Vale and Harrow'."""
    return tokens[piece.start].quoted < 0 and not has_finite_verb(tokens, piece.start, piece.end)


def _plain(tokens: list[Token], piece: Clause) -> bool:
    return find_predicate(tokens, piece.start, piece.end) is None


def owner_of(tokens: list[Token], piece: Clause, inserted: list[Inserted]) -> Inserted | None:
    """The inserted cue a piece belongs to: the one behind it, or the one before it, never across a semicolon."""
    after = next((ins for ins in inserted if ins.start >= piece.end and not ins.fronted), None)
    before = next((ins for ins in reversed(inserted) if ins.end <= piece.start), None)
    if (
        after is not None
        and not _divided(tokens, piece.end, after.start)
        and not _verdict_before_colon(tokens, piece, after.start)
    ):
        return after
    if before is not None and not _divided(tokens, before.end, piece.start) and piece.link not in ("rel", "but"):
        return before
    return None


def _verdict_before_colon(tokens: list[Token], piece: Clause, end: int) -> bool:
    """'Reports that P are incorrect: Q, X said' - only Q is X's."""
    return any(t.low == ":" and t.quoted < 0 for t in tokens[piece.end : end]) and has_finite_verb(
        tokens, piece.start, piece.end
    )


def _divided(tokens: list[Token], start: int, end: int) -> bool:
    return any(t.low == ";" and t.quoted < 0 for t in tokens[start:end])


def states_nothing(tokens: list[Token], clause: Clause, following: Clause | None) -> bool:
    """Whether a piece states nothing: a condition or question set before its main clause, a subject whose verb comes
    behind an aside, an aside without a verb."""
    if following is None:
        return False
    first = tokens[clause.start].low
    if first in ("if", "unless") or (clause.link == "start" and first in ASKED):
        return True
    verbless = not has_finite_verb(tokens, clause.start, clause.end)
    return verbless and (following.medial or (clause.medial and clause.link == "aside"))


def only_leads(tokens: list[Token], clause: Clause, owner: Inserted, following: Clause | None) -> bool:
    """Whether a piece is only the head of the content that an inserted cue interrupts ('His tag, Vega said, ...')."""
    return (
        clause.end <= owner.start
        and following is not None
        and following.start >= owner.end
        and not any(t.quoted >= 0 for t in tokens[clause.start : clause.end])
        and not has_finite_verb(tokens, clause.start, clause.end)
        and _opens_with_verb(tokens, following)
    )


def _opens_with_verb(tokens: list[Token], clause: Clause) -> bool:
    if has_finite_verb(tokens, clause.start, min(clause.end, clause.start + 3)):
        return True
    predicate = find_predicate(tokens, clause.start, clause.end)
    return predicate is not None and predicate.subject_end == clause.start


def lead_of(tokens: list[Token], clause: Clause, owner: Inserted, earlier: list[Clause]) -> Span | None:
    if not earlier or owner.start < earlier[-1].end or clause.start < owner.end:
        return None
    before = earlier[-1]
    if has_finite_verb(tokens, before.start, before.end):
        return None
    quoted = tokens[clause.start].quoted
    if quoted >= 0 and tokens[before.start].quoted != quoted and not _opens_with_verb(tokens, clause):
        return None  # "In a statement, she said, 'The bridge is closed.'"
    return Span(tokens[before.start].start, tokens[before.end - 1].end)
