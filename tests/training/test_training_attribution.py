"""The tagger's recipe from data to a folder that loads, on two layers of its base: the spans it finds verify."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from made import article, dossier_record, write_dossier
from safetensors.torch import load_file
from tiny_models import changed, make_encoder
from transformers import AutoModel, AutoTokenizer

from detector.attributed import AttributedArticle
from detector.backends.tagger import AttributionTagger
from detector.backends.tagging import IGNORED, LABELS, TAGS
from detector.errors import DataNotFound, LabelsUnclear, ModelNotUsable
from detector.training import attribution as recipe_of
from detector.training.attribution import flat_parts, marks, outermost, own_voice, tagged_windows, train_attribution
from detector.training.classifier import Schedule
from detector.training.judge import base_model
from detector.training.tagger import TaggedWindow, fine_tune, loss
from detector.types import Attribution, Span

NAMES = ("Ada Finch", "Tom Birch", "Ola Marsh", "Ivo Reed", "the mayor", "two officials")
WORDS = ("the gate was shut", "it rained all day", "the mill burned", "nobody was hurt in the fire", "the bank is open")
RECIPE = """
base = "tiny"
seed = 11
articles = "articles.jsonl"
passes = 3
sentences = "sentences.jsonl"
sentence_passes = 1
dossiers = ["dossiers"]
batch = 4
learning_rate = 1.0e-3
warmup = 0.1
dropout = 0.0
"""
ODD = "🌧 Ada Finch said that the gate was shut.\r\nTom Bir\u0301ch said that the bank is open. The mill burned. 👩‍👩‍👧"


def story(rng: random.Random, number: int) -> dict[str, Any]:
    """An article of reports ("X said that P.") and statements of its own ("P.")."""
    text, told = "", []
    for _ in range(6):
        words = rng.choice(WORDS)
        if rng.random() < 0.6:
            name = rng.choice(NAMES)
            start = len(text)
            text += f"{name} said that {words}. "
            cue, content = start + len(name) + 1, start + len(name) + 6
            told.append(
                {
                    "source_spans": [[start, start + len(name)]],
                    "cue": [cue, cue + 4],
                    "content": [[content, content + 5 + len(words)]],
                }
            )
        else:
            text += f"{words.capitalize()}. "
    return {"doc_id": str(number), "text": text, "title": "", "outlet": "Radio Vey", "attributions": told}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first layers of the pretrained encoder: what they know makes a hundred steps enough."""
    folder, whole = tmp_path_factory.mktemp("base"), base_model("all-MiniLM-L6-v2")
    AutoModel.from_pretrained(whole, num_hidden_layers=2).save_pretrained(folder)
    AutoTokenizer.from_pretrained(whole).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rng = random.Random(3)
    rows = [story(rng, number) for number in range(110)]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    label = {"content": "it rained", "holder": "He", "holder_name": "Tom Birch", "cue": "denied", "stance": "denies"}
    sentences = [
        {"id": str(i), "text": f"He denied it rained {i} days.", "before": "", "title": "", "outlet": "Radio Vey",
         "attributions": [label]}
        for i in range(40)
    ]  # fmt: skip
    (folder / "sentences.jsonl").write_text("\n".join(map(json.dumps, sentences)), encoding="utf-8")
    write_dossier(folder / "dossiers", dossier_record("forge"))
    return folder


@pytest.fixture(scope="module")
def made(base: Path, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished training: `out` and its checkpoints in `work`."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recipe_of, "base_model", lambda name: base)
        train_attribution(folder / "recipe.toml", data, folder / "work", folder / "out")
    return folder


def test_what_ships_is_half_precision_with_its_fingerprint(made: Path) -> None:
    assert {t.dtype for t in load_file(made / "out" / "model.safetensors").values()} == {torch.float16}
    told = json.loads((made / "out" / "fingerprint.json").read_text(encoding="utf-8"))
    assert told["seed"] == 11 and len(told["recipe"]) == len(told["data"]["sha256"]) == 64
    assert 25 <= told["data"]["stance sentences"] < 40, "one sentence in eight is held out"
    assert told["data"]["dossier claims"] == 4
    config = json.loads((made / "out" / "config.json").read_text(encoding="utf-8"))
    assert sorted(config["label2id"]) == sorted(LABELS)


def test_it_finds_who_said_what_with_spans_that_verify(made: Path) -> None:
    tagger = AttributionTagger(made / "out")
    first, second = tagger.attributions([ODD])[0]
    told = [
        (a.source and a.source.of(ODD), a.cue and a.cue.of(ODD), [s.of(ODD) for s in a.content])
        for a in (first, second)
    ]
    assert told[0] == ("Ada Finch", "said", ["that the gate was shut"])
    assert told[1] == ("Tom Bir\u0301ch", "said", ["that the bank is open"])


def test_many_texts_at_once_are_read_as_each_alone(made: Path) -> None:
    tagger = AttributionTagger(made / "out")
    texts = ["", ODD, "Ola Marsh said that the mill burned.", "\r\n \u00a0", ODD * 40]
    together = tagger.attributions(texts)
    assert together[0] == together[3] == []
    for text, found in zip(texts, together, strict=True):
        alone = tagger.attributions([text])[0]
        assert [(a.content, a.cue, a.source) for a in alone] == [(a.content, a.cue, a.source) for a in found]
        for span in (s for a in found for s in (*a.content, a.cue, a.source) if s is not None):
            assert span.of(text).strip() == span.of(text) != ""
    assert len(together[4]) >= 40, "of eighty reports in one text of many windows"


def test_given_contents_get_cue_source_and_stance_in_order(made: Path) -> None:
    tagger = AttributionTagger(made / "out")
    text = "It rained. Ivo Reed said that the bank is open."
    bank, rain, blank = ((Span(text.index(w), text.index(w) + len(w)),) for w in ("the bank is open", "It rained", " "))
    found = tagger.ascribe([text, ""], [[bank, rain, blank], []])
    assert found[1] == []
    assert [a.content for a in found[0]] == [bank, rain, blank]
    assert found[0][0].source is not None and found[0][0].source.of(text) == "Ivo Reed"
    assert found[0][1].stance in LABELS[len(TAGS) :]
    assert (found[0][2].cue, found[0][2].source, found[0][2].stance) == (None, None, None)


def test_unusable_folders_are_told_apart(made: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelNotUsable, match=r"no config\.json"):
        AttributionTagger(tmp_path)
    other = changed(made / "out", tmp_path / "other", id2label={"0": "O"}, label2id={"O": 0})
    with pytest.raises(LabelsUnclear, match="wanted O, B-content"):
        AttributionTagger(other)


def test_labels_are_read_by_name(made: Path, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    turned = list(reversed(LABELS))
    names = {str(i): label for i, label in enumerate(turned)}
    other = changed(made / "out", tmp_path / "other", id2label=names, label2id={v: int(k) for k, v in names.items()})
    weights = load_file(other / "model.safetensors")
    for key in ("classifier.weight", "classifier.bias"):
        weights[key] = weights[key].flip(0).contiguous()
    save_file(weights, other / "model.safetensors", metadata={"format": "pt"})
    one, two = (AttributionTagger(folder).attributions([ODD])[0] for folder in (made / "out", other))
    assert [(a.content, a.cue, a.source, a.stance) for a in one] == [
        (a.content, a.cue, a.source, a.stance) for a in two
    ]


def test_a_killed_training_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    base = make_encoder(tmp_path / "encoder")
    rows = [TaggedWindow((2, 7 + i, 8, 3), (0, 0, 1, 0), (LABELS.index("denies"), 1, 0, IGNORED)) for i in range(9)]
    schedule = Schedule(epochs=1, batch=2, learning_rate=5e-3, warmup=0.1, max_length=32, seed=3, save_steps=2)
    whole = fine_tune(base, rows, schedule, tmp_path / "whole")
    killed = Path(shutil.copytree(tmp_path / "whole", tmp_path / "killed"))
    shutil.rmtree(killed / "final")
    shutil.rmtree(killed / "checkpoint-5")
    again = fine_tune(base, rows, schedule, killed)
    one, two = (load_file(folder / "model.safetensors") for folder in (whole, again))
    assert all(torch.equal(one[key], two[key]) for key in one)
    assert fine_tune(tmp_path / "no base is needed", [], schedule, killed) == again


def test_one_stance_weighs_as_much_as_all_tags_together() -> None:
    logits = torch.zeros(1, 5, len(LABELS))
    stance = LABELS.index("doubts")
    labels = torch.tensor([[stance, 0, 1, IGNORED, IGNORED]])
    expected = np.log(len(TAGS)) + np.log(len(LABELS) - len(TAGS))
    assert float(loss({"logits": logits}, labels)) == pytest.approx(expected, rel=1e-5)
    unknown = torch.full((1, 5), IGNORED)
    assert float(loss({"logits": logits}, unknown)) == 0.0


def test_missing_data_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(DataNotFound, match="articles"):
        tagged_windows({"seed": 1, "articles": "articles.jsonl"}, tmp_path, SpecialTokens())


class SpecialTokens:
    """All that is asked of a tokenizer before the data are read."""

    cls_token_id, sep_token_id = 1, 2


def test_of_nested_contents_one_layer_of_tags_holds_the_outer() -> None:
    outer, inner, other = (Attribution((Span(a, b),)) for a, b in ((0, 30), (10, 20), (40, 50)))
    one = AttributedArticle(article("a", "x" * 60), (inner, outer, other))
    assert outermost(one) == [outer, other]
    assert flat_parts(one.attributions)[0] == ("content", Span(0, 30))


def test_marks_are_the_content_and_pieces_of_it() -> None:
    text = "We shut the gate at noon, and then we went all the way home."
    whole = Attribution((Span(0, len(text)),))
    seen = {m for seed in range(60) for m in marks(whole, text, random.Random(seed))}
    assert (Span(0, len(text)),) in seen and (Span(0, 26),) in seen and (Span(26, len(text)),) in seen
    split = Attribution((Span(0, 24), Span(26, 40)))
    found = list(marks(split, text, random.Random(1)))
    assert found[0] == split.content and found[1][0] in split.content


def test_the_outlets_own_voice_is_a_sentence_that_nobody_is_said_to_say() -> None:
    text = "Ada Finch said that it rained on Monday. The old mill burned down on Friday."
    told = Attribution((Span(15, 39),), Span(10, 14), Span(0, 9))
    (found,) = own_voice(AttributedArticle(article("a", text), (told,)), random.Random(1))
    assert found[0].of(text).strip() == "The old mill burned down on Friday."
    everything = Attribution((Span(0, len(text)),))
    assert list(own_voice(AttributedArticle(article("a", text), (everything,)), random.Random(1))) == []
