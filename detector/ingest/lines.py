"""The lines of a plain text with their offsets: the unit that furniture is found in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

_LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_SENTENCE_END = re.compile(r"""[.!?…][\"'”’»)\]]*$""")
# Hard-wrapped text: most lines that another line follows at once are this long and end in mid-sentence.
WRAP_WIDTHS = range(50, 101)
WRAP_SHARE = 0.7
MIN_WRAPPED = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A stripped, non-empty line `text[start:end]`; `gap` says whether a blank line stands before it."""

    start: int
    end: int
    text: str
    gap: bool

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def ends_sentence(self) -> bool:
        return bool(_SENTENCE_END.search(self.text))


def _stripped(text: str) -> list[Line]:
    found: list[Line] = []
    for match in _LINE.finditer(text):
        inner = match[0].strip()
        if inner:
            start = match.start() + match[0].index(inner)
            before = text[found[-1].end : start] if found else ""
            gap = len(_LINE_END.findall(before)) > 1
            found.append(Line(start, start + len(inner), inner, gap))
    return found


def _wrapped(found: list[Line]) -> bool:
    followed = [line for line, after in pairwise(found) if not after.gap]
    cut = [line for line in followed if len(line.text) in WRAP_WIDTHS and not line.ends_sentence]
    return len(cut) >= MIN_WRAPPED and len(cut) >= WRAP_SHARE * len(followed)


def _unwrapped(text: str, found: list[Line]) -> list[Line]:
    joined: list[Line] = []
    for line in found:
        if joined and not line.gap:
            first = joined[-1]
            joined[-1] = replace(first, end=line.end, text=text[first.start : line.end])
        else:
            joined.append(line)
    return joined


def lines(text: str) -> list[Line]:
    """The non-empty lines in order; where the text is hard-wrapped, its paragraphs."""
    found = _stripped(text)
    return _unwrapped(text, found) if _wrapped(found) else found


def plain(text: str) -> str:
    """The words of a line for comparison: lower case, straight quotes, single spaces, no heading marks."""
    folded = text.casefold().translate(str.maketrans("‘’“”«»", '\'\'""""'))
    return " ".join(folded.split()).lstrip("#").strip(" *_\"'")
