"""Whether a stretch of words states anything that can be checked."""

from __future__ import annotations

from detector.extract.grammar import AUXILIARIES, PERSONAL, Token, has_finite_verb, words

_MIN_WORDS = 3
_GREETING = words("hello hi dear thanks thank goodbye welcome congratulations sorry please oh well yes")
_FILLER = (
    AUXILIARIES | PERSONAL | words("and but so then there the a an of to that this as for his her in on at not no")
)


def why_not(tokens: list[Token], *, attributed: bool) -> str | None:
    """The reason why these words make no claim, or None when they do."""
    worded = [t for t in tokens if t.is_word]
    if not worded:
        return "no words"
    if tokens[0].low in "([" and tokens[-1].low in ")]" and not has_finite_verb(tokens, 0, len(tokens)):
        return "credit"
    if tokens[-1].low == "?" or (len(tokens) > 1 and tokens[-2].low == "?"):
        return "question"
    content = [t for t in worded if t.low not in _FILLER]
    if not content:
        return "too short"
    if attributed:
        return None
    if worded[0].low in _GREETING and len(worded) < 8:
        return "greeting"
    if len(worded) < _MIN_WORDS and not (worded[0].is_capital and has_finite_verb(tokens, 0, len(tokens))):
        return "too short"
    if has_finite_verb(tokens, 0, len(tokens)) or any(t.text[0].isdigit() for t in worded):
        return None
    if any(t.is_capital for t in worded[1:]) and len(worded) >= 4:
        return None
    if any(t.low.endswith(("ing", "ed", "en")) for t in worded) and len(worded) >= 4:
        return None
    return "fragment without a verb"
