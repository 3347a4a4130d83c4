"""What a holder's name tells, and when two names mean one voice by themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detector.nouns import HUMAN, ORGANISATION

_GLUE = frozenset("the a an of for and in at on to s".split())
_HONORIFICS = frozenset("mr mrs ms miss dr prof professor sir dame lord lady".split())
TITLES = (
    _GLUE
    | _HONORIFICS
    | frozenset(
        (
            "president minister prime secretary chancellor governor mayor senator congressman congresswoman general"
            " colonel captain major lieutenant sergeant admiral judge justice king queen prince princess pope bishop"
            " rev reverend spokesman spokeswoman spokesperson chief deputy foreign defence defense interior health"
            " finance director chairman chairwoman chair commissioner inspector officer former acting vice head leader"
            " ambassador envoy detective superintendent"
        ).split()
    )
)
NAMELESS = frozenset(
    (
        "source sources official officials person people aide aides diplomat diplomats witness witnesses resident "
        "residents expert experts analyst analysts critic critics some many others someone insider insiders "
        "observer observers employee employees worker workers staff researcher researchers author authors"
    ).split()
)
# A holder that opens with one of these is nobody that another article would know.
_POINTING = frozenset(
    (
        "he she they it we i you who whoever whom his her their its our my them him us this these those that each"
        " every both several few nobody no one two three four five six seven eight nine ten not"
    ).split()
)
# Bodies that go by the first word of their names, as the other bodies of a place do not: "Vey" is not the Vey police.
_FIRMS = frozenset(
    (
        "company firm airline bank corporation holdings industries motors airlines energy power steel foods pharma"
        " homes inc ltd plc corp co group foundation"
    ).split()
)
_PUBLIC = ORGANISATION - _FIRMS
_GENERATIONS = frozenset("jr sr junior senior ii iii".split())
_HONOURS = frozenset("kc qc mp phd cbe obe".split())
_RELATIVES = frozenset("that which who whose whom where when as".split())
PREPOSITIONS = frozenset("of for in at from on by to with after before about over against".split())


@dataclass(frozen=True, slots=True)
class Name:
    """A holder's name taken apart: the `words` that tell it from others (as `key_words`), the `head` among them, the
    last one before a preposition, and the `generation` ("jr") that tells a son from his father. `proper`: all of it is
    capitalised. `nameless`: it tells nobody ("two officials", "a nurse")."""

    words: tuple[str, ...]
    head: str
    generation: frozenset[str]
    proper: bool
    nameless: bool


def name_of(text: str) -> Name:
    """The parts of a holder's name."""
    found = _words(text)
    low = [word.lower() for word in found]
    at = next((i for i, word in enumerate(low) if i and word in PREPOSITIONS), len(low))
    body = not ORGANISATION.isdisjoint(low[:at])
    dropped = (_GLUE | _HONORIFICS if body else TITLES) | _GENERATIONS | _HONOURS
    rest = [word for word in low if word not in dropped]
    head = next((word for word in reversed(low[:at]) if word in rest), rest[-1] if rest else "")
    proper = all(word[0].isupper() for word in found if word.lower() not in _GLUE)
    return Name(tuple(rest), head, _GENERATIONS & {*low}, proper, _tells_nobody(found, at, proper and body))


def key_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others: lower case, without titles, articles and possessives. In the name
    of a body they all tell: the Interior Ministry is not the Health Ministry."""
    return name_of(name).words


def short_form(short: Name, long: Name) -> bool:
    """Whether one name is a shorter form of the other: its head alone or with some of its words ("Finch", "the
    ministry"), or the words it opens with ("Ferrin" for Ferrin Motors), as far as these are not a mere place."""
    size = len(short.words)
    if not size or not {*short.words} < {*long.words} or short.generation - long.generation:
        return False
    if size > 1 and short.generation != long.generation:
        return False
    if short.head == long.head:
        return True
    return long.words[:size] == short.words and (size > 1 or (long.proper and long.head not in _PUBLIC))


def same_holder(a: str, b: str) -> bool:
    """Whether an editor would take two holder names, and nothing but the names, for one voice.

    They are the same words or one is a short form of the other; father and son are two. Nameless sources ("two
    officials") are never the same. What the articles around two names tell is for `detector.pair.voices`.
    """
    x, y = name_of(a), name_of(b)
    if not x.words or not y.words or x.nameless or y.nameless:
        return False
    if {*x.words} == {*y.words}:
        return x.generation == y.generation
    return short_form(x, y) or short_form(y, x)


def _words(text: str) -> list[str]:
    """The words up to a relative clause, without possessive endings."""
    found = re.findall(r"\w+", re.sub(r"['’]s\b", "", text))
    stop = next((i for i, word in enumerate(found) if i and word.lower() in _RELATIVES), len(found))
    return found[:stop]


def _tells_nobody(found: list[str], at: int, proper_body: bool) -> bool:
    """`at`: where the words before the first preposition end."""
    low = [word.lower() for word in found]
    if proper_body and len(found) > 1:
        return False  # the Workers' Party
    if not NAMELESS.isdisjoint(low) or (low and low[0] in _POINTING):
        return True
    named = any(word[0].isupper() for i, word in enumerate(found) if i or not _human(low[0]))
    return not named and at > 0 and _human(low[at - 1])


def _human(word: str) -> bool:
    return word in HUMAN or word.removesuffix("s") in HUMAN
