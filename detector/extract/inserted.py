"""Cues set beside their content: ', X said.', ', said X, a lawyer,', 'according to X', 'in her words'."""

from __future__ import annotations

from detector.extract.according import Inserted, apposition, comma_after, find_according, source_end, span_of
from detector.extract.cues import RECIPIENT, VERBS
from detector.extract.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    TIME_WORDS,
    Token,
    has_finite_verb,
    words,
)
from detector.extract.spans import Frame
from detector.extract.verbs import before_verb, is_speech_verb
from detector.nouns import HUMAN, ORGANISATION

_INVERTING = words(
    "say add write argue explain insist claim reply declare note announce conclude warn concede admit remark"
    " continue report complain joke acknowledge suggest recall quip predict state"
)
_QUOTES = "\"“”«»„'‘’"
_LONGEST_SOURCE = 26
_ADVERBS = words(
    "also later then once again however too now himself herself itself themselves already since repeatedly earlier"
    " afterwards"
)
_TAIL_HEADS = words(
    "on in at to by from during after before via through over late early last this yesterday today later earlier"
    " again when as"
)
_NOT_A_SPEAKER = words("that this no any every some all more half his her our my nothing it")
_NP_STOPS = words("and but who whose when as while after in on at to during adding")
_NO_HEAD = words("and but that because when if as while which where")


def find_inserted(tokens: list[Token]) -> list[Inserted]:
    """The inserted cues of a sentence in order, none overlapping."""
    found: list[Inserted] = []
    i = 0
    while i < len(tokens):
        hit = find_according(tokens, i) or _spoken(tokens, i, found[-1].end if found else 0)
        if hit and (not found or hit.start >= found[-1].end):
            found.append(hit)
            i = hit.end
        else:
            i += 1
    return found


def _spoken(tokens: list[Token], i: int, floor: int) -> Inserted | None:
    """', X said on Tuesday,' or ', said X, a lawyer,': a cue at token i with nothing behind it to report."""
    token = tokens[i]
    cue = VERBS.get(token.low)
    if cue is None or token.quoted >= 0 or cue.form in ("ing",) or token.is_capital:
        return None
    inverted = None if cue.lemma in RECIPIENT or cue.form == "base" else _inverted(tokens, i, floor)
    if inverted:
        first, last, end = inverted
        start = i - 1 if i and tokens[i - 1].low == "," else i
        frame = Frame(cue.stance, span_of(tokens, first, last), span_of(tokens, i, i + 1))
        return _citing(tokens, Inserted(start, end, frame))
    back = before_verb(tokens, i, floor)
    helpers = [t.low for t in tokens[back:i]]
    if cue.lemma in RECIPIENT and any(h in BE for h in helpers) and tokens[i + 1 : i + 2] and tokens[i + 1].low == "by":
        return _told_by(tokens, i, back, floor)
    if not is_speech_verb(tokens, i, back, floor, len(tokens), cue) or (
        cue.form == "past" and any(h in BE for h in helpers)
    ):
        return None
    tail = _tail_end(tokens, i + 1, cue.lemma in RECIPIENT)
    if tail is None:
        return None
    subject = _subject_left(tokens, i, floor)
    if subject is None:
        return None
    first, last = subject
    if not any(t.is_word for t in tokens[floor:first]) and (
        tail >= len(tokens) or not any(t.is_word for t in tokens[tail:])
    ):
        return None
    start = first - 1 if first and tokens[first - 1].low == "," else first
    frame = Frame(cue.stance, span_of(tokens, first, last), span_of(tokens, last, i + 1))
    return _citing(tokens, Inserted(start, tail, frame))


def _told_by(tokens: list[Token], i: int, back: int, floor: int) -> Inserted | None:
    """', this paper has been told by two officials,': the officials hold it."""
    subject = _subject_left(tokens, back, floor)
    if subject is None or subject[0] <= floor:
        return None
    end = source_end(tokens, i + 2, False)
    if any(t.low in ("that", "whether") for t in tokens[i + 2 : end]):
        return None
    close = end + 1 if end < len(tokens) and tokens[end].low == "," else end
    start = subject[0] - 1 if tokens[subject[0] - 1].low == "," else subject[0]
    return Inserted(
        start,
        close,
        Frame("asserts", span_of(tokens, i + 2, end), span_of(tokens, back, i + 2), via=span_of(tokens, *subject)),
    )


def _citing(tokens: list[Token], found: Inserted) -> Inserted:
    """', the paper reported, citing two officials': the officials hold it, through the paper."""
    k = found.end
    if k + 1 >= len(tokens) or tokens[k].low not in ("citing", "quoting"):
        return found
    end = source_end(tokens, k + 1, False)
    close = end + 1 if end < len(tokens) and tokens[end].low == "," else end
    frame = Frame(found.frame.stance, span_of(tokens, k + 1, end), found.frame.cue, via=found.frame.source)
    return Inserted(found.start, close, frame, found.fronted)


def _inverted(tokens: list[Token], i: int, floor: int) -> tuple[int, int, int] | None:
    """The subject behind 'said': (first, last, end of the whole insertion)."""
    if i == 0 or i + 1 >= len(tokens) or i <= floor:
        return None
    before = tokens[i - 1]
    if before.low != "," and not (before.text in _QUOTES and before.quoted >= 0):
        return None
    head = tokens[i + 1]
    if VERBS[tokens[i].low].lemma not in _INVERTING or _in_relative(tokens, i - 1, floor):
        return None
    if head.low in _NOT_A_SPEAKER:
        return None
    human = any(
        t.low in HUMAN or t.low.removesuffix("s") in HUMAN | {"police", "people"} for t in tokens[i + 1 : i + 4]
    )
    if head.quoted >= 0 or not (head.is_capital or head.low in DETERMINERS or head.text[0].isdigit() or human):
        return None
    if not any(t.is_word for t in tokens[floor : i - 1]):
        return None
    stop = _np_end(tokens, i + 1)
    if has_finite_verb(tokens, i + 1, stop):
        return None
    named = stop + 1 < len(tokens) and tokens[stop].low == "," and tokens[stop + 1].is_capital
    speaker = head.is_capital or named or any(t.low in HUMAN | ORGANISATION for t in tokens[i + 1 : stop])
    if before.low == "," and not (
        speaker or has_finite_verb(tokens, floor, i - 1) or any(t.quoted >= 0 for t in tokens[floor : i - 1])
    ):
        return None
    end = stop
    while (
        end + 1 < len(tokens)
        and tokens[end].low == ","
        and tokens[end + 1].low not in ("who", "which")
        and apposition(tokens, end)
    ):
        beyond = comma_after(tokens, end + 1)
        end = len(tokens) if beyond is None else beyond
    close = end + 1 if end < len(tokens) and tokens[end].low == "," else end
    return i + 1, end, close


def _in_relative(tokens: list[Token], comma: int, floor: int) -> bool:
    """Whether the comma closes a relative clause, so that what follows is the main verb: 'X, who runs it, said'."""
    for k in range(comma - 1, floor - 1, -1):
        if tokens[k].low == "," or tokens[k].quoted >= 0:
            return tokens[k + 1].low in ("who", "which", "whose", "where", "whom", "having", "asked")
    return False


def _np_end(tokens: list[Token], i: int) -> int:
    for k in range(i, len(tokens)):
        low = tokens[k].low
        if low in (",", ";", ":", "—", "–") or tokens[k].quoted >= 0 or (low in ".!?" and k >= len(tokens) - 2):
            return k
        if k > i and low in _NP_STOPS:
            if (
                low == "and"
                and tokens[k + 1 : k + 2]
                and (tokens[k + 1].is_capital or tokens[k + 1].low in DETERMINERS)
            ):
                continue
            return _tail_end(tokens, k, False) or k
    return len(tokens)


def _tail_end(tokens: list[Token], j: int, recipient: bool) -> int | None:
    """Where an inserted cue ends when nothing but a recipient, a time or a place follows it, else None."""
    n = len(tokens)
    k = j
    while k < n and k - j <= 16:
        low = tokens[k].low
        if low in (",", ";", ":") or tokens[k].quoted >= 0 or low in "—–-":
            if low == ":" or (tokens[k].quoted >= 0 and k == j):
                return None
            break
        if low in ".!?" and not any(t.is_word for t in tokens[k:]):
            break
        if low in ("that", "whether", "it", "he", "she", "they", "there", "how", "why", "what", "if"):
            return None
        if low in ("and", "but", "as", "when", "while", "after", "before") and k >= j:
            break
        k += 1
    else:
        if k < n:
            return None
    body = tokens[j:k]
    if (
        body
        and not recipient
        and not (body[0].low in _TAIL_HEADS | _ADVERBS | TIME_WORDS or body[0].low.endswith("ly"))
    ):
        return None
    if has_finite_verb(tokens, j, k):
        return None
    if len(body) > 12:
        return None
    if k < n and tokens[k].low == ",":
        return k + 1
    return k


def _subject_left(tokens: list[Token], i: int, floor: int) -> tuple[int, int] | None:
    """The subject between a comma (or closing quotation mark) and the cue at i: (first, last)."""
    last = i
    while last > floor and (tokens[last - 1].low in AUXILIARIES | _ADVERBS or tokens[last - 1].low.endswith("ly")):
        last -= 1
    while last > floor and tokens[last - 1].low in TIME_WORDS | {"on"}:
        last -= 1
    first = last
    while first > floor and not _edge(tokens[first - 1]):
        first -= 1
    if first == last:
        # 'X, who runs it, said' and 'Lom, 34, said'
        if first - 1 > floor and tokens[first - 1].low == ",":
            return _chained(tokens, first - 1, last - 1, floor)
        return None
    if first == floor and not (floor and first > 0):
        return None
    if last - first > _LONGEST_SOURCE or not _noun_phrase(tokens, first, last):
        return None
    extended = _chain_back(tokens, first, floor)
    return extended, last


def _edge(token: Token) -> bool:
    return token.low in (",", ";", ":", "—", "–") or (token.quoted >= 0)


def _chained(tokens: list[Token], comma: int, last: int, floor: int) -> tuple[int, int] | None:
    first = comma
    while first > floor and not _edge(tokens[first - 1]):
        first -= 1
    if first == comma:
        return None
    start = _chain_back(tokens, first, floor)
    if start == first or start <= floor:
        return None
    return start, comma


def _chain_back(tokens: list[Token], first: int, floor: int) -> int:
    """Takes ', its director, Noor Baptiste,' whole: one step back over a comma when both halves are noun phrases
    and one names what the other describes, and content is left before them."""
    if first - 1 <= floor or tokens[first - 1].low != ",":
        return first
    start = first - 1
    while start > floor and not _edge(tokens[start - 1]):
        start -= 1
    if start <= floor or start == first - 1 or first - 1 - start > 12:
        return first
    head, other = tokens[start], tokens[first]
    relative = other.low in ("who", "which", "whose")
    if not relative and has_finite_verb(tokens, start, first - 1):
        return first
    if head.low in ("a", "an", "the", "its", "his", "her", "their", "one") and (other.is_capital or relative):
        return start
    if head.is_capital and (
        other.low in ("a", "an", "the", "its", "his", "her", "one") or relative or other.text.isdigit()
    ):
        return start
    return first


def _noun_phrase(tokens: list[Token], first: int, last: int) -> bool:
    head = tokens[first].low
    if head in PREPOSITIONS - {"around", "about", "over", "some"} or head in _NO_HEAD:
        return False
    if head in ("who", "whose"):
        return True
    body = [t for t in tokens[first:last] if t.low not in ("who", "whose", "whom")]
    if len(body) == last - first and has_finite_verb(tokens, first, last):
        return False
    return any(t.is_word for t in body)
