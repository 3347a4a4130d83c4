"""Training pairs out of contrast sets: every pair once, held-out sets left out."""

from __future__ import annotations

from detector.contrast import ContrastSet
from detector.gold import held_out
from detector.training.contrast import contrast_pairs
from detector.training.mixture import LabelledPair


def made(name: str) -> ContrastSet:
    return ContrastSet(
        name,
        "fire at Harl mill",
        (f"Nine died at {name}.", "Twelve died.", "The roof fell in."),
        ("Fewer than ten died.",),
        (("number-entailed",), ("number",), ("aspect",)),
    )


LEARNT = [name for name in (f"set-{i}" for i in range(20)) if not held_out(name)][:2]
KEPT = next(name for name in (f"set-{i}" for i in range(99)) if held_out(name))


def test_one_set_in_context_and_the_next_bare() -> None:
    found = contrast_pairs([made(LEARNT[0]), made(KEPT), made(LEARNT[1])])
    assert [pair.label for pair in found] == [0, 2, 1, 0, 2, 1]
    assert found[3] == LabelledPair(f"Nine died at {LEARNT[1]}.", "Fewer than ten died.", 0)
    assert found[0] == LabelledPair(
        f"undated. fire at Harl mill. | an outlet reports: Nine died at {LEARNT[0]}.",
        "undated. fire at Harl mill. | another outlet reports: Fewer than ten died.",
        0,
    )
    assert not any(KEPT in pair.premise for pair in found)
