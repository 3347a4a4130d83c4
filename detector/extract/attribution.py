"""Who says what in one sentence, found by its reporting words."""

from __future__ import annotations

from dataclasses import replace

from detector.extract.according import Inserted
from detector.extract.clauses import Clause
from detector.extract.grammar import ASKED, PERSONAL, Token, finite_verb
from detector.extract.inserted import find_inserted
from detector.extract.pieces import lead_of, only_leads, owner_of, pieces_of, states_nothing
from detector.extract.predicates import find_predicate
from detector.extract.reported import read_content, read_inner, read_predicate
from detector.extract.sources import antecedent
from detector.extract.spans import Frame, Said
from detector.types import Span

_CARRIED = ("and-that", "and", "resume", "colon", "ing", "sub")


def read_sentence(
    tokens: list[Token], breaks: tuple[int, ...], opened: Frame | None
) -> tuple[list[Said], Frame | None]:
    """The attributions of a sentence in text order, and the frame it leaves open for the next one ('He said:').

    `breaks` are the ends of sentences inside its quotations; `opened` is a frame left open before it."""
    inserted = find_inserted(tokens)
    pieces = pieces_of(tokens, inserted)
    found: list[Said] = []
    current = opened
    for number, clause in enumerate(pieces):
        owner = owner_of(tokens, clause, inserted)
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        said, frame = _read_clause(tokens, breaks, clause, current, owner, pieces[:number], following)
        found += said or _asked(tokens, breaks, clause, frame, pieces[:number])
        current = current if clause.medial else frame
    left_open = None
    if current is not None and tokens and tokens[-1].low == ":":
        left_open = replace(current, asked=_question(tokens, current))
    return found, left_open


def _question(tokens: list[Token], frame: Frame) -> Span | None:
    """P of 'Asked whether P, she said:'."""
    if tokens[0].low not in ASKED or frame.source is None:
        return None
    before = [t for t in tokens if t.end <= frame.source.start]
    for k, token in enumerate(before[:6]):
        if token.low in ("whether", "if"):
            words = [t for t in before[k + 1 :] if t.is_word]
            return Span(words[0].start, words[-1].end) if words else None
    return None


def _asked(
    tokens: list[Token], breaks: tuple[int, ...], clause: Clause, frame: Frame | None, earlier: list[Clause]
) -> list[Said]:
    """'Asked whether P, she declined to say': P, which the cue has not behind it."""
    predicate = find_predicate(tokens, clause.start, clause.end)
    if frame is None or predicate is None or predicate.stance == "asserts":
        return []
    if any(t.is_word for t in tokens[predicate.content : clause.end]):
        return []
    for piece in (clause, *reversed(earlier)):
        for k in range(piece.start, min(piece.end - 1, piece.start + 8)):
            if tokens[k].low in ("whether", "if") and tokens[piece.start].low in ASKED:
                told = Frame(predicate.stance, frame.source, frame.cue, frame.continued)
                end = next((n for n in range(k, piece.end) if tokens[n].low == ","), piece.end)
                return read_content(tokens, breaks, k + 1, end, told)
    return []


def _read_clause(
    tokens: list[Token],
    breaks: tuple[int, ...],
    clause: Clause,
    current: Frame | None,
    owner: Inserted | None,
    earlier: list[Clause],
    following: Clause | None,
) -> tuple[list[Said], Frame | None]:
    """What the clause says, and the frame that a clause joined to it would go on with."""
    if owner is not None:
        if only_leads(tokens, clause, owner, following) or states_nothing(tokens, clause, following):
            return [], owner.frame
        lead = lead_of(tokens, clause, owner, earlier)
        said = _passed_on(tokens, breaks, clause, owner, lead)
        return said or read_content(tokens, breaks, clause.start, clause.end, owner.frame, lead=lead), owner.frame
    if states_nothing(tokens, clause, following):
        return [], current
    predicate = find_predicate(tokens, clause.start, clause.end)
    if predicate is not None:
        done = read_predicate(tokens, breaks, clause, predicate, current, earlier)
        if done is not None:
            return done
    if current is not None and (
        (clause.link in _CARRIED and not (clause.link == "sub" and tokens[clause.start - 1].low in ("when", "after")))
        or _first_quote(tokens, clause)
    ):
        return read_content(tokens, breaks, clause.start, clause.end, current), current
    lead, start = _stands_for(tokens, clause)
    said = read_content(tokens, breaks, start, clause.end, None, lead=lead)
    return said, current if clause.medial or clause.link in ("rel", "sub", "aside") else None


def _stands_for(tokens: list[Token], clause: Clause) -> tuple[Span | None, int]:
    """For 'which fell on Friday' the words that 'which' stands for, and where the rest begins."""
    if clause.link == "rel" and tokens[clause.start].low in ("which", "who") and clause.end - clause.start > 3:
        found = antecedent(tokens, clause.start)
        if found is not None and finite_verb(tokens, clause.start + 1, min(clause.end, clause.start + 4)) is not None:
            return Span(tokens[found[0]].start, tokens[found[1] - 1].end), clause.start + 1
    return None, clause.start


def _passed_on(
    tokens: list[Token], breaks: tuple[int, ...], clause: Clause, owner: Inserted, lead: Span | None
) -> list[Said] | None:
    """A cue of its own under an inserted one: 'The reports, two sources say, continue to warn that P'."""
    predicate = find_predicate(tokens, clause.start, clause.end)
    if predicate is None or predicate.participle or predicate.content >= clause.end:
        return None
    cue = Span(tokens[predicate.start].start, tokens[predicate.end - 1].end)
    if predicate.subject_end == clause.start + 1 and tokens[clause.start].low in PERSONAL:
        frame = Frame(predicate.stance, Span(tokens[clause.start].start, tokens[clause.start].end), cue)
        return read_content(tokens, breaks, predicate.content, clause.end, frame, nominal=predicate.nominal)
    if lead is not None and predicate.subject_end == clause.start:
        frame = Frame(predicate.stance, lead, cue, via=owner.frame.source)
        return read_content(tokens, breaks, predicate.content, clause.end, frame, nominal=predicate.nominal)
    return read_inner(tokens, breaks, clause.start, clause.end, owner.frame, 0)


def _first_quote(tokens: list[Token], clause: Clause) -> bool:
    return tokens[clause.start].quoted >= 0 and clause.link == "start"
