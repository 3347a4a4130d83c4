"""What a number counts: the head noun behind it, and the words around it that say what happened to the counted."""

from __future__ import annotations

from dataclasses import dataclass

from detector.judge.numerals import SMALL, Token, word_at
from detector.words import ROLE_OF, is_person, singular, stem, word_set

# How far from a number, in words, a role may stand: "killed", "were taken to hospital".
REACH = 12
_LONGEST_PHRASE = 6
_CLOSED = word_set(
    "nearly almost some roughly just only spent "
    "in on at by for from with without into onto over under about around after before between among during "
    "through to up down out off since until till against across along near within beyond per via than as if "
    "that which who whom whose where when while because is are was were be been being am has have had having do "
    "does did will would should can could may might must not and or but nor so yet it he she they we you i this "
    "these those a an the said say says there here never ever also only again still now later earlier ago away "
    "apart alone too either each died fell rose left lost took came went ran fled told held stood paid cost "
    "costs got grew sold won sat met saw found made gave put quit began ended remain remained remains drew sued "
    "sank swam broke hit hurt work owe go describe record records show shows rang live lay stayed agreed "
    "opposed claim want voted marched early late more less fewer much long wide high deep tall dead together "
    "worth sang chose wrote dropped of his her its their our my"
)
_DETERMINERS = frozenset({"the", "its", "his", "her", "their", "our", "those", "these", "all", "my", "your"})
_PRONOUNS = frozenset({"them", "us", "whom", "which", "those", "these", "you"})
_PLURALS = frozenset({"people", "men", "women", "children", "police", "staff", "aircraft", "feet", "mps", "personnel"})
_NOT_PLURAL = frozenset(
    {"this", "his", "its", "us", "was", "is", "has", "as", "yes", "plus", "minus", "previous", "serious"}
)
_STRONG = frozenset(".;:!?")
_JOINERS = frozenset({"and", "but", "while", "whereas", ",", ";"})


@dataclass(frozen=True, slots=True)
class Counted:
    """The head noun (singular, "" for none), where its phrase ends, and whether the number is a part of it."""

    noun: str
    end: int
    part: bool


def counted(toks: tuple[Token, ...], j: int, plural: bool) -> Counted:
    """What the number before token `j` counts."""
    if word_at(toks, j) == "of":
        after = word_at(toks, j + 1)
        if after in _PRONOUNS:
            return Counted("", j + 2, True)
        if after in _DETERMINERS:
            k = j + 2 + (word_at(toks, j + 2) in _DETERMINERS)
            k += k < len(toks) and (toks[k].kind == "number" or word_at(toks, k) in SMALL)
            noun, end = _head(toks, k, True)
            return Counted(noun, end, True)
        noun, end = _head(toks, j + 1, plural)
        return Counted(noun, end, False)
    if j < len(toks) and toks[j].text == "-":
        j += 1
    noun, end = _head(toks, j, plural)
    return Counted(noun, end, False)


def _head(toks: tuple[Token, ...], j: int, plural: bool) -> tuple[str, int]:
    phrase = _phrase(toks, j)
    if not phrase:  # "19 dead"
        return "", j + (stem(word_at(toks, j)) in ROLE_OF)
    if plural:
        for k in phrase:
            if _looks_plural(toks[k].lower):
                return singular(toks[k].lower), k + 1
    if len(phrase) > 1:
        return singular(toks[phrase[-1]].lower), phrase[-1] + 1
    word = toks[phrase[0]].lower
    is_role = ROLE_OF.get(stem(word)) and not is_person(word)
    return ("" if is_role or word.endswith("ed") else singular(word)), phrase[0] + 1


def _phrase(toks: tuple[Token, ...], j: int) -> list[int]:
    """Tokens of the noun phrase: up to a closed-class word, a mark, or a participle behind the first word."""
    found: list[int] = []
    for k in range(j, min(j + _LONGEST_PHRASE, len(toks))):
        word = toks[k].lower
        if toks[k].text == "-" and found and toks[k].glued:
            continue
        if (
            toks[k].kind != "word"
            or word in _CLOSED
            or word in SMALL
            or (found and word.endswith(("ed", "ing")) and len(word) > 4)
        ):
            break
        found.append(k)
    return found


def _looks_plural(word: str) -> bool:
    return word in _PLURALS or (
        word.endswith("s") and not word.endswith(("ss", "us", "'s", "’s")) and word not in _NOT_PLURAL
    )


def segments(toks: tuple[Token, ...], places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each number's token range, the range of tokens that speak of it: up to its neighbours and its sentence's end.

    Words between two numbers go to the first, those behind the last "and" or comma to the second:
    "killed 12 people | and injured 40", "12 people were killed | and 40 injured".
    """
    out: list[tuple[int, int]] = []
    left = 0
    for k, (first, end) in enumerate(places):
        limit = places[k + 1][0] if k + 1 < len(places) else len(toks)
        right = _split(toks, end, limit) if k + 1 < len(places) else limit
        out.append((_back(toks, max(left, first - REACH), first), _ahead(toks, end, min(right, end + REACH))))
        left = right
    return out


def _split(toks: tuple[Token, ...], start: int, stop: int) -> int:
    return next((k for k in range(stop - 1, start - 1, -1) if toks[k].lower in _JOINERS), stop)


def _back(toks: tuple[Token, ...], low: int, first: int) -> int:
    return next((k + 1 for k in range(first - 1, low - 1, -1) if toks[k].text in _STRONG), low)


def _ahead(toks: tuple[Token, ...], end: int, high: int) -> int:
    return next((k for k in range(end, high) if toks[k].text in _STRONG), max(end, high))


def roles(toks: tuple[Token, ...], start: int, end: int, skip: tuple[int, int]) -> tuple[str, ...]:
    """The role groups that the words name, those of the words in `skip` left out (the whole that a part is of)."""
    found: dict[str, None] = {}
    kept = [k for k in range(start, end) if toks[k].kind == "word" and not skip[0] <= k < skip[1]]
    for k in kept:
        root = stem(toks[k].lower)
        pair = f"{root}_{stem(word_at(toks, k + 1))}"
        role = ROLE_OF.get(pair) or ROLE_OF.get(root)
        if role:
            found[role] = None
    return tuple(found)
