"""Later, higher figures for one thing are updates; what is lower, of the same day or of other things is none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fakes import update_model
from made import article, claim, swapped

from detector.errors import ModelNotUsable
from detector.judge.updates import NAMES, Growth, growth, load, matrix, save, updates
from detector.types import ClaimPair, Document, Stance, Verdict
from detector.wiring import shipped_updates

FOUR = "Four people were killed in the Harl mill fire by noon"
NINE = "The number of people killed in the Harl mill fire has risen to nine"


def pair(
    first: str, day: str, second: str, other: str, stance: Stance = "narrates"
) -> tuple[ClaimPair, dict[str, Document]]:
    a, b = article("a", first, day=day), article("b", second, day=other)
    return ClaimPair(claim(a, first), claim(b, second, stance=stance), 0.7), {"a": a, "b": b}


def told(first: str, day: str, second: str, other: str, stance: Stance = "narrates") -> Growth | None:
    one, documents = pair(first, day, second, other, stance)
    found = growth(one, documents, {})
    return found[0] if found else None


def verdict(first: str, day: str, second: str, other: str) -> Verdict | None:
    one, documents = pair(first, day, second, other)
    return updates([one], documents, shipped_updates()).get((one.a.id, one.b.id))


@pytest.mark.parametrize(
    ("first", "day", "second", "other"),
    [
        (FOUR, "2024-05-01", NINE, "2024-05-01"),
        (FOUR, "", NINE, "2024-05-03"),
        (NINE, "2024-05-01", FOUR, "2024-05-03"),
        (FOUR, "2024-05-01", "Four people were killed in the Harl mill fire", "2024-05-03"),
        ("At least four people were killed in the Harl mill fire", "2024-05-01", NINE, "2024-05-03"),
        ("The Harl mill burned", "2024-05-01", NINE, "2024-05-03"),
    ],
)
def test_the_same_day_a_lower_figure_or_one_that_fits_is_no_update(
    first: str, day: str, second: str, other: str
) -> None:
    assert told(first, day, second, other) is None


def test_who_denies_or_doubts_a_toll_does_not_bring_it_up_to_date() -> None:
    assert told(FOUR, "2024-05-01", NINE, "2024-05-03") is not None
    for stance in ("denies", "doubts"):
        assert told(FOUR, "2024-05-01", NINE, "2024-05-03", stance) is None  # type: ignore[arg-type]


def test_a_figure_beside_it_that_is_none_of_a_later_day_rules_an_update_out() -> None:
    early = "Four people were killed and the fire burned 30 houses in Harl"
    late = "Nine people were killed and the fire burned 12 houses in Harl"
    assert told(early, "2024-05-01", late.replace("12", "30"), "2024-05-03") is not None
    assert told(early, "2024-05-01", late, "2024-05-03") is None


def test_a_part_of_a_figure_and_what_comes_on_top_of_one_are_not_set_against_it() -> None:
    late = f"{NINE}, when two of the injured died"
    row = told(FOUR, "2024-05-01", late, "2024-05-03")
    assert row is not None and row.doublings == pytest.approx(1)
    assert told(FOUR, "2024-05-01", "Seven more people were killed in the Harl mill fire", "2024-05-03") is None


def test_what_is_seen_of_a_pair() -> None:
    row = told(FOUR, "2024-05-01", NINE, "2024-05-02")
    assert row is not None
    assert (row.shared_role, row.open, row.moved, row.final) == (1, 1, 1, 0)
    assert (row.doublings, row.days) == (pytest.approx(1), pytest.approx(np.log(2)))


def test_a_toll_that_rose_is_an_update_with_its_figures_marked() -> None:
    found = verdict(FOUR, "2024-05-01", NINE, "2024-05-03")
    assert found is not None and found.kind == "update" and found.probability > 0.7
    (reason,) = found.reasons
    assert [span.of(FOUR) for span in reason.a] == ["Four"]
    assert [span.of(NINE) for span in reason.b] == ["nine"]


def test_counts_of_other_people_are_none() -> None:
    assert (
        verdict("Nine people were hurt", "2024-05-01", "At least 600 people were on the bridge", "2024-05-02") is None
    )
    assert verdict("Two men drowned", "2024-05-01", "The party had 14 men now", "2024-05-02") is None


def test_the_order_of_the_sides_does_not_matter_and_each_claim_is_read_once() -> None:
    one, documents = pair(FOUR, "2024-05-01", NINE, "2024-05-03")
    forth, back = growth(one, documents, {}), growth(swapped(one), documents, {})
    assert forth and back and forth[0] == back[0]
    sides: dict = {}
    growth(one, documents, sides)
    kept = dict(sides)
    growth(swapped(one), documents, sides)
    assert all(sides[name] is side for name, side in kept.items()) and len(sides) == 2


def test_the_threshold_sets_updates_apart() -> None:
    one, documents = pair(FOUR, "2024-05-01", NINE, "2024-05-03")
    (found,) = updates([one], documents, update_model(0.8)).values()
    assert found.probability == pytest.approx(0.8808)
    assert updates([one], documents, update_model(0.9)) == {}
    assert updates([], {}, update_model()) == {}


def test_a_row_scores_the_same_alone_as_among_others() -> None:
    rows = np.random.default_rng(0).normal(size=(300, len(NAMES)))
    model = shipped_updates()
    assert [model.probabilities(row[None])[0] for row in rows] == model.probabilities(rows).tolist()
    assert model.probabilities(matrix([])).shape == (0,)


def test_what_is_saved_comes_back_and_what_is_broken_is_named(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    save(update_model(), path)
    assert load(path) == update_model()
    record = json.loads(path.read_text(encoding="utf-8"))
    record["features"]["phase_of_the_moon"] = record["features"].pop(NAMES[0])
    for content in (json.dumps(record), "{", "[]", "{}"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ModelNotUsable, match=r"model\.json"):
            load(path)
