"""From the words behind a cue to the words of the claim: what is denied, doubted, quoted, passed on."""

from __future__ import annotations

from dataclasses import replace

from detector.extract.cues import DENIAL_NOUNS, FALSE_WORDS, PROOF_NOUNS, SAID_NOUNS, VERBS
from detector.extract.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    PERSONAL,
    TIME_WORDS,
    Token,
    has_finite_verb,
    words,
)
from detector.extract.spans import Frame, Said
from detector.types import Span, Stance

_MARKS = "\"“”«»„‘’'"
_POINTING = words("this that it these those such")
_SUPPORTING = words("suggest show indicate support prove believe think imply back")
_TALES = words("fairy fairytale tale malicious slander unfounded")
_OWNED = words(
    "conclusions conclusion findings finding claims claim report reports statement statements remarks assessment"
    " account version figures"
)
_HEDGES = words("may might")
_DISMISS = words("dismiss reject deride denounce ridicule decry")
RELATIVES = words("which who whose whom where")


def refine(
    tokens: list[Token], start: int, end: int, frame: Frame | None, *, nominal: bool = False, lead: Span | None = None
) -> list[Said]:
    """The attributions in tokens [start, end), which `frame` vouches for (None: the outlet's own voice).
    `nominal`: they are the object of the cue and may hold the claim behind a noun ("reports that P")."""
    speaker = frame or Frame("narrates")
    start, end = trim(tokens, start, end)
    if start >= end:
        return []
    if nominal:
        inner = _behind_noun(tokens, start, end)
        if inner is not None:
            if speaker.stance == "asserts" and any(t.low in FALSE_WORDS | _TALES for t in tokens[start:end]):
                speaker = replace(speaker, stance="denies")
            noun_at, first, last, other = inner
            last = _before_verdict(tokens, first, last)
            found = _one(tokens, first, last, speaker, lead)
            if other is not None and speaker.stance in ("denies", "doubts"):
                source = Span(tokens[other[0]].start, tokens[other[1] - 1].end)
                cue = Span(tokens[noun_at].start, tokens[noun_at].end)
                found += _one(tokens, first, last, Frame("asserts", source, cue), None)
            return found
        if speaker.stance == "denies" and (called := _called(tokens, start, end)):
            if any(t.low in FALSE_WORDS for t in tokens[called:end]):
                end = called
            else:
                speaker = replace(speaker, stance="asserts")
        if speaker.stance == "denies" and _anaphor(tokens, start, end):
            return [Said(_content(tokens, start, end), speaker, lead, about=True)]
        return _one(tokens, start, end, speaker, lead)
    if (comma := _contrary(tokens, start, end)) is not None:
        cue = speaker.cue or Span(tokens[start].start, tokens[start + 1].end)
        against = replace(speaker, stance="denies", cue=cue)
        return refine(tokens, start + 2, comma, against, nominal=True) + refine(tokens, comma + 1, end, frame)
    denied = _no_evidence(tokens, start, end) or _called_false(tokens, start, end)
    if denied is not None:
        cue_start, cue_end, first, last = denied
        if last - first <= 2 and tokens[first].low in _POINTING:
            frame, quoted = replace(speaker, stance="denies"), tokens[start].quoted >= 0
            return [Said(_content(tokens, start, end), frame, lead, about=True, direct=quoted)]
        first, last = trim(tokens, first, last)
        if first < last:
            stance: Stance = "asserts" if speaker.stance == "denies" else "denies"
            cue = speaker.cue or Span(tokens[cue_start].start, tokens[cue_end - 1].end)
            return _one(tokens, first, last, replace(speaker, stance=stance, cue=cue), lead)
    if _points_back(tokens, start, end) and speaker.stance in ("asserts", "denies"):
        frame = replace(speaker, stance="denies")
        return [Said(_content(tokens, start, end), frame, lead, about=True, direct=tokens[start].quoted >= 0)]
    return _one(tokens, start, end, speaker, lead)


def trim(tokens: list[Token], start: int, end: int) -> tuple[int, int]:
    """Without quotation marks, punctuation and linking words at either end; balanced quotation marks inside stay."""
    while start < end:
        token = tokens[start]
        if (
            token.text in _MARKS
            or (not token.is_word and token.low not in ("(", "["))
            or (
                token.low in ("and", "but", "that", "or", "though", "although", "while", "whereas")
                and token.quoted < 0
                and start + 1 < end
            )
        ):
            start += 1
        else:
            break
    while end > start and not tokens[end - 1].is_word and tokens[end - 1].low not in (")", "]"):
        end -= 1
    for k in range(max(start + 1, end - 2), end):
        if tokens[k].low in RELATIVES and tokens[k - 1].text == "," and k - 1 > start:
            return start, k - 1  # "the crown, whose rate (she said) ..." was cut at what is inserted
    return start, end


def _one(tokens: list[Token], start: int, end: int, frame: Frame, lead: Span | None) -> list[Said]:
    start, end = trim(tokens, start, end)
    if start >= end:
        return []
    if (frame.stance == "asserts" and _hedged(tokens, start, end)) or (
        frame.stance == "narrates" and _hearsay(tokens, start, end)
    ):
        frame = replace(frame, stance="doubts")
    direct = all(t.quoted >= 0 for t in tokens[start:end])
    return [Said(_content(tokens, start, end), frame, lead, direct=direct)]


def _content(tokens: list[Token], start: int, end: int) -> Span:
    """The words with a closing mark when its opening one stands inside."""
    last = tokens[end - 1]
    close = last.end
    if last.quoted >= 0:
        inside = [t for t in tokens[start:end] if t.quoted == last.quoted]
        if inside and inside[0].text in _MARKS and end < len(tokens):
            for t in tokens[end : end + 3]:
                if t.quoted == last.quoted and t.text in _MARKS:
                    close = t.end
                    break
    return Span(tokens[start].start, close)


def _hedged(tokens: list[Token], start: int, end: int) -> bool:
    """may, might as the verb of the content's first clause."""
    for k in range(start, min(end, start + 14)):
        if tokens[k].low in _HEDGES and not (tokens[k].is_capital):
            return True
        if (tokens[k].low in AUXILIARIES and tokens[k - 1].low != "to") or tokens[k].low in (
            ",",
            ";",
            "that",
            "which",
            "who",
        ):
            return False
    return False


def _hearsay(tokens: list[Token], start: int, end: int) -> bool:
    """'is believed to', 'appears to have', 'may have': the outlet does not vouch for its own words."""
    for k in range(start, min(end - 2, start + 14)):
        low = tokens[k].low
        if tokens[k].quoted >= 0 or low in (",", ";", "that", "which", "who", "whether"):
            return False
        if low in _HEDGES and not tokens[k].is_capital:
            return True
        if (
            low in ("believed", "thought", "said", "reported", "understood", "alleged", "rumoured", "suspected")
            and tokens[k + 1].low == "to"
            and tokens[k - 1].low in BE
        ):
            return True
        if low in ("appears", "appear", "appeared", "seems", "seem", "seemed") and tokens[k + 1].low == "to":
            return True
        if low in ("reportedly", "allegedly", "apparently", "possibly", "perhaps", "probably"):
            return True
    return False


def _behind_noun(tokens: list[Token], start: int, end: int) -> tuple[int, int, int, tuple[int, int] | None] | None:
    """(noun, first, last, other holder) of 'the claim by X that P', 'talk of P', 'reports P ...' or None."""
    for k in range(start, min(end, start + 22)):
        if tokens[k].low == "," and tokens[k].quoted < 0:
            return None
        if tokens[k].quoted >= 0 or tokens[k].low not in SAID_NOUNS | DENIAL_NOUNS:
            continue
        if k + 1 >= end:
            return None
        other = _possessor(tokens, start, k)
        low = tokens[k + 1].low
        if low in ("that", "of", "about") and k + 2 < end:
            return (k, k + 2, end, other)
        for j in range(k + 1, min(end - 1, k + 22)):
            if tokens[j].low == "that" and tokens[j].quoted < 0 and tokens[j + 1].low not in AUXILIARIES:
                return k, j + 1, end, other or _named_between(tokens, k + 1, j)
        if has_finite_verb(tokens, k + 1, min(end, k + 14)) and tokens[k + 1].low in DETERMINERS | PERSONAL:
            return k, k + 1, end, other
        return None
    return None


def _contrary(tokens: list[Token], start: int, end: int) -> int | None:
    """The comma that ends 'Contrary to reports that P, Q'."""
    if end - start < 4 or [t.low for t in tokens[start : start + 2]] != ["contrary", "to"]:
        return None
    comma = next((k for k in range(start + 2, end) if tokens[k].low == "," and tokens[k].quoted < 0), None)
    return comma if comma and _behind_noun(tokens, start + 2, comma) else None


def _called(tokens: list[Token], start: int, end: int) -> int | None:
    """Where 'as ...' begins: 'dismissed the video as fake' denies, 'dismissed Holt as a fool' says what he is."""
    cue = VERBS.get(tokens[start - 1].low) if start else None
    if cue is None or cue.lemma not in _DISMISS:
        return None
    return next((k for k in range(start + 1, end - 1) if tokens[k].low == "as" and tokens[k - 1].low != "such"), None)


def _before_verdict(tokens: list[Token], first: int, last: int) -> int:
    """Without the predicate of 'called the story of P a fabrication'."""
    for k in range(first + 1, last - 1):
        if tokens[k].low in ("a", "an") and any(
            t.low in FALSE_WORDS | _TALES for t in tokens[k + 1 : min(last, k + 4)]
        ):
            return k
    return last


def _possessor(tokens: list[Token], start: int, noun: int) -> tuple[int, int] | None:
    for k in range(start, noun):
        if tokens[k].low.endswith("'s") or (tokens[k].low == "'" and k > start):
            return start, k + 1
    return None


def _named_between(tokens: list[Token], start: int, end: int) -> tuple[int, int] | None:
    for k in range(start, end):
        if tokens[k].low in ("by", "from", "in") and k + 1 < end and tokens[k].quoted < 0:
            last = end
            while last > k + 1 and not tokens[last - 1].is_word:
                last -= 1
            return (k + 1, last) if last > k + 1 else None
    return None


def _anaphor(tokens: list[Token], start: int, end: int) -> bool:
    last = end - 1
    while last > start and (
        tokens[last].low in ("too", "outright", "flatly", "again", "also", "on") or tokens[last].low in TIME_WORDS
    ):
        last -= 1
    if last == start:
        return tokens[start].low in _POINTING
    return last - start <= 6 and tokens[start].low in _POINTING | DETERMINERS and tokens[last].low in SAID_NOUNS


def _no_evidence(tokens: list[Token], start: int, end: int) -> tuple[int, int, int, int] | None:
    """'there was no evidence that P', 'it had seen nothing to suggest P', 'no truth in P': (cue, cue end, P, P end)."""
    for k in range(start, min(end - 2, start + 12)):
        if tokens[k].low not in ("no", "nothing", "any", "little"):
            if tokens[k].low in (",", ";") or tokens[k].low in ("and", "but"):
                return None
            continue
        if tokens[k].low == "any" and not any(t.low in ("not", "without") for t in tokens[start:k]):
            return None
        if tokens[k].low == "nothing":
            j = k + 1
            while j < min(end, k + 6) and tokens[j].low != "to":
                j += 1
        else:
            j = k + 1
            while j < min(end, k + 5) and tokens[j].low not in PROOF_NOUNS:
                j += 1
            if j >= end or tokens[j].low not in PROOF_NOUNS:
                return None
            j += 1
        while j < end and tokens[j].low in ("existed", "whatever", "at", "all", "so", "far", "yet", "either", "exists"):
            j += 1
        if j + 1 >= end:
            return None
        if tokens[j].low == "to" and tokens[j + 1].low in _SUPPORTING:
            j += 2
            if j < end and tokens[j].low == "that":
                j += 1
            return k, j, j, end
        if tokens[j].low in ("that", "of", "in", "for", "behind"):
            return k, j + 1, j + 1, end
        return None
    return None


def _called_false(tokens: list[Token], start: int, end: int) -> tuple[int, int, int, int] | None:
    """'the suggestion that P was mistaken', 'it was untrue that P', 'reports that P are incorrect'."""
    low = tokens[start].low
    if low == "it" and start + 3 < end and tokens[start + 1].low in BE:
        for k in range(start + 2, min(start + 6, end - 1)):
            if tokens[k].low in FALSE_WORDS or (tokens[k].low == "true" and tokens[k - 1].low == "not"):
                for j in range(k + 1, min(k + 5, end - 1)):
                    if tokens[j].low == "that":
                        return k, k + 1, j + 1, end
                return None
    for k in range(start, min(start + 6, end)):
        if tokens[k].low in SAID_NOUNS:
            return _noun_called_false(tokens, k, end)
        if tokens[k].low in AUXILIARIES:
            return None
    return None


def _noun_called_false(tokens: list[Token], noun: int, end: int) -> tuple[int, int, int, int] | None:
    first = None
    for j in range(noun + 1, min(noun + 12, end)):
        if tokens[j].low in ("that", "of") and tokens[j].quoted == tokens[noun].quoted:
            first = j + 1
            break
    if first is None or (tokens[first - 1].low == "of" and tokens[noun].low in _OWNED):
        return None
    for k in range(end - 1, first, -1):
        if (
            tokens[k].low in FALSE_WORDS
            or (tokens[k].low == "true" and tokens[k - 1].low == "not")
            or (tokens[k].low == "foundation" and tokens[k - 1].low == "without")
        ):
            back = k
            while back > first and tokens[back].low not in BE | {"are"}:
                back -= 1
                if k - back > 5:
                    return None
            return (back, k + 1, first, back) if back > first else None
    return None


def _points_back(tokens: list[Token], start: int, end: int) -> bool:
    """'This is absolutely not true', 'the conclusions were incorrect': a verdict on something said before."""
    if end - start > 12:
        return False
    low = [t.low for t in tokens[start:end]]
    pointing = low[0] in _POINTING or any(w in SAID_NOUNS for w in low[:5]) or (low[0] in ("all", "none"))
    if not pointing:
        return False
    return (
        any(w in FALSE_WORDS for w in low)
        or "not true" in " ".join(low)
        or ("true" in low and any(w in ("not", "never", "hardly", "isn't", "wasn't", "none") for w in low))
    )
