"""The make of a noun phrase that names a speaker: its groups between commas, its name, its head noun."""

from __future__ import annotations

from detector.extract.grammar import Token, words
from detector.extract.names import Mention, bare

_STOPS = words("of for at from in with who whose which on to familiar briefed close by")


def groups_of(phrase: list[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = [[]]
    for token in phrase:
        if token.low == "," or (token.low in ("who", "which", "whose") and groups[-1]):
            groups.append([])
        if token.low != ",":
            groups[-1].append(token)
    return [g for g in groups if any(t.is_word for t in g)] or [phrase]


def is_head(group: list[Token], mention: Mention) -> bool:
    """Whether a name is what its group is about: nothing but a description before it, and no noun after it."""
    if group[0].low in ("who", "which"):
        return False
    if any(t.low in ("of", "for", "at", "from", "in", "with", "by", "on", "to", "and") for t in group[: mention.lead]):
        return False
    if group[mention.end - 1].low.endswith("'s"):
        return False
    if mention.end < len(group):
        after = group[mention.end]
        if (
            after.low not in _STOPS
            and after.is_word
            and not after.text.isdigit()
            and after.low not in ("also", "himself", "herself", "and", "himself")
        ):
            return False
        if after.low == "'":
            return False
    return True


def without_lead(phrase: list[Token]) -> list[Token]:
    start = 0
    while start < len(phrase) - 1 and not phrase[start].is_word:
        start += 1
    return phrase[start:]


def description_of(phrase: list[Token]) -> list[str]:
    """The words of a description without relative clause, apposition and leading article."""
    kept: list[str] = []
    for token in phrase:
        if token.low in (",", "who", "which", "whose", "(") and kept:
            break
        if token.is_word or token.low in ("&",):
            kept.append(token.text)
        elif token.low in ("'", "’") and kept:
            kept[-1] += token.text
    if len(kept) > 1 and kept[0].lower() in ("the", "a", "an"):
        kept = kept[1:]
    return [*kept[:-1], bare(kept[-1])] if kept else kept


def head_of(phrase: list[Token]) -> str:
    head = ""
    for token in phrase:
        if head and (token.low in _STOPS or token.low == ","):
            break
        if token.is_word:
            head = token.low
    return head
