"""The nouns that the stages exchange. Spans are half-open, in Unicode code points, into `Document.text`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Literal, NamedTuple

Stance = Literal["asserts", "denies", "doubts", "narrates"]
Kind = Literal["speakers", "denial", "outlets", "self", "misquote", "number", "update"]
LABELS = ("entailment", "neutral", "contradiction")


def content_id(*parts: str) -> str:
    """A stable id: the first 16 hex digits of the SHA-256 of the parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `text` is what every span of it points into and is never changed after reading.

    `published` is aware UTC or None; `published_from` says where it was found ("front matter", "json",
    "html metadata", "feed", ""). `furniture` are the parts of `text` that are not the article: headline
    repeated in the text, teasers, bylines, biographies, credits. No claim is taken from them.
    `path` is the input the article was read from ("-" for standard input).
    """

    id: str
    text: str
    title: str
    outlet: str
    author: str = ""
    url: str = ""
    published: datetime | None = None
    published_from: str = ""
    path: str = ""
    furniture: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.published is not None and self.published.tzinfo is None:
            raise ValueError(f"{self.path or self.id}: publication date without a time zone")
        if any(not 0 <= s.start <= s.end <= len(self.text) for s in self.furniture):
            raise ValueError(f"{self.path or self.id}: furniture outside the text")

    @property
    def narrator(self) -> str:
        """Who vouches for what the article says in its own voice: its outlet, else its file's name."""
        return self.outlet or PurePath(self.path).stem.strip("-") or "unnamed outlet"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one holder vouches for at one place.

    `span` holds the words of the claim, `sentence` the whole sentence around them. `proposition` stands
    on its own as far as the text allows; `resolved` is False where a reference in it stayed open. `via`
    names who passes the claim on ("Moscow Times" says an official says). `holder` is the outlet's name when
    the stance is `narrates`. `cue` are the reporting words, None for narration. `source_span` are the words that
    name the holder, None where the holder is only known from what went before.
    """

    id: str
    document_id: str
    span: Span
    sentence: Span
    quote: str
    proposition: str
    holder: str
    stance: Stance
    cue: str | None = None
    cue_span: Span | None = None
    via: tuple[str, ...] = ()
    resolved: bool = True
    direct: bool = False
    source_span: Span | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.span.start < self.span.end:
            raise ValueError(f"empty claim span {self.span}")
        if len(self.quote) != self.span.end - self.span.start:
            raise ValueError(f"quote and span disagree: {self.quote!r} {self.span}")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Words of a text that somebody is said to say or think: the `content`, in one piece or in several around what
    stands between them, the `cue` that reports it and the `source` that it is ascribed to, where they are in the text.
    `stance` is None where nobody judged it.
    """

    content: tuple[Span, ...]
    cue: Span | None = None
    source: Span | None = None
    stance: Stance | None = None

    def __post_init__(self) -> None:
        if not self.content or any(s.start >= s.end for s in self.content):
            raise ValueError(f"an attribution without content: {self.content}")


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that could not be used, and why. `subject` names a file, line, sentence or pair."""

    stage: Literal["ingest", "extract", "pair", "judge", "report"]
    subject: str
    reason: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ClaimPair:
    """Two claims worth judging, `a` before `b` in the run's order; `similarity` is their cosine in context, `promise`
    the probability of a contradiction that the cascade sees without reading them against each other. `one_voice`: their
    holders are one, whatever names they go by."""

    a: Claim
    b: Claim
    similarity: float
    promise: float = 1.0
    one_voice: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """(entailment, neutral, contradiction) of a judge for one ordered pair; they sum to 1."""

    entailment: float
    neutral: float
    contradiction: float


@dataclass(frozen=True, slots=True)
class PairScores:
    """A judge's scores of a pair: of the two claims in their context both ways, and of the bare propositions."""

    context_ab: Scores
    context_ba: Scores
    bare_ab: Scores
    bare_ba: Scores


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two claims conflict, in words, with the spans of either document that it points at."""

    text: str
    a: tuple[Span, ...] = ()
    b: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an editor should make of a pair. `probability` is calibrated."""

    kind: Kind
    probability: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of an article that name or introduce somebody: `document.text[start:end] == quote`."""

    document_id: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two names mean one voice: the rules that say so, such as "acronym", where either name stands, and the
    `grounds`, where an article introduces the one as the other; none where the names tell by themselves."""

    rules: tuple[str, ...]
    a: Mention
    b: Mention
    grounds: tuple[Mention, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return self.a, self.b, *self.grounds


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name that a holder goes by in the articles on an event. `tie.a` is the holder's own, `tie.b` this one."""

    name: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on two claims, worth an editor's time.

    `scores` are None where no judge was asked. `a_also_in` and `b_also_in` are the ids of the documents that reprint a
    side; `conflict` is the id of the dispute that this finding belongs to, `topic` the label of its event.
    `tie` says why the two holders are one voice, None where they are two; `a_aliases` and `b_aliases` are the other
    names that each goes by."""

    id: str
    a: Claim
    b: Claim
    verdict: Verdict
    scores: PairScores | None
    similarity: float
    topic: str
    conflict: str
    a_also_in: tuple[str, ...] = ()
    b_also_in: tuple[str, ...] = ()
    tie: Tie | None = None
    a_aliases: tuple[Alias, ...] = ()
    b_aliases: tuple[Alias, ...] = ()


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs whose probabilities lie near each other: the mean that was stated and the share that held."""

    stated: float
    observed: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Run:
    """All that a run brought out, ready to be written.

    `origins` maps a document's id to the id of the first document of its origin (itself when original).
    `findings` are sorted by descending probability, updates included. `counts` hold the funnel in order:
    documents, origins, claims, candidate pairs, refused by gate, judged, findings, and so on. `makers` name the code's
    version, the models' digests and the settings' digest. `reliability`: how the probabilities of the verdict model
    held on pairs that it was not fitted on. `standings`, of a run over an archive, say by finding id whether it is
    "new", "carried", "regressed" or "resolved"; a resolved one no longer stands.
    """

    documents: tuple[Document, ...]
    origins: dict[str, str]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    rejected: tuple[Rejected, ...]
    counts: dict[str, int]
    makers: dict[str, str]
    reliability: tuple[Bin, ...] = ()
    standings: dict[str, str] = field(default_factory=dict)
