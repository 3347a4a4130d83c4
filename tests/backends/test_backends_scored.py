"""A judge that remembers: nothing is asked twice, and a killed run ends with the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import DyingJudge, NegationJudge

from detector.backends import scored as scored_module
from detector.backends.scored import RememberingJudge
from detector.errors import DetectorError

BLOCKS = [
    [(f"The gate {i} was locked.", f"The gate {i} was not locked."), (f"Gate {i}.", "The gate.")] for i in range(5)
]


def scored(judge: RememberingJudge) -> bytes:
    return b"".join(judge.score(block).tobytes() for block in BLOCKS)


def test_a_killed_run_goes_on_where_it_was_with_the_same_bytes(tmp_path: Path) -> None:
    unbroken = scored(RememberingJudge(NegationJudge(), tmp_path / "unbroken.sqlite"))
    killed = NegationJudge()
    dying = RememberingJudge(DyingJudge(killed, calls=3), tmp_path / "deep" / "scores.sqlite")
    with pytest.raises(KeyboardInterrupt):
        scored(dying)
    assert killed.asked == [pair for block in BLOCKS[:3] for pair in block]
    resumed = NegationJudge()
    judge = RememberingJudge(resumed, tmp_path / "deep" / "scores.sqlite")
    assert scored(judge) == unbroken
    assert resumed.asked == [pair for block in BLOCKS[3:] for pair in block]
    judge.close()


def test_each_pair_is_asked_once_in_whatever_company(tmp_path: Path) -> None:
    beneath = NegationJudge()
    judge = RememberingJudge(beneath, tmp_path / "scores.sqlite")
    first = judge.score(BLOCKS[0])
    assert (judge.score(BLOCKS[0][::-1]) == first[::-1]).all()
    mixed = judge.score([*BLOCKS[1], *BLOCKS[0], *BLOCKS[1]])
    assert (mixed == NegationJudge().score([*BLOCKS[1], *BLOCKS[0], *BLOCKS[1]])).all()
    assert beneath.asked == BLOCKS[0] + BLOCKS[1]


def test_a_killed_call_keeps_what_it_had_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scored_module, "PORTION", 2)
    everything = [pair for block in BLOCKS for pair in block]
    killed, resumed = NegationJudge(), NegationJudge()
    with pytest.raises(KeyboardInterrupt):
        RememberingJudge(DyingJudge(killed, calls=3), tmp_path / "scores.sqlite").score(everything)
    RememberingJudge(resumed, tmp_path / "scores.sqlite").score(everything)
    assert killed.asked == everything[:6]
    assert resumed.asked == everything[6:]


def test_scores_of_another_model_are_not_taken(tmp_path: Path) -> None:
    one, other = NegationJudge(), NegationJudge()
    other.digest = "another-model"  # type: ignore[misc]
    RememberingJudge(one, tmp_path / "scores.sqlite").score(BLOCKS[0])
    judge = RememberingJudge(other, tmp_path / "scores.sqlite")
    judge.score(BLOCKS[0])
    assert other.asked == BLOCKS[0]
    assert judge.digest == "another-model"


def test_scores_of_another_arithmetic_are_not_taken(tmp_path: Path) -> None:
    one, other = NegationJudge(), NegationJudge()
    RememberingJudge(one, tmp_path / "scores.sqlite", "bfloat16").score(BLOCKS[0])
    RememberingJudge(other, tmp_path / "scores.sqlite", "float32").score(BLOCKS[0])
    assert one.asked == other.asked == BLOCKS[0]
    RememberingJudge(other, tmp_path / "scores.sqlite", "bfloat16").score(BLOCKS[0])
    assert other.asked == BLOCKS[0]


def test_two_runs_at_once_share_one_file(tmp_path: Path) -> None:
    class Overtaken(NegationJudge):
        """A Judge during whose work another run finishes the same call."""

        def score(self, pairs: list[tuple[str, str]]) -> np.ndarray:
            RememberingJudge(NegationJudge(), tmp_path / "scores.sqlite").score(pairs)
            return super().score(pairs)

    found = RememberingJudge(Overtaken(), tmp_path / "scores.sqlite").score(BLOCKS[0])
    assert (found == NegationJudge().score(BLOCKS[0])).all()


def test_no_pairs_twice(tmp_path: Path) -> None:
    judge = RememberingJudge(NegationJudge(), tmp_path / "scores.sqlite")
    assert judge.score([]).shape == judge.score([]).shape == (0, 3)


def test_halves_of_surrogate_pairs_have_a_key_too(tmp_path: Path) -> None:
    judge = RememberingJudge(NegationJudge(), tmp_path / "scores.sqlite")
    assert (judge.score([("\ud800 gate", "gate")]) == judge.score([("\ud800 gate", "gate")])).all()


@pytest.mark.parametrize("damage", [b"no database at all" * 99, b""])
def test_a_damaged_file_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "scores.sqlite"
    sound = scored(RememberingJudge(NegationJudge(), path))
    path.write_bytes(damage)
    assert scored(RememberingJudge(NegationJudge(), path)) == sound


def test_damage_within_the_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "scores.sqlite"
    sound = scored(RememberingJudge(NegationJudge(), path))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xaa" * (len(data) - 4096)
    path.write_bytes(data)
    assert scored(RememberingJudge(NegationJudge(), path)) == sound


def test_a_store_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "scores.sqlite").mkdir()
    with pytest.raises(DetectorError, match=r"scores\.sqlite: cannot be opened"):
        RememberingJudge(NegationJudge(), tmp_path / "scores.sqlite")
