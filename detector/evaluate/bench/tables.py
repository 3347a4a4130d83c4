"""A benchmark as Markdown, JSON and a chart, put in place together at the end."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from detector.calibration import wilson
from detector.errors import ExtraMissing
from detector.evaluate.bench.figures import Bench, Found, Side, Size

LISTED = 50  # of the findings that ours lacks
NAME = "bench"


def require_charts() -> None:
    """Raises ExtraMissing where matplotlib is not installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise ExtraMissing("the chart needs matplotlib: pip install 'source-contradiction-detector[bench]'") from error


def write(bench: Bench, out: Path) -> None:
    """Write bench.md, bench.json and bench.svg into a folder, each whole or not at all. Raises OSError."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".bench.") as beside:
        made = Path(beside)
        (made / f"{NAME}.md").write_text(f"{markdown(bench)}\n![Seconds by articles](bench.svg)\n", encoding="utf-8")
        (made / f"{NAME}.json").write_text(record(bench), encoding="utf-8")
        chart(bench, made / f"{NAME}.svg")
        for file in sorted(made.iterdir()):
            os.replace(file, out / file.name)


def markdown(bench: Bench) -> str:
    """Tables that read well in a terminal too."""
    lines = ["# Benchmark", "", "Ours beside what a user would otherwise write, on the same articles and claims:", ""]
    lines += [f"- **{key}**: {value}" for key, value in bench.about.items()]
    for size in bench.sizes:
        lines += ["", f"## {size.articles:,} articles, {size.claims:,} claims", "", *_size(size)]
    lines += ["", "## Growth", ""]
    growth = bench.growth()
    lines.append(
        f"Seconds grow with articles to the power {growth[0]:.2f} (ours) and {growth[1]:.2f} (baseline)."
        if growth
        else "One size alone shows no growth."
    )
    use = bench.utilisation
    lines += ["", "## The machine's limit", ""]
    lines.append(
        f"Our cross-encoder judges {use.pairs_a_second:,.0f} pairs of texts a second (on {use.pairs:,} of the smallest "
        f"size, tokenising included). That is {use.achieved / 1e9:,.1f} GFLOP/s of useful work, "
        f"{use.achieved / use.peak:.1%} of the {use.peak / 1e9:,.1f} GFLOP/s of the best {use.precision} matrix "
        "product here."
    )
    return "\n".join(lines) + "\n"


def record(bench: Bench) -> str:
    """The figures as JSON, with the first of the findings that ours lacks."""
    whole = {
        "about": bench.about,
        "sizes": [
            {
                **{k: v for k, v in asdict(size).items() if k not in ("lost", "ours", "baseline")},
                "ours": _side(size.ours),
                "baseline": _side(size.baseline),
                "kept": size.kept,
                "ratio": size.ratio,
                "lost": [_lost(one) for one in size.lost[:LISTED]],
            }
            for size in bench.sizes
        ],
        "growth": dict(zip(("ours", "baseline"), bench.growth() or (None, None), strict=True)),
        "utilisation": asdict(bench.utilisation),
    }
    rounded = json.loads(json.dumps(whole), parse_float=lambda x: round(float(x), 4))
    return json.dumps(rounded, indent=1, ensure_ascii=False) + "\n"


def chart(bench: Bench, path: Path) -> None:
    """Seconds by articles on logarithmic axes, and where they go at the largest size, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    with matplotlib.rc_context({"svg.hashsalt": NAME, "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure, (curve, bars) = pyplot.subplots(1, 2, figsize=(10, 4), layout="constrained")
        n = [size.articles for size in bench.sizes]
        for name, sides in (
            ("baseline", [size.baseline for size in bench.sizes]),
            ("ours", [size.ours for size in bench.sizes]),
        ):
            curve.loglog(n, [side.seconds for side in sides], marker="o", label=name)
            left = 0.0
            for stage, seconds in sides[-1].stages.items():
                bars.barh(name, seconds, left=left, color=f"C{STAGES.index(stage)}")
                left += seconds
        curve.set(xlabel="articles", ylabel="seconds", xticks=n, xticklabels=[f"{x:,}" for x in n])
        curve.minorticks_off()
        curve.legend()
        bars.set(xlabel=f"seconds at {n[-1]:,} articles")
        bars.legend([pyplot.Rectangle((0, 0), 1, 1, color=f"C{i}") for i in range(len(STAGES))], STAGES)
        figure.savefig(path, format="svg", metadata={"Date": None})
        pyplot.close(figure)


STAGES = ("origins", "claims", "embedding", "pairing", "judging", "verdicts", "explaining")


def _size(size: Size) -> Iterator[str]:
    ours, other = size.ours, size.baseline
    yield "| seconds | ours | baseline |"
    yield "|---|--:|--:|"
    for stage in STAGES:
        yield f"| {stage} | {_seconds(ours, stage)} | {_seconds(other, stage)} |"
    yield f"| **all** | **{ours.seconds:,.1f}** | **{other.seconds:,.1f}** |"
    yield f"| *loading code and models, not counted* | {ours.loading:,.1f} | {other.loading:,.1f} |"
    yield f"| processors at work | {ours.cores:.1f} | {other.cores:.1f} |"
    yield f"| peak memory, MB | {ours.peak / 1e6:,.0f} | {other.peak / 1e6:,.0f} |"
    yield f"| pairs of claims judged | {ours.pairs:,} | {other.pairs:,} |"
    yield f"| pairs of texts for the cross-encoder | {ours.asked:,} | {other.asked:,} |"
    yield ""
    yield f"Ours is {size.ratio:,.1f} times as fast."
    if other.judged < other.pairs:
        yield (
            f"The baseline's judging was measured on {other.judged:,} of its {other.pairs:,} pairs, drawn by the seed, "
            f"and is scaled to all of them (times {other.pairs / other.judged:,.1f})."
        )
    yield (
        f"Of the {other.judged:,} pairs that it judged the baseline calls {size.contradictions:,} contradictions; our "
        f"verdict logic would report {size.found:,} of these, and {_share(size)}."
    )


def _share(size: Size) -> str:
    if not size.found:
        return "so there is nothing to keep"
    low, high = wilson(size.kept, size.found)
    return f"ours keeps {size.kept:,} of them ({size.kept / size.found:.1%}, 95% interval {low:.1%} to {high:.1%})"


def _seconds(side: Side, stage: str) -> str:
    return f"{side.stages[stage]:,.1f}" if stage in side.stages else "-"


def _side(side: Side) -> dict[str, object]:
    return {**asdict(side), "seconds": side.seconds}


def _lost(one: Found) -> dict[str, object]:
    return {
        "probability": one.probability,
        "cosine": one.pair.similarity,
        **{
            side: {"document": claim.document_id, "holder": claim.holder, "stance": claim.stance, "quote": claim.quote}
            for side, claim in (("a", one.pair.a), ("b", one.pair.b))
        },
    }
