"""The words of a clause that name who speaks."""

from __future__ import annotations

from detector.extract.clauses import Clause
from detector.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    MODALS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    TIME_WORDS,
    Token,
    has_finite_verb,
    words,
)

_SKIP = words(
    "and but or yet so however meanwhile moreover still instead also then thus nevertheless indeed though although"
    " while whereas because even separately elsewhere earlier later yesterday today again therefore further"
    " furthermore plus only"
)
_RELATIVE = words("who which whose whom where")
_MANNER = words(
    "asked questioned pressed speaking writing reached contacted citing quoting quizzed challenged confronted told"
    " interviewed responding reacting addressing standing noting flanked"
)
_LONGEST = 30


def subject_of(tokens: list[Token], clause: Clause, end: int, earlier: list[Clause]) -> tuple[int, int] | None:
    """(first, last) tokens of the subject that ends before token `end` in the clause, apposition included, or
    None when the clause has none of its own. `earlier` are the clauses before it in the sentence."""
    first, last = clause.start, end
    while last > first and (
        tokens[last - 1].low in TIME_WORDS | {"on", "in", ","}
        or (tokens[last - 1].text.isdigit() and last - 2 >= first and tokens[last - 2].low in TIME_WORDS)
    ):
        last -= 1
    while first < last and (
        tokens[first].low in _SKIP
        or tokens[first].low == ","
        or (not tokens[first].is_word and tokens[first].low not in "\"“'‘")
    ):
        first += 1
    opens = last - first > 1 and tokens[first].low in SUBORDINATORS
    if opens and not any(t.low == "," for t in tokens[first:last]):
        first += 1
    if first < last and tokens[first].low in _RELATIVE:
        return _relative(tokens, first, last, clause, earlier)
    if first >= last:
        if clause.link == "resume":
            return _resumed(tokens, earlier)
        return None
    first = _after_subordinator(tokens, first, last)
    if tokens[last - 1].low in PERSONAL and last - first > 1:
        return last - 1, last
    groups = _groups(tokens, first, last)
    dropped = len(groups)
    while len(groups) > 1 and not _heads(tokens, *groups[0]):
        groups = groups[1:]
    if not groups:
        return None
    if dropped > len(groups) == 2 and all(tokens[k].is_capital for g in groups for k in range(*g)):
        groups = groups[1:]
    start = groups[0][0]
    start = _skip_adverbial(tokens, start, last)
    return (start, last) if start < last and last - start <= _LONGEST + 14 else None


def _relative(
    tokens: list[Token], first: int, last: int, clause: Clause, earlier: list[Clause]
) -> tuple[int, int] | None:
    word = tokens[first].low
    if last - first > 1 and (word == "whose" or word in ("which", "whom", "where")):
        return first + 1, last
    return antecedent(tokens, clause.start if clause.link == "rel" else first)


def antecedent(tokens: list[Token], before: int) -> tuple[int, int] | None:
    """The noun phrase that ends where the relative clause begins, or before a phrase with a preposition in between:
    'two men, from the same yard, who'. None for 'none of which'."""
    if before > 0 and tokens[before - 1].low in PREPOSITIONS:
        return None
    last = before
    while last > 0 and not tokens[last - 1].is_word:
        last -= 1
    first = last
    while first > 0 and last - first < 10:
        token = tokens[first - 1]
        if token.low in (",", ";") or token.quoted >= 0 or token.low in AUXILIARIES or token.low in SUBORDINATORS:
            break
        if token.low in PREPOSITIONS - {"of", "for", "at", "from", "in"} or has_finite_verb(tokens, first - 1, first):
            break
        if token.low in MODALS or (token.low == "to" and first < last and tokens[first].is_capital):
            break
        first -= 1
        if token.low in ("a", "an", "the", "its", "his", "their", "one", "two", "three"):
            break
    if first < last and tokens[first].low in PREPOSITIONS:
        return antecedent(tokens, first)
    if 1 < first < last and tokens[first - 1].low in PREPOSITIONS and tokens[first - 2].low == ",":
        return antecedent(tokens, first - 1)
    return (first, last) if first < last else None


def _resumed(tokens: list[Token], earlier: list[Clause]) -> tuple[int, int] | None:
    """The subject that a medial clause stood between: 'Vela, who runs the port, | denied'."""
    for clause in reversed(earlier):
        if not clause.medial:
            whole = Clause(clause.start, clause.end, "start")
            return subject_of(tokens, whole, clause.end, [])
    return None


def _groups(tokens: list[Token], first: int, last: int) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    opened = first
    for k in range(first, last):
        if tokens[k].low == "," and tokens[k].quoted < 0:
            if k > opened:
                groups.append((opened, k))
            opened = k + 1
    if last > opened:
        groups.append((opened, last))
    return groups


def _heads(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a stretch between commas can be the head of a subject and is no adverbial."""
    low = tokens[start].low
    if low in PREPOSITIONS or low in SUBORDINATORS or low in _MANNER or low in _SKIP or low.endswith("ing"):
        return False
    if low in TIME_WORDS or (low.endswith("ly") and end - start <= 2):
        return False
    return not (
        has_finite_verb(tokens, start, end)
        and not any(tokens[k].low in ("who", "which", "that") for k in range(start, end))
    )


def _after_subordinator(tokens: list[Token], first: int, last: int) -> int:
    """Past the last 'after', 'because', 'when' ... that opens the clause of the subject."""
    start = first
    for k in range(first, last - 1):
        if tokens[k].quoted >= 0:
            continue
        if tokens[k].low in ("who", "which", "whose") and k - start <= 8:
            break
        if (
            (
                tokens[k].low in SUBORDINATORS
                and k > first
                and tokens[k].low not in ("than", "once", "as", "since", "before", "after")
            )
            or (tokens[k].low in ("after", "before", "as", "since") and k > first and has_finite_verb(tokens, first, k))
            or (tokens[k].low in ("and", "but") and has_finite_verb(tokens, first, k) and k > first)
            or (
                tokens[k].low == "that"
                and k > first
                and has_finite_verb(tokens, first, k)
                and tokens[k + 1].low in DETERMINERS | PERSONAL
            )
        ):
            start = k + 1
    return start


def _skip_adverbial(tokens: list[Token], start: int, last: int) -> int:
    """'On Thursday Mr Vela', 'In a statement the ministry': past a time or place without a comma."""
    if tokens[start].low not in PREPOSITIONS - {"around", "about", "over", "some", "under", "near"}:
        while start < last - 1 and tokens[start].low in TIME_WORDS and tokens[start].low not in ("may",):
            start += 1
        return start
    for k in range(start + 1, last):
        if k > start + 1 and (
            tokens[k].low in DETERMINERS | PERSONAL
            or (
                tokens[k].is_capital
                and not tokens[k - 1].is_capital
                and tokens[k - 1].low not in DETERMINERS | PREPOSITIONS
            )
        ):
            return k
    return start
