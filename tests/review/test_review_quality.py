"""Agreement, precision, recall, reliability, calibration from decisions, and every way out."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from made_queue import write_many
from sklearn.metrics import cohen_kappa_score
from sqlalchemy import text

from detector.review import browse, calibrate, decisions
from detector.review.calibrate import Decided, NotBetter, TooFewDecisions, fit
from detector.review.exports import FORMATS, export
from detector.review.filters import Filter, place
from detector.review.importing import current_calibrator, import_folder
from detector.review.prepare import NOT_COUNTED, Calibrator
from detector.review.quality import Missed, Share, agreement, quality, recall, share
from detector.review.states import Correction
from detector.review.store import Store
from detector.review.users import User
from detector.review.verify import verify


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe 1998, table I: 81 of 263
    found = share([True] * 81 + [False] * 182)
    assert (found.hits, found.n) == (81, 263)
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert share([]) == Share(0, 0, 0.0, 0.0)


def test_kappa_is_that_of_the_textbook_for_all_and_by_kind() -> None:
    # Cohen 1960's form: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no gives 0.4
    rows = [
        ("self", a, b) for a, b, n in (("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15)) for _ in range(n)
    ]
    rows += [("number", "y", "y")] * 3
    every, number, own = agreement(rows)
    assert (own.kind, own.n, own.agreed, own.kappa) == ("self", 50, 35, pytest.approx(0.4))
    assert (number.n, number.kappa) == (3, None)
    assert every.kappa == pytest.approx(cohen_kappa_score([r[1] for r in rows], [r[2] for r in rows]))


def test_recall_weighs_what_was_refused() -> None:
    missed = (Missed("too far apart", share([True] + [False] * 9), 100),)
    found = recall(share([True] * 8 + [False] * 2), 50, missed)
    assert found is not None
    assert found.value == pytest.approx(40 / 50)
    assert found.low < found.value < found.high
    assert recall(share([]), 50, missed) is None
    unread = Missed("both deny", share([]), 7)
    assert recall(share([True]), 50, (*missed, unread)) is None


def decide_all(store: Store, user: User) -> None:
    for at, line in enumerate(browse.page(store, Filter(state="all"), None, size=200).lines):
        verdict = ("confirm", "not_contradiction", "superseded")[at % 3]
        correction = Correction(holder_a="=Ada <b>Finch</b>") if at % 6 == 0 else None
        decisions.decide(store, user, line.key, 1, verdict, correction=correction)  # type: ignore[arg-type]


def test_the_dashboard_adds_up(full: Store, ann: User, bo: User) -> None:
    decide_all(full, ann)
    found = quality(full)
    assert sum(one.pairs for one in found.bins) == found.decided.n == 40
    assert sum(one.share.n for one in found.missed) + 40 == sum(browse.counts(full)[0].values())
    assert found.days[0].decisions[0][0] == "ann"
    decisions.undo(full, ann)
    assert quality(full).days[0].n == found.days[0].n - 1


def test_recall_is_estimated_over_judged_pairs_too(store: Store, ann: User, tmp_path: Path) -> None:
    run = write_many(tmp_path / "run", 30, gated=60)
    rows = [json.loads(line) for line in (run / "rejected.jsonl").read_text().splitlines()]
    for at, row in enumerate(rows):
        if at % 2:
            row |= {"stage": "judge", "reason": "under the threshold"}
    (run / "rejected.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    counts = {"refused: too far apart": 300, "judged": 230, "refused by the judge: under the threshold": 200}
    (run / "run.json").write_text(json.dumps({"makers": {}, "counts": counts}))
    store.set("slice share", "1", "test")
    import_folder(store, run)
    for line in browse.page(store, Filter(state="all"), None, size=200).lines:
        missed = line.stratum == "under the threshold"
        decisions.decide(store, ann, line.key, 1, "confirm" if missed or line.kind else "not_contradiction")
    found = quality(store)
    assert {one.gate: (one.share.value, one.refused) for one in found.missed} == {
        "too far apart": (0.0, 300),
        "under the threshold": (1.0, 200),
    }
    assert found.recall is not None
    assert found.recall.value == pytest.approx(30 / (30 + 200))


def test_every_way_out_can_be_read_again(full: Store, ann: User) -> None:
    decide_all(full, ann)
    texts = {name: "".join(export(full, name)) for name in FORMATS}
    rows = [json.loads(line) for line in texts["jsonl"].splitlines()]
    states = browse.counts(full)[0]
    assert len(rows) == sum(states.values())
    assert {row["decided_by"] for row in rows} == {"ann"}
    table = list(csv.DictReader(io.StringIO(texts["csv"])))
    assert len(table) == len(rows)
    corrected = [row for row in table if "Ada" in row["holder_a"] and "<b>" in row["holder_a"]]
    assert corrected
    assert all(row["holder_a"] == "'=Ada <b>Finch</b>" for row in corrected)
    reviews = json.loads(texts["claimreview"])["@graph"]
    assert len(reviews) == 2 * states["confirmed"]
    assert {"claimReviewed", "itemReviewed", "reviewRating", "author"} <= reviews[0].keys()
    for one in json.loads(texts["annotations"])["items"]:
        quote, position = one["target"]["selector"]
        assert len(quote["exact"]) == position["end"] - position["start"]
    feed = xml.fromstring(texts["atom"])
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == states["confirmed"]
    assert "<b>Finch</b>" not in texts["report"]
    assert "=Ada &lt;b&gt;Finch&lt;/b&gt;" in texts["report"]


def test_nothing_confirmed_is_no_failure(full: Store) -> None:
    for name in FORMATS:
        assert isinstance("".join(export(full, name)), str)


def skewed(n: int, seed: int = 3) -> list[Decided]:
    """Decisions on probabilities that are far too sure of themselves."""
    draw = random.Random(seed)
    given = [draw.uniform(0.5, 0.98) for _ in range(n)]
    return [Decided(p, draw.random() < p - 0.4, f"conflict{at // 4}") for at, p in enumerate(given)]


def test_a_refit_helps_where_the_machine_is_too_sure() -> None:
    made = fit(skewed(300), Calibrator())
    assert made.after.log_loss < made.before.log_loss
    assert made.after.error < made.before.error
    assert made.calibrator(0.9) < 0.7


def test_a_refit_that_is_no_better_is_refused() -> None:
    decided = skewed(300)
    first = fit(decided, Calibrator())
    with pytest.raises(NotBetter):
        fit(decided, first.calibrator)


def test_a_refit_takes_enough_decisions() -> None:
    with pytest.raises(TooFewDecisions, match="a refit takes"):
        fit(skewed(20), Calibrator())


@pytest.fixture
def decided(full: Store, ann: User, monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the open findings are given in a queue with enough decisions for a refit."""
    monkeypatch.setattr(calibrate, "LEAST_DECISIONS", 20)
    monkeypatch.setattr(calibrate, "LEAST_OF_EACH", 3)
    lines = browse.page(full, Filter(state="all"), None, size=200).lines
    scored = sorted((line.probability, line.key) for line in lines if line.kind)
    for at, (probability, key) in enumerate(scored):
        if at % 5:
            decisions.decide(full, ann, key, 1, "confirm" if probability > 0.25 else "not_contradiction")
    return given(full)


def given(store: Store) -> dict[str, float]:
    """The probabilities of the open contradictions."""
    lines = browse.page(store, Filter(), None).lines
    return {line.key: line.probability for line in lines if line.kind not in NOT_COUNTED}


def updates(folder: Path, seed: int) -> Path:
    """A run that found nothing but updates."""
    file = write_many(folder, 12, seed) / "findings.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    file.write_text("".join(json.dumps({**row, "kind": "update"}) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_a_refit_leaves_updates_as_they_are(full: Store, decided: dict[str, float], tmp_path: Path) -> None:
    import_folder(full, updates(tmp_path / "before", 8))
    done = calibrate.calibrate(full)
    assert done.changed == len(decided) and done.calibrator(0.5) != 0.5
    import_folder(full, updates(tmp_path / "after", 9))
    files = [(tmp_path / name / "findings.jsonl").read_text(encoding="utf-8") for name in ("before", "after")]
    wanted = {json.loads(line)["probability"] for text in files for line in text.splitlines()}
    lines = browse.page(full, Filter(), None, size=200).lines
    shown = {line.probability for line in lines if line.kind == "update"}
    assert shown <= wanted and len(shown) > 12  # some words stand in both runs


def test_a_refit_changes_open_findings_and_is_in_the_log(full: Store, decided: dict[str, float]) -> None:
    done = calibrate.calibrate(full)
    assert done.changed == len(decided)
    assert given(full) == {key: done.calibrator(probability) for key, probability in decided.items()}
    lines = browse.page(full, Filter(), None).lines
    ranks = {
        reported: {place(line.place, "rank").value for line in lines if (line.stratum == "reported") == reported}
        for reported in (True, False)
    }
    assert ranks[False] <= ranks[True]  # what was drawn at random stands among them still
    assert verify(full).faults == ()


def test_a_refit_that_was_cut_off_is_finished_by_the_next(
    full: Store, decided: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = calibrate._recalibrate, iter(range(5))

    def killed(*arguments) -> None:  # type: ignore[no-untyped-def]
        if next(calls, None) is None:
            raise KeyboardInterrupt
        real(*arguments)

    monkeypatch.setattr(calibrate, "CHUNK", 3)
    monkeypatch.setattr(calibrate, "_recalibrate", killed)
    with pytest.raises(KeyboardInterrupt):
        calibrate.calibrate(full)
    assert 0 < sum(decided[key] != probability for key, probability in given(full).items()) < len(decided)
    monkeypatch.setattr(calibrate, "_recalibrate", real)
    with pytest.raises(NotBetter):
        calibrate.calibrate(full)
    with full.read() as connection:
        calibrator = current_calibrator(connection)
    assert given(full) == {key: calibrator(probability) for key, probability in decided.items()}
    assert verify(full).faults == ()


def test_a_refit_can_come_to_what_an_earlier_one_came_to(full: Store, decided: dict[str, float]) -> None:
    done = calibrate.calibrate(full)
    with full.touch() as connection:  # another in between, from decisions that were undone since
        connection.execute(text("INSERT INTO calibrations VALUES ('worse', '2999', -1, 0, '{}')"))
    assert calibrate.calibrate(full).calibrator == done.calibrator
