"""More articles than there are: copies in which people, places, outlets, dates and figures are others."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, pairwise

from detector.ingest.furniture import furniture
from detector.names import TITLES
from detector.types import Claim, Document, Span, content_id
from detector.words import PLAIN

MONTHS = tuple("January February March April May June July August September October November December".split())
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
ONSETS = "b br c d dr f g gr h j k l m n p qu r s st t th tr v w z".split()
VOWELS = "a e i o u au ea ie ou".split()
CODAS = "b ck d g l ld ll lm m n nd ng r rn rt s sk ss t v x".split()
MOST_WEEKS = 260
FACTORS = (0.6, 0.7, 0.8, 0.9, 0.95)  # below one, so that no share passes 100 percent
LEAST_FIGURE = 10  # smaller ones are mostly hours and places in a list
WEEKS_A_YEAR = 52
UNDATED_YEAR = 2020  # of a day without a year in an undated article
HOURS, MINUTE_DIGITS = 24, 2  # 15.50 is read as a time of day
REWORDED = 1.0  # share of the content words that a reworded copy exchanges
MIDDLE = 15  # a month without a day moves as its middle does

_MONTH = "|".join(MONTHS)
_PART = re.compile(
    rf"\b(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?P<sep>,? )?(?P<year>(?:19|20)\d\d)?\b"
    rf"|\b(?P<us_month>{_MONTH}) (?P<us_day>\d{{1,2}})\b(?!,\d)(?P<us_sep>,? (?=(?:19|20)\d\d\b))?"
    r"(?P<us_year>(?:19|20)\d\d\b)?"
    rf"|(?P<before>\b(?:in|since|until|by|of|late|early|last|next|from) |mid-)(?P<alone>{_MONTH})\b"
    r"|(?<![\w.,:-])(?P<only_year>(?:19|20)\d\d)(?![\w:]|[.,]\d)"
    r"|(?<![\w.,:-])(?P<figure>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?![\w:]|[.,]\d)"
    r"|\b(?P<name>[A-Z]\w{2,})"
    r"|\b(?P<word>[a-z]{4,})\b"
)
_ENDINGS = ("ing", "ed", "ly", "s", "")  # words are exchanged with words of the same ending
_HEAD = re.compile(r"[^aeiouy]*[aeiouy]+[^aeiouy]*", re.IGNORECASE)
_LOWER = re.compile(r"\b[a-z]\w+")


def multiplied(documents: Sequence[Document], n: int, seed: int = 0) -> list[Document]:
    """The first `n` of: the documents as they are, then copy after copy of all of them, in the same order.

    Within one copy each name, date and figure has one substitute, so that what articles say of each other's events, and
    where they disagree, stays; number words stay as they are. The same input gives the same articles whatever `n` is.
    """
    if not documents:
        return []
    common = no_names(documents)
    made = list(documents[:n])
    for number in range(1, math.ceil(n / len(documents))):
        copy = Copy(number, seed, common)
        made += [copy.of(document) for document in documents[: n - len(made)]]
    return made


def no_names(documents: Sequence[Document]) -> set[str]:
    """Words, in small letters, that are no names when they are capitalised."""
    lower = {word for d in documents for word in _LOWER.findall(d.text)} | PLAIN | TITLES
    return lower | {word.lower() for word in (*MONTHS, *WEEKDAYS)}


def content_words(documents: Sequence[Document], claims: Sequence[Claim]) -> list[str]:
    """The words that a reworded copy may exchange: those written small, without grammar and words that report."""
    cues = {word for claim in claims for word in (claim.cue or "").lower().split()}
    words = {word for d in documents for word in re.findall(r"\b[a-z]{4,}\b", d.text)}
    return sorted(words - PLAIN - cues - {month.lower() for month in MONTHS})


def _exchange(words: Sequence[str], seed: str) -> dict[str, str]:
    """Another of the words for REWORDED of them, each the substitute of one."""
    rng = random.Random(f"{seed}:words")
    chosen = [word for word in words if rng.random() < REWORDED]
    found: dict[str, str] = {}
    for ending in _ENDINGS:
        own = [word for word in chosen if word not in found and word.endswith(ending)]
        found |= zip(own, rng.sample(own, len(own)), strict=True)
    return found


class Copy:
    """One renaming of everything; `exchanged` are content words of which most are exchanged for each other."""

    def __init__(self, number: int, seed: int, common: set[str], exchanged: Sequence[str] = ()):
        self._number, self._seed, self._common = number, f"{seed}:{number}", common
        self._words = _exchange(exchanged, self._seed)
        rng = random.Random(self._seed)
        self._weeks = timedelta(weeks=rng.choice((-1, 1)) * rng.randrange(WEEKS_A_YEAR // 4, MOST_WEEKS))
        self._factor = rng.choice(FACTORS)
        self._names: dict[str, str] = {}

    def of(self, document: Document) -> Document:
        """A copy of a document."""
        put = self.renamer(document)
        text, title, author = put(document.text), put(document.title), put(document.author)
        return replace(self._about(document, put), text=text, furniture=_again(document, text, title, author))

    def with_claims(self, document: Document, claims: Sequence[Claim]) -> tuple[Document, list[Claim]]:
        """A copy of a document and of its claims, whose places are moved with the text: nothing is read again."""
        put = self.renamer(document)
        spans = [span for c in claims for span in (c.span, c.sentence, c.cue_span, c.source_span) if span]
        edges = sorted({0, len(document.text), *(edge for span in spans for edge in span)})
        pieces = [put(document.text[a:b]) for a, b in pairwise(edges)]
        at = dict(zip(edges, accumulate(map(len, pieces), initial=0), strict=True))
        text = "".join(pieces)
        copy = replace(self._about(document, put), text=text, furniture=())
        return copy, [_moved(claim, copy, at, put) for claim in claims]

    def renamer(self, document: Document) -> Callable[[str], str]:
        """Renames what is written in a document."""
        year = document.published.year if document.published else UNDATED_YEAR
        return lambda text: _PART.sub(lambda found: self._put(found, year), text)

    def _about(self, document: Document, put: Callable[[str], str]) -> Document:
        """A copy that still has the old text."""
        return replace(
            document,
            id=f"{document.id}~{self._number}",
            title=put(document.title),
            outlet=put(document.outlet),
            author=put(document.author),
            url=f"{document.url}~{self._number}" if document.url else "",
            published=document.published + self._weeks if document.published else None,
            furniture=(),
        )

    def _put(self, found: re.Match[str], year: int) -> str:
        part = found.groupdict()
        if part["name"]:
            return self._name(part["name"])
        if part["word"]:
            return self._words.get(part["word"], part["word"])
        if part["figure"]:
            return self._figure(part["figure"])
        if part["only_year"]:
            return str(int(part["only_year"]) + round(self._weeks.days / 7 / WEEKS_A_YEAR))
        if part["alone"]:
            return part["before"] + MONTHS[self._day(year, part["alone"], MIDDLE).month - 1]
        if part["month"]:
            day = self._day(int(part["year"] or year), part["month"], int(part["day"]))
            after = f"{part['sep'] or ''}{day.year if part['year'] else ''}"
            return f"{day.day} {MONTHS[day.month - 1]}{after}"
        day = self._day(int(part["us_year"] or year), part["us_month"], int(part["us_day"]))
        after = f"{part['us_sep']}{day.year}" if part["us_year"] else ""
        return f"{MONTHS[day.month - 1]} {day.day}{after}"

    def _day(self, year: int, month: str, day: int) -> date:
        """The day, moved by whole weeks so that weekdays stay true; a day that no month has is its 28th."""
        number = MONTHS.index(month) + 1
        try:
            return date(year, number, day) + self._weeks
        except ValueError:
            return date(year, number, 28) + self._weeks

    def _figure(self, written: str) -> str:
        value = float(written.replace(",", ""))
        decimals = len(written.partition(".")[2])
        if value < LEAST_FIGURE or (decimals == MINUTE_DIGITS and value < HOURS):
            return written
        return f"{value * self._factor:{',' if ',' in written else ''}.{decimals}f}"

    def _name(self, word: str) -> str:
        """Another head on the same tail, so that Belvaria and Belvarian stay kin; a word that is also written small,
        and an abbreviation, is no name."""
        if word.lower() in self._common or word.isupper():
            return word
        if word not in self._names:
            head = _HEAD.match(word)
            if head is None:
                return word
            rng = random.Random(f"{self._seed}:{head[0].lower()}")
            new = rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS)
            self._names[word] = new.capitalize() + word[head.end() :]
        return self._names[word]


def _again(document: Document, text: str, title: str, author: str) -> tuple[Span, ...]:
    return furniture(text, title, author) if document.furniture else ()


def _moved(claim: Claim, copy: Document, at: Mapping[int, int], put: Callable[[str], str]) -> Claim:
    def span(old: Span) -> Span:
        return Span(at[old.start], at[old.end])

    return replace(
        claim,
        id=content_id(copy.id, str(span(claim.span))),
        document_id=copy.id,
        span=span(claim.span),
        sentence=span(claim.sentence),
        quote=span(claim.span).of(copy.text),
        proposition=put(claim.proposition),
        holder=put(claim.holder),
        cue_span=claim.cue_span and span(claim.cue_span),
        source_span=claim.source_span and span(claim.source_span),
    )
