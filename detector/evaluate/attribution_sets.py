"""The attribution tables of `detector evaluate`: every maker of attributions on the same articles and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detector.attributed import (
    DEBATES,
    POLNEAR_DEV,
    SENTENCES,
    STANCE,
    articles,
    debates,
    labelled_sentences,
    set_apart,
    stance_sentences,
)
from detector.backends import hub
from detector.evaluate.attribution import AttributionFigures, Given, attribution_figures, of_claims
from detector.evaluate.sets import digest
from detector.evaluate.stance import NOT_FOUND, STANCES, StanceFigures, claims_on, held_out_sentences, stance_figures
from detector.evaluate.worth import WorthFigures, with_claims, worth_figures
from detector.extract.worth import Worth
from detector.pipeline import claims_of_each
from detector.ports import Attributor, Tagger

GIVEN = "tagger, given the contents"


@dataclass(frozen=True, slots=True)
class AttributionTables:
    """Figures of each maker and of the rule for what is a claim, and the fingerprints of the sets that are there."""

    sets: dict[str, str]
    attributions: tuple[AttributionFigures, ...]
    stances: tuple[StanceFigures, ...]
    worth: tuple[WorthFigures, ...] = ()

    def lines(self) -> list[str]:
        """Tables for a terminal."""
        told: list[str] = []
        for row in self.attributions:
            told += [
                "",
                f"attributions by {row.maker}: {row.made} made, {row.attributions} in {row.articles} articles",
                *(
                    f"  {name:34} P {r.precision:.3f}  R {r.recall:.3f}  F1 {r.f1:.3f}"
                    for name, r in (
                        ("content, words", row.tokens),
                        ("content, words, one to one", row.aligned),
                        ("content, exact", row.exact),
                    )
                ),
                _given_line("given the contents that it found", row.found),
                *([_given_line("given the gold contents", row.gold)] if row.gold else []),
            ]
        for row in self.stances:
            told += [
                "",
                f"stance by {row.maker}: {row.accuracy:.3f} of {row.labels} in {row.sentences} held-out sentences, "
                f"{row.accuracy_of_found:.3f} of those found",
                f"  {'gold':10}" + "".join(f"{name:>11}" for name in (*STANCES, NOT_FOUND)),
                *(f"  {g:10}" + "".join(f"{n:>11}" for n in row.confusion[g].values()) for g in STANCES),
            ]
        for figures in self.worth:
            told += ["", *figures.lines()]
        return told


def attribution_tables(
    data: Path, makers: dict[str, Attributor], tagger: Tagger | None = None, worth: Worth | None = None
) -> AttributionTables:
    """Measure attributors by name, and a tagger by itself, on the development articles and the held-out stance
    sentences under `data`, and what is refused as no claim, by rule and by `worth`, on debates and on the labelled
    sentences that ship; a set that is not there is left out."""
    files = [data / name for name in (POLNEAR_DEV, STANCE, DEBATES)]
    annotated = articles(files[0]) if files[0].is_file() else []
    sentences = held_out_sentences(stance_sentences(files[1])) if files[1].is_file() else []
    attributions: list[AttributionFigures] = []
    stances: list[StanceFigures] = []
    for name, maker in makers.items():
        if annotated:
            made = [of_claims(found) for found, _ in claims_of_each([one.document for one in annotated], maker)]
            attributions.append(attribution_figures(name, annotated, made))
        if sentences:
            each = claims_of_each([s.document for s in sentences], maker)
            claimed = [claims_on(s.labels, found) for s, (found, _) in zip(sentences, each, strict=True)]
            stances.append(stance_figures(name, sentences, claimed))
    if tagger and annotated:
        texts = [one.document.text for one in annotated]
        told = tagger.ascribe(texts, [[a.content for a in one.attributions] for one in annotated])
        attributions.append(attribution_figures("tagger", annotated, tagger.attributions(texts), told))
    if tagger and sentences:
        contents = [[(label.content,) for label in s.labels] for s in sentences]
        judged = tagger.ascribe([s.document.text for s in sentences], contents)
        stances.append(stance_figures(GIVEN, sentences, [[a.stance for a in row] for row in judged]))
    found = {file.name.removesuffix(".jsonl.gz"): digest(file) for file in files if file.is_file()}
    apart = [one for one in labelled_sentences(hub.shipped(SENTENCES)) if set_apart(one.text)]
    weighed = [worth_figures("sentences of our own, held out", with_claims(apart), worth)]
    if files[2].is_file():
        weighed.append(worth_figures("debates", debates(files[2]), worth))
    return AttributionTables(found, tuple(attributions), tuple(stances), tuple(weighed))


def _given_line(name: str, row: Given) -> str:
    return (
        f"  {name:34} {row.contents:>5}: source right {row.source:.3f} (exact {row.source_exact:.3f}), "
        f"cue right {row.cue:.3f} (exact {row.cue_exact:.3f})"
    )
