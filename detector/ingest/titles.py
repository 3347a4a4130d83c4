"""A title for a text that came without one, and the places where a text repeats its title."""

from __future__ import annotations

import re

from detector.ingest.labels import is_label
from detector.ingest.lines import Line, lines, plain

# A first line of more words is a sentence, whatever it ends in (the longest of 1,700 real titles has 25 words).
MAX_HEADLINE_WORDS = 25
MIN_HEADLINE_WORDS = 2
MAX_QUESTION_WORDS = 16
SHORTENED_WORDS = 12
# A headline is repeated, and a byline stands, within this many lines of the top.
TOP_LINES = 12
_BETWEEN = r"(?:[ ,|/•·–—]|(?<= )-(?= ))+"
_BYLINE = re.compile(
    r"^(?:By|BY|by):? (?:[@A-Z][\w.'’\-]*|the)"
    rf"(?:{_BETWEEN}(?:[@A-Z][\w.'’\-]*|and|&|of|the|for|in|with|de|van|von|al|staff|writer|correspondent))*"
    rf"(?:{_BETWEEN}\d{{1,2}},? \d{{4}})?$"
)
_NOT_HEADLINE_END = re.compile(r"[.:;,…][\"'”’»)\]]*$")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)[a-z]*\.?"
_DATE_ALONE = re.compile(
    rf"^(?:\w+day,? )?(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
    r"(?:[,| ]+(?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: \(?[A-Z]{2,4}\)?)?)?$"
)


def is_headline(line: Line) -> bool:
    """Could this line be a headline? Not a full sentence, not too long."""
    longest = MAX_QUESTION_WORDS if line.ends_sentence else MAX_HEADLINE_WORDS
    return MIN_HEADLINE_WORDS <= line.words <= longest and not _NOT_HEADLINE_END.search(line.text)


def _repeated(top: list[Line]) -> Line | None:
    seen: set[str] = set()
    for line in top:
        if is_headline(line) and not is_label(line):
            if plain(line.text) in seen:
                return line
            seen.add(plain(line.text))
    return None


def _shortened(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) <= SHORTENED_WORDS else " ".join(words[:SHORTENED_WORDS]) + "…"


def from_text(text: str) -> str:
    """The headline among the first lines, else the first sentence's opening words ("…" where cut); "" for no text."""
    found = [line for line in lines(text) if not is_label(line)]
    if not found:
        return ""
    first = found[0]
    if is_headline(first) and len(found) > 1:
        repeated = _repeated(found[:TOP_LINES])
        return _heading(repeated if repeated and repeated.words > first.words else first)
    return _shortened(_heading(first))


def _heading(line: Line) -> str:
    return line.text.lstrip("#").strip(" *_") or line.text


def _starts_with_title(line: str, title: str) -> bool:
    """The title, alone or with the page's own name behind it ("Title | Name")."""
    rest = line.removeprefix(title)
    return rest != line and (not rest or (bool(re.match(r" [|–—-] ", rest)) and len(rest.split()) <= 6))


def repeats(found: list[Line], title: str, author: str) -> set[int]:
    """Indices of the top lines that repeat the title, or are the byline or the date alone."""
    wanted, by = plain(title), plain(author)
    hits = set()
    for index, line in enumerate(found[:TOP_LINES]):
        same = bool(wanted) and not line.text.endswith(".") and _starts_with_title(plain(line.text), wanted)
        named = bool(by) and plain(line.text).removeprefix("by ") == by
        byline = line.words <= 12 and bool(_BYLINE.match(line.text))
        if same or named or byline or _DATE_ALONE.match(line.text):
            hits.add(index)
    return hits
