"""What needs no Ray to be tested: nothing to do, and workers that would not do the same."""

from __future__ import annotations

import pytest
from fakes import NegationJudge, WordEmbedder

from detector import pipeline
from detector.backends.precision import arithmetic
from detector.backends.ray_engine import RayEngine
from detector.backends.ray_ports import RayAttributor, RayEmbedder, RayJudge, same_as_here
from detector.errors import ModelNotUsable


def test_nothing_to_do_needs_no_worker() -> None:
    engine = RayEngine(None, pipeline.silent)
    assert RayJudge(engine, "", NegationJudge).score([]).shape == (0, 3)
    assert RayEmbedder(engine, "", WordEmbedder).encode([]).shape[0] == 0
    assert list(RayAttributor(engine, "", lambda: lambda _: [], pipeline.unreadable).claims_of_each([])) == []


def test_another_model_or_processor_is_refused() -> None:
    assert same_as_here(NegationJudge, NegationJudge.digest, arithmetic()).digest == NegationJudge.digest
    with pytest.raises(ModelNotUsable, match="has NegationJudge negation-judge, the machine of the run other"):
        same_as_here(NegationJudge, "other")
    with pytest.raises(ModelNotUsable, match="computes in"):
        same_as_here(NegationJudge, NegationJudge.digest, "float8")
