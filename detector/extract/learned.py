"""The claims of an article: a learned tagger finds what is ascribed to somebody, the rules cut it into claims and say
what the outlet states itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from detector.extract.checkable import why_not
from detector.extract.claims import Reading, RuleAttributor, claims_of
from detector.extract.cues import DENIAL_NOUNS, DOUBT_NOUNS, VERBS
from detector.extract.grammar import DETERMINERS, SUBORDINATORS, Token, has_finite_verb, within
from detector.extract.refine import RELATIVES, refine, trim
from detector.extract.spans import Frame, Said
from detector.extract.verbs import NEGATIVE
from detector.ports import Tagger
from detector.types import Attribution, Claim, Document, Rejected, Span, Stance, content_id

VERSION = "learned-4"
COVERED = 0.5  # share of a narrated stretch from which an ascribed content inside it takes its place
LEAST_WORDS = 3


class LearnedAttributor:
    """An Attributor: the contents of the rules, with cue and source as a tagger reads them, and those that the tagger
    finds where the rules saw the outlet speak or nothing at all."""

    def __init__(self, rules: RuleAttributor, tagger: Tagger) -> None:
        self._rules, self._tagger = rules, tagger

    @property
    def digest(self) -> str:
        return content_id(VERSION, self._rules.digest, self._tagger.digest)

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[tuple[list[Claim], list[Rejected]]]:
        """Of each document the claims in text order, and the sentences without one, each with a reason; the tagger
        reads all documents at once."""
        return map(partial(claims_of, worth=self._rules.worth), documents, self._read(documents))

    def _read(self, documents: Sequence[Document]) -> Iterator[list[Reading]]:
        read = [self._rules.read(document) for document in documents]
        texts, asked = [document.text for document in documents], [_asked(readings) for readings in read]
        told = self._tagger.ascribe(texts, [[(span,) for span in spans] for spans in asked])
        found = self._tagger.attributions(texts)
        for readings, spans, judged, new in zip(read, asked, told, found, strict=True):
            by_content = dict(zip(spans, judged, strict=True))
            ascribed = [one for one in new if one.source and one.stance != "narrates"]
            yield [
                Reading(
                    sentence,
                    tokens,
                    _with_found(
                        tokens,
                        [_ascribed(tokens, s, by_content[s.content]) if s.content in by_content else s for s in said],
                        ascribed,
                    ),
                )
                for sentence, tokens, said in readings
            ]


def _asked(read: Sequence[Reading]) -> list[Span]:
    """The contents that the rules ascribe to one speaker alone."""
    shared = Counter(said.content for reading in read for said in reading.said)
    return [s.content for reading in read for s in reading.said if _spoken(s) and shared[s.content] == 1]


def _spoken(said: Said) -> bool:
    return said.frame.stance != "narrates" and not said.about


def _ascribed(tokens: list[Token], said: Said, told: Attribution) -> Said:
    """With the tagger's source and cue. The stance stays: on held-out sentences the rules are right more often about
    contents of their own making."""
    source = told.source and _speaker(tokens, told.source)
    if source is None or told.stance == "narrates" or said.frame.via is not None:
        return said
    if said.frame.source is not None and not _inside(tokens, source):
        return said  # a speaker in the sentence comes before one in another
    return replace(said, frame=replace(said.frame, source=source, cue=told.cue or said.frame.cue, continued=False))


def _speaker(tokens: list[Token], source: Span) -> Span | None:
    """Without the clause before it: 'the suspects fled and police', or the word that opens one: 'after Benn'. None for
    words that name nobody: 'the'."""
    start, end = within(tokens, source)
    if end - start > 1 and tokens[start].low in SUBORDINATORS:
        source, start = Span(tokens[start + 1].start, source.end), start + 1
    for k in range(end - 2, start, -1):
        before = tokens[start:k]
        joined = tokens[k].low in ("and", "but") and not any(t.low in RELATIVES for t in before)
        if joined and has_finite_verb(before, 0, k - start):
            return Span(tokens[k + 1].start, source.end)
    return None if all(t.low in DETERMINERS for t in tokens[start:end]) and end > start else source


def _inside(tokens: list[Token], span: Span) -> bool:
    return tokens[0].start <= span.start < tokens[-1].end


def _with_found(tokens: list[Token], said: list[Said], found: Sequence[Attribution]) -> list[Said]:
    """The attributions of a sentence with those of the tagger that no attributed content of the rules touches."""
    if not tokens:
        return said
    spoken = [s.content for s in said if _spoken(s) or s.about]
    cues = [s.frame.cue for s in said if _spoken(s) and s.frame.cue]
    new = [one for one in _new(tokens, found) if not any(one.content.overlaps(span) for span in [*spoken, *cues])]
    kept = [s for s in said if s.content in spoken or _covered(s.content, new) < COVERED]
    return sorted([*kept, *new], key=lambda s: s.content)


def _new(tokens: list[Token], found: Sequence[Attribution]) -> Iterator[Said]:
    """The pieces of contents in a sentence, cut and read as the rules do with what they find themselves."""
    for one in found:
        source = one.source and _speaker(tokens, one.source)
        if source is None:
            continue
        plain = Frame("asserts", source, one.cue)
        for span in one.content:
            start, end = trim(tokens, *within(tokens, span))
            if sum(t.is_word for t in tokens[start:end]) < LEAST_WORDS:
                continue
            stance = _stance(tokens, one, stated=why_not(tokens[start:end], "asserts") is None)
            judged = refine(tokens, start, end, plain)
            if stance == "asserts" or any(said.frame.stance == "denies" for said in judged):
                yield from judged  # "said the reports are false": the words themselves deny
            else:
                yield from refine(tokens, start, end, replace(plain, stance=stance), nominal=True)


def _stance(tokens: list[Token], one: Attribution, *, stated: bool) -> Stance:
    """The tagger's, where its cue bears it out: by a word that denies or doubts, or, for a content that is `stated` as
    a clause, by a negation. Of its other denials and doubts hardly any hold in news. What somebody did not say is not
    asserted either."""
    if one.cue is None:
        return "asserts"
    start, end = within(tokens, one.cue)
    low = [t.low for t in tokens[start:end]]
    if one.stance not in ("denies", "doubts"):
        return "doubts" if stated and any(w in NEGATIVE for w in low) else "asserts"
    if any(w in DENIAL_NOUNS | DOUBT_NOUNS or (w in VERBS and VERBS[w].stance != "asserts") for w in low):
        return one.stance
    return one.stance if stated and any(w in NEGATIVE for w in low) else "asserts"


def _covered(span: Span, said: Sequence[Said]) -> float:
    shared = sum(max(0, min(span.end, s.content.end) - max(span.start, s.content.start)) for s in said)
    return shared / (span.end - span.start)
