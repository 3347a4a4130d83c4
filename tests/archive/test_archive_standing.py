"""How findings stand over any sequence of runs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detector.archive.standing import State, settled, word

VERSIONS = [(name, content) for name in "pqr" for content in ("1", "2")]


def state(id: str, a: tuple[str, str], b: tuple[str, str], probability: float = 0.5) -> State:
    return State(id, True, "new", 0, "file", 0, probability, *a, *b)


@st.composite
def runs(draw: st.DrawFn) -> tuple[list[State], set[tuple[str, str]]]:
    found = draw(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(VERSIONS), st.sampled_from(VERSIONS))))
    return [state(*one) for one in found], draw(st.sets(st.sampled_from(VERSIONS)))


@given(st.lists(runs(), max_size=6))
def test_every_finding_has_one_standing_that_follows_from_the_one_before(story: list) -> None:
    before: dict[str, State] = {}
    for run, (found, gone) in enumerate(story, 1):
        after = settled(before, found, gone, run)
        ids = {one.id for one in found}
        assert set(after) == set(before) | ids
        for name, now in after.items():
            then, told = before.get(name), word(now, run)
            if name in ids:
                assert now.live
                assert told == ("new" if then is None else "carried" if then.live else "regressed")
            elif then is not None and then.live and {*then.sides} & gone:
                assert (now.live, told) == (False, "resolved")
            else:
                assert now == then
                assert told == "carried"
        before = after


def test_the_better_of_two_findings_of_one_id_is_kept() -> None:
    worse, better = state("x", VERSIONS[0], VERSIONS[1], 0.5), state("x", VERSIONS[2], VERSIONS[3], 0.9)
    assert settled({}, [better, worse], (), 1)["x"].sides == better.sides
