"""The people of an article: their fullest names, what they are called, and he or she where the text tells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from detector.extract.cues import VERBS
from detector.extract.grammar import DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, TIME_WORDS, Token, words
from detector.nouns import HUMAN, ORGANISATION, TITLES

MALE = words(
    "mr sir lord king prince spokesman chairman father brother husband son congressman businessman widower"
    " policeman fireman monk uncle grandfather count duke man boy nephew"
)
FEMALE = words(
    "ms mrs miss dame lady queen princess spokeswoman chairwoman mother sister wife daughter congresswoman"
    " businesswoman widow policewoman actress nun aunt grandmother countess duchess woman girl niece"
)
# Last words of the names of those who pass on what they are told.
PRESS = words(
    "times post herald gazette news press tribune agency wire journal chronicle star courier daily review echo argus"
    " sentinel observer mail examiner monitor standard independent telegraph guardian tidings weekly today radio"
    " television tv online globe sun mirror"
    " reuters ap afp cnn bbc bloomberg abc nbc cbs npr pbs fox msnbc tass interfax xinhua jazeera politico axios"
)
# Endings of given names that are mostly women's, used when nothing in the article tells.
_FEMININE = ("a", "ine", "elle", "ette", "lyn", "een", "eth", "ie")
_NOT_NAMES = (
    DETERMINERS
    | PREPOSITIONS
    | PRONOUNS
    | SUBORDINATORS
    | TIME_WORDS
    | words("and but or yet so asked according not what how why mr. also meanwhile however nor")
)
_SURE = 2.5
_PARTICLES = words("de la le van von der den du di da del al el bin ibn ben ten af av")
_MALE_PRONOUNS = words("he his him himself")
_FEMALE_PRONOUNS = words("she her hers herself")


@dataclass(slots=True)
class Person:
    """Someone named in the article under the fullest name it gives; `roles` are nouns it calls them by."""

    name: str
    gender: str = ""
    roles: set[str] = field(default_factory=set)
    weight: float = 0.0

    @property
    def surname(self) -> str:
        return self.name.split()[-1].lower()


@dataclass(frozen=True, slots=True)
class Mention:
    """A run of capitalised words: tokens [start, end) without titles, which stand in [lead, start)."""

    start: int
    end: int
    lead: int

    def words(self, tokens: list[Token]) -> list[str]:
        return [bare(t.text) for t in tokens[self.start : self.end]]


def bare(word: str) -> str:
    """Without a possessive ending."""
    return word.removesuffix("'s").removesuffix("’s")


def mentions(tokens: list[Token]) -> list[Mention]:
    """Runs of capitalised words in a sentence's tokens; a possessive ends a run."""
    found: list[Mention] = []
    i = 0
    while i < len(tokens):
        if not _starts_name(tokens, i):
            i += 1
            continue
        lead = i
        while i < len(tokens) and (tokens[i].low.rstrip(".") in TITLES or _calling(tokens, i)):
            i += 1
        start = i
        while i < len(tokens) and (_in_name(tokens[i]) or _particle(tokens, i, start) or _partner(tokens, i, start)):
            i += 1
            if tokens[i - 1].low.endswith("'s"):
                break
        if any(t.low == "&" for t in tokens[start:i]):
            continue  # 'Garrow & Dale Milling' is a firm, not a person
        if start > 1 and i - start > 2 and tokens[start - 1].low == "of" and tokens[start - 2].low in TITLES:
            found.append(Mention(i - 2, i, _title_start(tokens, start - 2)))  # 'Secretary of State Ada Brecht'
            continue
        if i < len(tokens) and tokens[i].low == "of" and tokens[i - 1].low in TITLES:
            continue
        titled = max((k for k in range(start, i - 1) if tokens[k].low in TITLES), default=start - 1)
        if i > start:
            found.append(Mention(titled + 1, i, lead))
        i = max(i, lead + 1)
    return found


def _title_start(tokens: list[Token], k: int) -> int:
    while k > 0 and tokens[k - 1].is_capital:
        k -= 1
    return k


def _calling(tokens: list[Token], i: int) -> bool:
    """'Economist Tove Garrick': a calling before a full name."""
    return (
        tokens[i].low in HUMAN
        and tokens[i].is_capital
        and all(_in_name(t) for t in tokens[i + 1 : i + 3])
        and i + 2 < len(tokens)
    )


def _in_name(token: Token) -> bool:
    return token.is_capital and (len(token.text) > 1 or token.text.isupper()) and token.low not in _NOT_NAMES


def _starts_name(tokens: list[Token], i: int) -> bool:
    return _in_name(tokens[i]) or (tokens[i].is_capital and tokens[i].low.rstrip(".") in TITLES)


def _particle(tokens: list[Token], i: int, start: int) -> bool:
    return i >= start and tokens[i].low in _PARTICLES and i + 1 < len(tokens) and _in_name(tokens[i + 1]) and i > start


def _partner(tokens: list[Token], i: int, start: int) -> bool:
    return start < i < len(tokens) - 1 and tokens[i].low == "&" and _in_name(tokens[i + 1])


def find_people(sentences: list[list[Token]]) -> list[Person]:
    """The people of an article's sentences in order of first mention; places and bodies are left out as far as
    titles, appositions, reporting verbs and prepositions tell."""
    people: dict[str, Person] = {}
    single: defaultdict[str, float] = defaultdict(float)
    titles: defaultdict[str, str] = defaultdict(str)
    spelled: dict[str, str] = {}
    for tokens in sentences:
        for mention in mentions(tokens):
            name = mention.words(tokens)
            weight, gender, roles = _evidence(tokens, mention)
            last = name[-1].lower()
            if len(name) == 1:
                single[last] += weight
                spelled.setdefault(last, name[-1])
                titles[last] = titles[last] or gender
                continue
            if len(name) > 5 or any(word.lower() in ORGANISATION for word in name):
                continue
            person = people.setdefault(" ".join(name), Person(" ".join(name)))
            person.weight += weight + 0.5
            person.gender = person.gender or gender
            person.roles |= roles
    surnames = {person.surname for person in people.values()}
    for last, weight in single.items():
        if weight >= _SURE and last not in surnames and titles[last] and last not in ORGANISATION:
            people[spelled[last]] = Person(spelled[last], titles[last], weight=weight)
    found = []
    for person in people.values():
        if person.weight + single[person.surname] > 0:
            person.gender = person.gender or titles[person.surname]
            found.append(person)
    _vote_gender(sentences, found)
    return found


def _evidence(tokens: list[Token], mention: Mention) -> tuple[float, str, set[str]]:
    """(weight for a person, gender, roles) of one mention."""
    before = tokens[mention.lead - 1].low if mention.lead else ""
    after = tokens[mention.end].low if mention.end < len(tokens) else ""
    titles = {t.low.rstrip(".") for t in tokens[mention.lead : mention.start]}
    roles = set(titles)
    weight = 3.0 if titles else 0.0
    if before in HUMAN:
        weight += 3.0
        roles.add(before)
    if before in ("in", "at", "near", "outside", "across", "into", "over", "around"):
        weight -= 1.5
    elif before in ("the",):
        weight -= 2.5
    elif before in ("of", "from", "to"):
        weight -= 0.4
    if before in ("told", "tell", "telling"):
        weight -= 2.0
    if after in VERBS and VERBS[after].form != "ing":
        weight += 1.0
    if after == "," and mention.end + 1 < len(tokens):
        beyond = tokens[mention.end + 1]
        if beyond.text.isdigit() and len(beyond.text) == 2:
            weight += 3.0
        elif beyond.low in ("who", "whose"):
            weight += 2.0
        elif beyond.low in ("a", "an", "its", "his", "her", "the", "their"):
            role = _role_in(tokens, mention.end + 1)
            if role:
                weight += 2.0
                roles.add(role)
    if before == ",":
        role = _role_before(tokens, mention.lead - 1)
        if role:
            weight += 2.5
            roles.add(role)
    if (
        after
        and after not in VERBS
        and after.isalpha()
        and after not in _NOT_NAMES
        and tokens[mention.end].low in HUMAN
    ):
        weight -= 1.0
    gender = next((g for r in sorted(roles) if (g := gender_of(r))), "")
    return weight, gender, roles


def _role_in(tokens: list[Token], start: int) -> str:
    for token in tokens[start : start + 9]:
        if token.low in (",", ".", "of", "for", "at", "who", "in", "from"):
            break
        if token.low in HUMAN:
            return token.low
    return ""


def _role_before(tokens: list[Token], comma: int) -> str:
    found = ""
    for k in range(comma - 1, max(-1, comma - 14), -1):
        if tokens[k].low in (",", ";", ".") or tokens[k].quoted >= 0:
            break
        if (tokens[k].low in HUMAN and tokens[k].low != "one") or (
            tokens[k].low == "one" and tokens[k + 1].low == "of"
        ):
            found = tokens[k].low
    return found


def gender_of(word: str) -> str:
    low = word.lower().rstrip(".")
    return "m" if low in MALE else "f" if low in FEMALE else ""


def _vote_gender(sentences: list[list[Token]], people: list[Person]) -> None:
    """He and she in a sentence with one named person, or opening the sentence after it, vote on that person."""
    by_last = defaultdict(list)
    for person in people:
        by_last[person.surname].append(person)
    votes: defaultdict[str, int] = defaultdict(int)
    alone: Person | None = None
    for tokens in sentences:
        named = {p.name: p for t in tokens if t.is_capital for p in by_last.get(bare(t.low), ())}
        lows = [t.low for t in tokens]
        if not named and alone is not None:
            head = lows[:3]
            votes[alone.name] += ("he" in head) - ("she" in head)
        if len(named) == 1:
            alone = next(iter(named.values()))
            male = any(w in _MALE_PRONOUNS for w in lows)
            female = any(w in _FEMALE_PRONOUNS for w in lows)
            votes[alone.name] += male - female
        elif named:
            alone = None
        else:
            alone = None
    for person in people:
        if not person.gender and votes[person.name]:
            person.gender = "m" if votes[person.name] > 0 else "f"
        elif not person.gender and person.name.split()[0].lower().endswith(_FEMININE):
            person.gender = "f"
