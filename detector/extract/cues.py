"""The words that report speech, and what each says about the stance of its subject."""

from __future__ import annotations

from dataclasses import dataclass

from detector.extract.grammar import words
from detector.types import Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """One form of a reporting verb. `form` is past, present, ing or base; `takes` says what can follow it:
    clause (says that P), object (denies P), both, or place (puts P at Q)."""

    lemma: str
    stance: Stance
    form: str
    takes: str


_IRREGULAR = {
    "say": "said", "tell": "told", "think": "thought", "know": "knew", "write": "wrote", "find": "found",
    "hold": "held", "feel": "felt", "understand": "understood", "swear": "swore", "put": "put", "speak": "spoke",
    "show": "showed", "foresee": "foresaw", "see": "saw", "hear": "heard", "read": "read", "make": "made",
    "cast": "cast", "set": "set", "lay": "laid", "give": "gave", "draw": "drew", "refer": "referred",
    "admit": "admitted", "rebut": "rebutted", "brush": "brushed", "quip": "quipped", "let": "let", "leave": "left",
    "hit": "hit",
}  # fmt: skip
_CLAUSE = words(
    "say tell add insist claim argue maintain contend assert state declare announce note stress point remark"
    " observe reply respond answer explain believe think suspect fear hope expect predict forecast estimate reckon"
    " suggest imply indicate hint recall remember testify swear write report conclude find rule warn caution"
    " promise vow pledge boast joke quip concede admit acknowledge accept confess grant allow agree confirm reveal"
    " disclose say tweet repeat reiterate emphasise emphasize underline complain protest object allege charge"
    " counter retort calculate consider feel understand learn assume speculate guess advise propose recommend show"
    " show demonstrate inform assure remind brief notify signal continue certify mention describe volunteer muse"
    " retorted rejoin interject scoff snap shout shrug put explain theorise theorize venture posit attest affirm"
    " profess determine establish discover decide reveal"
)
_OBJECT = words(
    "confirm describe call put blame accuse attribute cite accept estimate criticise denounce condemn welcome"
    " report reveal state"
)
_DENY = words(
    "deny reject dismiss refute dispute rebut repudiate contradict disavow discount disclaim contest rubbish decry"
    " debunk disbelieve denounce deride ridicule"
)
_DOUBT = words("doubt question")
_CLAUSE_ONLY_THAT = words(
    "show show find hear record see know understand learn hold feel charge report rule state note point indicate"
    " observe record mention describe put grant allow establish discover judge consider object signal continue"
    " brief give snap shrug shout counter suggest expect hope determine demonstrate inform remind advise notify"
    " certify propose read accept agree remember recall assume imply fear think"
)
RECIPIENT = words("tell inform assure remind advise brief notify warn")
NO_THAT = words(
    "say tell believe think insist claim suspect fear reckon estimate admit concede add hope suggest argue"
    " maintain acknowledge warn confirm deny allege complain promise vow expect conclude swear accept feel"
    " understand announce predict note recall assure inform explain repeat stress report assume imply"
)


def _forms(lemma: str) -> dict[str, str]:
    if lemma.endswith("e"):
        ing, past = lemma[:-1] + "ing", lemma + "d"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        ing, past = lemma + "ing", lemma[:-1] + "ied"
    else:
        ing, past = lemma + "ing", lemma + "ed"
    if lemma in ("admit", "refer", "rebut", "quip", "put", "set", "let", "hit", "snap", "shrug"):
        ing, past = lemma + lemma[-1] + "ing", lemma + lemma[-1] + "ed"
    past = _IRREGULAR.get(lemma, past)
    if lemma.endswith(("s", "sh", "ch", "x")):
        third = lemma + "es"
    elif lemma.endswith("y") and lemma[-2] not in "aeiou":
        third = lemma[:-1] + "ies"
    else:
        third = lemma + "s"
    return {lemma: "base", third: "present", past: "past", ing: "ing"}


def _lexicon() -> dict[str, Cue]:
    table: dict[str, Cue] = {}

    def enter(lemmas: frozenset[str], stance: Stance, takes: str) -> None:
        for lemma in sorted(lemmas):
            for form, kind in _forms(lemma).items():
                table[form] = Cue(lemma, stance, kind, takes)

    enter(_OBJECT - _CLAUSE, "asserts", "object")
    enter(_CLAUSE - _OBJECT, "asserts", "clause")
    enter(_CLAUSE & _OBJECT, "asserts", "both")
    enter(_DENY, "denies", "both")
    enter(_DOUBT, "doubts", "both")
    table["shown"] = Cue("show", "asserts", "past", "clause")
    table["written"] = Cue("write", "asserts", "past", "clause")
    return table


VERBS = _lexicon()
ONLY_WITH_THAT = _CLAUSE_ONLY_THAT - words("hear") | words("see read")
# Nouns for something said; "X's claim that P", "dismissed reports that P".
SAID_NOUNS = words(
    "claim claims report reports suggestion suggestions allegation allegations accusation accusations assertion"
    " assertions statement statements idea notion rumour rumours rumor rumors talk charge charges speculation story"
    " stories account accounts theory theories argument arguments insinuation complaint complaints criticism"
    " contention view impression thought belief conclusion conclusions finding findings warning warnings fears fear"
    " assurance assurances promise promises admission confirmation evidence proof sign signs indication indications"
    " hint hints danger risk possibility likelihood chance prospect question denial denials doubt doubts version"
    " estimate estimates forecast prediction assumption concerns concern hypothesis gossip hearsay assessment"
    " remark remarks importance calls scenario truth characterization characterisation depiction portrayal"
)
DENIAL_NOUNS = words("denial denials rejection refutation")
DOUBT_NOUNS = words("doubt doubts scepticism skepticism")
PROOF_NOUNS = words(
    "evidence proof sign signs indication indications trace suggestion hint question truth grounds reason record"
    " basis substance"
)
# Said of a claim in a predicate: "the suggestion that P was mistaken".
FALSE_WORDS = words(
    "false untrue wrong mistaken incorrect baseless unfounded groundless fabricated nonsense rubbish fiction"
    " fantasy absurd lie lies fabrication invention invented ridiculous inaccurate misleading slander myth forgery"
    " bogus fake hoax hoaxes disinformation untruth nonsensical ludicrous preposterous laughable mistranslation"
    " misunderstanding distortion distortions garbage"
)
# Phrases that make one cue of several words, longest first: (words, stance, takes).
_PHRASES: tuple[tuple[str, Stance, str], ...] = (
    ("was scornful of", "denies", "object"),
    ("laughed at", "denies", "object"),
    ("laughed off", "denies", "object"),
    ("laughs off", "denies", "object"),
    ("scoffed at", "denies", "object"),
    ("hit back at", "denies", "object"),
    ("poured scorn on", "denies", "object"),
    ("poured cold water on", "denies", "object"),
    ("took issue with", "denies", "object"),
    ("takes issue with", "denies", "object"),
    ("brushed aside", "denies", "object"),
    ("brushes aside", "denies", "object"),
    ("brushing aside", "denies", "object"),
    ("brushed off", "denies", "object"),
    ("waved away", "denies", "object"),
    ("waved aside", "denies", "object"),
    ("shrugged off", "denies", "object"),
    ("bristled at", "denies", "object"),
    ("ruled out", "denies", "object"),
    ("rules out", "denies", "object"),
    ("rule out", "denies", "object"),
    ("ruling out", "denies", "object"),
    ("distanced himself from", "denies", "object"),
    ("distanced herself from", "denies", "object"),
    ("distanced itself from", "denies", "object"),
    ("cast doubt on", "doubts", "object"),
    ("casts doubt on", "doubts", "object"),
    ("casting doubt on", "doubts", "object"),
    ("played down", "doubts", "object"),
    ("plays down", "doubts", "object"),
    ("playing down", "doubts", "object"),
    ("play down", "doubts", "object"),
    ("called into question", "doubts", "object"),
    ("pointed out", "asserts", "clause"),
    ("points out", "asserts", "clause"),
    ("pointing out", "asserts", "clause"),
    ("made clear", "asserts", "clause"),
    ("makes clear", "asserts", "clause"),
    ("making clear", "asserts", "clause"),
    ("made it clear", "asserts", "clause"),
    ("made plain", "asserts", "clause"),
    ("spoke of", "asserts", "object"),
    ("speaks of", "asserts", "object"),
    ("speaking of", "asserts", "object"),
    ("gave as", "asserts", "object"),
    ("puts down to", "asserts", "object"),
    ("went on", "asserts", "quote"),
)
PHRASES: tuple[tuple[tuple[str, ...], Stance, str], ...] = tuple(
    (tuple(phrase.split()), stance, takes) for phrase, stance, takes in _PHRASES
)
