"""From the words that name a speaker to one name for them throughout an article."""

from __future__ import annotations

from dataclasses import dataclass

from detector.extract.grammar import Token, words
from detector.extract.names import HUMAN, ORGANISATION, Mention, Person, bare, find_people, gender_of, mentions

_LOOK_BACK = 8
_GENERIC = words("company firm group builder airline maker manufacturer developer retailer chain operator owner bank club insurer producer publisher utility contractor business party union board body organisation")
_NOMINATIVE = {"him": "he", "his": "he", "her": "she", "hers": "she", "its": "it", "them": "they", "their": "they", "our": "we", "my": "i", "me": "i"}
_STOPS = words("of for at from in with who whose which on to familiar briefed close by")


@dataclass(slots=True)
class Body:
    """An organisation, document or unnamed person or group that speaks, under its fullest description so far."""

    name: str
    head: str
    plural: bool
    article: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """Who vouches: the `name` a claim carries, `subject` the same as the subject of a sentence, `named` False for a
    pronoun whose antecedent stayed open."""

    name: str
    subject: str
    named: bool = True


class Cast:
    """The people and bodies of one article, with who was named and who spoke in each sentence so far. Built for one
    article and thrown away with it."""

    def __init__(self, sentences: list[list[Token]]) -> None:
        self.people = find_people(sentences)
        self._by_last: dict[str, list[Person]] = {}
        for person in self.people:
            self._by_last.setdefault(person.surname, []).append(person)
        self._bodies: list[Body] = []
        self._spoke: list[tuple[int, Person | Body]] = []
        self._named_in: dict[int, list[Person]] = {}

    @property
    def last(self) -> Person | Body | None:
        """Whoever spoke last."""
        return self._spoke[-1][1] if self._spoke else None

    def see(self, tokens: list[Token], sentence: int) -> None:
        """Notes whom a sentence names, as antecedents for later pronouns."""
        seen: list[Person] = []
        for token in tokens:
            if token.is_capital:
                seen += [p for p in self._by_last.get(bare(token.low), ()) if p not in seen]
        self._named_in[sentence] = seen

    def continued(self) -> Holder | None:
        return _holder(self.last) if self.last else None

    def resolve(self, phrase: list[Token], sentence: int) -> Holder:
        """The holder that a noun phrase names."""
        phrase = _without_lead(phrase)
        found = self._find(phrase, sentence)
        if found is None:
            name = " ".join(_description(phrase)) or "unknown"
            return Holder(name, name, False)
        self._spoke.append((sentence, found))
        return _holder(found)

    def _find(self, phrase: list[Token], sentence: int) -> Person | Body | None:
        worded = [t for t in phrase if t.is_word]
        if not worded:
            return self.last
        first = worded[0].low
        first = _NOMINATIVE.get(first, first) if len(worded) == 1 else first
        if len(worded) <= 2 and first in ("he", "she", "it", "they", "we", "i", "who", "which", "both"):
            return self._pronoun(first, sentence)
        return self._person(phrase) or self._role(phrase, sentence) or self._body(phrase)

    # --- pronouns and roles -------------------------------------------------------------------

    def _pronoun(self, pronoun: str, sentence: int) -> Person | Body | None:
        if pronoun in ("he", "she"):
            return self._antecedent("m" if pronoun == "he" else "f", sentence)
        if pronoun in ("it", "which"):
            return self._last_body(False) or self._last_body(True)
        if pronoun in ("they", "both"):
            return self._last_body(True) or self.last
        return self.last

    def _antecedent(self, gender: str, sentence: int) -> Person | Body | None:
        """The nearest person of that gender, speakers of a sentence before others it names; an unnamed human
        speaker ('a nurse') counts too."""
        other = "f" if gender == "m" else "m"
        for sure in (True, False):
            for number in range(sentence, sentence - _LOOK_BACK, -1):
                for candidate in self._candidates(number):
                    if isinstance(candidate, Body):
                        if candidate.head in HUMAN and not candidate.plural and gender_of(candidate.head) != other:
                            return candidate
                    elif candidate.gender == gender or (not candidate.gender and (not sure or number >= sentence - 2)):
                        return candidate
        return None

    def _candidates(self, number: int) -> list[Person | Body]:
        spoke = [who for at, who in reversed(self._spoke) if at == number]
        return spoke + [p for p in self._named_in.get(number, []) if p not in spoke]

    def _last_body(self, plural: bool) -> Body | None:
        for _, who in reversed(self._spoke):
            if isinstance(who, Body) and who.plural == plural and (who.head not in HUMAN or plural):
                return who
        return None

    def _role(self, phrase: list[Token], sentence: int) -> Person | Body | None:
        """'the minister', 'the company': somebody known by that noun."""
        worded = [t.low for t in phrase if t.is_word]
        if worded[0] not in ("the", "this", "that", "his", "her", "its") or len(worded) > 4:
            return None
        head = worded[-1]
        for _, who in reversed(self._spoke):
            if isinstance(who, Person) and head in who.roles:
                return who
            if isinstance(who, Body) and who.head == head and (len(worded) == 2 or set(worded[1:]) <= set(who.name.lower().split())):
                return who
        for number in range(sentence, -1, -1):
            for person in self._named_in.get(number, []):
                if head in person.roles:
                    return person
        if worded[0] in ("the",) and len(worded) == 2 and head in _GENERIC:
            return next(
                (w for _, w in reversed(self._spoke) if isinstance(w, Body) and w.name[0].isupper() and not w.plural), None
            )
        return None

    # --- names --------------------------------------------------------------------------------

    def _person(self, phrase: list[Token]) -> Person | None:
        groups = _groups(phrase)
        for group in groups:
            for mention in mentions(group):
                if not _is_head(group, mention):
                    continue
                person = self._lookup(mention.words(group))
                if person is None and len(groups) > 1 and mention.lead == 0 and mention.end == len(group):
                    person = self._introduced(mention.words(group), groups, group)
                if person is not None:
                    for t in phrase:
                        person.gender = person.gender or gender_of(t.low)
                        if t.low in HUMAN and t.low != "one":
                            person.roles.add(t.low)
                    return person
        return None

    def _introduced(self, name: list[str], groups: list[list[Token]], own: list[Token]) -> Person | None:
        """A name that only an apposition shows to be a person's ("Ruiz's wife, Clara")."""
        if any(w.lower() in ORGANISATION for w in name) or not any(
            t.low in HUMAN for g in groups if g is not own for t in g[:8]
        ):
            return None
        person = Person(" ".join(name))
        self.people.append(person)
        self._by_last.setdefault(person.surname, []).append(person)
        return person

    def _lookup(self, name: list[str]) -> Person | None:
        same = self._by_last.get(name[-1].lower(), [])
        full = " ".join(name)
        for person in same:
            if person.name == full or len(name) == 1 or person.name.endswith(" " + full) or full.endswith(" " + person.name):
                return person
        if len(name) == 1:
            return next((p for p in self.people if p.name.split()[0] == name[0]), None)
        return None

    def _body(self, phrase: list[Token]) -> Body:
        groups = _groups(phrase)
        chosen = groups[0]
        if len(groups) > 1 and not groups[0][0].is_capital or (len(groups) > 1 and groups[0][0].low in ("the", "a", "an", "its", "their", "his", "her")):
            named = [g for g in groups[1:] if all(t.is_capital or t.low in ("of", "&", "and", "for", "the") for t in g) and g[0].low not in ("who", "which")]
            chosen = named[0] if named else chosen
        kept = _description(chosen)
        kept = self._expanded(kept)
        article = bool(chosen) and chosen[0].low in ("the", "a", "an")
        name = " ".join(kept)
        low = name.lower()
        for body in self._bodies:
            other = body.name.lower()
            if other == low or other.endswith(" " + low) or (len(kept) > 1 and other.startswith(low + " of ")):
                return body
        head = _head(chosen)
        plural = (head.endswith("s") and not head.endswith(("ss", "us", "is")) and not chosen[0].is_capital) or chosen[0].low in (
            "two", "three", "four", "five", "six", "several", "many", "some", "police",
        )  # fmt: skip
        body = Body(name, head, plural, article)
        self._bodies.append(body)
        return body

    def _expanded(self, kept: list[str]) -> list[str]:
        """'Dunmore's office' with the person's full name."""
        if kept and kept[0].endswith(("'s", "’s")):
            person = self._lookup([bare(kept[0])])
            if person is not None and len(person.name.split()) > 1:
                return [*person.name.split()[:-1], *kept]
        return kept


def _holder(who: Person | Body) -> Holder:
    if isinstance(who, Person):
        return Holder(who.name, who.name)
    return Holder(who.name, f"the {who.name}" if who.article and not who.name.lower().startswith("the ") else who.name)


def _groups(phrase: list[Token]) -> list[list[Token]]:
    groups: list[list[Token]] = [[]]
    for token in phrase:
        if token.low == "," or token.low in ("who", "which", "whose") and groups[-1]:
            groups.append([])
        if token.low != ",":
            groups[-1].append(token)
    return [g for g in groups if any(t.is_word for t in g)] or [phrase]


def _is_head(group: list[Token], mention: Mention) -> bool:
    """Whether a name is what its group is about: nothing but a description before it, and no noun after it."""
    if group[0].low in ("who", "which"):
        return False
    if any(t.low in ("of", "for", "at", "from", "in", "with", "by", "on", "to", "and") for t in group[: mention.lead]):
        return False
    if group[mention.end - 1].low.endswith("'s"):
        return False
    if mention.end < len(group):
        after = group[mention.end]
        if after.low not in _STOPS and after.is_word and not after.text.isdigit() and after.low not in ("also", "himself", "herself", "and", "himself"):
            return False
        if after.low == "'":
            return False
    return True


def _without_lead(phrase: list[Token]) -> list[Token]:
    start = 0
    while start < len(phrase) - 1 and not phrase[start].is_word:
        start += 1
    return phrase[start:]


def _description(phrase: list[Token]) -> list[str]:
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
    return kept


def _head(phrase: list[Token]) -> str:
    head = ""
    for token in phrase:
        if head and (token.low in _STOPS or token.low == ","):
            break
        if token.is_word:
            head = token.low
    return head
