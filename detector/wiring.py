"""The one place that builds backends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from detector.backends import hub
from detector.config import AUTO, Settings
from detector.errors import ExtraMissing
from detector.extract import worth
from detector.extract.claims import RuleAttributor
from detector.extract.learned import LearnedAttributor
from detector.judge import calibrated, updates
from detector.pair import cascade
from detector.ports import Attributor, Embedder, Judge, Tagger

JUDGE, EMBEDDER, ATTRIBUTION, WORTH = "judge", "embedder", "attribution", "worth"
CASCADE, UPDATES, VERDICT = "cascade", "updates", "verdict"
ARCHIVE_NEEDS = ("faiss", "pyarrow")
RULES = "rules"  # in the place of a tagger's name


@dataclass(frozen=True, slots=True)
class Parts:
    """What a run is made with; `digests` names each maker by its content. So many `times` the pipeline's blocks are
    worth giving to the parts at once. `backend` is what computes the models, `arithmetic` all that their bytes hang on
    beside content."""

    attributor: Attributor
    embedder: Embedder
    judge: Judge
    verdict: calibrated.VerdictModel
    cascade: cascade.Cascade
    updates: updates.UpdateModel
    digests: dict[str, str]
    backend: str = ""
    arithmetic: str = ""
    times: int = 1


def judge(name: str = "", backend: str = AUTO) -> Judge:
    """The judge called `name` (a folder or hf:owner/name@revision), or the one that ships, computed by `backend`."""
    from detector.backends.judge import SequenceClassifierJudge

    return SequenceClassifierJudge(model_folder(name, JUDGE), backend=backend)


def embedder(name: str = "", backend: str = AUTO) -> Embedder:
    """The embedder called `name` (a folder or hf:owner/name@revision), or the one that ships."""
    from detector.backends.embedder import SentenceEmbedder

    return SentenceEmbedder(model_folder(name, EMBEDDER), backend)


def tagger(name: str = "", backend: str = AUTO) -> Tagger:
    """The attribution tagger called `name` (a folder or hf:owner/name@revision), or the one that ships."""
    from detector.backends.tagger import AttributionTagger

    return AttributionTagger(model_folder(name, ATTRIBUTION), backend)


def attributor(tagger_name: str = "", backend: str = AUTO) -> Attributor:
    """Rules and tagger together, or with RULES in the place of a tagger's name the rules alone."""
    rules = RuleAttributor(shipped_worth())
    return rules if tagger_name == RULES else LearnedAttributor(rules, tagger(tagger_name, backend))


def shipped_worth() -> worth.Worth:
    """The model that ships of what is worth comparing."""
    return worth.load(hub.shipped(WORTH) / "model.json")


def shipped_cascade() -> cascade.Cascade:
    """The cascade that ships."""
    return cascade.load(hub.shipped(CASCADE) / "model.json")


def shipped_updates() -> updates.UpdateModel:
    """The model of updates that ships."""
    return updates.load(hub.shipped(UPDATES) / "model.json")


def parts(settings: Settings) -> Parts:
    """All backends of a run."""
    from detector.backends.precision import arithmetic, resolved

    backend = resolved(settings.backend)
    attribution = attributor(settings.tagger, backend)
    embed, nli = embedder(settings.embedder, backend), judge(settings.judge, backend)
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
            "worth": hub.digest(hub.shipped(WORTH)),
            "updates": hub.digest(hub.shipped(UPDATES)),
        },
        backend,
        arithmetic(backend),
    )


@contextmanager
def remembering(parts: Parts, folder: Path) -> Iterator[Parts]:
    """The parts with claims, vectors and scores kept in a folder, so that what was killed goes on where it was."""
    from detector.backends.attributed import RememberingAttributor
    from detector.backends.embedded import PORTION, RememberingEmbedder
    from detector.backends.scored import RememberingJudge

    attribution = RememberingAttributor(
        parts.attributor, folder / "claims.sqlite", f"{hub.source_digest()} {parts.arithmetic}"
    )
    embed = RememberingEmbedder(parts.embedder, folder / "vectors.sqlite", PORTION * parts.times, parts.arithmetic)
    nli = RememberingJudge(parts.judge, folder / "scores.sqlite", parts.arithmetic)
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
