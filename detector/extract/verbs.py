"""Whether a word is a reporting verb here, and where its subject ends."""

from __future__ import annotations

from detector.extract.cues import Cue
from detector.extract.grammar import (
    AUXILIARIES,
    DETERMINERS,
    DO,
    MODALS,
    PREPOSITIONS,
    Token,
    has_finite_verb,
    words,
)

NEGATIVE = words("not cannot never neither nor can't couldn't won't wouldn't didn't doesn't don't hasn't haven't")
_NOUNLIKE = words(
    "claims reports charges remarks states estimates warnings notes hopes fears doubts plans promises judges"
    " objects records rules answers points finds questions mentions signals counters hints complaints claim report"
    " charge remark state estimate note hope fear doubt promise judge object record rule answer point question"
    " mention signal counter hint address comment comments forecast forecasts pledge pledges shouts shows show"
    " calls call blame thought felt left held set cut find put grant allow concerns brief briefs protest protests"
    " assumed mentions dispute disputes contest contests"
)
_NOBODY = words("nobody none anyone anybody one-of someone")
_CATENATIVE = words(
    "continue continues continued continuing refused refuses declined declines sought seeks wanted wants went"
    " appeared appears seemed seems began begins had has used unable able willing free ready quick careful keen"
    " came happened failed fails going said believed reported understood alleged thought"
)
_BEFORE_VERB = words(
    "also later then again yet still already since once earlier too even now ever repeatedly both all soon itself"
    " himself herself afterwards further only just instead meanwhile always often long"
)
# "efforts to reject it", "no reason to doubt it": what somebody may do, which nobody has said.
_MEANT = words(
    "effort efforts attempt attempts bid move moves plan plans power right reason reasons refusal vote votes decision"
    " way ways chance ability freedom duty pressure call calls grounds cause need"
)
_PLURAL_ONLY = words("these those both several many few all some")
_AFTER_NOUN = words("of from by and or in , . about on were are had have")


def before_verb(tokens: list[Token], i: int, start: int) -> int:
    """Index after the subject: steps back over auxiliaries, adverbs, negations and 'to' before a verb at i."""
    k = i
    while k > start:
        low = tokens[k - 1].low
        if low == "longer" and k - 2 >= start and tokens[k - 2].low == "no":
            k -= 2
            continue
        if low in AUXILIARIES or low in NEGATIVE or low.endswith("ly") or low in _BEFORE_VERB:
            k -= 1
        elif k - 2 >= start and (
            (low == "longer" and tokens[k - 2].low == "no") or (low == "to" and tokens[k - 2].low in _CATENATIVE)
        ):
            k -= 2
        else:
            break
    return k


def is_speech_verb(tokens: list[Token], i: int, back: int, start: int, end: int, cue: Cue) -> bool:
    before = tokens[i - 1].low if i > start else ""
    after = tokens[i + 1].low if i + 1 < end else ""
    helped = back < i
    if before in _NOBODY:
        return False
    if before == "to" and not helped and i - 2 >= start and tokens[i - 2].low in _MEANT:
        return False
    if cue.form == "present" and before in _PLURAL_ONLY:
        return False
    if before in DETERMINERS - {"all", "both", "some", "several", "many", "few", "this", "that", "those", "these"}:
        return False
    if before.endswith(("'s",)) and before not in ("he's", "she's", "it's"):
        return False
    if cue.form == "ing":
        return (
            i == start
            or before in (",", "and", "but")
            or helped
            or before in ("by", "in", "while", "after", "also", "as")
        )
    if (
        cue.lemma == "call"
        and i + 2 <= end
        and i + 1 < end
        and not helped
        and (tokens[i + 1].is_capital or i + 2 == end)
    ):
        return False
    if cue.lemma == "blame" and before == "to":
        return False
    if cue.form == "base":
        if (
            before in MODALS | DO | {"to", "we", "they", "i", "you", "who", "police", "people"}
            or before in NEGATIVE
            or helped
        ):
            return not (
                before == "to" and not helped and i - 2 >= start and tokens[i - 2].low in ("how", "what", "said")
            )
        plural = before.endswith("s") and not before.endswith("'s")
        return plural and (
            after == "that" or cue.lemma not in _NOUNLIKE or has_finite_verb(tokens, i + 1, min(end, i + 9))
        )
    if tokens[i].low in _NOUNLIKE and not helped:
        if cue.form != "past" and (i == start or before in PREPOSITIONS or before in (",", "and", "or")):
            return (i == start or before in ("and", ",")) and after == "that"
        if cue.form == "present" and before in ("it", "he", "she"):
            return True
        closes = after in (",", ".", "") and i - start <= 7 and not before.endswith(("s", "er", "ly"))
        if cue.form == "present" and closes and tokens[start].low in DETERMINERS | {","}:
            return True
        if (
            cue.form == "present"
            and not (after == "that" or before in ("who", "which", "he", "she", "it"))
            and (before.endswith("ly") or not has_finite_verb(tokens, i + 1, min(end, i + 12)))
        ):
            return False
        if cue.form == "present" and after in _AFTER_NOUN:
            return False
    if (
        cue.form == "past"
        and not helped
        and after == "by"
        and cue.lemma not in ("say", "tell", "add", "announce", "warn")
    ):
        return False
    return helped or not (cue.form == "past" and before in PREPOSITIONS)
