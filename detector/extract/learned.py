"""The claims of an article: the rules say what is claimed, a learned tagger who claims it and how."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from detector.extract.claims import Reading, RuleAttributor, claims_of
from detector.extract.spans import Frame, Said
from detector.ports import Tagger
from detector.types import Attribution, Claim, Document, Rejected, content_id

VERSION = "learned-1"
# Probability from which the tagger's stance is taken over the rules'.
CERTAIN = 0.9


class LearnedAttributor:
    """An Attributor: the rules' contents, with the stance and source of a tagger where it is sure of its stance."""

    def __init__(self, rules: RuleAttributor, tagger: Tagger, certain: float = CERTAIN) -> None:
        self._rules, self._tagger, self._certain = rules, tagger, certain

    @property
    def digest(self) -> str:
        return content_id(VERSION, str(self._certain), self._rules.digest, self._tagger.digest)

    def claims(self, document: Document) -> tuple[list[Claim], list[Rejected]]:
        """The claims in text order, and the sentences without one, each with a reason."""
        read = self._rules.read(document)
        contents = [(said.content,) for reading in read for said in reading.said]
        shared = Counter(contents)
        told = iter(self._tagger.ascribe([document.text], [contents])[0])
        revised = []
        for reading in read:
            judged = [(said, next(told)) for said in reading.said]
            kept = [said if self._leaves(said, a, shared) else _revised(said, a) for said, a in judged]
            revised.append(Reading(reading.sentence, reading.tokens, kept))
        return claims_of(document, revised)

    def _leaves(self, said: Said, told: Attribution, shared: Counter) -> bool:
        """The rules keep what the tagger is unsure of, words that two holders vouch for, and those that point back at
        something said earlier."""
        return told.stance is None or told.certainty < self._certain or said.about or shared[(said.content,)] > 1


def _revised(said: Said, told: Attribution) -> Said:
    old = said.frame
    if told.stance == "narrates" or told.stance is None:
        return replace(said, frame=Frame("narrates"))
    if told.source is None and old.source is None and not old.continued:
        return said  # nobody to ascribe it to
    source = told.source or old.source
    cue = told.cue if told.source or old.cue is None else old.cue
    frame = replace(old, stance=told.stance, source=source, cue=cue, continued=source is None and old.continued)
    return replace(said, frame=frame)
