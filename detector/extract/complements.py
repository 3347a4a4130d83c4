"""Where the content of a reporting verb begins: behind its recipient, time and place."""

from __future__ import annotations

from detector.extract.cues import DENIAL_NOUNS, FALSE_WORDS, NO_THAT, ONLY_WITH_THAT, RECIPIENT, SAID_NOUNS, Cue
from detector.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    TIME_WORDS,
    Token,
    finite_verb,
    has_finite_verb,
    words,
)

PROMISING = words("vow promise pledge swear threaten claim propose profess admit point")
UNTRUE = words("fairy unthinkable malicious unfair slander slanderous libel")
_WH = words("whether if how why what who when where which")
_PLAIN = words("say add insist argue maintain tell declare")
_WITH_OBJECT = words(
    "put estimate give call describe blame attribute report confirm admit state predict forecast record reveal"
    " allege claim acknowledge concede accept suggest propose expect fear suspect"
)
_COUNTED = words("days weeks months years hours day week year month may later last early ago")
_LEADING = words("on in at to by before after during from through over for under via without with of")
_UNITS = TIME_WORDS | words("a.m p.m am pm")
_LONGEST_TAIL = 14


def complement_of(tokens: list[Token], i: int, end: int, cue: Cue) -> tuple[int | None, bool]:
    """Where the content of the verb at i begins, and whether it is an object. None when there is none."""
    j = i + 1
    if j >= end:
        return (end, False) if cue.takes in ("clause", "both") and cue.lemma not in ONLY_WITH_THAT else (None, False)
    that = that_near(tokens, j, end)
    if that is not None and _relative_that(tokens, j, that - 1, cue):
        that = None
    if that is not None:
        if (
            cue.takes == "object"
            and cue.stance == "asserts"
            and cue.lemma not in ("announce", "confirm", "report", "state", "find", "accept")
        ):
            return j, True
        if cue.lemma in _PLAIN and _is_object(tokens, j, that - 2):
            return j, False  # 'said the suggestion that P was mistaken'
        return (j, True) if cue.stance == "denies" and that - j > 1 else (that, False)
    low = tokens[j].low
    if low == "that" and cue.stance != "denies":
        return j + 1, False
    if cue.stance in ("denies", "doubts"):
        return (j + 1 if low in ("whether",) else j), True
    if low == "to" and cue.lemma in PROMISING:
        return j, False
    if cue.lemma in RECIPIENT:
        k = _after_recipient(tokens, j, end)
        if k is None:
            return None, False
        j = k
    else:
        j = _after_tail(tokens, j, end)
    if j >= end:
        return (end, False) if cue.lemma not in ONLY_WITH_THAT else (None, False)
    if tokens[j].low == "that":
        return j + 1, False
    if tokens[j].quoted >= 0:
        return j, False
    if tokens[j].low in _WH:
        return (j, False) if cue.lemma not in ("ask",) else (None, False)
    if cue.lemma == "put":
        placed = any(t.low in ("at", "down") for t in tokens[j : min(end, j + 14)])
        return (j, True) if placed else (None, False)
    if cue.lemma == "report" and not any(t.text[0].isdigit() for t in tokens[j : min(end, j + 8)]):
        return (j, False) if has_finite_verb(tokens, j, min(end, j + 14)) else (None, False)
    if cue.takes == "object":
        return j, True
    if cue.lemma in _WITH_OBJECT:
        return j, not has_finite_verb(tokens, j, min(end, j + 14))
    if cue.lemma in NO_THAT:
        if has_finite_verb(tokens, j, min(end, j + 22)) or (cue.lemma == "say" and j < end - 1):
            return j, False
        return None, False
    return None, False


def _relative_that(tokens: list[Token], j: int, that: int, cue: Cue) -> bool:
    """Whether 'that' opens a relative clause on the verb's object: 'found the meals that made them ill'."""
    if that == j or cue.lemma in RECIPIENT or cue.stance != "asserts" or tokens[that - 1].low == ",":
        return False
    head = tokens[j]
    if head.low in PREPOSITIONS | PERSONAL | TIME_WORDS or head.low.endswith("ly") or head.quoted >= 0:
        return False
    between = {t.low for t in tokens[j:that]}
    return not between & (
        SAID_NOUNS | FALSE_WORDS | UNTRUE | DENIAL_NOUNS | {"clear", "again", "both", "also", "however", "it", "plain"}
    )


def _is_object(tokens: list[Token], j: int, noun: int) -> bool:
    """Whether the noun before 'that' is what is spoken of, not where: 'said reports that', 'said in a report that'."""
    before = {t.low for t in tokens[j:noun]}
    return noun >= j and tokens[noun].low in SAID_NOUNS and not before & (PREPOSITIONS | TIME_WORDS)


def that_near(tokens: list[Token], j: int, end: int) -> int | None:
    """The token after a 'that' which opens the content: within a few words and before any clause of its own."""
    for k in range(j, min(j + _LONGEST_TAIL, end)):
        low = tokens[k].low
        if tokens[k].quoted >= 0 or low in (";", ":"):
            return None
        if low == "that":
            nxt = tokens[k + 1].low if k + 1 < end else ""
            if (nxt in AUXILIARIES and k > j) or nxt in ("", "too", "as", ",", ":", ";", ".", "and", "but", "within"):
                return None
            return k + 1
        if (low in PERSONAL - {"it", "you"} and k > j) or low in AUXILIARIES:
            return None
        if low == "," and k - j > 8:
            return None
        if finite_verb(tokens, k, k + 1) is not None and k > j:
            return None
    return None


def _after_tail(tokens: list[Token], j: int, end: int) -> int:
    """Steps over a time, place or manner between verb and content: 'said on Thursday', 'said in a statement'."""
    while j < end:
        low = tokens[j].low
        if (
            low in TIME_WORDS
            or (low.endswith("ly") and low not in ("only", "family"))
            or low in ("also", "again", "then", "afterwards", "too", "simply", "however", "yesterday")
        ):
            if low in ("last", "next", "early", "late") and j + 1 < end and tokens[j + 1].low not in TIME_WORDS:
                return j
            if low in _COUNTED or low in TIME_WORDS:
                j += 1
                continue
            j += 1
        elif low in _LEADING and not tokens[j].is_capital:
            close = _phrase_end(tokens, j, end)
            if close is None:
                return j
            j = close
        elif low == ",":
            return (
                j + 1
                if j + 1 < end and (tokens[j + 1].low == "that" or tokens[j + 1].quoted >= 0)
                else _resume(tokens, j, end)
            )
        elif low == ":":
            return j + 1
        else:
            return j
    return j


def _resume(tokens: list[Token], j: int, end: int) -> int:
    for k in range(j + 1, min(j + 14, end)):
        if tokens[k].low == "," and k + 1 < end:
            return k + 2 if tokens[k + 1].low == "that" else k + 1
        if tokens[k].low == "that":
            return k + 1
    return j + 1


def _phrase_end(tokens: list[Token], j: int, end: int) -> int | None:
    """The end of a prepositional phrase at j, before the subject of the content begins."""
    k = j + 1
    if k >= end:
        return end
    if tokens[k].low in TIME_WORDS:
        k += 1
        while k < end and (tokens[k].low in TIME_WORDS or tokens[k].text.isdigit()):
            k += 1
        return k
    if tokens[k].text[0].isdigit():
        return k + 1 + (k + 1 < end and tokens[k + 1].low in _UNITS)
    if tokens[k].low in DETERMINERS:
        k += 1
        while k < end and k - j < 7:
            low = tokens[k].low
            if (
                low in DETERMINERS
                or low in PERSONAL
                or low == "there"
                or low in (",", ":", "that")
                or tokens[k].quoted >= 0
            ):
                return k
            if tokens[k].text[0].isdigit() or (tokens[k].is_capital and not tokens[k - 1].is_capital and k > j + 2):
                return k
            if low in PREPOSITIONS:
                inner = _phrase_end(tokens, k, end)
                return inner if inner is not None else k
            if low in TIME_WORDS and k + 1 < end and tokens[k].low in ("on",):
                return k
            k += 1
        return k
    if tokens[k].is_capital:
        while k < end and tokens[k].is_capital:
            k += 1
        return k
    return k + 1


def _after_recipient(tokens: list[Token], j: int, end: int) -> int | None:
    """Steps over whom something was told to: 'reporters', 'the inquiry', 'him', 'Radio Vik on Monday'."""
    k = j
    low = tokens[k].low
    if tokens[k].quoted >= 0:
        return k
    if low in ("him", "her", "them", "us", "me", "it", "you") and (
        low != "her" or k + 1 >= end or tokens[k + 1].low in PERSONAL | DETERMINERS | {"that"}
    ):
        k += 1
    elif low in DETERMINERS:
        k += 1
        while k < end and k - j < 6 and tokens[k].is_word and not _starts_clause(tokens, k, end):
            k += 1
    elif tokens[k].is_capital:
        while k < end and (tokens[k].is_capital or tokens[k].low in ("of", "&")) and k - j < 8:
            k += 1
    else:
        while k < end and k - j < 4 and tokens[k].is_word and not _starts_clause(tokens, k, end):
            k += 1
    k = _after_tail(tokens, k, end)
    if k < end and tokens[k].low in (",", "."):
        k += 1
    return k


def _starts_clause(tokens: list[Token], k: int, end: int) -> bool:
    low = tokens[k].low
    return low in PERSONAL | DETERMINERS | PREPOSITIONS | {"there", "that"} | TIME_WORDS or (
        tokens[k].is_capital and not tokens[k - 1].is_capital and tokens[k - 1].low not in DETERMINERS
    )
