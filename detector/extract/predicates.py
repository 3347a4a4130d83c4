"""The reporting verb of a clause, with what it does to the stance and where its content begins."""

from __future__ import annotations

from dataclasses import dataclass

from detector.extract.cues import DENIAL_NOUNS, FALSE_WORDS, NO_THAT, ONLY_WITH_THAT, PHRASES, PROOF_NOUNS, RECIPIENT, VERBS, Cue
from detector.extract.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    MODALS,
    PERSONAL,
    PREPOSITIONS,
    TIME_WORDS,
    Token,
    finite_verb,
    has_finite_verb,
    words,
)
from detector.types import Stance

_WH = words("whether if how why what who when where which")
_SILENT = words("say comment tell confirm verify disclose reveal discuss elaborate speculate identify name explain specify exclude vouch give state estimate know determine establish decide deny dispute quantify guarantee predict assess judge")
_REFUSE = words("declined declines decline refused refuses refuse unable declining refusing")
_NEG = words("not cannot never neither nor can't couldn't won't wouldn't didn't doesn't don't hasn't haven't")
_DISBELIEVE = words("believe think accept agree consider expect see feel recognise recognize")
_NOUNLIKE = words(
    "claims reports charges remarks states estimates warnings notes hopes fears doubts plans promises judges objects records rules answers"
    " points finds questions mentions signals counters hints complaints claim report charge remark state estimate note hope fear doubt promise"
    " judge object record rule answer point question mention signal counter hint address comment comments forecast forecasts pledge pledges"
    " shouts shows show calls call blame thought felt left held set cut find put grant allow concerns brief briefs protest protests assumed mentions"
)
_NOBODY = words("nobody none anyone anybody one-of someone")
_PROMISING = words("vow promise pledge swear threaten claim propose profess admit point")
_UNTRUE = words("fairy unthinkable malicious unfair slander slanderous libel")
_LONGEST_TAIL = 14


@dataclass(frozen=True, slots=True)
class Predicate:
    """Tokens [start, end) are the cue, content begins at `content`. `subject_end` is where its subject ends.
    `nominal` when the content is an object and not a clause (denied the report)."""

    start: int
    end: int
    content: int
    subject_end: int
    stance: Stance
    lemma: str
    nominal: bool = False
    participle: bool = False
    passive: bool = False


def find_predicate(tokens: list[Token], start: int, end: int) -> Predicate | None:
    """The first reporting predicate in tokens [start, end) outside quotation marks, or None."""
    for i in range(start, end):
        if tokens[i].quoted >= 0:
            continue
        found = _refusal(tokens, i, start, end) or _phrase(tokens, i, start, end) or _verb(tokens, i, start, end)
        if found is not None:
            return found
    return None


def before_verb(tokens: list[Token], i: int, start: int) -> int:
    """Index after the subject: steps back over auxiliaries, adverbs, negations and 'to' before a verb at i."""
    k = i
    while k > start:
        low = tokens[k - 1].low
        if low == "longer" and k - 2 >= start and tokens[k - 2].low == "no":
            k -= 2
            continue
        if low in AUXILIARIES or low in _NEG or low.endswith("ly") or low in (
            "also", "later", "then", "again", "yet", "still", "already", "since", "once", "earlier", "too", "even", "now", "ever", "repeatedly", "both", "all", "soon", "itself", "himself", "herself", "afterwards", "further", "only", "just", "instead", "meanwhile", "always", "often", "long",
        ):  # fmt: skip
            k -= 1
        elif low == "to" and k - 2 >= start and tokens[k - 2].low in _CATENATIVE:
            k -= 2
        else:
            break
    return k


_CATENATIVE = words(
    "continue continues continued continuing refused refuses declined declines sought seeks wanted wants went appeared appears"
    " seemed seems began begins had has used unable able willing free ready quick careful keen came happened failed fails going said believed reported understood alleged thought"
)


def _refusal(tokens: list[Token], i: int, start: int, end: int) -> Predicate | None:
    """'declined to say whether P', 'would not comment on P', 'could not confirm P', 'too soon to tell whether P'."""
    low = tokens[i].low
    j = None
    if low in _REFUSE:
        j = i + 1
    elif low in MODALS and i + 1 < end and (low in _NEG or tokens[i + 1].low in _NEG):
        j = i + 1
    elif low in DO and i + 1 < end and (low in _NEG or tokens[i + 1].low in _NEG):
        j = i + 1
    elif low in ("too", "yet", "not") and i > start and tokens[i - 1].low in BE | HAVE | {"not"}:
        j = i + 1
    elif low in HAVE and i + 1 < end and tokens[i + 1].low == "yet":
        j = i + 2
    if j is None:
        return None
    for k in range(j, min(j + 7, end)):
        word = tokens[k].low
        if tokens[k].quoted >= 0 or word in (",", ";"):
            return None
        if word in _SILENT or (word == "drawn" and tokens[k - 1].low == "be") or word == "rule":
            return _silence(tokens, i, k, start, end)
        if word == "no" and False:
            return None
        if not (
            word in AUXILIARIES or word in _NEG or word in ("to", "be", "able", "early", "soon", "yet", "in", "a", "position", "immediately", "either", "possible", "clear", "until", "publicly")
            or word.endswith("ly")
        ):
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
        negated = any(tokens[k].low in _NEG for k in range(back, i))
        if negated and stance == "denies":
            stance = "doubts"
        content = i + len(phrase)
        if takes == "quote" and content < end and tokens[content].quoted < 0:
            return None
        if takes == "clause" and content < end and tokens[content].low == "that":
            content += 1
        elif takes == "clause" and phrase[0] in ("pointed", "points", "pointing", "made", "makes", "making"):
            content = _that_near(tokens, content, end) or content
        return Predicate(back if negated else i, i + len(phrase), content, back, stance, " ".join(phrase), takes == "object",
                         phrase[0].endswith("ing"))
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
    if i + 1 < end and tokens[i + 1].low == "to" and cue.lemma not in _PROMISING:
        return None
    content, nominal = _complement(tokens, i, end, cue)
    if content is None:
        return None
    stance = _negated(cue, helpers)
    between = [t.low for t in tokens[i + 1 : content - 1]]
    if not nominal and content > i + 2 and tokens[content - 1].low == "that":
        if any(w in PROOF_NOUNS for w in between) and any(w in ("no", "any", "little", "nothing") for w in between):
            content = i + 1
        elif cue.stance == "asserts" and any(w in DENIAL_NOUNS | FALSE_WORDS | _UNTRUE for w in between):
            stance = "denies"
    return Predicate(i if stance == cue.stance else back, i + 1, content, back, stance, cue.lemma, nominal, cue.form == "ing")


def _negated(cue: Cue, helpers: list[str]) -> Stance:
    if not any(h in _NEG for h in helpers):
        return cue.stance
    if cue.stance == "denies":
        return "doubts"
    if cue.lemma in _DISBELIEVE or "never" in helpers:
        return "denies"
    return "doubts"


def is_speech_verb(tokens: list[Token], i: int, back: int, start: int, end: int, cue: Cue) -> bool:
    before = tokens[i - 1].low if i > start else ""
    after = tokens[i + 1].low if i + 1 < end else ""
    helped = back < i
    if before in _NOBODY:
        return False
    if before in DETERMINERS - {"all", "both", "some", "several", "many", "few", "this", "that", "those", "these"}:
        return False
    if before.endswith(("'s",)) and before not in ("he's", "she's", "it's"):
        return False
    if cue.form == "ing":
        return i == start or before in (",", "and", "but") or helped or before in ("by", "in", "while", "after", "also", "as")
    if cue.form == "base":
        if before in MODALS | DO | {"to", "we", "they", "i", "you", "who", "police", "people"} or before in _NEG or helped:
            return not (before == "to" and not helped and i - 2 >= start and tokens[i - 2].low in ("how", "what", "said"))
        plural = before.endswith("s") and not before.endswith("'s")
        return plural and (after == "that" or cue.lemma not in _NOUNLIKE or has_finite_verb(tokens, i + 1, min(end, i + 9)))
    if tokens[i].low in _NOUNLIKE and not helped:
        if cue.form != "past" and (i == start or before in PREPOSITIONS or before in (",", "and", "or")):
            return (i == start or before in ("and", ",")) and after == "that"
        if cue.form == "present" and before in ("it", "he", "she"):
            return True
        closes = after in (",", ".", "") and i - start <= 7 and not before.endswith(("s", "er", "ly"))
        if cue.form == "present" and closes and tokens[start].low in DETERMINERS | {","}:
            return True
        if cue.form == "present" and not (after == "that" or before in ("who", "which", "he", "she", "it")) and (
            before.endswith("ly") or not has_finite_verb(tokens, i + 1, min(end, i + 12))
        ):
            return False
        if cue.form == "present" and after in ("of", "from", "by", "and", "or", "in", ",", ".", "about", "on", "were", "are", "had", "have"):
            return False
    if cue.form == "past" and not helped and after == "by" and cue.lemma not in ("say", "tell", "add", "announce", "warn"):
        return False
    return helped or not (cue.form == "past" and before in PREPOSITIONS)


def _complement(tokens: list[Token], i: int, end: int, cue: Cue) -> tuple[int | None, bool]:
    """Where the content of the verb at i begins, and whether it is an object. None when there is none."""
    j = i + 1
    if j >= end:
        return (end, False) if cue.takes in ("clause", "both") and cue.lemma not in ONLY_WITH_THAT else (None, False)
    that = _that_near(tokens, j, end)
    if that is not None:
        if cue.takes == "object" and cue.stance == "asserts" and cue.lemma not in ("announce", "confirm", "report", "state", "find", "accept"):
            return j, True
        return (j, True) if cue.stance == "denies" and that - j > 1 else (that, False)
    low = tokens[j].low
    if low == "that":
        return j + 1, False
    if cue.stance in ("denies", "doubts"):
        return (j + 1 if low in ("whether",) else j), True
    if low == "to" and cue.lemma in _PROMISING:
        return j, False
    if cue.lemma in RECIPIENT:
        k = _after_recipient(tokens, j, end)
        if k is None:
            return None, False
        j = k
    else:
        j = _after_tail(tokens, j, end)
    if j >= end:
        return (end, False) if cue.lemma not in ONLY_WITH_THAT else (None, False)
    if tokens[j].low == "that":
        return j + 1, False
    if tokens[j].quoted >= 0:
        return j, False
    if tokens[j].low in _WH:
        return (j, False) if cue.lemma not in ("ask",) else (None, False)
    if cue.lemma == "put":
        placed = any(t.low in ("at", "down") for t in tokens[j : min(end, j + 14)])
        return (j, True) if placed else (None, False)
    if cue.takes == "object":
        return j, True
    if cue.lemma in ("put", "estimate", "give", "call", "describe", "blame", "attribute", "report", "confirm", "admit", "state", "predict", "forecast", "record", "reveal", "allege", "claim", "acknowledge", "concede", "accept", "suggest", "propose", "expect", "fear", "suspect"):
        return j, not has_finite_verb(tokens, j, min(end, j + 14))
    if cue.lemma in NO_THAT:
        if has_finite_verb(tokens, j, min(end, j + 22)) or cue.lemma == "say" and j < end - 1:
            return j, False
        return None, False
    return None, False


def _that_near(tokens: list[Token], j: int, end: int) -> int | None:
    """The token after a 'that' which opens the content: within a few words and before any clause of its own."""
    for k in range(j, min(j + _LONGEST_TAIL, end)):
        low = tokens[k].low
        if tokens[k].quoted >= 0 or low in (";", ":"):
            return None
        if low == "that":
            nxt = tokens[k + 1].low if k + 1 < end else ""
            if nxt in AUXILIARIES and k > j:
                return None
            return k + 1
        if low in PERSONAL - {"it", "you"} and k > j or low in AUXILIARIES:
            return None
        if low == "," and k - j > 8:
            return None
        if finite_verb(tokens, k, k + 1) is not None and k > j:
            return None
    return None


def _after_tail(tokens: list[Token], j: int, end: int) -> int:
    """Steps over a time, place or manner between verb and content: 'said on Thursday', 'said in a statement'."""
    while j < end:
        low = tokens[j].low
        if low in TIME_WORDS or (low.endswith("ly") and low not in ("only", "family")) or low in ("also", "again", "then", "afterwards", "too", "simply", "however", "yesterday"):
            if low in ("last", "next", "early", "late") and j + 1 < end and tokens[j + 1].low not in TIME_WORDS:
                return j
            if low in ("days", "weeks", "months", "years", "hours", "day", "week", "year", "month", "may", "later", "last", "early", "ago") or low in TIME_WORDS:
                j += 1
                continue
            j += 1
        elif low in ("on", "in", "at", "to", "by", "before", "after", "during", "from", "through", "over", "for", "under", "via", "without", "with", "of") and not tokens[j].is_capital:
            close = _phrase_end(tokens, j, end)
            if close is None:
                return j
            j = close
        elif low == "," :
            return j + 1 if j + 1 < end and (tokens[j + 1].low == "that" or tokens[j + 1].quoted >= 0) else _resume(tokens, j, end)
        elif low == ":":
            return j + 1
        else:
            return j
    return j


def _resume(tokens: list[Token], j: int, end: int) -> int:
    for k in range(j + 1, min(j + 14, end)):
        if tokens[k].low == "," and k + 1 < end:
            return k + 2 if tokens[k + 1].low == "that" else k + 1
        if tokens[k].low == "that":
            return k + 1
    return j + 1


def _phrase_end(tokens: list[Token], j: int, end: int) -> int | None:
    """The end of a prepositional phrase at j, before the subject of the content begins."""
    k = j + 1
    if k >= end:
        return end
    if tokens[k].low in TIME_WORDS:
        k += 1
        while k < end and (tokens[k].low in TIME_WORDS or tokens[k].text.isdigit()):
            k += 1
        return k
    if tokens[k].text[0].isdigit():
        return k + 1 + (k + 1 < end and tokens[k + 1].low in MONTHS_AND_UNITS)
    if tokens[k].low in DETERMINERS:
        k += 1
        while k < end and k - j < 7:
            low = tokens[k].low
            if low in DETERMINERS or low in PERSONAL or low == "there" or low in (",", ":", "that") or tokens[k].quoted >= 0:
                return k
            if tokens[k].text[0].isdigit() or (tokens[k].is_capital and not tokens[k - 1].is_capital and k > j + 2):
                return k
            if low in PREPOSITIONS:
                inner = _phrase_end(tokens, k, end)
                return inner if inner is not None else k
            if low in TIME_WORDS and k + 1 < end and tokens[k].low in ("on",):
                return k
            k += 1
        return k
    if tokens[k].is_capital:
        while k < end and tokens[k].is_capital:
            k += 1
        return k
    return k + 1


MONTHS_AND_UNITS = TIME_WORDS | words("a.m p.m am pm")


def _after_recipient(tokens: list[Token], j: int, end: int) -> int | None:
    """Steps over whom something was told to: 'reporters', 'the inquiry', 'him', 'Radio Vik on Monday'."""
    k = j
    low = tokens[k].low
    if tokens[k].quoted >= 0:
        return k
    if low in ("him", "her", "them", "us", "me", "it", "you") and (low != "her" or k + 1 >= end or tokens[k + 1].low in PERSONAL | DETERMINERS | {"that"}):
        k += 1
    elif low in DETERMINERS:
        k += 1
        while k < end and k - j < 6 and tokens[k].is_word and not _starts_clause(tokens, k, end):
            k += 1
    elif tokens[k].is_capital:
        while k < end and (tokens[k].is_capital or tokens[k].low in ("of", "&")) and k - j < 8:
            k += 1
    else:
        while k < end and k - j < 4 and tokens[k].is_word and not _starts_clause(tokens, k, end):
            k += 1
    k = _after_tail(tokens, k, end)
    if k < end and tokens[k].low in (",", "."):
        k += 1
    return k


def _starts_clause(tokens: list[Token], k: int, end: int) -> bool:
    low = tokens[k].low
    return low in PERSONAL | DETERMINERS | PREPOSITIONS | {"there", "that"} | TIME_WORDS or (
        tokens[k].is_capital and not tokens[k - 1].is_capital and tokens[k - 1].low not in DETERMINERS
    )


