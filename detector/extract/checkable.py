"""Whether a stretch of words states anything that can be checked."""

from __future__ import annotations

import re

from detector.extract.cues import VERBS
from detector.extract.grammar import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
    Token,
    finite_verb,
    has_finite_verb,
    tokens_of,
    words,
)
from detector.types import Claim, Span, Stance

_MIN_WORDS = 3
_GREETING = words("hello hi dear thanks thank goodbye welcome congratulations sorry oh well yes")
_FILLER = (
    AUXILIARIES | PERSONAL | words("and but so then there the a an of to that this as for his her in on at not no")
)
_RELATIVES = words("which who whose whom")
_SUBORDINATING = words("as when if while where although though whereas whether unless")
# 'as a former mayor', 'as of Monday': a preposition, no clause follows.
_AS_PHRASE = words("a an of for in part well usual ever always")
_QUANTITY = re.compile(r"[$€£¥]|\d[\d.,]*%?$")
_NUMBERS = words("two three four five six seven eight nine ten eleven twelve dozens hundreds thousands millions")
_OBJECT_HEADS = (
    DETERMINERS | PERSONAL | words("how why what whether him them us me himself herself itself themselves")
) - words("that more most both all half")
_NO_VERB = (
    AUXILIARIES | PREPOSITIONS | DETERMINERS | PERSONAL | CONJUNCTIONS | SUBORDINATORS | words("that which who to")
)
_ADVERBS = words("also ever never still even now then often always only just soon")
_PLURAL_SUBJECTS = words("i we you they who people police men women children many some most others both that which")
_VERBS = words(
    "go come take give get make see tell leave keep hold bring begin run write stand mean meet pay sit speak lead"
    " lose fall send build draw spend cut rise win become seem appear contain include allow require follow happen"
    " work live play move turn start try use ask help like love hate hear support oppose face serve vote die talk"
    " walk stay wait buy eat fight create provide share offer raise cause lack owe deserve depend carry watch learn"
    " change look lie stop mean prefer enjoy regret care trust respect wish stick belong matter exist resume ring lag"
    " flow intend plan agree promise strike hope foster end close open"
)


def why_not(tokens: list[Token], stance: Stance, *, led: bool = False) -> str | None:
    """The reason why these words make no claim, or None when they do. `led` when their subject stands before them."""
    worded = [t for t in tokens if t.is_word]
    if not worded:
        return "no words"
    if tokens[0].low in "([" and tokens[-1].low in ")]" and not has_finite_verb(tokens, 0, len(tokens)):
        return "credit"
    if tokens[-1].low == "?" or (len(tokens) > 1 and tokens[-2].low == "?"):
        return "question"
    if worded[0].low == "please":
        return "request"
    if [t.low for t in worded[:2]] == ["according", "to"] and not any(t.low == "," for t in tokens):
        return "source alone"
    content = [t for t in worded if t.low not in _FILLER]
    if not content:
        return "too short"
    if stance in ("denies", "doubts"):
        return None  # a thing can be denied: "denied any part in the raid"
    if stance == "narrates" and worded[0].low in _GREETING and len(worded) < 8:
        return "greeting"
    if led or _counts(worded, stance) or (stance == "asserts" and _goes_on(tokens)):
        return None
    if not _predicates(tokens):
        return "too short" if len(worded) < _MIN_WORDS else "fragment without a verb"
    return "subordinate clause" if _subordinate(tokens) else None


def states_something(claim: Claim) -> bool:
    """Whether a claim can be compared with another: 'the emails', of 'declined to discuss the emails', says nothing by
    itself."""
    return any(
        why_not(tokens_of(text, Span(0, len(text)), ()), claim.stance) is None
        for text in (claim.proposition, claim.quote)
    )


def _counts(worded: list[Token], stance: Stance) -> bool:
    """'Nine dead in Orlo', 'Prices up 4% on the year', 'put the crowd at 900': a number states something without
    a verb."""
    if len(worded) < _MIN_WORDS:
        return False
    if worded[0].low in _NUMBERS or any(t.text[0] in "$€£¥" or t.text[-1] == "%" for t in worded):
        return True
    return any(_QUANTITY.match(t.text) for t in (worded if stance == "asserts" else worded[:1]))


def _goes_on(tokens: list[Token]) -> bool:
    """'was never written': the predicate of a subject that stands outside the quoted words."""
    return finite_verb(tokens, 0, 1) is not None


def _predicates(tokens: list[Token]) -> bool:
    """Whether anything can be a finite verb with a subject before it. Wider than `has_finite_verb`: what it lets
    through stays a claim, so that it errs towards yes."""
    return any(_can_be_verb(tokens, i) for i in range(1, len(tokens)))


def _can_be_verb(tokens: list[Token], i: int) -> bool:
    if has_finite_verb(tokens[max(0, i - 1) : i + 2], min(i, 1), min(i, 1) + 1):
        return True
    low = tokens[i].low
    k = i - 1
    while k > 0 and (tokens[k].low.endswith("ly") or tokens[k].low in _ADVERBS):
        k -= 1
    before = tokens[k].low
    if tokens[i].is_capital or not low.isalpha() or low.endswith(("ly", "ing")) or low in _NO_VERB:
        return False
    if before in DETERMINERS | PREPOSITIONS | {"to"} or not tokens[k].is_word:
        return False
    after = tokens[i + 1].low if i + 1 < len(tokens) else ""
    cue = VERBS.get(low)
    plural = before in _PLURAL_SUBJECTS or (before.endswith("s") and not before.endswith("'s"))
    if plural and (low in _VERBS or (cue is not None and cue.form == "base")):
        return True
    third = low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "us", "is"))
    if third and (after in ("to", "that", "not") or low[:-1] in _VERBS or low[:-2] in _VERBS or cue is not None):
        return True
    return after in _OBJECT_HEADS


def _subordinate(tokens: list[Token]) -> bool:
    """'which own the yards', 'as officials left': a clause that hangs on a main clause which is not there."""
    at = 1 if tokens[0].low in ("even", "only", "just") else 0
    low = [t.low for t in tokens[at:]]
    if low[0] in _RELATIVES:
        return True
    if low[0] not in _SUBORDINATING or (low[0] == "as" and low[1:2] and low[1] in _AS_PHRASE):
        return False
    comma = next((k for k, word in enumerate(low) if word in (",", "-", "–", "—")), None)
    if comma is not None:
        return not _predicates(tokens[at + comma :])
    first = finite_verb(tokens, at + 1, len(tokens))
    return first is None or not any(_can_be_verb(tokens, i) for i in range(first + 2, len(tokens)))
