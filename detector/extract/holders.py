"""From the words that name a speaker to one name for them throughout an article."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detector.extract.grammar import Token, words
from detector.extract.names import Person, bare, find_people, gender_of, mentions
from detector.extract.phrases import description_of, groups_of, head_of, is_head, without_lead
from detector.nouns import HUMAN, ORGANISATION

_LOOK_BACK = 8
_SEVERAL = words("two three four five six several many some police")
_GENERIC = words(
    "company firm group builder airline maker manufacturer developer retailer chain operator owner bank club"
    " insurer producer publisher utility contractor business party union board body organisation"
)
_DOCUMENTS = words(
    "report reports assessment assessments finding findings conclusions study studies survey surveys memo memos"
    " document documents paper papers"
)
_PAPER_BACK = 2
_SPOKEN_FOR = re.compile(
    r"(?:the |an? )?(?:(?P<tied>[A-Z]\w+)-(?:linked|backed|appointed|installed|aligned)\b.*"
    r"|(?:.* )?(?P<body>\w+) (?:officials?|spokes\w+|representatives?))$"
)
_NOMINATIVE = {
    "him": "he",
    "his": "he",
    "her": "she",
    "hers": "she",
    "its": "it",
    "them": "they",
    "their": "they",
    "our": "we",
    "my": "i",
    "me": "i",
}


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
    pronoun whose antecedent stayed open, `kind` is m, f or person for people, else body or plural."""

    name: str
    subject: str
    named: bool = True
    kind: str = "body"


def spoken_for(holder: Holder) -> str:
    """The body that a described person says "we" for: the Ferrin of "a Ferrin-linked official", the union of "union
    representative"; the holder's own subject where the description names none."""
    match = _SPOKEN_FOR.match(holder.subject)
    if match is None or holder.kind not in ("m", "f", "person", "plural"):
        return holder.subject
    return match["tied"] or (f"the {match['body']}" if match["body"].lower() in ORGANISATION else holder.subject)


class Cast:
    """The people and bodies of one article, with who was named and who spoke in each sentence so far. Built for one
    article and thrown away with it."""

    def __init__(self, sentences: list[list[Token]]) -> None:
        self.people = find_people(sentences)
        self._by_last: dict[str, list[Person]] = {}
        for person in self.people:
            self._by_last.setdefault(person.surname, []).append(person)
        self._bodies: list[Body] = []
        self._full_names = _full_names(sentences)
        self._here = 0
        self._spoke: list[tuple[int, Person | Body]] = []
        self._named_in: dict[int, list[tuple[int, Person]]] = {}

    @property
    def last(self) -> Person | Body | None:
        """Whoever spoke last."""
        return self._spoke[-1][1] if self._spoke else None

    def see(self, tokens: list[Token], sentence: int) -> None:
        """Notes whom a sentence names, as antecedents for later pronouns."""
        seen: dict[str, tuple[int, Person]] = {}
        for token in tokens:
            if token.is_capital:
                for person in self._by_last.get(bare(token.low), ()):
                    seen.setdefault(person.name, (token.start, person))
        self._named_in[sentence] = list(seen.values())

    def continued(self) -> Holder | None:
        return _holder(self.last) if self.last else None

    def resolve(self, phrase: list[Token], sentence: int) -> Holder:
        """The holder that a noun phrase names."""
        phrase = without_lead(phrase)
        self._here = phrase[0].start if phrase else 0
        found = self._find(phrase, sentence)
        if found is None:
            name = " ".join(description_of(phrase)) or "unknown"
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
        return spoke + [p for at, p in self._named_in.get(number, []) if p not in spoke and at < self._here]

    def other(self, pronoun: str, sentence: int, at: int, holder: str) -> Holder | None:
        """The one person that he or she at a place can mean when the holder is not meant: None when several can."""
        gender, self._here = "m" if pronoun in ("he", "his") else "f", at
        found: list[Person] = []
        for number in range(sentence, sentence - 3, -1):
            for who in self._candidates(number):
                if isinstance(who, Person) and who.name != holder and who.gender in (gender, "") and who not in found:
                    found.append(who)
            if found and number < sentence:
                break
        return _holder(found[0]) if len(found) == 1 else None

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
            if (
                isinstance(who, Body)
                and who.head == head
                and (len(worded) == 2 or set(worded[1:]) <= set(who.name.lower().split()))
            ):
                return who
        for number in range(sentence, -1, -1):
            for _, person in self._named_in.get(number, []):
                if head in person.roles:
                    return person
        if len(worded) == 2 and head in _DOCUMENTS and (paper := self._paper(head, sentence)):
            return paper
        if worded[0] in ("the",) and len(worded) == 2 and head in _GENERIC:
            return next(
                (w for _, w in reversed(self._spoke) if isinstance(w, Body) and w.name[0].isupper() and not w.plural),
                None,
            )
        return None

    def _paper(self, head: str, sentence: int) -> Body | None:
        """The document that spoke a moment ago under another noun: 'the assessments ... The reports say'."""
        near = [who for at, who in reversed(self._spoke) if at >= sentence - _PAPER_BACK and isinstance(who, Body)]
        papers = (who for who in near if who.head in _DOCUMENTS and who.head.endswith("s") == head.endswith("s"))
        return next(papers, None)

    # --- names --------------------------------------------------------------------------------

    def _person(self, phrase: list[Token]) -> Person | None:
        groups = groups_of(phrase)
        for group in groups:
            for mention in mentions(group):
                if not is_head(group, mention):
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
            if (
                person.name == full
                or len(name) == 1
                or person.name.endswith(" " + full)
                or full.endswith(" " + person.name)
            ):
                return person
        if len(name) == 1:
            return next((p for p in self.people if p.name.split()[0] == name[0]), None)
        return None

    def _body(self, phrase: list[Token]) -> Body:
        groups = groups_of(phrase)
        chosen = groups[0]
        if (len(groups) > 1 and not groups[0][0].is_capital) or (
            len(groups) > 1 and groups[0][0].low in ("the", "a", "an", "its", "their", "his", "her")
        ):
            named = [
                g
                for g in groups[1:]
                if all(t.is_capital or t.low in ("of", "&", "and", "for", "the") for t in g)
                and g[0].low not in ("who", "which")
            ]
            chosen = named[0] if named else chosen
        kept = description_of(chosen)
        kept = self._expanded(kept)
        if len(kept) == 1 and chosen[0].low == "the" and len(full := self._full_names.get(kept[0], ())) == 1:
            kept = list(*full)
        article = bool(chosen) and chosen[0].low in ("the", "a", "an")
        name = " ".join(kept)
        low = name.lower()
        for body in self._bodies:
            other = body.name.lower()
            if other == low or other.endswith(" " + low) or (len(kept) > 1 and other.startswith(low + " of ")):
                return body
        head = head_of(chosen)
        several = head.endswith("s") and not head.endswith(("ss", "us", "is")) and not chosen[0].is_capital
        plural = several or chosen[0].low in _SEVERAL
        body = Body(name, head, plural, article)
        self._bodies.append(body)
        return body

    def _expanded(self, kept: list[str]) -> list[str]:
        """'Dunmore's office' with the person's full name."""
        if kept and kept[0].endswith(("'s", "’s")):
            person = self._lookup([bare(kept[0])])
            if person is not None and person.surname == bare(kept[0]).lower():
                return [*person.name.split()[:-1], *kept]
        return kept


def _full_names(sentences: list[list[Token]]) -> dict[str, set[tuple[str, ...]]]:
    """By its last word the names of several words: 'Front' stands for the Free Orlo Front."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for tokens in sentences:
        for mention in mentions(tokens):
            name = tuple(mention.words(tokens))
            if len(name) > 1:
                found.setdefault(name[-1], set()).add(name)
    return found


def _holder(who: Person | Body) -> Holder:
    if isinstance(who, Person):
        return Holder(who.name, who.name, True, who.gender or "person")
    kind = "plural" if who.plural else (gender_of(who.head) or "person") if who.head in HUMAN else "body"
    subject = f"the {who.name}" if who.article and not who.name.lower().startswith("the ") else who.name
    return Holder(who.name, subject, True, kind)
