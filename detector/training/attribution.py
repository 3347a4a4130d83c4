"""The attribution tagger, from its base model to the folder that ships, as its recipe says."""

from __future__ import annotations

import hashlib
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from safetensors.torch import load_file

from detector.attributed import AttributedArticle, StanceSentence, articles, stance_sentences
from detector.backends.tagging import (
    IGNORED,
    LABELS,
    WINDOW,
    Pieces,
    Window,
    marked_window,
    pieces_of,
    tagged,
    windows,
)
from detector.gold import Dossier, held_out, sentence_around
from detector.training.classifier import Schedule
from detector.training.judge import base_model, dossiers, export
from detector.training.tagger import TaggedWindow, fine_tune
from detector.types import Attribution, Span

_CLAUSE_END = re.compile(r"[,;:.!?–—-][\"”’']?\s")
_LEAST_WORDS = 5
_TRIES = 20

Parts = list[tuple[str, Span]]


def train_attribution(recipe: Path, data: Path, work: Path, out: Path) -> Path:
    """Train the tagger as `recipe` says on the sets under `data`, checkpoints in `work`; write the model to `out`.

    A run that was killed goes on where it was. What is written: weights in half precision, configuration, tokenizer,
    and fingerprint.json with the recipe's and the data's hashes, and what could not be written as tags.
    """
    from transformers import AutoTokenizer

    plan = tomllib.loads(recipe.read_text(encoding="utf-8"))
    base = base_model(plan["base"])
    found, counts = tagged_windows(plan, data, AutoTokenizer.from_pretrained(base))
    schedule = Schedule(
        epochs=1,
        batch=plan["batch"],
        learning_rate=plan["learning_rate"],
        warmup=plan["warmup"],
        max_length=WINDOW,
        seed=plan["seed"],
        dropout=plan["dropout"],
    )
    model = fine_tune(base, found, schedule, work)
    export(load_file(model / "model.safetensors"), model, out)
    told = {
        "recipe": hashlib.sha256(recipe.read_bytes()).hexdigest(),
        "seed": plan["seed"],
        "data": {**counts, "sha256": _fingerprint(found)},
    }
    (out / "fingerprint.json").write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return out


def tagged_windows(plan: dict, data: Path, tokenizer: Any) -> tuple[list[TaggedWindow], dict[str, int]]:
    """Everything that one run learns from, in a seeded order, with the number of each kind. Raises DataNotFound."""
    rng = random.Random(plan["seed"])
    special = tokenizer.cls_token_id, tokenizer.sep_token_id
    found: list[TaggedWindow] = []
    counts: Counter[str] = Counter()

    def take(kind: str, one: TaggedWindow | None) -> None:
        if one is not None:
            found.append(one)
            counts[kind] += 1

    annotated = articles(data / plan["articles"])[: plan.get("limit")]
    texts = [one.document.text for one in annotated]
    for one, pieces in zip(annotated, pieces_of(texts, tokenizer), strict=True):
        flat = flat_parts(one.attributions)
        counts["nested contents, not tagged"] += len(one.attributions) - len({id(a) for a in outermost(one)})
        for number in range(plan["passes"]):
            for window in windows(pieces, number * WINDOW // plan["passes"], overlap=0):
                take("windows", _window(pieces, window, flat, special))
        for attribution in one.attributions:
            for content in marks(attribution, one.document.text, rng):
                take("contents", _marked(pieces, one, content, parts_of(attribution), None, special))
        for content in own_voice(one, rng):
            take("own voice", _marked(pieces, one, content, [], "narrates", special))
    sentences = stance_sentences(data / plan["sentences"])
    learnt = [s for s in sentences if not held_out(s.sentence.of(s.document.text))]
    for _ in range(plan["sentence_passes"]):
        for row in _stances(learnt, tokenizer, special):
            take("stance sentences", row)
    for row in _dossier_stances(dossiers(plan["dossiers"], data), tokenizer, special):
        take("dossier claims", row)
    rng.shuffle(found)
    return found, dict(counts)


def outermost(article: AttributedArticle) -> list[Attribution]:
    """The attributions whose content does not stand inside another one's: what one layer of tags can hold."""
    taken: list[Span] = []
    kept = []
    for one in sorted(article.attributions, key=lambda a: a.content[0].start - a.content[-1].end):
        if not any(s.overlaps(t) for s in one.content for t in taken):
            taken += one.content
            kept.append(one)
    return kept


def flat_parts(attributions: Sequence[Attribution]) -> Parts:
    """All contents, then cues and sources: where they meet the content has the word, the longer one first."""
    contents = sorted((s for a in attributions for s in a.content), key=lambda s: s.start - s.end)
    others = [part for a in attributions for part in parts_of(a)]
    return [*(("content", s) for s in contents), *others]


def parts_of(attribution: Attribution) -> Parts:
    """Cue and source of one attribution."""
    told = (("cue", attribution.cue), ("source", attribution.source))
    return [(part, span) for part, span in told if span is not None]


def marks(attribution: Attribution, text: str, rng: random.Random) -> Iterator[tuple[Span, ...]]:
    """What of a content is marked when its cue and source are asked for: all of it; of one in several pieces also one
    piece, and of a third of the others a clause, for that is what they are asked for in use."""
    yield attribution.content
    if len(attribution.content) > 1:
        yield (rng.choice(attribution.content),)
        return
    (span,) = attribution.content
    cuts = [span.start + m.end() for m in _CLAUSE_END.finditer(span.of(text))]
    if cuts and rng.random() < 1 / 3:
        cut = rng.choice(cuts)
        piece = rng.choice((Span(span.start, cut), Span(cut, span.end)))
        if len(piece.of(text).split()) >= _LEAST_WORDS:
            yield (piece,)


def own_voice(article: AttributedArticle, rng: random.Random) -> Iterator[tuple[Span, ...]]:
    """One sentence of an article that no attribution touches, if a few draws find one: the outlet's own voice."""
    text = article.document.text
    touched = [s for a in article.attributions for s in (*a.content, *(p for _, p in parts_of(a)))]
    for _ in range(_TRIES):
        at = rng.randrange(len(text))
        span = sentence_around(text, Span(at, at + 1))
        if len(span.of(text).split()) >= _LEAST_WORDS and not any(span.overlaps(t) for t in touched):
            yield (span,)
            return


def _window(pieces: Pieces, window: Window, parts: Parts, special: tuple[int, int]) -> TaggedWindow:
    encoded = window.encoded(pieces, *special)
    labels = tagged(pieces, window, parts)
    return TaggedWindow(tuple(encoded["input_ids"]), tuple(encoded["token_type_ids"]), tuple(labels))


def _marked(
    pieces: Pieces,
    one: AttributedArticle | StanceSentence,
    content: tuple[Span, ...],
    parts: Parts | None,
    stance: str | None,
    special: tuple[int, int],
) -> TaggedWindow | None:
    """A marked content with its cue and source (None: they are not known) and its stance (likewise)."""
    window = marked_window(pieces, one.document.text, content)
    if window is None:
        return None
    made = _window(pieces, window, parts or [], special)
    first = IGNORED if stance is None else LABELS.index(stance)
    rest = made.labels[1:] if parts is not None else (IGNORED,) * (len(made.labels) - 1)
    return TaggedWindow(made.ids, made.segments, (first, *rest))


def _stances(
    sentences: Sequence[StanceSentence], tokenizer: Any, special: tuple[int, int]
) -> Iterator[TaggedWindow | None]:
    """A source that stands only in the context was not marked there: then cue and source are not known."""
    for one, pieces in zip(sentences, pieces_of([s.document.text for s in sentences], tokenizer), strict=True):
        for label in one.labels:
            parts: Parts | None = None
            if label.stance == "narrates" or (label.source is not None and label.cue is not None):
                parts = parts_of(Attribution((label.content,), label.cue, label.source))
            yield _marked(pieces, one, (label.content,), parts, label.stance, special)


def _dossier_stances(
    found: Sequence[Dossier], tokenizer: Any, special: tuple[int, int]
) -> Iterator[TaggedWindow | None]:
    """Dossiers name holders, not the words that name them: only the stance is learnt."""
    used = [d for d in found if not held_out(d.id)]
    documents = [document for dossier in used for document in dossier.documents]
    by_id = dict(zip((d.id for d in documents), pieces_of([d.text for d in documents], tokenizer), strict=True))
    texts = {d.id: AttributedArticle(d, ()) for d in documents}
    for dossier in used:
        for claim in dossier.claims:
            place = claim.place
            yield _marked(
                by_id[place.document_id], texts[place.document_id], (place.span,), None, claim.stance, special
            )


def _fingerprint(windows: Sequence[TaggedWindow]) -> str:
    total = hashlib.sha256()
    for one in windows:
        total.update(repr((one.ids, one.segments, one.labels)).encode())
    return total.hexdigest()
