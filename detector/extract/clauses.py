"""Cutting a sentence into clauses that may each carry a claim of its own."""

from __future__ import annotations

from dataclasses import dataclass

from detector.extract.cues import SAID_NOUNS, VERBS
from detector.extract.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    Token,
    finite_verb,
    has_finite_verb,
    words,
)

_ASIDES = words(
    "asked speaking formerly questioned pressed reached contacted quoting citing having himself herself itself told"
)
_WITH_TO = words("point vow promise pledge threaten claim admit")
_PHRASE_HEADS = words(
    "played plays ruled rules declined declines refused refuses brushed waved laughed spoke speaks speak"
)
_REMARKS = SAID_NOUNS | words(
    "figure step decision move fact number sum practice charge total description phrase word rate"
)
_DASHES = words("- – — ― --")
_RELATIVES = words("which who whose where whom")
_ADVERSATIVE = words("while although though whereas")
_LEADING = _ADVERSATIVE | words("after because since when as before until if unless")
_SUBORDINATE = _ADVERSATIVE | words("after because since when even only with")
_PARTICIPLE_MIN = 4
_ING_NOUNS = words(
    "during according including following regarding concerning excluding pending being morning evening nothing"
    " something anything everything building meeting hearing"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens [start, end) of a sentence. `link` says how it hangs on what stands before it: start, and-that, and-cue,
    and, but, main (after a first clause with while or after), sub (while, although), rel (which), ing, cue-ing, dash,
    colon, semicolon; `medial` when the sentence goes on behind it where it broke off."""

    start: int
    end: int
    link: str
    medial: bool = False


def cut(tokens: list[Token], start: int, end: int) -> list[Clause]:
    """The clauses of tokens [start, end) in order, without their linking words; together they leave out
    nothing but commas, dashes and links."""
    clauses: list[Clause] = []
    opened, link = start, "start"
    main_at = _main_comma(tokens, start, end)
    i = start
    depth = 0
    while i < end:
        token = tokens[i]
        if token.low in "([" and token.quoted < 0:
            depth += 1
        elif token.low in ")]" and token.quoted < 0:
            depth = max(0, depth - 1)
        found = None if depth or token.quoted >= 0 or i == start else _link(tokens, i, end, opened)
        if found is None and not depth and i == main_at:
            found = "main", i + 1
        if found is None:
            i += 1
            continue
        name, resume = found
        own = absolute_subject(tokens, i) if name == "cue-ing" else None
        clauses.append(Clause(opened, own[0] - 1 if own and own[0] > opened + 1 else i, link))
        if name in ("rel", "ing", "aside") and (close := _medial_end(tokens, resume, end)):
            clauses.append(Clause(resume, close, name, True))
            opened, link, i = close + 1, "resume", close + 1
            continue
        opened, link, i = resume, name, max(resume, i + 1)
    clauses.append(Clause(opened, end, link))
    return [c for c in clauses if c.end > c.start]


def absolute_subject(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """The subject of its own that a participle at `at` has: ', its director, Noor Baptiste, saying that'."""
    last = at
    while last > 0 and tokens[last - 1].low == ",":
        last -= 1
    first = last
    while first > 0 and tokens[first - 1].low != "," and tokens[first - 1].quoted < 0:
        first -= 1
    if not 0 < last - first <= 4 or not all(t.is_capital for t in tokens[first:last]) or first == 0:
        return None
    opened = first - 1
    while opened > 0 and tokens[opened - 1].low != ",":
        opened -= 1
    if (
        opened
        and tokens[opened].low in ("its", "his", "her", "their", "the", "a", "an", "one")
        and first - opened <= 10
    ):
        return opened, last
    return None


def _link(tokens: list[Token], i: int, end: int, opened: int) -> tuple[str, int] | None:
    low = tokens[i].low
    following = tokens[i + 1].low if i + 1 < end else ""
    if low == ";":
        return "semicolon", i + 1
    if low == ":":
        return "colon", i + 1
    if low in _DASHES and i + 1 < end and tokens[i - 1].end < tokens[i].start < tokens[i].end < tokens[i + 1].start:
        return "dash", i + 1
    if low == ",":
        return _after_comma(tokens, i, end, following)
    if low in ("and", "but", "or", "nor"):
        return _after_conjunction(tokens, i, end, tight=True)
    if low in ("while", "although", "whereas") and i > opened + 2 and has_finite_verb(tokens, opened, i):
        return ("sub", i + 1) if has_finite_verb(tokens, i + 1, min(end, i + 12)) else None
    return None


def _main_comma(tokens: list[Token], start: int, end: int) -> int | None:
    """The comma that ends a clause before the main one: 'While Benn said the bridge was safe, the union left'."""
    if start >= end or tokens[start].low not in _LEADING:
        return None
    commas = (k for k in range(start + 1, end - 2) if tokens[k].low == "," and tokens[k].quoted < 0)
    return next((k for k in commas if _main_begins(tokens, start, k, end)), None)


def _main_begins(tokens: list[Token], start: int, comma: int, end: int) -> bool:
    head = tokens[comma + 1]
    if head.quoted >= 0 or head.low in PREPOSITIONS | SUBORDINATORS | CONJUNCTIONS | _RELATIVES | {"that"}:
        return False
    return has_finite_verb(tokens, start + 1, comma) and _clause_like(
        tokens, comma + 1, _next_comma(tokens, comma, end)
    )


def _after_comma(tokens: list[Token], i: int, end: int, following: str) -> tuple[str, int] | None:
    if i + 1 >= end or tokens[i + 1].quoted >= 0:
        return None
    if following in CONJUNCTIONS:
        found = _after_conjunction(tokens, i + 1, end, tight=False)
        return found and (found[0], found[1])
    if following in _RELATIVES and has_finite_verb(tokens, i + 2, min(end, i + 20)):
        return "rel", i + 1
    if following in _SUBORDINATE and has_finite_verb(tokens, i + 2, min(end, i + 18)):
        return "sub", i + (3 if following in ("even", "only") and i + 3 < end else 2)
    if following in ("a", "an") and _remarks_on(tokens, i + 2, end):
        return "remark", i + 1
    if following in _ASIDES or (following.endswith("ing") and following not in _ING_NOUNS):
        close = _medial_end(tokens, i + 1, min(end, i + 22))
        if close is not None and VERBS.get(following) is None:
            return "aside", i + 1
    cue = VERBS.get(following)
    if following in ("also", "instead", "then") and i + 2 < end:
        cue = VERBS.get(tokens[i + 2].low)
    if cue and cue.form == "ing":
        return "cue-ing", i + 1
    if following.endswith("ing") and following not in _ING_NOUNS and len(following) > 5:
        return ("ing", i + 1) if _words_until_comma(tokens, i + 1, end) >= _PARTICIPLE_MIN else None
    return None


def _remarks_on(tokens: list[Token], j: int, end: int) -> bool:
    """'..., a view that officials share', '..., a figure the agency disputes': the outlet's remark."""
    for k in range(j, min(j + 4, end - 1)):
        if tokens[k].low in _REMARKS and tokens[k].quoted < 0:
            return tokens[k + 1].low in DETERMINERS | PERSONAL | {"that", "which", "made"}
    return False


def _after_conjunction(tokens: list[Token], i: int, end: int, *, tight: bool) -> tuple[str, int] | None:
    """`i` stands on and, but, or; `tight` without a comma before it."""
    word = tokens[i].low
    j = i + 1
    while j < end and (
        tokens[j].low in ("also", "then", "later", "instead", "yet", "still", "so", "now")
        or tokens[j].low.endswith("ly")
    ):
        j += 1
    if j >= end:
        return None
    low = tokens[j].low
    if low == "that" and j + 1 < end:
        return "and-that", j + 1
    if _cue_predicate(tokens, j, end):
        return "and-cue", i + 1
    if tokens[j].quoted >= 0 and tight:
        return None
    name = "but" if word in ("but", "yet", "though") else "and"
    if tight:
        if low in PERSONAL | {"there"} and _verb_near(tokens, j + 1, end, 3):
            return name, i + 1
        return None
    stop = _next_comma(tokens, j, end)
    if _clause_like(tokens, j, stop):
        return name, i + 1
    if word == "but" and stop - j >= 3:
        return "but", i + 1
    return None


def _cue_predicate(tokens: list[Token], j: int, end: int) -> bool:
    """Whether a predicate of speech begins at j: said, has denied, could not confirm, was told."""
    for k in range(j, min(j + 6, end)):
        if tokens[k].quoted >= 0:
            return False
        low = tokens[k].low
        cue = VERBS.get(low)
        if cue and k > j and cue.form == "ing":
            return False
        if cue and (cue.form == "past" or (cue.form == "present" and k == j) or (cue.form == "base" and k > j)):
            nxt = tokens[k + 1].low if k + 1 < end else ""
            return nxt not in ("by", "of", "to") or cue.lemma in _WITH_TO
        if low in _PHRASE_HEADS:
            return True
        if (
            low not in AUXILIARIES
            and low not in ("not", "never", "yet", "to", "also", "neither", "no", "comment")
            and not low.endswith("ly")
        ):
            return False
    return False


def _clause_like(tokens: list[Token], j: int, end: int) -> bool:
    """A subject and a finite verb: 'it fell', 'the two sides had met', 'Harrow voted'."""
    verb = finite_verb(tokens, j + 1, min(end, j + 16))
    if verb is None:
        return tokens[j].low in ("there", "he", "she", "it", "they", "we") and end - j > 2
    return tokens[j].low in DETERMINERS | PERSONAL | {"there", "that", "what"} or (
        tokens[j].is_word and tokens[j].low not in AUXILIARIES
    )


def _verb_near(tokens: list[Token], j: int, end: int, within: int) -> bool:
    return has_finite_verb(tokens, j, min(end, j + within))


def _next_comma(tokens: list[Token], j: int, end: int) -> int:
    for k in range(j, end):
        if tokens[k].low in (",", ";") and tokens[k].quoted < 0:
            return k if has_finite_verb(tokens, j + 1, k) else _next_comma(tokens, k + 1, end)
    return end


def _words_until_comma(tokens: list[Token], j: int, end: int) -> int:
    count = 0
    for k in range(j, end):
        if tokens[k].low == "," and count > 6:
            break
        count += tokens[k].is_word
    return count


def _medial_end(tokens: list[Token], start: int, end: int) -> int | None:
    """The comma that ends a relative clause in the middle of a sentence: a finite verb or a cue follows it."""
    for k in range(start + 2, end - 1):
        if tokens[k].low != "," or tokens[k].quoted >= 0:
            if tokens[k].low in ";:" and tokens[k].quoted < 0:
                return None
            continue
        j = k + 1
        while j < end and (
            tokens[j].low.endswith("ly")
            or tokens[j].low in ("also", "then", "later", "not", "never", "on", "yesterday")
        ):
            if tokens[j].low == "on":
                j += 1
            j += 1
        if j >= end:
            return None
        low = tokens[j].low
        cue = VERBS.get(low)
        if (
            (cue and cue.form in ("past", "present"))
            or low in AUXILIARIES
            or (finite_verb(tokens, j, j + 1) is not None and low not in CONJUNCTIONS)
            or low in ("declined", "refused", "ruled", "played")
        ):
            return k
    return None
