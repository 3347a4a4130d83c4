"""Lines that are a page's labels, buttons, credits, sign-offs and notices, told by their wording alone.

No pattern names a person, a place or an outlet: a credit is known by its form (capitalised words joined by
slashes), a sign-off by "reporting by" and the like.
"""

from __future__ import annotations

import re

from detector.ingest.lines import Line

# Longest line that a wording may condemn; real paragraphs that open like a notice are longer or quote somebody.
MAX_NOTICE_WORDS = 45
_QUOTED = re.compile(r"[\"“”]")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# Whole lines.
_LABEL = _any(
    r"(?:news ?feed|latest(?: news)?|breaking(?: news)?|top stories|headlines|developing(?: story)?|exclusive)",
    r"(?:world|politics|business|opinion|analysis|sports?|culture|technology|science|health|europe|national) news",
    r"(?:most (?:read|popular|viewed)|trending(?: now)?|editors?['’]?s? picks?)",
    r"recommended(?: stories| for you| reading)?",
    r"(?:more|other) (?:stories|news|coverage|on this (?:story|topic)|from (?:this|our) \w+)",
    r"related(?: (?:stories|articles|content|topics|coverage|links|news))?",
    r"(?:read|see|show|load|view|watch|learn)(?: (?:more|less|all|also|next|now|live|the full (?:story|article)))",
    r"(?:view |leave a |\d+ )?comments?(?: \(\d+\))?|join the (?:conversation|discussion)",
    r"share(?: (?:this|article|story|post|on \w+))*|tweet|print(?: article)?|copy link|e-?mail(?: this)?|save",
    r"listen(?: to (?:this )?(?:article|story))?|play(?: video)?|replay(?: more videos.*)?",
    r"advertisement|advert|sponsored(?: content)?|promoted(?: content)?|skip ad(?:vertisement)?",
    r"(?:story|article|text) continue[sd] (?:below|after).{0,40}|continue reading(?: the main story)?",
    r"article image|avatar|image|photos?|video|gallery|slideshow|media caption|caption|close|menu|search|sign in",
    r"(?:enlarge (?:this )?image|toggle caption|hide caption).{0,120}",
    r"(?:image|photo) (?:caption|source|credit|copyright)\b.{0,160}",
    r"\d+[ -]min(?:ute)?s?(?:['’])?(?: (?:read|ago|listen))?|\d+ (?:hour|day|week|month|year)s? ago",
    r"about the (?:author|writer)s?|site (?:mobile )?navigation|back to top|tags|topics|newsletters?",
    r"subscribe(?: now)?",
    r"[-–—*_•·=~# ]{3,}",
)
# Openings of a line that has no sentence end.
_OPENING = _any(
    r"(?:related|read (?:more|also|next)|see also|watch|also read|more|don['’]t miss|recommended|must watch):\s",
    r"just watched\b",
    r"(?:read or share this (?:story|article)|this (?:article|story) tagged under|contributing):\s",
    r"share this (?:article|story|post)\b|.{10,160}\bread more(?: ?[»>])?$",
    r"(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?:?\s.{0,50}\d.{0,30}(?<!:)$",
    r"(?:photos?|image|picture|credit|caption|source|video|photograph)(?: by| credit)?:\s",
    r"(?:file|stock|handout) (?:photo|image|picture)\b",
)
# Openings of a line of any ending.
_NOTICE = _any(
    r"(?:photo|image|picture) for illustrati(?:ve|on) purposes?\b",
    r"(?:©|\(c\) ?\d{4}|copyright:? (?:© ?|\(c\) ?)?(?:by )?(?:the )?(?:\S+ ){0,3}\d{4})",
    r"all rights reserved",
    r"this (?:material|content|article|story) (?:may|must) not be (?:published|reproduced|reprinted|republished)",
    r"sign up (?:here |now |today )?(?:for|to) (?:our|the|a|receive|get|daily|free)\b",
    r"subscribe (?:to|for|here|now)\b",
    r"(?:like|follow|join|find) us (?:on|at)\b",
    r"follow (?:[@A-Z]\S+ ){0,4}on (?:twitter|facebook|instagram|x|telegram|mastodon|bluesky|threads|linkedin)\b",
    r"(?:click|tap) here (?:to|for)\b",
    r"(?:download|get) (?:our|the) (?:free )?(?:\S+ )?app\b",
    r"get (?:the|our) .{0,80}\b(?:inbox|newsletters?|e-?mail alerts?)\b",
    r"e-?mail:\s*\S+@",
    r"(?:contact|write to|reach|e-?mail) .{0,80}\S+@\S+\.\w+",
    r"(?:do you )?have (?:a|any) (?:news )?(?:tips?|story|question)s?\b.{0,80}(?:\?|@)",
    r"!\[[^\]]*\]\([^)]*\)$",
)
_CONTRIBUTED = re.compile(
    r"^(?:[(*—–-] ?)?(?:with )?[A-Z][^.]{1,160} contributed (?:to )?(?:reporting|this (?:report|story|article))"
)
# Names, and the small words between them; a verb makes it a sentence about somebody's reporting.
_SIGN_OFF = re.compile(
    r"^[\[(—–-]?\s?(?:[Aa]dditional |[Ww]ith )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Gg]raphics?) by"
    r"(?:[\s,;&]+(?:[A-Z][\w.'’\-]*|and|in|by|for|from|with|the|at|of|additional|reporting|writing|editing))+[)\]]*\.?$"
)
# A slide show that the page printed out, all its captions in one line, however long.
_GALLERY = re.compile(r"\b(?:hide|show|toggle) caption\b.{0,400}?\b\d+ of \d+\b", re.IGNORECASE)
_NAME = r"[A-Z][\w.'’\-]*(?: (?:[A-Z][\w.'’\-]*|de|van|von|der|al|for|via)){0,5}"
_SLASHED = rf"{_NAME}(?:\s?/\s?{_NAME})+"
_CREDIT_ALONE = re.compile(rf"^\(?(?:(?:[Pp]hoto|[Ii]mage|[Cc]redit|[Pp]icture)(?: by)?:?\s)?{_SLASHED}\)?$")
_CREDIT_INSIDE = re.compile(rf"\b(?:Photo|Image|Picture|Credit|Photograph)(?: by)?:\s?{_NAME}(?:\s?/\s?{_NAME})*$")
_CREDIT_AFTER = re.compile(rf"[.!?”\"]\s*\((?:(?:Photo|Image|Credit):? (?:by )?)?{_SLASHED}\)$")
_CREDIT_RUN_ON = re.compile(rf"[.!?\w]\s?(?:Photo|Image|Picture)? ?Credit(?:: ?|\s?)(?:\.\.\.\s?)?{_SLASHED}$")


def is_credit(line: Line) -> bool:
    """A photo caption that ends in its credit, or a credit alone."""
    text = line.text
    if _CREDIT_ALONE.match(text):
        return line.words <= 12
    return any(pattern.search(text) for pattern in (_CREDIT_INSIDE, _CREDIT_AFTER, _CREDIT_RUN_ON))


def is_label(line: Line) -> bool:
    """A label, button, credit, sign-off or notice, whatever stands around it."""
    text = line.text.strip("[]*_ ")
    if _LABEL.fullmatch(text.rstrip(":.…»> ").lstrip("»> ") or line.text):
        return True
    if is_credit(line) or _GALLERY.search(text):
        return True
    if line.words > MAX_NOTICE_WORDS or _QUOTED.search(text):
        return bool(re.match(r"(?:photo|image) for illustrati", text, re.IGNORECASE))
    if _NOTICE.match(text) or _SIGN_OFF.match(line.text) or _CONTRIBUTED.match(line.text):
        return True
    return not line.ends_sentence and bool(_OPENING.match(text))
