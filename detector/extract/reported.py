"""A clause with a reporting verb: who speaks, and what of it is content."""

from __future__ import annotations

from detector.extract.clauses import Clause, absolute_subject
from detector.extract.grammar import ASKED, BE, PERSONAL, Token, finite_verb, has_finite_verb, words
from detector.extract.predicates import Predicate, find_predicate
from detector.extract.refine import refine
from detector.extract.sources import subject_of
from detector.extract.spans import Frame, Said
from detector.types import Span

_DEPTH = 3
# What somebody can be reported to have said; finding, showing and hoping stay part of the content.
_SPEECH = words(
    "say tell claim admit insist promise warn confirm suggest report state announce assure argue allege concede"
    " acknowledge maintain declare contend assert complain testify swear write believe think"
)


def read_predicate(
    tokens: list[Token],
    breaks: tuple[int, ...],
    clause: Clause,
    predicate: Predicate,
    current: Frame | None,
    earlier: list[Clause],
    depth: int = 0,
) -> tuple[list[Said], Frame | None] | None:
    subject = subject_of(tokens, clause, predicate.subject_end, earlier)
    if any(t.low in ("what", "whatever") and t.quoted < 0 for t in tokens[clause.start : predicate.subject_end - 1]):
        return None  # "no matter what he says about roads": nobody says the rest
    cue = Span(tokens[predicate.start].start, tokens[predicate.end - 1].end)
    if predicate.impersonal:
        frame = Frame("doubts", current.source if current else None, cue, current is not None and current.continued)
    elif subject is not None and not predicate.participle:
        source = Span(tokens[subject[0]].start, tokens[subject[1] - 1].end)
        frame = Frame(predicate.stance, source, cue)
    elif current is not None:
        frame = Frame(predicate.stance, current.source, cue, current.continued)
    elif (
        earlier
        and clause.link in ("and-cue", "cue-ing", "ing", "and", "but")
        and (first := _main_subject(tokens, earlier))
    ) or (predicate.participle and (first := _main_subject(tokens, [clause]))):
        frame = Frame(predicate.stance, Span(tokens[first[0]].start, tokens[first[1] - 1].end), cue)
    else:
        return None
    if predicate.participle and (own := absolute_subject(tokens, clause.start)):
        frame = Frame(predicate.stance, Span(tokens[own[0]].start, tokens[own[1] - 1].end), cue)
    if predicate.participle and (quoted := _quoted_as(tokens, clause, predicate)):
        frame = Frame(predicate.stance, Span(tokens[quoted[0]].start, tokens[quoted[1] - 1].end), cue)
    if told_by := _heard_from(tokens, predicate):
        frame = Frame(predicate.stance, Span(tokens[told_by[0]].start, tokens[told_by[1] - 1].end), cue, via=None)
    found: list[Said] = []
    if (
        subject is not None
        and subject[0] - clause.start >= 4
        and has_finite_verb(tokens, clause.start, subject[0])
        and (tokens[clause.start].low not in ASKED)
    ):
        found += read_content(tokens, breaks, clause.start, subject[0] - 1, None)
    if predicate.participle and predicate.start - clause.start >= 4:
        found += read_content(tokens, breaks, clause.start, predicate.start, None)
    if predicate.content >= clause.end and not found and not _open_end(tokens, clause, predicate):
        return None
    if predicate.content < clause.end:
        inner = None
        if not predicate.nominal and depth < _DEPTH:
            inner = read_inner(tokens, breaks, predicate.content, clause.end, frame, depth)
        found += inner or read_content(tokens, breaks, predicate.content, clause.end, frame, nominal=predicate.nominal)
    if predicate.impersonal:
        return found, current
    outer = frame if frame.stance == "asserts" else Frame("asserts", frame.source, frame.cue, frame.continued)
    return found, outer


def _open_end(tokens: list[Token], clause: Clause, predicate: Predicate) -> bool:
    """Whether what is said comes behind the clause: after a colon, in a quotation, or before it ('Asked whether P')."""
    rest = tokens[clause.end :]
    behind = rest[0] if rest else tokens[-1]
    return (
        (behind.low in (":", ",") and bool(rest))
        or tokens[-1].low == ":"
        or behind.quoted >= 0
        or predicate.stance != "asserts"
    )


def _quoted_as(tokens: list[Token], clause: Clause, predicate: Predicate) -> tuple[int, int] | None:
    """'The paper quoted a steward as saying P', 'Vela was quoted by it as saying P'."""
    if tokens[predicate.start - 1].low != "as":
        return None
    for k in range(predicate.start - 2, clause.start, -1):
        if tokens[k].low in ("quoted", "quotes", "quoting", "cited", "reported"):
            if tokens[k - 1].low in BE:
                return subject_of(tokens, Clause(clause.start, clause.end, "start"), k - 1, [])
            return k + 1, predicate.start - 1
    return None


def _heard_from(tokens: list[Token], predicate: Predicate) -> tuple[int, int] | None:
    """'We understand from two people at the talks that P', 'the court heard on Monday from X that P'."""
    if predicate.lemma not in ("understand", "hear", "learn"):
        return None
    for k in range(predicate.end, min(predicate.end + 4, predicate.content)):
        if tokens[k].low == "from" and tokens[predicate.content - 1].low == "that":
            return k + 1, predicate.content - 1
    return None


def _main_subject(tokens: list[Token], earlier: list[Clause]) -> tuple[int, int] | None:
    """The subject of the sentence's first clause, up to its finite verb."""
    clause = earlier[0]
    verb = finite_verb(tokens, clause.start + 1, clause.end)
    if verb is None:
        return (clause.start, clause.end) if clause.end - clause.start < 12 else None
    return subject_of(tokens, Clause(clause.start, clause.end, "start"), verb, [])


def read_inner(
    tokens: list[Token], breaks: tuple[int, ...], start: int, end: int, outer: Frame, depth: int
) -> list[Said] | None:
    """A cue inside the content: 'said he could not confirm P' (same holder), 'reported that X had told Y that P'."""
    predicate = find_predicate(tokens, start, min(end, start + 24))
    if predicate is None or predicate.participle or predicate.content >= end:
        return None
    whole = find_predicate(tokens, start, end)
    if whole is None or predicate.subject_end - start > 14:
        return None
    if whole.impersonal:
        doubting = Frame("doubts", outer.source, outer.cue, outer.continued, outer.via)
        return read_content(tokens, breaks, whole.content, end, doubting, nominal=True)
    clause = Clause(start, end, "start")
    if whole.stance == "asserts" and whole.lemma not in _SPEECH:
        return None
    subject = subject_of(tokens, clause, whole.subject_end, [])
    if subject is None or subject[0] - start > 2:
        return None
    head = tokens[subject[0]]
    same = subject[1] - subject[0] == 1 and head.low in PERSONAL
    if same and whole.stance == "asserts" and whole.lemma not in ("think", "believe", "expect", "hope"):
        return None
    if same:
        frame = Frame(whole.stance, outer.source, outer.cue, outer.continued, outer.via)
    else:
        source = Span(tokens[subject[0]].start, tokens[subject[1] - 1].end)
        cue = Span(tokens[whole.start].start, tokens[whole.end - 1].end)
        frame = Frame(whole.stance, source, cue, False, outer.source)
    deeper = None
    if not whole.nominal and depth < _DEPTH:
        deeper = read_inner(tokens, breaks, whole.content, end, frame, depth + 1)
    return deeper or read_content(tokens, breaks, whole.content, end, frame, nominal=whole.nominal)


def read_content(
    tokens: list[Token],
    breaks: tuple[int, ...],
    start: int,
    end: int,
    frame: Frame | None,
    lead: Span | None = None,
    nominal: bool = False,
) -> list[Said]:
    found: list[Said] = []
    for a, b in _at_breaks(tokens, breaks, start, end):
        found += refine(tokens, a, b, frame, nominal=nominal, lead=lead)
        lead, nominal = None, False
    return found


def _at_breaks(tokens: list[Token], breaks: tuple[int, ...], start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    opened = start
    for i in range(start + 1, end):
        if any(tokens[i - 1].end <= b <= tokens[i].start for b in breaks):
            parts.append((opened, i))
            opened = i
    parts.append((opened, end))
    return parts
