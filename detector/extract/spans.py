"""What the attribution of one sentence brings out, before holders have names."""

from __future__ import annotations

from dataclasses import dataclass

from detector.types import Span, Stance


@dataclass(frozen=True, slots=True)
class Frame:
    """Somebody speaking: the words that name the holder (None with `continued` for whoever spoke last, None
    without for the outlet), the reporting words and the stance they give. `via` names who passes it on,
    `asked` is the question that the words answer ("Asked whether P, she said:")."""

    stance: Stance
    source: Span | None = None
    cue: Span | None = None
    continued: bool = False
    via: Span | None = None
    asked: Span | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution as places in the text. `lead` is a part of the content that stands before an inserted cue
    ("The sheet, she said, was a draft"); `about` holds when the content only points back to something said
    earlier ("the allegation", "this is not true")."""

    content: Span
    frame: Frame
    lead: Span | None = None
    about: bool = False
    direct: bool = False
