"""Where the heavy work of a run is done: in this process, or spread over a Ray."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from detector import pipeline, wiring
from detector.config import Settings
from detector.ports import Attributor
from detector.types import Claim, Document, Rejected

if TYPE_CHECKING:
    from detector.backends.ray_engine import RayEngine

LOCAL = "local"
TIMES = 256  # blocks at once on a Ray: a pool of actors is made for each call, so that there should be few


@contextmanager
def opened(settings: Settings, engine: str, progress: pipeline.Progress) -> Iterator[wiring.Parts]:
    """All backends of a run on an engine: "local", "ray" for a Ray started here, "ray://host:port" for a cluster.
    Raises EngineFailed, ExtraMissing, ModelNotUsable."""
    if engine == LOCAL:
        yield wiring.parts(settings)
        return
    from detector.backends.ray_connection import connected
    from detector.backends.ray_engine import RayEngine

    with connected(engine) as ray:
        yield spread(wiring.parts(settings), settings, RayEngine(ray, progress))


def spread(here: wiring.Parts, settings: Settings, ray: RayEngine) -> wiring.Parts:
    """The parts of a run with what is heavy in the workers of a Ray. What was made here says how they must be."""
    from detector.backends.ray_ports import RayAttributor, RayEmbedder, RayJudge, same_as_here

    said, embed, nli = here.attributor.digest, here.embedder.digest, here.judge.digest
    backend, same, rules = here.backend, here.arithmetic, settings.tagger == wiring.RULES
    tagger = settings.tagger if rules else anywhere(settings.tagger)
    attribute = partial(
        same_as_here, partial(wiring.attributor, tagger, backend), said, *(() if rules else (same, backend))
    )
    encode = partial(same_as_here, partial(wiring.embedder, anywhere(settings.embedder), backend), embed, same, backend)
    score = partial(same_as_here, partial(wiring.judge, anywhere(settings.judge), backend), nli, same, backend)
    return replace(
        here,
        attributor=RayAttributor(ray, said, partial(finder, attribute), pipeline.unreadable),
        embedder=RayEmbedder(ray, embed, encode),
        judge=RayJudge(ray, nli, score),
        times=TIMES,
    )


def finder(make: Callable[[], Attributor]) -> Callable[[Sequence[Document]], list[tuple[list[Claim], list[Rejected]]]]:
    """From a recipe for an attributor to what is found in each of some documents; one that breaks it is rejected."""
    made = make()
    return lambda documents: list(pipeline.claims_of_each(documents, made))


def anywhere(name: str) -> str:
    """The name of a model as a process with another working folder understands it."""
    return str(Path(name).resolve()) if name and not name.startswith("hf:") else name
