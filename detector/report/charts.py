"""The geometry of the report's pictures. Templates draw it as inline SVG, so that all text is escaped in one place."""

from __future__ import annotations

import math
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from detector.report.view import DisputeView, Side
from detector.report.words import MONTHS, day, minute, opening, shortened
from detector.types import Document, Finding

ROUND = 12  # holders round a circle; more than that and the lines cannot be told apart
MATRIX = 24  # holders in a matrix
LABEL_LINE = 20  # code points of a label's line
RADIUS, LABEL_WIDTH, LABEL_HEIGHT = 150.0, 195.0, 84.0
RING = 4.0  # how far the ring of a holder against their own words lies outside the dot
CELL, ROW_LABEL = 26.0, 250.0
TIMELINE_ROWS = 30
TIMELINE_WIDTH, TIMELINE_ROW, TIMELINE_EDGE = 900.0, 46.0, 12.0
TICKS = 6


@dataclass(frozen=True, slots=True)
class Opposition:
    """Two holders (in alphabetical order; the same name twice when one contradicts itself) and their findings."""

    first: str
    second: str
    findings: int


@dataclass(frozen=True, slots=True)
class Node:
    name: str
    lines: tuple[str, ...]
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    align: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`path` is SVG path data; the number stands at (x, y)."""

    pair: Opposition
    path: str
    width: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Circle:
    width: float
    height: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    pair: Opposition
    x: float
    y: float
    strength: float


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns are `names` in this order; `left_out` holders have fewer findings and are in the table only."""

    width: float
    height: float
    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Moment:
    side: str
    holder: str
    published: datetime
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Row:
    dispute: DisputeView
    label: str
    y: float
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    label: str
    x: float
    align: str


@dataclass(frozen=True, slots=True)
class Timeline:
    width: float
    height: float
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    left_out: int


def oppositions(findings: Iterable[Finding], documents: Mapping[str, Document]) -> tuple[Opposition, ...]:
    """Who contradicts whom how often, most often first. Updates do not count.

    Where one statement is quoted in two ways, it is the outlets that stand against each other; one voice under two
    names stands against itself, under the longer one.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        if finding.verdict.kind == "update":
            continue
        by_outlet = finding.verdict.kind == "misquote"
        sides = [documents[one.document_id].narrator if by_outlet else one.holder for one in (finding.a, finding.b)]
        if finding.tie and not by_outlet:
            sides = [max(sorted(sides), key=len)] * 2
        first, second = sorted(_name(side) for side in sides)
        pairs[first, second] += 1
    return tuple(Opposition(*pair, number) for pair, number in sorted(pairs.items(), key=lambda one: (-one[1], one[0])))


def network(pairs: tuple[Opposition, ...]) -> Circle | Matrix | None:
    """The picture of who contradicts whom: a circle for up to a dozen holders, a matrix beyond."""
    degrees: Counter[str] = Counter()
    for pair in pairs:
        for name in {pair.first, pair.second}:
            degrees[name] += pair.findings
    names = sorted(degrees, key=lambda name: (-degrees[name], name))
    if not names:
        return None
    return _circle(_neighbours(names, pairs), degrees, pairs) if len(names) <= ROUND else _matrix(names, pairs)


def timeline(disputes: Iterable[DisputeView]) -> Timeline | None:
    """When the two sides of each dispute's leading finding were published; None when no dates differ."""
    dated = [one for one in disputes if _dates_differ(one.lead.a, one.lead.b)]
    shown = dated[:TIMELINE_ROWS]
    if not shown:
        return None
    dates = [side.published for one in shown for side in (one.lead.a, one.lead.b) if side.published]
    scale = _Scale(min(dates), max(dates))
    rows = tuple(_row(one, place, scale) for place, one in enumerate(shown))
    height = TIMELINE_ROW * len(rows) + 34
    return Timeline(TIMELINE_WIDTH, height, rows, _ticks(scale), len(dated) - len(shown))


def _name(holder: str) -> str:
    return opening(" ".join(holder.split())) or "Unnamed source"


def _neighbours(names: list[str], pairs: tuple[Opposition, ...]) -> list[str]:
    """The names, each followed by those it contradicts and theirs, so that lines round the circle are short."""
    ordered: list[str] = []
    for name in names:
        waiting = [name]
        while waiting:
            one = waiting.pop()
            if one in ordered:
                continue
            ordered.append(one)
            against = {
                pair.first if pair.second == one else pair.second for pair in pairs if one in (pair.first, pair.second)
            }
            waiting += [other for other in reversed(names) if other in against]
    return ordered


def _circle(names: list[str], degrees: Counter[str], pairs: tuple[Opposition, ...]) -> Circle:
    radius = 90.0 if len(names) < 4 else RADIUS
    width, height = 2 * (radius + LABEL_WIDTH), 2 * (radius + LABEL_HEIGHT)
    if len(names) < 3:
        height = 120.0
    # Two holders face each other; more start at the top, so that the most involved one is there.
    start = math.pi if len(names) < 3 else -math.pi / 2
    most = max(degrees.values())
    nodes = {}
    for place, name in enumerate(names):
        angle = start + 2 * math.pi * place / len(names)
        nodes[name] = _node(name, angle, radius, width / 2, height / 2, 5 + 5 * math.sqrt(degrees[name] / most))
    heaviest = max(pair.findings for pair in pairs)
    edges = tuple(_edge(pair, nodes, width / 2, height / 2, heaviest) for pair in pairs)
    return Circle(width, height, tuple(nodes.values()), edges)


def _node(name: str, angle: float, radius: float, cx: float, cy: float, size: float) -> Node:
    cos, sin = math.cos(angle), math.sin(angle)
    x, y = cx + radius * cos, cy + radius * sin
    align = "start" if cos > 0.2 else "end" if cos < -0.2 else "middle"
    lines = _wrapped(name)
    middle = 4 - 8 * (len(lines) - 1)
    label_y = y + middle if align != "middle" else y - 24 - 16 * (len(lines) - 1) if sin < 0 else y + 32
    label_x = x + (size + 14) * (cos > 0.2) - (size + 14) * (cos < -0.2)
    return Node(name, lines, round(x, 1), round(y, 1), round(size, 1), round(label_x, 1), round(label_y, 1), align)


def _edge(pair: Opposition, nodes: dict[str, Node], cx: float, cy: float, heaviest: int) -> Edge:
    a, b = nodes[pair.first], nodes[pair.second]
    width = round(1.5 + 4.5 * (pair.findings - 1) / max(1, heaviest - 1), 1)
    if pair.first == pair.second:
        return _ring(pair, a, width)
    # Bent a third of the way to the middle, so that neighbours' lines do not lie on the circle's rim.
    bend_x, bend_y = (a.x + b.x) / 2 * 0.65 + cx * 0.35, (a.y + b.y) / 2 * 0.65 + cy * 0.35
    path = f"M{a.x:.1f} {a.y:.1f}Q{bend_x:.1f} {bend_y:.1f} {b.x:.1f} {b.y:.1f}"
    t = 0.4 if a.radius <= b.radius else 0.6  # off the middle, nearer to the one with fewer lines
    x = (1 - t) ** 2 * a.x + 2 * t * (1 - t) * bend_x + t * t * b.x
    y = (1 - t) ** 2 * a.y + 2 * t * (1 - t) * bend_y + t * t * b.y
    return Edge(pair, path, width, round(x, 1), round(y, 1))


def _ring(pair: Opposition, node: Node, width: float) -> Edge:
    """A ring round the node; the wider, the further out."""
    radius = node.radius + RING + width / 2
    arc = f"a{radius:.1f} {radius:.1f} 0 1 0"
    path = f"M{node.x - radius:.1f} {node.y:.1f}{arc} {2 * radius:.1f} 0{arc} {-2 * radius:.1f} 0z"
    return Edge(pair, path, width, node.x, node.y)


def _wrapped(name: str) -> tuple[str, ...]:
    """A label in at most three lines."""
    lines = textwrap.wrap(shortened(name, 3 * LABEL_LINE - 12), LABEL_LINE)
    return (*lines[:2], shortened(" ".join(lines[2:]), LABEL_LINE)) if len(lines) > 2 else tuple(lines)


def _matrix(names: list[str], pairs: tuple[Opposition, ...]) -> Matrix:
    shown = names[:MATRIX]
    place = {name: number for number, name in enumerate(shown)}
    heaviest = max(pair.findings for pair in pairs)
    cells = []
    for pair in pairs:
        if pair.first in place and pair.second in place:
            spots = {(place[pair.first], place[pair.second]), (place[pair.second], place[pair.first])}
            strength = round(0.1 + 0.35 * pair.findings / heaviest, 2)  # pale enough for the number on it
            cells += [Cell(pair, ROW_LABEL + CELL * x, CELL * (y + 1), strength) for x, y in sorted(spots)]
    side = CELL * len(shown)
    return Matrix(ROW_LABEL + side + 2, CELL + side + 2, tuple(shown), tuple(cells), len(names) - len(shown))


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime
    last: datetime

    def x(self, moment: datetime) -> float:
        share = (moment - self.first) / (self.last - self.first)
        return round(TIMELINE_EDGE + share * (TIMELINE_WIDTH - 2 * TIMELINE_EDGE), 1)


def _dates_differ(a: Side, b: Side) -> bool:
    return a.published is not None and b.published is not None and a.published != b.published


def _row(dispute: DisputeView, place: int, scale: _Scale) -> Row:
    y = TIMELINE_ROW * place + 34
    lead = dispute.lead
    spots = [(name, side, scale.x(side.published)) for name, side in (("a", lead.a), ("b", lead.b)) if side.published]
    nudge = 5.0 if abs(spots[0][2] - spots[1][2]) < 14 else 0.0
    moments = tuple(
        Moment(name, side.holder, side.published, x, y - nudge if name == "a" else y + nudge)
        for name, side, x in spots
        if side.published
    )
    return Row(dispute, shortened(f"{dispute.rank}. {lead.headline}", 110), y, moments)


def _ticks(scale: _Scale) -> tuple[Tick, ...]:
    """At most TICKS + 1 round dates between the first and the last."""
    dates = _round_dates(scale.first, scale.last) or [(scale.first, f"{day(scale.first)} {minute(scale.first)}")]
    ticks = [(label, scale.x(moment)) for moment, label in dates]
    return tuple(Tick(label, x, _align(x)) for label, x in ticks)


def _align(x: float) -> str:
    return "start" if x < 50 else "end" if x > TIMELINE_WIDTH - 50 else "middle"


def _round_dates(first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    first, last = first.astimezone(UTC), last.astimezone(UTC)
    span = last - first
    if span > timedelta(days=3 * 366):
        step = math.ceil(span.days / 365 / TICKS)
        years = range(first.year + 1, last.year + 1, step)
        return [(datetime(year, 1, 1, tzinfo=UTC), str(year)) for year in years]
    if span > timedelta(days=75):
        step = next(months for months in (1, 2, 3, 6) if span.days / 30.4 <= months * TICKS or months == 6)
        return [(at, f"{MONTHS[at.month - 1][:3]} {at.year}") for at in _months(first, last, step)]
    if span >= timedelta(days=2):
        return [(at, f"{at.day} {MONTHS[at.month - 1][:3]}") for at in _steps(first, last, timedelta(days=1))]
    return [(at, f"{at.day} {MONTHS[at.month - 1][:3]} {at:%H:%M}") for at in _steps(first, last, timedelta(hours=1))]


def _months(first: datetime, last: datetime, step: int) -> list[datetime]:
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    starts = [datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC) for month in months]
    return [at for at in starts if (at.month - 1) % step == 0]


def _steps(first: datetime, last: datetime, unit: timedelta) -> list[datetime]:
    step = unit * math.ceil((last - first) / unit / TICKS)
    start = first.replace(minute=0, second=0, microsecond=0)
    start = start.replace(hour=0) + timedelta(days=1) if unit.days else start + timedelta(hours=1)
    return [start + step * number for number in range(TICKS + 1) if start + step * number <= last]
