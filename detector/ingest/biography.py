"""What follows an article: its author's biography, and the desk's signature."""

from __future__ import annotations

import re

from detector.ingest.lines import Line, plain

# How far from the end a biography or signature may stand.
TAIL_LINES = 12
_ROLE = (
    r"(?:reporter|editor|correspondent|journalist|columnist|writer|author|contributor|producer|fellow|professor"
    r"|director|analyst|desk|bureau|newsroom|lecturer|researcher|strategist)"
)
_SUBJECT = r"(?:[A-Z][\w.'’\-]+(?: (?:[A-Z][\w.'’\-]*|de|van|von|der|al|bin)){1,4})"
_OPENING = re.compile(
    rf"^(?P<name>{_SUBJECT})(?:, [^,]{{3,60}},)? (?:is|was|has been|covers|writes|reports)\b(?P<rest>.*)$", re.DOTALL
)
# Signs that the paragraph is about the one who wrote: each counts once.
_SIGNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:is|was|has been) (?:an?|the|our)\b[^.]{{0,90}}\b{_ROLE}\b[^.]{{0,60}}"
        r"\b(?:at|for|of|with|based|covering)\b",
        r"\b(?:where|when) (?:he|she|they) (?:has|have|had) (?:previously )?(?:worked|served|covered|written)",
        r"\b(?:previously|formerly) (?:worked|served|covered|wrote|reported|was)\b|\bjoined (?:the|our)\b",
        r"\bis (?:also )?based in\b|\blives in\b|\b(?:is|was) born in\b",
        r"\b(?:master['’]?s|bachelor['’]?s|degree|graduate[ds]?|alum\w+|studied|fellow(?:ship)?)\b",
        r"\b(?:covers|covering|writes about|reports on|author of|hosts?|host of) ",
        r"\b(?:his|her|their) (?:work|writing|reporting|latest book|book|column|essays?) (?:has|have|is|appears?)\b",
        r"\bfollow (?:him|her|them|\S+ \S+)\b|@\w+|\b(?:views|opinions) expressed\b",
    )
)
MIN_SIGNS = 2
_SAID = re.compile(r"\b(?:said|says|told|added|according to)\b|[“\"]")
_PARENTHESIS = re.compile(r"^\((?!\d)[\w.&' -]{2,24}(?:[,/;+] ?[\w.&' -]{2,24}){0,6}\)$")
_SIGN_OFF = re.compile(
    r"[\[(—–-]?\s?(?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled) by [A-Z][^().]{2,200}[\])]?\.?$"
)
_VIEWS = re.compile(r"^(?:The )?(?:views|opinions)(?: and \w+)? expressed\b.{0,200}(?:author|own|necessarily)")


def _is_biography(line: Line, named: set[str]) -> bool:
    opening = _OPENING.match(line.text)
    if not opening or _SAID.search(line.text):
        return False
    about = line.text[opening.end("name") :].lstrip(" ,")
    signs = sum(bool(sign.search(about)) for sign in _SIGNS)
    return signs >= MIN_SIGNS or (signs > 0 and plain(opening["name"]) in named)


def _is_name(line: Line) -> bool:
    return bool(re.fullmatch(_SUBJECT, line.text))


def _heading_of(found: list[Line], index: int) -> set[int]:
    """The author's name, alone, and his post, that stand above the biography at `index`."""
    name = " ".join(found[index].text.split()[:2])
    above = range(max(0, index - 3), index)
    named = [place for place in above if _is_name(found[place]) and found[place].text.startswith(name)]
    return {place for place in above if named and place >= named[0] and found[place].words <= MAX_POST_WORDS}


MAX_POST_WORDS = 10


def biography(found: list[Line], author: str) -> set[int]:
    """Indices of the biography's lines, the author's name and post above it, and the desk's signature."""
    tail = range(max(1, len(found) - TAIL_LINES), len(found))
    named = {plain(found[index].text) for index in tail if _is_name(found[index])} | {plain(author)} - {""}
    hits: set[int] = set()
    for index in tail:
        line = found[index]
        if _is_biography(line, named):
            hits |= {index} | _heading_of(found, index)
        elif _PARENTHESIS.match(line.text) or _VIEWS.match(line.text):
            hits.add(index)
    return hits


def sign_off(line: Line) -> tuple[int, int] | None:
    """Where a paragraph ends in "(Reporting by ...)": that part's range in the text."""
    found = _SIGN_OFF.search(line.text)
    before = line.text[: found.start()].rstrip() if found else ""
    if not found or not re.search(r"[.!?\"”)]$", before):
        return None
    start = found.start() + len(found[0]) - len(found[0].lstrip())
    return line.start + start, line.end
