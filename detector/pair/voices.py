"""Whose voice a claim is: the holders' names over the articles on one event, merged where these say why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from scipy.sparse import csr_matrix

from detector.names import Name, name_of, short_form
from detector.pair.introductions import Acronym, Introduction, read
from detector.pair.roles import SPEAKERS, Role, apart, compatible, office, role_of
from detector.types import Alias, Claim, Document, Mention, Span, Tie

SAME, SHORT, ACRONYM, SPEAKER, OFFICE = "same name", "short form", "acronym", "spokesperson", "office"

_INDEFINITE = frozenset("a an one another any some no every each other whatever whichever".split())

Key = tuple[str, ...]
"""What names of one voice have in common: the telling words of its fullest name in alphabetical order, or an office."""


@dataclass(frozen=True, slots=True)
class Step:
    """How a name comes by a key. Of a spokesperson: `named` where the name is the person's own, and the `gender` that
    the role tells."""

    rule: str
    ground: Mention | None = None
    named: bool = False
    gender: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder's name in one article. `role` is set where it is nothing but a role; `mention` is where it stands."""

    text: str
    name: Name
    role: Role | None
    mention: Mention


@dataclass(frozen=True, slots=True)
class _Article:
    """What an article tells of names. `fuller` are all names that a shorter one may stand for, `introduced` persons
    with a role, both by the words that they are looked up by."""

    document: Document
    holders: Mapping[str, Holder]
    fuller: Mapping[str, Sequence[tuple[Name, Mention]]]
    introduced: Mapping[str, Sequence[Introduction]]
    offices: Mapping[str, Sequence[Introduction]]
    acronyms: Mapping[str, Sequence[Acronym]]
    given: Mapping[str, frozenset[str]]

    def mention(self, span: Span) -> Mention:
        return _mention(self.document, span)


class Voices:
    """The voices of the claims of a run. Made by `voices`."""

    def __init__(self, articles: Mapping[str, _Article], around: Mapping[str, Sequence[str]]):
        self._articles, self._around = articles, around
        self._keys = {
            (name, holder.text): _keys(holder, articles[name], [articles[other] for other in around[name]])
            for name in sorted(articles)
            for holder in articles[name].holders.values()
        }

    def one(self, a: Claim, b: Claim) -> bool:
        """Whether two claims are of one voice. Whoever tells nobody ("two officials") is one with none elsewhere."""
        if (a.document_id, a.holder) == (b.document_id, b.holder):
            return True
        return any(True for _ in self._shared((a.document_id, a.holder), (b.document_id, b.holder)))

    def tie(self, a: Claim, b: Claim) -> Tie | None:
        """Why two claims are of one voice; None where they are not, or where one name in one article is all."""
        return self._tie((a.document_id, a.holder), (b.document_id, b.holder))

    def aliases(self, claim: Claim) -> tuple[Alias, ...]:
        """The other names of a claim's holder in its article and those linked with it, each where it stands first, in
        the order of the articles' ids."""
        found: dict[str, Alias] = {}
        for name in self._around[claim.document_id]:
            for other in self._articles[name].holders:
                low = other.casefold()
                if low == claim.holder.casefold() or low in found:
                    continue
                tie = self._tie((claim.document_id, claim.holder), (name, other))
                if tie is not None:
                    found[low] = Alias(other, tie)
        return tuple(found.values())

    def _tie(self, a: tuple[str, str], b: tuple[str, str]) -> Tie | None:
        ways = [
            (len(grounds), rules, grounds)
            for x, y in self._shared(a, b)
            for rules in [tuple(sorted({x.rule, y.rule} - {SAME}))]
            for grounds in [tuple(dict.fromkeys(step.ground for step in (x, y) if step.ground))]
        ]
        if a == b or not ways:
            return None
        _, rules, grounds = min(ways, key=lambda way: (way[0], len(way[1]), way[1]))
        one, two = (self._articles[name].holders[holder].mention for name, holder in (a, b))
        return Tie(rules or (SAME,), one, two, grounds)

    def _shared(self, a: tuple[str, str], b: tuple[str, str]) -> Iterator[tuple[Step, Step]]:
        """How two names come by each key that makes them one, if any does."""
        x, y = self._keys[a], self._keys[b]
        shared = [(x[key], y[key]) for key in x if key in y]
        one_name = any(SPEAKER not in (one.rule, two.rule) for one, two in shared)
        for one, two in shared:
            if one.rule == two.rule == SPEAKER and not one_name and _two_speakers(one, two):
                continue
            if one.rule == two.rule == SAME and _stands_for_another(x) and _stands_for_another(y):
                continue  # where the fuller names are one, they are shared too
            yield one, two


def _two_speakers(one: Step, two: Step) -> bool:
    return (one.named and two.named) or {one.gender, two.gender} == {"m", "f"}


def _stands_for_another(keys: Mapping[Key, Step]) -> bool:
    return any(step.rule in (SHORT, ACRONYM) for step in keys.values())


def voices(
    documents: Sequence[Document], claims: Iterable[Claim], rows: Mapping[str, int], linked: csr_matrix
) -> Voices:
    """The voices of the claims. `rows` maps a document's id to its row in `linked` (articles on one event).

    A name means what its own article and those linked with it say. A short form ("Finch", "the ministry") or an acronym
    stands for a fuller name where these know only one; a spokesman is one voice with the body that an article says he
    speaks for, though never with another spokesman of it; an office ("Orlo's foreign minister") is the one person whom
    an article introduces by it. Time goes with the length of the articles and with the links between them.
    """
    of_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_document[claim.document_id].append(claim)
    articles = {document.id: _article(document, of_document[document.id]) for document in documents}
    ids = sorted(rows, key=rows.__getitem__)
    around = {name: sorted(ids[i] for i in linked[row].indices) for name, row in rows.items()}
    return Voices(articles, around)


def _article(document: Document, claims: Sequence[Claim]) -> _Article:
    said = read(document)
    holders = {holder.text: holder for holder in _holders(document, claims)}
    fuller: defaultdict[str, list[tuple[Name, Mention]]] = defaultdict(list)
    named = [(one.name, one.mention) for one in holders.values() if one.role is None and not one.name.nameless]
    named += [(one.name, _mention(document, one.span)) for one in (*said.introductions, *said.acronyms)]
    spoken_for = [(holder.role, holder.mention) for holder in holders.values() if holder.role]
    spoken_for += [(one.role, _mention(document, one.span)) for one in said.introductions]
    named += [(name_of(role.of), mention) for role, mention in spoken_for if role.speaks]
    for name, mention in named:
        if len(name.words) > 1:
            for word in dict.fromkeys((name.head, name.words[0])):
                fuller[word].append((name, mention))
    introduced, offices = defaultdict(list), defaultdict(list)
    for one in said.introductions:
        introduced[one.name.head].append(one)
        offices[one.role.head].append(one)
    acronyms = defaultdict(list)
    for two in said.acronyms:
        acronyms[two.letters].append(two)
    return _Article(document, holders, fuller, introduced, offices, acronyms, said.given)


def _holders(document: Document, claims: Sequence[Claim]) -> Iterator[Holder]:
    of_name: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda one: (one.span, one.id)):
        of_name[claim.holder].append(claim)
    for text, own in sorted(of_name.items()):
        name = name_of(text)
        mention = _mention(document, _place(document, text, name, own))
        role = None if all(one.stance == "narrates" for one in own) else role_of(text)
        opening = {word.lower() for phrase in (text, mention.quote) for word in phrase.split()[:1]}
        if role is not None and not role.speaks and not _INDEFINITE.isdisjoint(opening):
            role = None  # "a minister" is not the minister
        yield Holder(text, name, role, mention)


def _place(document: Document, text: str, name: Name, claims: Sequence[Claim]) -> Span:
    """Where an article names a holder: the words that a claim is ascribed to, else the first place of the name or of
    its head, else the first sentence that is the holder's."""
    sources = [one.source_span for one in claims if one.source_span]
    for span in sources:
        if name.head and name.head in span.of(document.text).lower():
            return span
    if sources and not name.words:
        return sources[0]
    for words in (text, name.head) if claims[0].stance != "narrates" else ():
        if words and (found := re.search(rf"\b{re.escape(words)}\b", document.text, re.IGNORECASE)):
            return Span(*found.span())
    return claims[0].sentence


def _mention(document: Document, span: Span) -> Mention:
    return Mention(document.id, span, span.of(document.text))


def _keys(holder: Holder, own: _Article, around: Sequence[_Article]) -> dict[Key, Step]:
    """The keys of a holder's name by the articles around it, its own among them."""
    if holder.role is not None and holder.role.head in SPEAKERS:
        step = Step(SPEAKER, None, False, SPEAKERS[holder.role.head])
        return _body_keys(holder.role, step, own, around) if holder.role.speaks else {}
    if holder.role is not None:
        return _office_keys(holder.role, around)
    if holder.name.nameless or not holder.name.words:
        return {}
    keys = _name_keys(holder.name, holder.text, own, around)
    if keys:
        for article, one in _introductions_of(holder.name, around):
            if one.role.speaks:
                step = Step(SPEAKER, article.mention(one.span), True, SPEAKERS[one.role.head])
                keys = _body_keys(one.role, step, article, around) | keys
    return keys


def _name_keys(name: Name, text: str, own: _Article, around: Sequence[_Article]) -> dict[Key, Step]:
    """The key of a name and that of the one fuller name it stands for; none where it may stand for several."""
    if len(name.words) == 1 and name.words[0].upper() in text:
        letters = _expanded(name.words[0], own, around)
        if letters is not None:
            return letters
    fuller = _fuller(name, around)
    if fuller is None:
        return {_key(name): Step(SAME)} if len(name.words) > 1 else {}
    longest, mention = fuller
    found = {_key(name): Step(SAME)}
    return found if mention is None else {**found, _key(longest): Step(SHORT, mention)}


def _expanded(letters: str, own: _Article, around: Sequence[_Article]) -> dict[Key, Step] | None:
    """The keys of an acronym: by its own article where that one explains it, else by those around; None where none
    does."""
    told = [(own, one) for one in own.acronyms.get(letters, ())]
    told = told or [(article, one) for article in around for one in article.acronyms.get(letters, ())]
    if not told:
        return None
    meant = {_key(one.name) for _, one in told}
    article, first = told[0]
    return {_key(first.name): Step(ACRONYM, article.mention(first.span))} if len(meant) == 1 else {}


def _fuller(name: Name, around: Sequence[_Article]) -> tuple[Name, Mention | None] | None:
    """The fullest name that a name stands for with the place where it is first found, the name itself and None where
    there is no fuller one; None where there are several."""
    met = {}
    for article in around:
        for word in dict.fromkeys((name.head, name.words[0])):
            for other, mention in article.fuller.get(word, ()):
                if short_form(name, other):
                    met.setdefault(_key(other), (other, mention))
    given = {word for article in around for word in article.given.get(name.head, ())}
    if not met:
        return None if len(name.words) == 1 and len(given) > 1 else (name, None)
    longest = max(met.values(), key=lambda one: (len(one[0].words), _key(one[0])))
    whole = longest[0]
    several = any({*other.words} - {*whole.words} or other.generation != whole.generation for other, _ in met.values())
    return None if several or (len(name.words) == 1 and given - {*whole.words}) else longest


def _introductions_of(name: Name, around: Sequence[_Article]) -> Iterator[tuple[_Article, Introduction]]:
    """Where articles introduce the person of a name by a role."""
    for article in around:
        for one in article.introduced.get(name.head, ()):
            if _key(one.name) == _key(name):
                yield article, one
            elif short_form(one.name, name) or short_form(name, one.name):
                short = one.name if short_form(one.name, name) else name
                if _fuller(short, around) is not None:
                    yield article, one


def _body_keys(role: Role, step: Step, own: _Article, around: Sequence[_Article]) -> dict[Key, Step]:
    """The keys of the body that a role speaks for."""
    body = name_of(role.of)
    if body.nameless or not body.words:
        return {}
    steps = _name_keys(body, role.of, own, around)
    return {key: Step(SPEAKER, step.ground or one.ground, step.named, step.gender) for key, one in steps.items()}


def _office_keys(role: Role, around: Sequence[_Article]) -> dict[Key, Step]:
    """The keys of an office: its own where it says of what, and the one person whom articles introduce by it."""
    keys: dict[Key, Step] = {office(role): Step(SAME)} if role.of else {}
    told = [(article, one) for article in around for one in article.offices.get(role.head, ())]
    told = [(article, one) for article, one in told if compatible(role, one.role)]
    others = [holder.role for article in around for holder in article.holders.values() if holder.role]
    others = [one for one in others if one.head == role.head and compatible(role, one)] + [one.role for _, one in told]
    if _spread(others):
        return keys
    people: dict[Key, Step] = {}
    for article, one in told:
        fuller = _fuller(one.name, around)
        if fuller is None:
            return keys
        people.setdefault(_key(fuller[0]), Step(OFFICE, article.mention(one.span)))
    return keys | people if len(people) == 1 else keys


def _spread(roles: Sequence[Role]) -> bool:
    """Whether two of the roles are of two places or bodies."""
    told = list({role.of: role for role in roles if role.of}.values())
    return any(apart(one, two) for one, two in combinations(told, 2))


def _key(name: Name) -> Key:
    return (*sorted(name.words), *sorted(name.generation))
