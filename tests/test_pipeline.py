"""From documents to a run with a small desk of fakes: what is found, what is counted, and always the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import DyingJudge, LineAttributor, NegationJudge, WordEmbedder, cascade, update_model, verdict_model
from made import article, claim, write_dossier

from detector import gold, pipeline
from detector.backends.scored import RememberingJudge
from detector.config import Settings
from detector.judge.entail import FIRST_LOOK
from detector.ports import Judge
from detector.types import Claim, Document, Rejected, Run

JUDGE = "refused by the judge: "
CALM, UNLIKELY = f"{JUDGE}{pipeline.CALM}", f"{JUDGE}{pipeline.UNLIKELY}"
REPEATED = "repeated by a better finding"
DRAWN, OVER = "unpromising pairs judged all the same", "unpromising pairs over the threshold"
UNREAD = Rejected("ingest", "photo.png", "unknown kind of file")


@pytest.fixture
def mill(tmp_path: Path) -> tuple[Document, ...]:
    return gold.load([write_dossier(tmp_path / "dossier")])[0].documents


def run(
    documents: Sequence[Document],
    judge: Judge | None = None,
    settings: Settings | None = None,
    embedder: object = None,
    floor: float = 0.0,
) -> Run:
    return pipeline.run(
        documents,
        [UNREAD],
        LineAttributor(),
        embedder or WordEmbedder(),  # type: ignore[arg-type]
        judge or NegationJudge(),
        verdict_model(),
        cascade(floor),
        update_model(),
        settings or Settings(),
        {"version": "test"},
    )


def test_the_two_disputes_of_the_mill_are_found(mill: tuple[Document, ...]) -> None:
    found = run(mill).findings
    assert {(f.verdict.kind, *sorted((f.a.holder, f.b.holder))) for f in found} == {
        ("denial", "Ada Finch", "Tom Birch"),
        ("speakers", "Ivo Reed", "Ola Marsh"),
    }
    assert len({f.conflict for f in found}) == 2
    assert all("Harl" in f.topic for f in found)
    assert [f.verdict.probability for f in found] == sorted((f.verdict.probability for f in found), reverse=True)


def test_what_was_read_refused_and_judged_adds_up(mill: tuple[Document, ...]) -> None:
    done = run(mill)
    counts = done.counts
    refused = sum(n for name, n in counts.items() if name.startswith("refused: "))
    assert (counts["documents"], counts["origins"], counts["claims"]) == (3, 3, len(done.claims))
    assert counts["candidate pairs"] == counts["judged"] + refused
    assert counts["judged"] == counts[CALM] + counts[UNLIKELY] + counts[REPEATED] + counts["findings"]
    assert counts["findings"] == len(done.findings)
    assert done.rejected[0] == UNREAD
    assert any(r.stage == "extract" and r.reason == "question" for r in done.rejected)
    gates = {name.removeprefix("refused: ") for name in counts if name.startswith("refused: ")}
    assert {r.reason for r in done.rejected if r.stage == "pair"} == gates
    judged = {r.reason for r in done.rejected if r.stage == "judge"}
    assert judged == {name.removeprefix(JUDGE) for name in (CALM, UNLIKELY) if counts[name]}


def test_a_bounded_sample_of_what_was_refused_is_chosen_by_content(
    mill: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(threshold=1.0)
    whole = [r for r in run(mill, settings=settings).rejected if r.stage in ("pair", "judge")]
    monkeypatch.setattr(pipeline, "SAMPLED", 2)
    few = [r for r in run(mill, settings=settings).rejected if r.stage in ("pair", "judge")]
    assert {r.reason: 2 for r in few} == Counter(r.reason for r in few)
    assert any(r.stage == "judge" for r in few) and len(whole) > len(few)
    assert set(few) <= set(whole)
    back = [r for r in run(mill[::-1], settings=settings).rejected if r.stage in ("pair", "judge")]
    assert {(frozenset(r.subject.split()), r.reason) for r in few} == {
        (frozenset(r.subject.split()), r.reason) for r in back
    }


def test_a_claim_that_states_nothing_is_kept_and_not_compared(mill: tuple[Document, ...]) -> None:
    greeting = article("mill/greeting", "Ada Finch greeted a friend of the mill.")
    bare = claim(greeting, "a friend of the mill", "Ada Finch")
    claims = [c for found, _ in pipeline.claims_of_each(mill, LineAttributor()) for c in found]
    documents = [*mill, greeting]
    paired = pipeline.pair_up(documents, [*claims, bare], {d.id: d.id for d in documents}, WordEmbedder(), Settings())
    assert paired.bare == 1 and bare not in paired.claims
    assert bare not in {c for pair, _ in paired.refused for c in (pair.a, pair.b)}


def test_the_same_articles_give_the_same_run(mill: tuple[Document, ...]) -> None:
    assert run(mill) == run(mill)


def test_the_order_of_the_articles_changes_no_finding(mill: tuple[Document, ...]) -> None:
    forth, back = run(mill).findings, run(mill[::-1]).findings
    assert {(f.id, f.verdict.kind, f.verdict.probability, f.conflict) for f in forth} == {
        (f.id, f.verdict.kind, f.verdict.probability, f.conflict) for f in back
    }


def test_a_reprint_is_one_voice_with_two_places(mill: tuple[Document, ...]) -> None:
    reprint = replace(mill[1], id="mill/reprint", outlet="Saltby Herald", published=mill[2].published)
    done = run([*mill, reprint])
    assert done.origins["mill/reprint"] == mill[1].id
    assert done.counts["origins"] == 3
    assert done.counts["claims repeated in reprints"] > 0
    assert [f.id for f in done.findings] == [f.id for f in run(mill).findings]
    spread = [
        also
        for f in done.findings
        for c, also in ((f.a, f.a_also_in), (f.b, f.b_also_in))
        if c.document_id == mill[1].id
    ]
    assert spread and all(also == ("mill/reprint",) for also in spread)


def test_the_threshold_of_the_settings_stands_over_the_model_s(mill: tuple[Document, ...]) -> None:
    assert run(mill, settings=Settings(threshold=1.0)).findings == ()
    assert len(run(mill, settings=Settings(threshold=0.0)).findings) > len(run(mill).findings)


def test_no_articles_are_an_empty_run() -> None:
    done = run([])
    assert (done.documents, done.claims, done.findings) == ((), (), ())
    assert done.counts["judged"] == 0


def test_pairs_without_conflict_at_first_look_are_not_read_again(mill: tuple[Document, ...]) -> None:
    class Calm(NegationJudge):
        def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
            self.asked += pairs
            return np.tile(np.array([0.5, 0.5 - FIRST_LOOK / 2, FIRST_LOOK / 2], np.float32), (len(pairs), 1))

    judge = Calm()
    done = run(mill, judge, Settings(threshold=1.0))
    left = done.counts["judged"] - done.counts[CALM]
    assert done.counts[CALM] > 0
    assert len(judge.asked) == done.counts["judged"] + 3 * left
    assert all(" denies: " in p + h for p, h in judge.asked[done.counts["judged"] :] if " | " in p)


def test_a_killed_run_goes_on_to_the_same_result(
    mill: tuple[Document, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "BLOCK", 2)
    whole = NegationJudge()
    unbroken = run(mill, whole)
    killed, resumed = NegationJudge(), NegationJudge()
    with pytest.raises(KeyboardInterrupt):
        run(mill, RememberingJudge(DyingJudge(killed, calls=3), tmp_path / "scores.sqlite"))
    assert run(mill, RememberingJudge(resumed, tmp_path / "scores.sqlite")) == unbroken
    assert killed.asked + resumed.asked == list(dict.fromkeys(whole.asked))


def test_unpromising_pairs_are_not_judged_but_for_a_sample(
    mill: tuple[Document, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    every = run(mill)
    monkeypatch.setattr(pipeline, "DRAWN", 0)
    none = run(mill, floor=0.99)
    assert none.counts["judged"] == 0
    assert none.findings == ()
    assert none.counts["refused: unpromising"] == every.counts["judged"]
    monkeypatch.setattr(pipeline, "DRAWN", 3)
    some = run(mill, floor=0.99)
    assert some.counts["judged"] == some.counts[DRAWN] == 3
    assert some.counts["refused: unpromising"] == every.counts["judged"] - 3
    assert run(mill[::-1], floor=0.99).findings == some.findings


def test_what_the_sample_holds_is_reported_and_counted(mill: tuple[Document, ...]) -> None:
    every, drawn = run(mill), run(mill, floor=0.99)
    assert drawn.findings == every.findings
    assert every.counts[DRAWN] == every.counts[OVER] == 0
    assert drawn.counts[DRAWN] == every.counts["judged"] < pipeline.DRAWN
    assert drawn.counts[OVER] == drawn.counts["findings"] + drawn.counts[REPEATED]


def test_an_exhaustive_run_judges_all(mill: tuple[Document, ...]) -> None:
    judge = NegationJudge()
    assert run(mill, judge, Settings(exhaustive=True), floor=0.99).counts["judged"] == run(mill).counts["judged"]


class Breaking(LineAttributor):
    """Breaks on some articles."""

    def claims_of_each(self, documents: Sequence[Document]) -> Iterator[tuple[list[Claim], list[Rejected]]]:
        if any("gate" in document.text for document in documents):
            raise ValueError("no gates")
        return super().claims_of_each(documents)


def test_an_article_that_breaks_the_attributor_is_rejected_by_name() -> None:
    texts = {"a": "The roof fell.", "b": "The gate was locked.", "c": "The roof held."}
    documents = [article(name, text) for name, text in texts.items()]
    claims, rejected = pipeline.extract(documents, Breaking())
    assert [claim.document_id for claim in claims] == ["a", "c"]
    assert [(r.subject, r.reason, r.detail) for r in rejected] == [("b", pipeline.UNREADABLE, "ValueError: no gates")]


GATE = "the gate of Harl mill was locked at noon on Friday"
SPOKESMAN = article(
    "s1", f"Harbour Board spokesman Tor Benn came to Harl mill.\nTor Benn says: {GATE}.", day="2024-05-03"
)
BODY = article("s2", f"Harbour Board says: {GATE.replace('was', 'was not')}.", day="2024-05-13")


@pytest.mark.parametrize("documents", [(SPOKESMAN, BODY), (BODY, SPOKESMAN)])
def test_a_body_against_its_spokesman_is_one_voice_with_both_names_and_where_they_are_tied(
    documents: tuple[Document, ...],
) -> None:
    (found,) = run(documents).findings
    assert (found.verdict.kind, found.a.holder, found.b.holder) == ("self", "Tor Benn", "Harbour Board")
    assert found.tie is not None and found.tie.rules == ("spokesperson",)
    assert (found.tie.a.document_id, found.tie.b.document_id) == ("s1", "s2")
    assert [(g.document_id, g.quote) for g in found.tie.grounds] == [("s1", "Harbour Board spokesman Tor Benn")]
    assert [[one.name for one in names] for names in (found.a_aliases, found.b_aliases)] == [
        ["Harbour Board"],
        ["Tor Benn"],
    ]


def test_a_body_is_not_set_against_its_spokesman_within_one_article() -> None:
    text = f"{SPOKESMAN.text}\n{BODY.text}"
    assert run([article("s", text)]).findings == ()
    (found,) = run([article("s", text.replace("spokesman", "visitor"))]).findings
    assert (found.verdict.kind, found.tie) == ("speakers", None)


FOUR = article("u1", "Four people were killed in the Harl mill fire by noon.", day="2024-05-03")
NINE = article("u2", "The number of people killed in the Harl mill fire has risen to nine.", day="2024-05-05")


def test_a_later_higher_toll_is_an_update_that_no_judge_and_no_cascade_sees() -> None:
    judge = NegationJudge()
    done = run([NINE, FOUR], judge, floor=0.99)
    (found,) = done.findings
    assert (found.verdict.kind, found.a.document_id, found.b.document_id) == ("update", "u1", "u2")
    assert found.scores is None and judge.asked == []
    assert [span.of(FOUR.text) for reason in found.verdict.reasons for span in reason.a] == ["Four"]
    counts = done.counts
    assert (counts["set apart as updates"], counts["findings"], counts["updates"], counts["judged"]) == (1, 1, 1, 0)


def test_an_update_under_the_threshold_is_refused_and_told() -> None:
    done = run([FOUR, NINE], settings=Settings(threshold=0.95))
    assert done.findings == () and done.counts["set apart as updates"] == 0
    assert done.counts[f"refused: {pipeline.FAINT}"] == 1 == done.counts["candidate pairs"]
    assert [r.reason for r in done.rejected if r.stage == "pair"] == [pipeline.FAINT]


def test_an_update_s_probability_is_not_that_of_a_contradiction() -> None:
    found = {one.verdict.kind: one.verdict.probability for one in run([FOUR, NINE]).findings}
    assert found == {"update": pytest.approx(0.8808)}
