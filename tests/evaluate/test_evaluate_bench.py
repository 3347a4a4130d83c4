"""The benchmark: articles that multiply, what counts as kept, how time grows, and a whole run with tiny models."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made import article, claim
from made import finding as finding_of

from detector import api
from detector.config import Settings
from detector.errors import DetectorError
from detector.evaluate.bench import command, tables
from detector.evaluate.bench.apart import apart
from detector.evaluate.bench.figures import Bench, Found, Side, Size, Utilisation, exponent, lost
from detector.evaluate.bench.multiply import multiplied
from detector.evaluate.bench.sides import near_pairs
from detector.evaluate.bench.timed import Stopwatch, TimedJudge
from detector.pipeline import Progress
from detector.types import ClaimPair

SAMPLES = Path(__file__).resolve().parents[2] / "examples" / "articles"
TEXT = (
    "Gerda Lund of Belvaria said on 3 March 2024 that 62 percent of the Belvarian harvest of 1,400 tonnes was lost. "
    "The harvest festival opens on Friday at 15.50, eight days after the minister spoke, she said in April."
)


def test_copies_are_the_same_whenever_made_and_whatever_is_asked_for() -> None:
    documents = [article("one", TEXT), article("two", TEXT.replace("62", "38"))]
    assert multiplied(documents, 7, seed=3) == multiplied(documents, 9, seed=3)[:7]
    assert multiplied(documents, 2) == documents
    assert multiplied(documents, 1) == documents[:1]
    assert multiplied(documents, 4, seed=1)[2:] != multiplied(documents, 4, seed=2)[2:]
    assert len({d.id for d in multiplied(documents, 40)}) == 40
    assert multiplied([], 5) == []


def test_a_copy_speaks_of_others_and_of_the_same_ones_throughout() -> None:
    one, two, copy, other = multiplied([article("one", TEXT), article("two", TEXT.replace("62", "38"))], 4)
    assert "Lund" not in copy.text and "Belvaria" not in copy.text and "62 percent" not in copy.text
    place = copy.text.split(" said")[0].split()[-1]
    assert f"{place}n harvest" in copy.text and f"{place}n harvest" in other.text
    assert "harvest festival" in copy.text and "Friday at 15.50" in copy.text and "eight days" in copy.text
    assert one.published and copy.published and (copy.published - one.published).days % 7 == 0
    assert "3 March 2024" not in copy.text
    figures = [int(d.text.partition(" percent")[0].split()[-1]) for d in (one, two, copy, other)]
    assert figures[2] / figures[0] == pytest.approx(figures[3] / figures[1], abs=0.02) and figures[2] < figures[0]
    assert "1,400" not in copy.text


def test_a_copy_of_a_sample_article_is_an_article_like_it() -> None:
    documents, _ = api.read_articles([str(SAMPLES)])
    copies = multiplied(documents, 2 * len(documents))[len(documents) :]
    for document, copy in zip(documents, copies, strict=True):
        assert abs(len(copy.text) - len(document.text)) < len(document.text) / 5
        assert bool(copy.furniture) == bool(document.furniture)
        assert copy.text.count("\n") == document.text.count("\n")


def test_time_that_grows_with_the_square_has_exponent_two() -> None:
    assert exponent([10, 20, 40], [3.0, 12.0, 48.0]) == pytest.approx(2)
    assert exponent([300, 1000], [5.0, 5.0]) == pytest.approx(0)


def test_a_pair_is_kept_by_a_finding_on_overlapping_places_or_on_a_reprint() -> None:
    said, denied = article("a", "The gate was shut. The mill burned."), article("b", "The gate was open all night.")
    copy = article("c", "The gate was shut. The mill burned.")
    shut, open_ = claim(said, "The gate was shut"), claim(denied, "The gate was open all night")
    part = claim(denied, "gate was open")
    finding = replace(finding_of(shut, open_), a_also_in=("c",))
    wanted = [
        ClaimPair(shut, open_, 0.9),
        ClaimPair(part, shut, 0.9),
        ClaimPair(claim(copy, "The gate was shut"), open_, 0.9),
        ClaimPair(claim(copy, "The mill burned"), open_, 0.9),
        ClaimPair(claim(said, "The mill burned"), open_, 0.9),
    ]
    assert [one.pair for one in lost([Found(pair, 0.7) for pair in wanted], [finding])] == wanted[3:]
    assert len(lost([Found(wanted[0], 0.7)], [])) == 1


def test_near_pairs_are_those_of_a_plain_double_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.evaluate.bench.sides.ROWS", 7)
    vectors = np.random.default_rng(0).normal(size=(40, 3)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    homes = [str(i // 3) for i in range(40)]
    found, cosines = near_pairs(vectors, homes)
    plain = {
        (i, j)
        for i in range(40)
        for j in range(i + 1, 40)
        if homes[i] != homes[j] and float(vectors[i] @ vectors[j]) > 0.5
    }
    assert set(map(tuple, found.tolist())) == plain and len(found) == len(plain)
    assert cosines.min() > 0.5


def test_every_moment_belongs_to_one_stage() -> None:
    class Still:
        digest = "still"

        def score(self, pairs: object) -> np.ndarray:
            time.sleep(0.02)
            return np.zeros((2, 3), np.float32)

    watch = Stopwatch("origins")
    judge = TimedJudge(Still(), watch, sample=3)
    told = judge.follow(lambda stage, done, total: None)
    judge.score([("p", "q"), ("q", "p")])
    told("judging", 2, 2)
    judge.score([("p", "q"), ("r", "s")])
    stages, _ = watch.stop()
    assert list(stages) == ["origins", "judging", "verdicts", "explaining"]
    assert stages["judging"] >= 0.02 and stages["explaining"] >= 0.02
    assert judge.asked == 4 and len(judge.sample) == 3


def refused(progress: Progress) -> int:
    progress("claims", 1, 2)
    raise DetectorError("the model folder is empty")


def ended(progress: Progress) -> int:
    os._exit(9)


def test_work_apart_tells_its_progress_its_error_and_its_end() -> None:
    told: list[tuple[str, int, int]] = []
    with pytest.raises(DetectorError, match="the model folder is empty"):
        apart(refused, progress=lambda *step: told.append(step))
    assert told == [("claims", 1, 2)]
    with pytest.raises(DetectorError, match=r"ended without a result \(status 9\)"):
        apart(ended)


def test_a_whole_benchmark(tmp_path: Path, judge_folder: Path, embedder_folder: Path) -> None:
    documents, _ = api.read_articles([str(SAMPLES / "05-mill-wire.txt"), str(SAMPLES / "07-mill-local.txt")])
    settings = Settings(str(judge_folder), str(embedder_folder), threshold=0.0)
    found = command.bench(documents, [3, 2], settings, budget=60, source="two articles")
    assert [size.articles for size in found.sizes] == [2, 3]
    small = found.sizes[0]
    assert small.ours.judged == small.ours.pairs > 0 and small.baseline.judged == small.baseline.pairs > 0
    assert set(small.ours.stages) <= set(tables.STAGES) and set(small.baseline.stages) <= set(tables.STAGES)
    assert 0 <= small.kept <= small.found <= small.contradictions
    assert small.ours.peak > 1e8 and small.baseline.peak > 1e8
    assert 0 < found.utilisation.achieved < found.utilisation.peak
    tables.write(found, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"bench.md", "bench.json", "bench.svg"}
    told = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert "## 3 articles" in told and "Seconds grow with articles" in told and "GFLOP/s" in told
    record = json.loads((tmp_path / "bench.json").read_text(encoding="utf-8"))
    assert record["sizes"][0]["ours"]["pairs"] == small.ours.pairs
    assert (tmp_path / "bench.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_a_sample_is_told_as_such() -> None:
    ours = Side({"judging": 2.0}, 1.0, 2.0, 10**8, 5, 5, 17)
    plain = Side({"judging": 40.0}, 1.0, 2.0, 10**8, 4000, 1000, 4000)
    size = Size(100, 900, ours, plain, 70, 40, ())
    bench = Bench({"machine": "this"}, (size,), Utilisation("float32", 9, 8.0, 1e9, 4e9))
    told = tables.markdown(bench)
    assert "measured on 1,000 of its 4,000 pairs" in told and "times 4.0" in told
    assert "Ours is 20.0 times as fast" in told
    assert "ours keeps 40 of them (100.0%, 95% interval 91.2% to 100.0%)" in told
    assert "25.0% of the 4.0 GFLOP/s" in told
    assert "One size alone" in told
