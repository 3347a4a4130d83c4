"""When two names of holders mean one voice."""

from __future__ import annotations

import re

TITLES = frozenset(
    (
        "the a an mr mrs ms miss dr prof professor sir dame lord lady president minister prime secretary "
        "chancellor governor mayor senator congressman congresswoman general colonel captain major lieutenant "
        "sergeant admiral judge justice king queen prince princess pope bishop rev reverend spokesman spokeswoman "
        "spokesperson chief deputy foreign defence defense interior health finance director chairman chairwoman "
        "chair commissioner inspector officer former acting vice head leader ambassador envoy detective "
        "superintendent of for and in at on to s"
    ).split()
)
NAMELESS = frozenset(
    (
        "source sources official officials person people aide aides diplomat diplomats witness witnesses resident "
        "residents expert experts analyst analysts critic critics some many others someone insider insiders "
        "observer observers employee employees worker workers staff researcher researchers author authors"
    ).split()
)


def key_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it from others: lower case, without titles, articles and possessives."""
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", name.lower()))
    return tuple(w for w in words if w not in TITLES)


def same_holder(a: str, b: str) -> bool:
    """Whether an editor would take two holder names for one voice.

    Persons agree by last name unless their first names differ; bodies agree when all words of the shorter
    name stand in the longer. Nameless sources ("two officials") are never the same.
    """
    x, y = key_words(a), key_words(b)
    if not x or not y or NAMELESS & {*x, *y}:
        return False
    if x == y:
        return True
    short, long = sorted((x, y), key=len)
    if len(short) == 1:
        return short[0] in (long[0], long[-1])
    return set(short) <= set(long)
