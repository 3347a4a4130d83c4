"""Tokens and the closed word classes of English that the rules look at."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from detector.extract.quotes import Quotation
from detector.types import Span

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Mx|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Brig|Rep|Sen|Gov|St|Rev|Jr|Sr|[A-Z])\.(?=\s)"
    r"|[$€£¥]?\d+(?:[.,:]\d+)*%?"
    r"|[\w\u0300-\u036f]+(?:[-'’][\w\u0300-\u036f]+)*"
    r"|\S"
)


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = words(
    "the a an this that these those his her its their my our your some any no each every another one two three"
    " four five six seven eight nine ten several many few both all most other such either neither much more half"
)
PRONOUNS = words(
    "he she it they we i you who which that there this these those everyone nobody everybody somebody anyone someone"
)
PERSONAL = words("he she it they we i you")
MODALS = words(
    "will would can could may might must should shall cannot can't won't wouldn't couldn't shouldn't mightn't"
)
HAVE = words("has had have having hasn't hadn't haven't 'd 've")
BE = words("is are was were be been being am isn't aren't wasn't weren't 's 're 'm")
DO = words("does did do doesn't didn't don't")
AUXILIARIES = MODALS | HAVE | BE | DO
NEGATIONS = words(
    "not never no nor neither n't hardly cannot can't won't wouldn't couldn't didn't doesn't don't hasn't hadn't"
    " haven't isn't wasn't nobody nothing none"
)
PREPOSITIONS = words(
    "of in on at by for with from to into onto over under about after before during against between among through"
    " near without within since until as than like across behind beyond outside inside off up down out around along"
    " despite besides towards toward upon via per amid alongside throughout"
)
SUBORDINATORS = words(
    "after because when as if since before until where although though while whereas whether once unless than"
)
# What sets a question or a condition before the main clause.
ASKED = words("asked pressed questioned whether if unless")
WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words(
    "january february march april may june july august september october november december jan feb mar apr aug"
    " sept sep oct nov dec"
)
TIME_WORDS = (
    WEEKDAYS
    | MONTHS
    | words(
        "yesterday today tomorrow tonight morning afternoon evening night noon midnight week weekend month year"
        " day days hours later earlier ago last next early late weeks months years spring summer autumn winter"
    )
)
CONJUNCTIONS = words("and but or yet so nor")
CONNECTIVES = words(
    "and but or yet so nor however meanwhile moreover still instead also then thus nevertheless nonetheless"
    " besides indeed though although while whereas because even separately elsewhere earlier later yesterday today"
    " only again in-fact therefore further furthermore for-its-part since as after when if before until where plus"
)
_PAST = words(
    "went came took gave got made did saw knew thought found told said left felt kept held brought began ran wrote"
    " stood heard let meant set met paid sat spoke lay led grew lost fell sent built drew broke spent cut rose"
    " drove bought wore chose hit fought taught sold caught struck put shot hurt cost won shook threw flew swept"
    " sank froze hid rode sought slept bore stole hung fed fled shut spread quit burst became understood withdrew"
    " underwent overtook forgot forbade sprang swore tore bent dug lent swam rang blew dealt laid split bred rid"
    " stuck swung wound lit woke sprang leapt"
)
_PRESENT = words(
    "says goes comes takes gives gets makes does sees knows thinks finds tells leaves keeps holds brings begins"
    " runs writes stands lets means meets pays sits speaks lies leads grows loses falls sends builds draws spends"
    " cuts rises costs wins shows remains becomes seems appears contains includes needs wants expects plans owns"
    " employs covers belongs follows happens works lives plays moves believes allows adds requires continues turns"
    " starts reports denies rejects insists claims argues warns suggests confirms maintains describes calls puts"
    " describes bears carries serves sells operates fits points rests depends amounts exceeds suffers faces ends"
    " opens closes marks notes concludes admits accuses blames disputes accepts acknowledges controls considers"
    " coincide say need want remain know think"
)
_NOT_VERB = words(
    "hundred red need indeed speed breed seed bed wed shed feed united limited-edition sacred naked wicked hatred"
    " kindred proceed exceed succeed embed ted fred armed alleged supposed so-called united unprecedented"
    " interested"
)
_CONTRACTED = words("it's that's there's he's she's what's who's here's where's i'm i'd i've i'll")
_ARTICLES = words("the a an his her its their my our your no every")
_ED = re.compile(r"[a-z]{2,}[a-z]ed$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark with its place in the article; `quoted` is the number of its quotation or -1."""

    text: str
    low: str
    start: int
    end: int
    quoted: int = -1

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum() or self.text[0] in "$€£¥"

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()


def tokens_of(text: str, span: Span, quotations: tuple[Quotation, ...]) -> list[Token]:
    """The tokens of a span; quotation marks are tokens of their own and belong to their quotation."""
    found: list[Token] = []
    number = 0
    for match in _TOKEN.finditer(text, span.start, span.end):
        while number < len(quotations) and quotations[number].outer.end <= match.start():
            number += 1
        inside = number < len(quotations) and quotations[number].outer.start <= match.start()
        low = match[0].lower().replace("’", "'")
        found.append(Token(match[0], low, match.start(), match.end(), number if inside else -1))
    return found


def within(tokens: list[Token], span: Span) -> tuple[int, int]:
    """(first, end) of the tokens that begin in a span."""
    first = bisect_left(tokens, span.start, key=lambda t: t.start)
    return first, bisect_left(tokens, span.end, first, key=lambda t: t.start)


def has_finite_verb(tokens: list[Token], start: int, end: int) -> bool:
    return finite_verb(tokens, start, end) is not None


def finite_verb(tokens: list[Token], start: int, end: int) -> int | None:
    """Index of the first word that can only or nearly only be a finite verb, or None."""
    for i in range(start, end):
        low = tokens[i].low
        if low in MODALS or low in DO or low in BE - {"be", "been", "being"} or low in HAVE - {"having"}:
            return i
        if low in _CONTRACTED or (low.endswith(("n't", "'ve", "'re", "'ll", "'d")) and len(low) > 3):
            return i
        if is_verbal(tokens, i, start):
            return i
    return None


def is_verbal(tokens: list[Token], i: int, start: int) -> bool:
    token = tokens[i]
    low = token.low
    before = tokens[i - 1].low if i > start else ""
    if before in _ARTICLES or before == "to" or before.endswith(("'s", "-")) or before in PREPOSITIONS - {"to"}:
        return False
    if token.is_capital and i > start:
        return False
    if low in _PAST or low in _PRESENT:
        return True
    if _ED.match(low) and low not in _NOT_VERB:
        # "the people injured" and "an injured man" are no clauses: the word before must end a subject and the
        # word after must not be a noun that the form would describe.
        after = tokens[i + 1].low if i + 1 < len(tokens) else ""
        return before not in AUXILIARIES and after != "by"
    return False
