"""The claims of an article: the first, rule-based attributor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import yasbd
from yasbd import BoundaryDetector

from detector.extract.attribution import read_sentence
from detector.extract.checkable import why_not
from detector.extract.cues import FALSE_WORDS, VERBS
from detector.extract.grammar import (
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    TIME_WORDS,
    Token,
    has_finite_verb,
    tokens_of,
    within,
)
from detector.extract.holders import Cast, Holder
from detector.extract.names import PRESS
from detector.extract.propositions import proposition_of, sentence_of
from detector.extract.refine import RELATIVES
from detector.extract.sentences import Sentence, dateline_end, sentences_of, stamp_end
from detector.extract.sources import antecedent
from detector.extract.spans import Frame, Said
from detector.extract.worth import Worth
from detector.nouns import TITLES
from detector.types import Claim, Document, Rejected, Span, content_id

VERSION = "rules-4"
_RECENT = 8
_NEAR = 12
_LONGEST_SENTENCE = 160
_ASKING = frozenset(
    [
        "who",
        "what",
        "when",
        "where",
        "why",
        "how",
        "which",
        "whose",
        "is",
        "are",
        "was",
        "were",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "should",
        "has",
        "have",
        "had",
        "and",
        "but",
        "so",
    ]
)
_JOINT = re.compile(r"[\s,\"“”'’—–-]*(?:and\s+)?")
_TOLD = frozenset(("told", "tell", "tells", "telling"))
_PAPER = frozenset(
    ("newspaper", "paper", "magazine", "site", "programme", "correspondent", "reporter", "journal", "own")
)


class Reading(NamedTuple):
    """One sentence with its tokens, and who says what in it."""

    sentence: Sentence
    tokens: list[Token]
    said: list[Said]


class RuleAttributor:
    """Attributions by reporting verbs, quotation marks and word order. English only. With `worth`, claims that it is
    sure state nothing are rejected."""

    def __init__(self, worth: Worth | None = None) -> None:
        self.worth = worth
        self._detector = BoundaryDetector(lang="en", preserve_quote_and_paren=False)

    @property
    def digest(self) -> str:
        return content_id("extract", VERSION, yasbd.__version__, self.worth.digest if self.worth else "")

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[tuple[list[Claim], list[Rejected]]]:
        """The claims of each document, as `claims`."""
        return map(self.claims, documents)

    def claims(self, document: Document) -> tuple[list[Claim], list[Rejected]]:
        """The claims in text order, and the sentences without one, each with a reason."""
        return claims_of(document, self.read(document), self.worth)

    def read(self, document: Document) -> list[Reading]:
        """Who says what in each sentence of a document, before holders have names."""
        found: list[Reading] = []
        opened: Frame | None = None
        spoken = False
        for sentence in sentences_of(document, self._detector):
            tokens = _tokens(document, sentence, first=len(found) < 2)
            said: list[Said] = []
            if tokens:
                going_on = Frame("asserts", continued=True) if spoken and _goes_on(sentence, tokens) else None
                said, opened = _read(tokens, sentence, opened or going_on)
                spoken = spoken or any(s.frame.source is not None for s in said)
            found.append(Reading(sentence, tokens, said))
        return found


def claims_of(
    document: Document, read: list[Reading], worth: Worth | None = None
) -> tuple[list[Claim], list[Rejected]]:
    """What was read as claims in text order, holders named, and with a reason each the sentences without one and the
    claims that are not `worth` comparing."""
    claims: list[Claim] = []
    clauses: dict[str, list[Token]] = {}
    rejected: list[Rejected] = []
    cast = Cast([reading.tokens for reading in read])
    for number, (sentence, tokens, found) in enumerate(read):
        if not tokens:
            continue
        cast.see(tokens, number)
        made: list[Claim] = []
        for said in _joined(document.text, tokens, found):
            claim = _claim(document, sentence, said, tokens, cast, number, claims + made)
            if claim is not None:
                made.append(claim)
                if _could_state_nothing(tokens, said, claim):
                    clauses[claim.id] = _words(tokens, said)
        kept = _distinct(made)
        claims += kept
        if not kept:
            rejected.append(_reject(document, sentence, tokens))
    claims.sort(key=lambda c: (c.span.start, c.span.end, c.stance == "asserts"))
    if worth is None:
        return claims, rejected
    weighed = [claim for claim in claims if claim.id in clauses]
    reasons = worth.reasons([clauses[claim.id] for claim in weighed])
    refused = {claim.id: reason for claim, reason in zip(weighed, reasons, strict=True) if reason}
    rejected += [_refuse(claim, refused[claim.id]) for claim in claims if claim.id in refused]
    return [claim for claim in claims if claim.id not in refused], rejected


def _read(tokens: list[Token], sentence: Sentence, opened: Frame | None) -> tuple[list[Said], Frame | None]:
    """The attributions of a sentence; one that no reader could follow is read in stretches, so that time stays
    proportional to length."""
    found: list[Said] = []
    for start in range(0, len(tokens), _LONGEST_SENTENCE):
        said, opened = read_sentence(tokens[start : start + _LONGEST_SENTENCE], sentence.breaks, opened)
        found += said
    return found, opened


def _tokens(document: Document, sentence: Sentence, *, first: bool) -> list[Token]:
    start = dateline_end(document.text, sentence) if first else stamp_end(document.text, sentence)
    return tokens_of(document.text, Span(start, sentence.span.end), sentence.quotations)


def _goes_on(sentence: Sentence, tokens: list[Token]) -> bool:
    """A sentence that is nothing but a quotation, or takes one up, belongs to the last speaker."""
    if not sentence.quotations:
        return False
    first = sentence.quotations[0]
    return first.outer.start <= tokens[0].start and tokens[0].quoted >= 0


def _claim(
    document: Document,
    sentence: Sentence,
    said: Said,
    tokens: list[Token],
    cast: Cast,
    number: int,
    earlier: list[Claim],
) -> Claim | None:
    text = document.text
    frame = said.frame
    stance = frame.stance
    if _asks(text, said):
        return None
    if _states_nothing(text, tokens, said):
        return None
    holder = Holder(document.narrator, document.narrator)
    if stance != "narrates" and frame.source is not None:
        phrase = _naming(text, tokens, frame)
        holder = cast.resolve(phrase, number)
        if _is_narrator(phrase, holder, document) and stance == "asserts":
            stance, holder = "narrates", Holder(document.narrator, document.narrator)
    elif frame.continued:
        holder = cast.continued() or holder
    elif stance != "narrates" and frame.source is None and stance == "asserts":
        stance = "narrates"
    passed_on = frame.via or _told_to(tokens, frame, document)
    via = (passed_on.of(text),) if passed_on else ()
    if not via and frame.cue is not None and "reportedly" in frame.cue.of(text).lower():
        via = next((c.via for c in reversed(earlier[-_RECENT:]) if c.holder == holder.name and c.via), ())
    before = None
    if said.about:
        before = sentence_of(frame.asked.of(text)) if frame.asked else _disputed(earlier, holder.name)
        if before is None and _judges(tokens, said.content):
            stance = "asserts"  # "the accusations are false", of accusations that stand nowhere before
    proposition, resolved = proposition_of(
        text, said, holder, before, lambda pronoun: cast.other(pronoun, number, said.content.start, holder.name)
    )
    cue = frame.cue if stance != "narrates" else None
    return Claim(
        id=content_id(document.id, str(said.content.start), str(said.content.end), holder.name, stance),
        document_id=document.id,
        span=said.content,
        sentence=sentence.span,
        quote=said.content.of(text),
        proposition=proposition,
        holder=holder.name,
        stance=stance,
        cue=cue.of(text) if cue else None,
        cue_span=cue,
        via=via,
        resolved=resolved,
        direct=said.direct,
        source_span=frame.source if stance != "narrates" else None,
    )


def _naming(text: str, tokens: list[Token], frame: Frame) -> list[Token]:
    """The words of a frame's source, those cut off at its end included ('the head of', 'Mara'); of a relative pronoun
    the ones it stands for: 'Vela, who denied'."""
    start, end = within(tokens, frame.source)
    if start == end:
        return tokens_of(text, frame.source, ())
    if tokens[start].low in RELATIVES and (named := antecedent(tokens, start)):
        start, end = named[0], named[1] if end - start == 1 else end
    stop = frame.cue.start if frame.cue and frame.cue.start > frame.source.start else len(text)
    open_phrase = False
    while end < len(tokens) and tokens[end].start < stop and _goes_with(tokens[end - 1], tokens[end], open_phrase):
        open_phrase = open_phrase or tokens[end - 1].low in PREPOSITIONS | DETERMINERS
        end += 1
    return tokens_of(text, Span(tokens[start].start, tokens[end - 1].end), ())


def _goes_with(last: Token, following: Token, open_phrase: bool) -> bool:
    """Whether a name or phrase goes on: a title with its name, a name's words, the noun behind a preposition."""
    if not following.is_word or following.low in RELATIVES or following.low in VERBS:
        return False
    if last.low in PREPOSITIONS | DETERMINERS:
        return True
    if open_phrase:
        return following.low not in PREPOSITIONS | CONJUNCTIONS | TIME_WORDS and not has_finite_verb([following], 0, 1)
    titled = last.text.endswith(".") and last.low.rstrip(".") in TITLES
    return titled or (last.is_word and last.is_capital and following.is_capital)


def _told_to(tokens: list[Token], frame: Frame, document: Document) -> Span | None:
    """Those who were told it, when they are another outlet: 'an official told the Orlo Times that P'."""
    if frame.cue is None or frame.source is None:
        return None
    _, start = within(tokens, frame.cue)
    if start == 0 or start >= len(tokens) or tokens[start - 1].low not in _TOLD:
        return None
    end = start + (tokens[start].low == "the")
    while end < len(tokens) and tokens[end].is_capital:
        end += 1
    if end == start or tokens[end - 1].low not in PRESS:
        return None
    named = Span(tokens[start].start, tokens[end - 1].end)
    return None if tokens[end - 1].low in document.outlet.lower().split() else named


def _joined(text: str, tokens: list[Token], found: list[Said]) -> list[Said]:
    """What states nothing by itself goes to the words of the same speaker right before it: 'the tank burst, killing
    two', 'ten yards, whose owner left'."""
    joined: list[Said] = []
    for said in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and not last.about
            and said.frame == last.frame
            and _JOINT.fullmatch(text, last.content.end, said.content.start)
            and _states_nothing(text, tokens, said)
        ):
            content = Span(last.content.start, said.content.end)
            joined[-1] = replace(last, content=content, direct=last.direct and said.direct)
        else:
            joined.append(said)
    return joined


def _states_nothing(text: str, tokens: list[Token], said: Said) -> bool:
    if said.about:
        return False
    led = said.lead is not None or _ascribes(said)
    return why_not(_words(tokens, said), said.frame.stance, led=led) is not None


def _could_state_nothing(tokens: list[Token], said: Said, claim: Claim) -> bool:
    """Whether a claim may be weighed by its words: the outlet's own, in a clause of its own. What is ascribed to
    somebody is left alone: weighed too, it cost 23 in 1,000 of the ascribed words of PolNeAR's development articles,
    sound ones among them."""
    if claim.stance != "narrates" or said.about or said.lead is not None:
        return False
    return why_not(_words(tokens, said), "narrates") is None


def _words(tokens: list[Token], said: Said) -> list[Token]:
    start, end = within(tokens, said.content)
    return tokens[start:end]


def _judges(tokens: list[Token], span: Span) -> bool:
    """Whether the words are a verdict of their own, and not the object of a denial."""
    start, end = within(tokens, span)
    return any(t.low in FALSE_WORDS or t.low == "true" for t in tokens[start:end])


def _ascribes(said: Said) -> bool:
    """'called the bridge a ruin', 'warned of serious trouble': the cue's own object, which takes its meaning from the
    cue, or more of a quotation. It is somebody's claim, though too bare to be compared with another."""
    cue, source = said.frame.cue, said.frame.source
    if cue is None:
        return said.frame.continued
    return cue.end <= said.content.start and (source is None or source.start < cue.end)


def _asks(text: str, said: Said) -> bool:
    first = said.content.of(text).split(maxsplit=1)[0].lower()
    return text[said.content.end : said.content.end + 1] == "?" and first in _ASKING


def _disputed(earlier: list[Claim], holder: str) -> str | None:
    """The proposition that a bare denial points at: what the same holder denied a moment ago, else what somebody
    else claimed last."""
    recent = [c for c in reversed(earlier[-_RECENT:])]
    same = next((c for c in recent if c.holder == holder and c.stance == "denies" and c.resolved), None)
    other = next((c for c in recent if c.holder != holder and c.stance in ("asserts", "doubts")), None)
    found = same or other or next((c for c in recent if c.holder != holder), None)
    return found.proposition if found else None


def _is_narrator(phrase: list[Token], holder: Holder, document: Document) -> bool:
    """'We', 'this newspaper' or the outlet's own name: the outlet speaks of itself."""
    low = [t.low for t in phrase if t.is_word]
    if low in (["we"], ["i"]) or (low[:1] in (["this"], ["our"]) and low[-1] in _PAPER):
        return True
    outlet = document.outlet.lower().split()
    names = [t.low for t in phrase if t.is_capital and t.low != "the"]
    return bool(names) and len(low) <= len(names) + 1 and all(n in outlet for n in names) and names[-1] == outlet[-1]


def _distinct(claims: list[Claim]) -> list[Claim]:
    kept: list[Claim] = []
    for claim in claims:
        clash = [k for k in kept[-_NEAR:] if k.holder == claim.holder and k.span.overlaps(claim.span)]
        if not clash:
            kept.append(claim)
    return kept


def _reject(document: Document, sentence: Sentence, tokens: list[Token]) -> Rejected:
    subject = f"{document.id}:{sentence.span.start}-{sentence.span.end}"
    return Rejected(
        "extract", subject, why_not(tokens, "narrates") or "no claim found", sentence.span.of(document.text)
    )


def _refuse(claim: Claim, reason: str) -> Rejected:
    return Rejected("extract", f"{claim.document_id}:{claim.span.start}-{claim.span.end}", reason, claim.quote)
