"""An archive worked on by the small fakes, and the story of a mill, a harbour and a bridge that is put into it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fakes import LineAttributor, NegationJudge, WordEmbedder, cascade, update_model, verdict_model
from made import MILL_1, MILL_2, MILL_3, article

from detector import pipeline
from detector.archive.block import Means
from detector.archive.manifest import held
from detector.archive.run import run as run_archive
from detector.config import Settings
from detector.ports import Judge
from detector.report.build import write
from detector.types import Document, Run

MAKERS = {"judge": "negation-judge"}
THINGS = {
    "Tarn": ("bridge", "repaired", "Divers inspect pillars under traffic near"),
    "Oske": ("harbour", "dredged", "Fishermen await deeper water along quays at"),
    "Brill": ("school", "heated", "Parents queue outside cold classrooms across"),
    "Quell": ("orchard", "sprayed", "Apple growers count blossoms lost to moths around"),
    "Dorn": ("tramway", "insured", "Passengers photograph derailed carriages opposite"),
    "Zell": ("glacier", "measured", "Surveyors climb melting ice above"),
}
FILES = ("report.html", "report.md", "findings.jsonl", "claims.jsonl", "documents.jsonl", "rejected.jsonl", "run.json")


def stories() -> list[Document]:
    """Three articles on a fire at a mill and, for each of five towns, two on its bridge that contradict each other."""
    found = [
        article("m1", MILL_1, "The Orlow Courier", "2024-05-03", "Fire at Harl mill"),
        article("m2", MILL_2, "Radio Vey", "2024-05-04", "Questions after the Harl mill fire"),
        article("m3", MILL_3, "Vey Evening Post", "2024-05-04", "Harl mill fire: what is known"),
    ]
    for town in ("Tarn", "Oske", "Brill", "Quell", "Dorn"):
        found += bridge(town)
    return found


def bridge(town: str) -> list[Document]:
    """Two articles on one thing in a town: what is said in the one is contradicted in the other."""
    thing, state, title = THINGS[town]
    said = f"{thing} of {town} was {state} when autumn came"
    denied = f"{thing} of {town} was not {state} when autumn came"
    return [
        article(f"{town}-1", f"{title} {town}.\nIda {town}man says: the {said}.", f"{town} Post", "2024-06-01",
                f"{title} {town}", url=f"https://post.example/{town}"),
        article(f"{town}-2", f"{title} {town}.\nOle {town}sen says: the {denied}.", f"{town} Radio", "2024-06-02",
                f"{title} {town}", url=f"https://radio.example/{town}"),
    ]  # fmt: skip


def means(judge: Judge | None = None, settings: Settings | None = None) -> Means:
    return Means(
        LineAttributor(),
        WordEmbedder(),
        judge or NegationJudge(),
        verdict_model(),
        cascade(),
        update_model(),
        settings or Settings(),
    )


def enter(
    folder: Path,
    documents: Sequence[Document],
    withdrawn: Sequence[str] = (),
    judge: Judge | None = None,
    makers: dict[str, str] | None = None,
) -> Run:
    """A run over the archive in `folder`."""
    with held(folder):
        return run_archive(folder, documents, (), withdrawn, means(judge), makers or MAKERS, {"version": "test"})


def alone(documents: Sequence[Document]) -> Run:
    """A run over the same documents without an archive."""
    m = means()
    return pipeline.run(
        documents,
        (),
        m.attributor,
        m.embedder,
        m.judge,
        m.verdict,
        m.cascade,
        m.revising,
        m.settings,
        {"version": "test"},
    )


def written(run: Run, out: Path) -> dict[str, bytes]:
    """The files of a run."""
    write(run, out)
    return {name: (out / name).read_bytes() for name in FILES}


def told(run: Run) -> dict[str, set[str]]:
    """The findings by how they stand."""
    by_word: dict[str, set[str]] = {}
    for name, word in run.standings.items():
        by_word.setdefault(word, set()).add(name)
    return by_word
