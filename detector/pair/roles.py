"""What somebody is called by instead of a name: whose spokesman, which minister."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detector.names import PREPOSITIONS
from detector.nouns import ORGANISATION

# Those who speak for a body, with their gender as far as the noun tells it.
SPEAKERS = {"spokesman": "m", "spokeswoman": "f", "spokesperson": ""}
# Nouns of which an event has one holder each, mostly.
OFFICES = frozenset(
    (
        "president minister premier chancellor governor mayor king queen chairman chairwoman chair director chief head"
        " executive commissioner constable secretary ambassador prosecutor coroner leader superintendent commander"
    ).split()
)
HEADS = OFFICES | {*SPEAKERS}
FIELDS = frozenset(
    (
        "prime foreign defence defense interior health finance justice education energy environment agriculture"
        " transport economy culture labour labor trade state general chief executive press party police vice deputy"
        " former acting first external internal affairs"
    ).split()
)
DETERMINERS = frozenset("the a an its their his her our this that".split())
# Words of a role that make it another person's.
_MARKS = frozenset("vice deputy former acting ex first".split())
# "The country's president" says no more than "the president".
_GENERIC = frozenset("country nation city town state region county province island own".split())
_WORD = re.compile(r"\w[\w'’-]*")
_STEM = 4  # letters that Orlo and Orloan have to share


@dataclass(frozen=True, slots=True)
class Role:
    """`head`: the noun, `fields`: the words that say which ("foreign", "deputy"), `of`: the body or place as written,
    "" where none is named."""

    head: str
    fields: frozenset[str]
    of: str

    @property
    def speaks(self) -> bool:
        """Whether it speaks for the body `of`."""
        return self.head in SPEAKERS and not self.fields & _MARKS


def role_of(phrase: str) -> Role | None:
    """The role that a phrase consists of ("Orlo's foreign minister", "spokeswoman for the Farm Union"), None where it
    ends in something else, such as a name."""
    found = [word for word in _WORD.findall(phrase) if word.lower() not in DETERMINERS | {"and"}]
    at = next((i for i, word in enumerate(found) if i and word.lower() in PREPOSITIONS), len(found))
    if not at or bare(found[at - 1]).lower() not in HEADS:
        return None
    before, head = found[: at - 1], found[at - 1].lower()
    press = before and before[-1].lower() == "press" and head in ("secretary", "chief")
    if press:
        before, head = before[:-1], "spokesperson"
    after = found[at + 1 :]
    if head in SPEAKERS:
        fields = [word for word in before if word.lower() in _MARKS]
        of = [bare(word) for word in (after or [word for word in before if word.lower() not in _MARKS])]
    else:
        fields = [word for word in (*before, *after) if _is_field(word)]
        of = [bare(word) for word in (*before, *after) if not _is_field(word)]
        of = [word for word in of if word.lower() not in _GENERIC | PREPOSITIONS]
    return Role(head, frozenset(word.lower() for word in fields), " ".join(of))


def compatible(one: Role, other: Role) -> bool:
    """Whether two roles may be one: the same noun, one as closely described as the other or more so, of no two places
    or bodies."""
    return (
        one.head == other.head
        and one.fields & _MARKS == other.fields & _MARKS
        and (one.fields <= other.fields or other.fields <= one.fields)
        and not apart(one, other)
    )


def apart(one: Role, other: Role) -> bool:
    """Whether two roles are of two places or bodies."""
    x, y = _stems(one.of), _stems(other.of)
    return bool(x and y) and x.isdisjoint(y)


def office(role: Role) -> tuple[str, ...]:
    """What an office is known by throughout an event."""
    return ("office", role.head, *sorted(role.fields), *sorted(_stems(role.of)))


def bare(word: str) -> str:
    """Without a possessive ending."""
    return re.sub(r"['’]s?$", "", word)


def _is_field(word: str) -> bool:
    low = word.lower()
    return low in FIELDS or (word[0].islower() and bare(word) == word and low not in ORGANISATION)


def _stems(of: str) -> frozenset[str]:
    return frozenset(word[:_STEM].lower() for word in of.split())
