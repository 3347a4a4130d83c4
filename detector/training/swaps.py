"""Minimal pairs out of listed pairs: a figure, weekday or month exchanged on one side, or on both alike.

Two quotes that say the same in other words disagree once a figure of one is another; two that disagree over one figure
agree once it is the same. So the wording stays, and the figure alone decides.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator

from detector.gold import Dossier
from detector.judge.context import statement
from detector.judge.numerals import SMALL
from detector.judge.quantities import Quantity, one_slot, quantities, relation
from detector.training.mixture import LabelledPair
from detector.training.statements import CONTRADICTION, ENTAILMENT, both_orders, labelled_pairs

WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MONTHS = tuple(  # without May, which is a verb as well
    "January February March April June July August September October November December".split()
)
WORDS = tuple(word for word, value in SMALL.items() if value > 1)
FACTORS = (0.4, 0.6, 0.75, 1.3, 1.6, 2.5)
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_NAME = re.compile(rf"\b(?:{'|'.join(WEEKDAYS + MONTHS)})\b")


def swapped_pairs(dossiers: Iterable[Dossier], times: int, seed: int) -> list[LabelledPair]:
    """All minimal pairs of some dossiers, in their order; what two quotes share is exchanged up to `times` times."""
    rng = random.Random(f"{seed}:swaps")
    return list(dict.fromkeys(pair for dossier in dossiers for pair in _of_dossier(dossier, times, rng)))


def _of_dossier(dossier: Dossier, times: int, rng: random.Random) -> Iterator[LabelledPair]:
    documents = {d.id: d for d in dossier.documents}
    for pair, label in labelled_pairs(dossier):
        a, b = dossier.sides(pair)
        if {a.stance, b.stance} & {"denies", "doubts"}:
            continue
        one, two = (statement(side, documents[side.document_id]) for side in (a, b))
        if label == ENTAILMENT:
            for ours, theirs in shared_surfaces(a.proposition, b.proposition):
                for new in dict.fromkeys(other(theirs, rng) for _ in range(times)):
                    yield from both_orders(one, exchanged(two, theirs, new), CONTRADICTION)
                if ours == theirs:
                    new = other(theirs, rng)
                    yield from both_orders(exchanged(one, ours, new), exchanged(two, theirs, new), ENTAILMENT)
        elif label == CONTRADICTION and pair.type in ("number", "date"):
            for ours, theirs in disputed_surfaces(a.proposition, b.proposition):
                yield from both_orders(one, exchanged(two, theirs, ours), ENTAILMENT)


def shared_surfaces(a: str, b: str) -> list[tuple[str, str]]:
    """What stands in both texts for one and the same figure, weekday or month: how `a` writes it and how `b` does."""
    found = [
        (x, y)
        for p, q in _comparable(a, b)
        if relation(p, q) == "same" and (x := _surface(a, p)) and (y := _surface(b, q))
    ]
    names = sorted(set(_NAME.findall(a)) & set(_NAME.findall(b)))
    return list(dict.fromkeys([*found, *((name, name) for name in names)]))


def disputed_surfaces(a: str, b: str) -> list[tuple[str, str]]:
    """The one figure in which two texts differ; nothing where there are several, or none of one kind and unit."""
    pairs = _comparable(a, b)
    if len(quantities(a)) != 1 or len(quantities(b)) != 1 or len(pairs) != 1 or relation(*pairs[0]) != "conflict":
        return []
    x, y = _surface(a, pairs[0][0]), _surface(b, pairs[0][1])
    return [(x, y)] if x and y and pairs[0][0].unit == pairs[0][1].unit else []


def exchanged(text: str, old: str, new: str) -> str:
    """A statement with one figure or name for another wherever it stands, save in the date that it begins with."""
    day, dot, rest = text.partition(". ")
    return day + dot + re.sub(rf"(?<![\w.,-]){re.escape(old)}(?![\w-]|[.,]\d)", new, rest)


def other(surface: str, rng: random.Random) -> str:
    """Another figure, in digits or in a word as before, far enough that nobody takes it for the same (decimals are
    dropped); another weekday or month."""
    for names in (WEEKDAYS, MONTHS, WORDS):
        if surface in names:
            return rng.choice([name for name in names if name != surface])
    digits = surface.replace(",", "")
    whole = digits.split(".")[0]
    zeros = len(whole) - len(whole.rstrip("0")) if "." not in digits else 0
    value = float(digits)
    new = (
        max(1.0, round(value * rng.choice(FACTORS) / 10**zeros)) * 10**zeros if value > 3 else value + rng.randint(2, 6)
    )
    text = f"{new:,.0f}" if "," in surface or new >= 10_000 else f"{new:.0f}"
    return text if float(text.replace(",", "")) != value else f"{value * 3:,.0f}"


def _comparable(a: str, b: str) -> list[tuple[Quantity, Quantity]]:
    return [(p, q) for p in quantities(a) for q in quantities(b) if one_slot(p, q)]


def _surface(text: str, quantity: Quantity) -> str:
    """The digits or the one number word of a quantity; empty where it is written in another way."""
    phrase = quantity.span.of(text)
    figures = _FIGURE.findall(phrase)
    words = [word for word in re.findall(r"[a-z-]+", phrase.lower()) if word in WORDS]
    if len(figures) == 1 and not words:
        return figures[0]
    return words[0] if len(words) == 1 and not figures and words[0] in phrase else ""
