"""The reporting verb of a clause, with what it does to the stance and where its content begins."""

from __future__ import annotations

from dataclasses import dataclass

from detector.extract.complements import PROMISING, UNTRUE, complement_of, that_near
from detector.extract.cues import DENIAL_NOUNS, FALSE_WORDS, PHRASES, PROOF_NOUNS, VERBS, Cue
from detector.extract.grammar import (
    AUXILIARIES,
    BE,
    DO,
    HAVE,
    MODALS,
    Token,
    words,
)
from detector.extract.verbs import NEGATIVE, before_verb, is_speech_verb
from detector.types import Stance

_SILENT = words(
    "say comment tell confirm verify disclose reveal discuss elaborate speculate identify name explain specify"
    " exclude vouch give state estimate know determine establish decide deny dispute quantify guarantee predict"
    " assess judge"
)
_REFUSE = words("declined declines decline refused refuses refuse unable declining refusing")
_DISBELIEVE = words("believe think accept agree consider expect see feel recognise recognize")
_NOT_KNOWN = words(
    "is was 's remains remained not yet still immediately to be seen clear unclear known unknown certain uncertain"
)
_NEGATING = NEGATIVE | {"no"}  # "no longer rules out"
_BETWEEN = words("to be able early soon yet in a position immediately either possible clear until publicly")


@dataclass(frozen=True, slots=True)
class Predicate:
    """Tokens [start, end) are the cue, content begins at `content`. `subject_end` is where its subject ends.
    `nominal` when the content is an object and not a clause (denied the report), `impersonal` when its subject is
    nobody ("it is unclear whether P")."""

    start: int
    end: int
    content: int
    subject_end: int
    stance: Stance
    lemma: str
    nominal: bool = False
    participle: bool = False
    impersonal: bool = False


def find_predicate(tokens: list[Token], start: int, end: int) -> Predicate | None:
    """The first reporting predicate in tokens [start, end) outside quotation marks, or None."""
    for i in range(start, end):
        if tokens[i].quoted >= 0:
            continue
        found = (
            _unclear(tokens, i, end)
            or _refusal(tokens, i, start, end)
            or _phrase(tokens, i, start, end)
            or _verb(tokens, i, start, end)
        )
        if found is not None:
            return found
    return None


def _unclear(tokens: list[Token], i: int, end: int) -> Predicate | None:
    """'It was not known whether P', 'it remains to be seen if P': nobody's doubt but the speaker's."""
    if tokens[i].low != "it" or i + 3 >= end:
        return None
    k = i + 1
    while k < min(end, i + 6) and tokens[k].low in _NOT_KNOWN:
        k += 1
    if k == i + 1 or k + 1 >= end or tokens[k].low not in ("whether", "if"):
        return None
    said = {t.low for t in tokens[i + 1 : k]}
    if not said & {"unclear", "unknown", "uncertain", "seen"} and not (said & {"clear", "known"} and "not" in said):
        return None
    return Predicate(i + 1, k, k + 1, i, "doubts", "know", nominal=True, impersonal=True)


def _refusal(tokens: list[Token], i: int, start: int, end: int) -> Predicate | None:
    """'declined to say whether P', 'would not comment on P', 'could not confirm P', 'too soon to tell whether P'."""
    low = tokens[i].low
    j = None
    if (
        low in _REFUSE
        or (low in MODALS and i + 1 < end and (low in NEGATIVE or tokens[i + 1].low in NEGATIVE))
        or (low in DO and i + 1 < end and (low in NEGATIVE or tokens[i + 1].low in NEGATIVE))
        or (low in ("too", "yet", "not") and i > start and tokens[i - 1].low in BE | HAVE | {"not"})
    ):
        j = i + 1
    elif low in HAVE and i + 1 < end and tokens[i + 1].low == "yet":
        j = i + 2
    if j is None:
        return None
    for k in range(j, min(j + 7, end)):
        word = tokens[k].low
        if tokens[k].quoted >= 0 or word in (",", ";"):
            return None
        if (
            (word in _SILENT and not (word == "discuss" and "yet" in (low, tokens[j - 1].low)))
            or (word == "drawn" and tokens[k - 1].low == "be")
            or word == "rule"
        ):
            return _silence(tokens, i, k, start, end)
        if not (word in AUXILIARIES or word in NEGATIVE or word in _BETWEEN or word.endswith("ly")):
            return None
    return None


def _silence(tokens: list[Token], i: int, k: int, start: int, end: int) -> Predicate | None:
    word = tokens[k].low
    cue_end = k + 1
    if word == "rule":
        if k + 1 < end and tokens[k + 1].low == "out":
            cue_end = k + 2
        else:
            return None
    if word == "confirm" and cue_end + 1 < end and tokens[cue_end].low in ("nor", "or"):
        cue_end += 2
    if word in ("believe", "think"):
        return None
    content = cue_end
    if content < end and tokens[content].low in ("on", "for", "about", "out", "reports", "claims", "suggestions"):
        content += 1
    if content < end and tokens[content].low in ("whether", "that", "if", "reports"):
        content += 1
    back = before_verb(tokens, i, start)
    return Predicate(back if tokens[i].low in _REFUSE else i, cue_end, content, back, "doubts", word, nominal=True)


def _phrase(tokens: list[Token], i: int, start: int, end: int) -> Predicate | None:
    for phrase, stance, takes in PHRASES:
        if tokens[i].low != phrase[0] or i + len(phrase) > end:
            continue
        if any(tokens[i + n].low != word for n, word in enumerate(phrase)):
            continue
        back = before_verb(tokens, i, start)
        negated = any(tokens[k].low in _NEGATING for k in range(back, i))
        if negated and stance == "denies":
            stance = "doubts"
        content = i + len(phrase)
        if takes == "quote" and content < end and tokens[content].quoted < 0:
            return None
        if takes == "clause" and content < end and tokens[content].low == "that":
            content += 1
        elif takes == "clause" and phrase[0] in ("pointed", "points", "pointing", "made", "makes", "making"):
            content = that_near(tokens, content, end) or content
        return Predicate(
            back if negated else i,
            i + len(phrase),
            content,
            back,
            stance,
            " ".join(phrase),
            takes == "object",
            phrase[0].endswith("ing"),
        )
    return None


def _verb(tokens: list[Token], i: int, start: int, end: int) -> Predicate | None:
    cue = VERBS.get(tokens[i].low)
    if cue is None or (tokens[i].is_capital and i > start):
        return None
    back = before_verb(tokens, i, start)
    if not is_speech_verb(tokens, i, back, start, end, cue):
        return None
    helpers = [t.low for t in tokens[back:i]]
    if any(h in BE for h in helpers) and cue.form == "past":
        return None
    if i + 1 < end and tokens[i + 1].low == "to" and cue.lemma not in PROMISING:
        return None
    content, nominal = complement_of(tokens, i, end, cue)
    if content is None:
        return None
    stance = _negated(cue, helpers)
    between = [t.low for t in tokens[i + 1 : content - 1]]
    if not nominal and content > i + 2 and tokens[content - 1].low == "that":
        if any(w in PROOF_NOUNS for w in between) and any(w in ("no", "any", "little", "nothing") for w in between):
            content = i + 1
        elif cue.stance == "asserts" and any(w in DENIAL_NOUNS | FALSE_WORDS | UNTRUE for w in between):
            stance = "denies"
    return Predicate(
        i if stance == cue.stance else back, i + 1, content, back, stance, cue.lemma, nominal, cue.form == "ing"
    )


def _negated(cue: Cue, helpers: list[str]) -> Stance:
    if not any(h in _NEGATING for h in helpers):
        return cue.stance
    if cue.stance == "denies":
        return "doubts"
    if cue.lemma in _DISBELIEVE or "never" in helpers:
        return "denies"
    return "doubts"
