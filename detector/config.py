"""What a run is set to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from detector.errors import DetectorError
from detector.types import content_id

# Candidates a claim within its event. On the held-out events 14 pair 81% of the contradictions, 20 pair 85%.
NEIGHBOURS = 18

# By what the models are computed. int8 is none of them: it changes too much (reports/evaluation).
AUTO, TORCH_BF16, TORCH_FP32, OPENVINO, CUDA = BACKENDS = ("auto", "torch-bf16", "torch-fp32", "openvino", "cuda")


def known_backend(name: str) -> str:
    """The name itself; raises DetectorError where it is none of BACKENDS."""
    if name not in BACKENDS:
        raise DetectorError(f"no backend {name!r}: name one of {', '.join(BACKENDS)}")
    return name


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of a run. `judge`, `embedder` and `tagger` are a folder or hf:owner/name@revision, empty for what
    ships; the tagger "rules" stands for the rules alone.

    `neighbours`: candidates a claim within its event. `threshold`: the least probability that is reported, None for
    the one that the verdict model was shipped with. `exhaustive`: every candidate that passes the gates is judged, not
    only those that the cascade finds promising. `backend`: one of BACKENDS, AUTO for torch in the precision that this
    CPU is good at. Raises DetectorError for a value out of range.
    """

    judge: str = ""
    embedder: str = ""
    neighbours: int = NEIGHBOURS
    threshold: float | None = None
    tagger: str = ""
    exhaustive: bool = False
    backend: str = AUTO

    def __post_init__(self) -> None:
        if self.threshold is not None and not 0 <= self.threshold <= 1:
            raise DetectorError(f"the threshold is {self.threshold}, wanted a number from 0 to 1")
        if self.neighbours < 1:
            raise DetectorError(f"neighbours are {self.neighbours}, wanted 1 or more")
        known_backend(self.backend)

    def digest(self) -> str:
        """A content hash of the settings."""
        return content_id(json.dumps(asdict(self), sort_keys=True))
