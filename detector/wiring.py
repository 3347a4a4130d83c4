"""The one place that builds backends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from detector.backends import hub
from detector.config import Settings
from detector.errors import ExtraMissing
from detector.extract.claims import RuleAttributor
from detector.extract.learned import LearnedAttributor
from detector.judge import calibrated, updates
from detector.pair import cascade
from detector.ports import Attributor, Embedder, Judge, Tagger

JUDGE, EMBEDDER, ATTRIBUTION = "judge", "embedder", "attribution"
CASCADE, UPDATES, VERDICT = "cascade", "updates", "verdict"
ARCHIVE_NEEDS = ("faiss", "pyarrow")
RULES = "rules"  # in the place of a tagger's name


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made with; `digests` names each maker by its content. So many `times` the pipeline's blocks are
    worth giving to the parts at once."""

    attributor: Attributor
    embedder: Embedder
    judge: Judge
    verdict: calibrated.VerdictModel
    cascade: cascade.Cascade
    updates: updates.UpdateModel
    digests: dict[str, str]
    times: int = 1


def judge(name: str = "") -> Judge:
    """The judge called `name` (a folder or hf:owner/name@revision), or the one that ships."""
    from detector.backends.judge import SequenceClassifierJudge

    return SequenceClassifierJudge(model_folder(name, JUDGE))


def embedder(name: str = "") -> Embedder:
    """The embedder called `name` (a folder or hf:owner/name@revision), or the one that ships."""
    from detector.backends.embedder import SentenceEmbedder

    return SentenceEmbedder(model_folder(name, EMBEDDER))


def tagger(name: str = "") -> Tagger:
    """The attribution tagger called `name` (a folder or hf:owner/name@revision), or the one that ships."""
    from detector.backends.tagger import AttributionTagger

    return AttributionTagger(model_folder(name, ATTRIBUTION))


def attributor(tagger_name: str = "") -> Attributor:
    """Rules and tagger together, or with RULES in the place of a tagger's name the rules alone."""
    rules = RuleAttributor()
    return rules if tagger_name == RULES else LearnedAttributor(rules, tagger(tagger_name))


def shipped_cascade() -> cascade.Cascade:
    """The cascade that ships."""
    return cascade.load(hub.shipped(CASCADE) / "model.json")


def shipped_updates() -> updates.UpdateModel:
    """The model of updates that ships."""
    return updates.load(hub.shipped(UPDATES) / "model.json")


def parts(settings: Settings) -> Parts:
    """All backends of a run."""
    attribution, embed, nli = attributor(settings.tagger), embedder(settings.embedder), judge(settings.judge)
    verdict_folder = hub.shipped(VERDICT)
    return Parts(
        attribution,
        embed,
        nli,
        calibrated.load(verdict_folder / "model.json"),
        shipped_cascade(),
        shipped_updates(),
        {
            "attribution": attribution.digest,
            "embedder": embed.digest,
            "judge": nli.digest,
            "verdict": hub.digest(verdict_folder),
            "cascade": hub.digest(hub.shipped(CASCADE)),
            "updates": hub.digest(hub.shipped(UPDATES)),
        },
    )


@contextmanager
def remembering(parts: Parts, folder: Path) -> Iterator[Parts]:
    """The parts with claims, vectors and scores kept in a folder, so that what was killed goes on where it was."""
    from detector.backends.attributed import RememberingAttributor
    from detector.backends.embedded import PORTION, RememberingEmbedder
    from detector.backends.scored import RememberingJudge

    attribution = RememberingAttributor(parts.attributor, folder / "claims.sqlite", hub.source_digest())
    embed = RememberingEmbedder(parts.embedder, folder / "vectors.sqlite", PORTION * parts.times)
    nli = RememberingJudge(parts.judge, folder / "scores.sqlite")
    with closing(attribution), closing(embed), closing(nli):
        yield replace(parts, attributor=attribution, embedder=embed, judge=nli)


def archive() -> ModuleType:
    """The archive's functions. Raises ExtraMissing where its packages are not installed."""
    try:
        from detector.archive import run
    except ModuleNotFoundError as error:
        if error.name not in ARCHIVE_NEEDS:
            raise
        raise ExtraMissing(
            f"the archive needs {error.name}: pip install 'source-contradiction-detector[archive]'"
        ) from error
    return run


def model_folder(name: str, role: str) -> Path:
    """The folder of a named model, or of the shipped model of that role."""
    return hub.folder(name) if name else hub.shipped(role)
