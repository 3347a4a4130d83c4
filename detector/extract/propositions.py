"""A claim's content as a sentence that stands on its own."""

from __future__ import annotations

import re
from collections.abc import Callable

from detector.extract.complements import PROMISING
from detector.extract.cues import VERBS
from detector.extract.holders import Holder, spoken_for
from detector.extract.spans import Said

_MARKS = re.compile(r"[\"“”«»„]")
_OPEN = re.compile(
    r"^(this|that|these|those|it|they|he|she|we|i|such|there it|so|one of them|both|his|her|its|their|my|our)\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(r"^(having|being|[a-z]{3,}ing)\b")
_INFINITIVE = re.compile(r"^to\s+[a-z]+")
_SUBJECT = {"he", "she", "it", "they", "i", "we"}
_POSSESSIVE = {"his", "her", "its", "their", "my", "our"}
_THIRD = re.compile(
    r"^(\s+(?:mean|need|want|know|think|believe|hope|expect|see|say|take|make|get|feel|understand|regret|remain"
    r"|reject|plan|intend))\b"
)
_EXPLETIVE = re.compile(
    r"\s+(?:is|was|has been|would be|will be|had been|seems|appears|seemed|appeared)\s+(?:not\s+|\w+ly\s+)?"
    r"(?:\w+\s+){0,2}?(?:that|to|too|clear|unclear|possible|likely|true|time|no)\b"
)
_OF_DEEDS = frozenset(["deny", "admit", "acknowledge", "concede", "confess", "recall", "remember", "dispute"])
_SPACE = re.compile(r"\s+")


def proposition_of(
    text: str, said: Said, holder: Holder, before: str | None, other: Callable[[str], Holder | None]
) -> tuple[str, bool]:
    """(proposition, resolved): the content with its references filled in as far as they are clear. `holder` is who
    vouches, `before` the proposition that an anaphor points at, `other` finds whom he or she means if not them."""
    if said.about:
        return (before, True) if before else (_tidy(said.content.of(text)), False)
    words = _tidy(said.content.of(text))
    if said.lead is not None:
        words = f"{_tidy(said.lead.of(text))} {words}"
    cue = said.frame.cue.of(text).lower().split()[-1:] if said.frame.cue else []
    filled, resolved = _fill(words, said, holder, other, _own(words, cue[0] if cue else ""))
    return sentence_of(filled), resolved


def _speaks(said: Said) -> bool:
    return said.frame.source is not None or said.frame.continued


def _own(words: str, cue: str) -> bool:
    """Whether a verb form at the head is the speaker's own deed: 'denied taking', 'vowed to leave', but not 'said
    growing doubts'."""
    verb = VERBS.get(cue)
    if verb is None:
        return False
    return bool(
        (_PARTICIPLE.match(words) and verb.lemma in _OF_DEEDS) or (_INFINITIVE.match(words) and verb.lemma in PROMISING)
    )


def _fill(words: str, said: Said, holder: Holder, other: Callable[[str], Holder | None], own: bool) -> tuple[str, bool]:
    match = _OPEN.match(words)
    if match:
        low = match[1].lower()
        rest = words[match.end() :]
        if low == "it" and _expletive(rest):
            return words, True
        who = holder if holder.named and _speaks(said) and _refers(low, holder, said.direct) else None
        if low in ("he", "she", "his", "her") and (who is None or who.kind == "person"):
            rival = other(low)
            if who is not None and rival is not None and rival.kind != "person":
                return words, False
            who = who or rival
        subject = "" if who is None else spoken_for(who) if low in ("we", "our") else who.subject
        if subject and low in _SUBJECT:
            return _agree(subject, low, rest), True
        if subject and low in _POSSESSIVE:
            return f"{_genitive(subject)}{rest}", True
        return words, False
    if holder.named and _speaks(said) and not said.direct and own:
        return f"{holder.subject} {_finite(words)}", True
    return words, True


def _refers(pronoun: str, holder: Holder, direct: bool) -> bool:
    """Whether a pronoun at the head of somebody's words can mean that somebody."""
    if pronoun in ("i", "we", "my", "our"):
        return direct
    if direct:
        return False
    kinds = {
        "he": ("m", "person"), "his": ("m", "person"), "she": ("f", "person"), "her": ("f", "person"),
        "it": ("body",), "its": ("body",), "they": ("plural", "body"), "their": ("plural", "body"),
    }  # fmt: skip
    return holder.kind in kinds.get(pronoun, ())


def _finite(words: str) -> str:
    if words.startswith("having "):
        return words[len("having ") :]
    if words.startswith("to "):
        return f"will {words[3:]}"
    if words.startswith("being "):
        return f"was {words[len('being ') :]}"
    return f"was {words}"


def _agree(holder: str, pronoun: str, rest: str) -> str:
    if pronoun in ("i", "we"):
        rest = re.sub(r"^\s+(am|are)\b", " is", rest)
        rest = re.sub(r"^\s+have\b", " has", rest)
        rest = re.sub(r"^['’](?:m|re)\b", " is", rest)
        rest = re.sub(r"^['’]ve\b", " has", rest)
        rest = re.sub(r"^['’]ll\b", " will", rest)
        rest = _THIRD.sub(r"\1s", rest)
    return f"{holder}{rest}"


def _genitive(holder: str) -> str:
    return holder + ("'" if holder.endswith("s") else "'s")


def _expletive(rest: str) -> bool:
    return bool(_EXPLETIVE.match(rest))


def _tidy(words: str) -> str:
    return _SPACE.sub(" ", _MARKS.sub("", words)).strip(" ,;:")


def sentence_of(words: str) -> str:
    """Words with a capital and a full stop."""
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?", "…")) else ".")
