import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from detector.report.records import claim_record, finding_record, json_line, marks, rejected_record, timestamp
from detector.types import Reason, Rejected, Span

CLAIM_KEYS = {"id", "document", "span", "quote", "proposition", "holder", "stance", "cue"}


def test_a_claim_has_the_fields_of_the_contract_and_the_added_ones(bridge):
    claim = next(one for one in bridge.claims.values() if one.stance == "denies")
    record = claim_record(claim, bridge.documents["m2"])
    assert set(record) >= CLAIM_KEYS | {"sentence", "via", "resolved"}
    assert record["document"] == {
        "id": "m2",
        "outlet": "Outlet m2",
        "title": "Title of m2",
        "url": "https://news.example/m2",
        "published": "2024-05-05T00:00:00Z",
        "path": "in/m2.json",
    }
    start, end = record["span"]
    assert bridge.documents["m2"].text[start:end] == record["quote"] == "the bolts went unchecked"
    assert (record["holder"], record["stance"], record["cue"]) == ("Ida Trent", "denies", "denied that")
    assert "also_in" not in record
    assert claim_record(claim, bridge.documents["m2"], ["m9"])["also_in"] == ["m9"]


def test_a_finding_has_the_fields_of_the_contract_with_what_an_editor_needs_to_check_it(bridge):
    record = finding_record(bridge.findings[0], bridge.documents, bridge.origins)
    assert {"id", "probability", "kind", "reasons", "topic", "conflict", "a", "b", "scores"} <= set(record)
    assert record["probability"] == 0.9123
    assert record["reasons"] == ["denied what was asserted"]
    assert set(record["a"]) >= CLAIM_KEYS | {"also_in", "marks", "selector", "link", "outlets", "origins"}
    (mark,) = record["a"]["marks"]
    assert bridge.documents["m1"].text[mark[0] : mark[1]] == "never once checked"
    assert record["a"]["selector"]["exact"] == record["a"]["quote"]
    assert record["b"]["link"] == "https://news.example/m2#:~:text=the%20bolts%20went%20unchecked"
    assert record["scores"]["context_ab"] == {"entailment": 0.02, "neutral": 0.11, "contradiction": 0.87}


def test_reprints_of_one_text_are_one_origin(bridge):
    record = finding_record(bridge.findings[1], bridge.documents, bridge.origins)
    assert record["a"]["also_in"] == ["m5"]
    assert (record["a"]["outlets"], record["a"]["origins"]) == (2, 1)
    assert (record["b"]["outlets"], record["b"]["origins"]) == (1, 1)


def test_marks_are_in_text_order_without_overlaps():
    reasons = [Reason("", (Span(8, 12), Span(0, 3)), ()), Reason("", (Span(2, 5), Span(9, 10)), (Span(1, 2),))]
    assert marks(reasons, "a") == (Span(0, 5), Span(8, 12))
    assert marks(reasons, "b") == (Span(1, 2),)


def test_times_are_utc_with_z():
    noon = datetime(2024, 5, 3, 12, tzinfo=timezone(timedelta(hours=2)))
    assert timestamp(noon) == "2024-05-03T10:00:00Z"
    assert timestamp(None) is None


@given(st.text() | st.text(alphabet=st.characters(codec=None, categories=["Cs", "Cc", "Zl", "Zp"])))
def test_a_line_is_one_line_for_every_reader_and_holds_the_text(text):
    line = json_line({"text": text})
    assert len(line.encode("utf-8").decode("utf-8").splitlines()) == 1
    assert json.loads(line) == {"text": text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")}


def test_a_rejected_record_says_where_what_and_why():
    assert rejected_record(Rejected("pair", "a / b", "another event", "no shared name")) == {
        "stage": "pair",
        "subject": "a / b",
        "reason": "another event",
        "detail": "no shared name",
    }


def test_one_voice_is_recorded_with_the_places_that_say_so(board):
    record = finding_record(board.findings[0], board.documents, board.origins)
    place = {"document": "s3", "outlet": "Vey Post", "span": [0, 32], "quote": "Harbour Board spokesman Tor Benn"}
    assert record["one_voice"]["rules"] == ["spokesperson"]
    assert record["one_voice"]["grounds"] == [place]
    assert [one["name"] for one in record["a"]["also_as"]] == ["Benn", "Harbour Board"]
    assert record["a"]["also_as"][1] == {"name": "Harbour Board", **record["one_voice"]}
    for one in (record["one_voice"], *record["a"]["also_as"], *record["b"]["also_as"]):
        for told in (one["a"], one["b"], *one["grounds"]):
            assert board.documents[told["document"]].text[slice(*told["span"])] == told["quote"]


def test_two_voices_have_no_tie(bridge):
    record = finding_record(bridge.findings[0], bridge.documents, bridge.origins)
    assert record["one_voice"] is None
    assert record["a"]["also_as"] == record["b"]["also_as"] == []


def test_what_no_judge_was_asked_about_has_its_similarity_alone(bridge):
    update = replace(next(one for one in bridge.findings if one.verdict.kind == "update"), scores=None)
    record = finding_record(update, bridge.documents, bridge.origins)
    assert record["scores"] == {"similarity": round(update.similarity, 4)}
