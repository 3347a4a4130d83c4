"""The command line."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from detector.bars import bars
from detector.config import AUTO, BACKENDS, NEIGHBOURS
from detector.errors import DetectorError
from detector.review.commands import bring_in, calibrate, opened, people, queue
from detector.training.commands import train
from detector.web.commands import serve

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")

app = typer.Typer(
    name="detector",
    help="Who contradicts whom in the news: articles in, contradictions with provenance out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(train, name="train")
app.add_typer(queue, name="queue")
app.add_typer(people, name="users")
app.command()(serve)
app.command()(calibrate)

Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="Articles: files (.txt .md .html .jsonl .rss), folders, or - for standard input."
    ),
]
MaybeInputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="INPUT...", help="As elsewhere; none is needed where --withdraw is all there is to do."),
]
JudgeName = Annotated[
    str, typer.Option("--judge", help="NLI model: a folder or hf:owner/name@revision. Default: the one that ships.")
]
EmbedderName = Annotated[
    str,
    typer.Option(
        "--embedder", help="Sentence embedder: a folder or hf:owner/name@revision. Default: the one that ships."
    ),
]
TaggerName = Annotated[
    str,
    typer.Option(
        "--tagger",
        help="Attribution tagger: a folder or hf:owner/name@revision, or 'rules' for the rules alone, which are faster "
        "and find less. Default: the one that ships.",
    ),
]
BackendName = Annotated[
    str,
    typer.Option(
        "--backend",
        metavar="|".join(BACKENDS),
        help="What computes the models. 'auto': torch in the precision that this CPU is good at; 'openvino' needs the "
        "extra of that name and is faster, 'cuda' a GPU. Results differ a little from one to another.",
    ),
]
DataFolder = Annotated[Path, typer.Option("--data", help="Folder with the training data sets.")]


@app.command()
def run(
    context: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="Folder for the report.")],
    judge: JudgeName = "",
    embedder: EmbedderName = "",
    threshold: Annotated[
        float | None, typer.Option(min=0, max=1, help="Least probability reported. Default: the verdict model's own.")
    ] = None,
    neighbours: Annotated[int, typer.Option(min=1, help="Candidate pairs a claim within its event.")] = NEIGHBOURS,
    queue: Annotated[str, typer.Option("--queue", metavar="URL", help="Also bring the findings into this queue.")] = "",
    tagger: TaggerName = "",
    exhaustive: Annotated[
        bool,
        typer.Option("--exhaustive", help="Judge every candidate pair, not only those the cascade finds promising."),
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            "--engine",
            metavar="local|ray|ray://HOST:PORT",
            help="Where the work is done: 'local' in this process, 'ray' by a worker on each processor of this "
            "machine, 'ray://HOST:PORT' on a Ray cluster. What comes out is the same. Ray needs the extra 'ray'.",
        ),
    ] = "local",
    inputs: MaybeInputs = None,
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive", metavar="DIR", help="Add the articles to this archive and judge only pairs that are new there."
        ),
    ] = None,
    withdraw: Annotated[
        list[str] | None,
        typer.Option("--withdraw", metavar="ID", help="Take the article of this id or URL out of the archive."),
    ] = None,
    backend: BackendName = AUTO,
) -> None:
    """Find who contradicts whom and write the report.

    Writes report.html, report.md, run.json and findings, claims, rejected and documents as .jsonl into --out.
    """
    from detector import api
    from detector.config import Settings

    if withdraw and not archive:
        raise DetectorError("--withdraw takes an article out of an archive: give --archive DIR too")
    if not inputs and not withdraw:
        context.fail("Missing argument 'INPUT...'.")
    _writable(out)
    if queue:
        opened(queue).close()
    settings = Settings(judge, embedder, neighbours, threshold, tagger, exhaustive, backend)
    with bars() as progress:
        found = api.compare(
            inputs or (),
            settings,
            stdin=sys.stdin.buffer,
            cache=out / ".cache",
            progress=progress,
            engine=engine,
            archive=archive,
            withdraw=withdraw or (),
        )
    api.write(found, out)
    updates = sum(f.verdict.kind == "update" for f in found.findings)
    disputes = len({f.conflict for f in found.findings if f.verdict.kind != "update"})
    typer.echo(
        f"{len(found.documents)} articles, {len(found.claims)} claims, {found.counts['judged']} pairs judged: "
        f"{len(found.findings) - updates} contradictions in {disputes} disputes, {updates} updates, "
        f"{len(found.rejected)} rejected (see {out / 'rejected.jsonl'})"
    )
    if archive:
        told = (
            f"{found.counts.get(f'findings {one}', 0)} {one}" for one in ("new", "carried", "resolved", "regressed")
        )
        typer.echo(f"Archive: {found.counts['archive: articles']} articles; findings {', '.join(told)}")
    typer.echo(f"Report: {out / 'report.html'}")
    if queue:
        typer.echo(f"Queue: {bring_in(out, queue)}")


@app.command()
def claims(inputs: Inputs, tagger: TaggerName = "", backend: BackendName = AUTO) -> None:
    """Print the claims of articles as JSON Lines: who says what, with what stance, and where."""
    from detector import api, pipeline, wiring
    from detector.report.records import claim_record, json_line

    documents, rejected = api.read_articles(inputs, sys.stdin.buffer)
    found, _ = pipeline.extract(documents, wiring.attributor(tagger, backend))
    by_id = {d.id: d for d in documents}
    for claim in found:
        typer.echo(json_line(claim_record(claim, by_id[claim.document_id])))
    for one in rejected:
        typer.echo(f"detector: left out {one.subject}: {one.reason}", err=True)


@app.command()
def score(
    pairs: Annotated[
        str, typer.Argument(metavar="PAIRS.jsonl", help="Lines with premise and hypothesis; - for standard input.")
    ],
    judge: JudgeName = "",
    backend: BackendName = AUTO,
) -> None:
    """Print each pair with the judge's entailment, neutral and contradiction added."""
    from detector import wiring
    from detector.evaluate.pairs import read_pairs
    from detector.types import LABELS

    rows = read_pairs(pairs, sys.stdin.buffer)
    scores = wiring.judge(judge, backend).score([(r["premise"], r["hypothesis"]) for r in rows])
    for row, triple in zip(rows, scores, strict=True):
        typer.echo(
            json.dumps(
                {**row, **{k: round(float(v), 6) for k, v in zip(LABELS, triple, strict=True)}}, ensure_ascii=False
            )
        )


@app.command()
def evaluate(
    data: DataFolder = Path("../shared/data"),
    dossiers: Annotated[
        list[Path] | None, typer.Option("--dossiers", help="Dossier folder for the end-to-end figures.")
    ] = None,
    judge: JudgeName = "",
    embedder: EmbedderName = "",
    limit: Annotated[int, typer.Option(min=1, help="Rows of each labelled set, from its start.")] = 2000,
    against: Annotated[
        str,
        typer.Option("--against", help="Another judge, compared on the same pairs: folder or hf:owner/name@revision."),
    ] = "",
    work: Annotated[
        Path, typer.Option("--work", help="Folder for the scores of dossiers; a killed evaluation goes on from them.")
    ] = Path("reports/runs/evaluate"),
    out: Annotated[Path | None, typer.Option("--out", help="Also write the figures here as JSON.")] = None,
    only: Annotated[
        str, typer.Option("--only", help="One part alone: pairs, attribution, dossiers, or backends.")
    ] = "",
    tagger: TaggerName = "",
) -> None:
    """Print figures on what is there: the judge on labelled sets, attributions, the funnel of dossier folders."""
    from detector.evaluate.command import Part
    from detector.evaluate.command import evaluate as measure

    if only and only not in set(Part):
        raise DetectorError(f"no part {only!r}: name one of {', '.join(Part)}")

    if out:
        _writable(out.parent)
    with bars() as progress:
        report = measure(
            data,
            tuple(dossiers or ()),
            judge,
            embedder,
            limit,
            against,
            work,
            progress,
            Part(only) if only else None,
            tagger,
        )
    typer.echo(report.text())
    if out:
        out.write_text(report.json(), encoding="utf-8")


@app.command()
def bench(
    sizes: Annotated[list[int], typer.Argument(min=2, metavar="ARTICLES...", help="Sizes, such as 300 1000.")],
    articles: Annotated[
        Path | None,
        typer.Option("--articles", help="Folder or file of articles. Default: the invented ones of the shipped judge."),
    ] = None,
    budget: Annotated[
        float, typer.Option(min=1, help="Seconds the baseline may judge at one size; beyond them its time is scaled.")
    ] = 300,
    seed: Annotated[int, typer.Option(help="Of the renamed copies and of the baseline's sample.")] = 0,
    judge: JudgeName = "",
    embedder: EmbedderName = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for bench.md, .json and .svg.")] = Path(
        "reports/evaluation"
    ),
) -> None:
    """Measure speed, memory and what is kept beside plain sentence-transformers on the same articles.

    Where there are fewer articles than a size asks for, copies with other names, dates and figures are added.
    """
    from detector.config import Settings
    from detector.evaluate.bench import command, tables

    tables.require_charts()
    _writable(out)
    source = "articles given" if articles else "invented articles of models/judge/data/dossiers"
    with bars() as progress:
        found = command.bench(
            command.articles(articles), sizes, Settings(judge, embedder), budget, seed, source, progress
        )
    typer.echo(tables.markdown(found))
    tables.write(found, out)


@app.command()
def models() -> None:
    """List the models that ship: role, base, licence, digest."""
    from detector.backends import hub
    from detector.backends.manifest import manifests

    for manifest in manifests(hub.shipped("")):
        typer.echo(
            f"{manifest.name:10} {manifest.role:28} base {manifest.base} ({manifest.base_licence}), "
            f"licence {manifest.licence}, digest {hub.digest(manifest.folder)}"
        )


def _writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DetectorError(f"cannot write into {folder}: {error.strerror}") from error


def main() -> None:
    """Entry point: errors that are the user's to mend end with status 2, our own with 1; never a traceback."""
    try:
        app(standalone_mode=False)
    except DetectorError as error:
        _fail(str(error), 2)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _fail("stopped; start the same command again to go on", 130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        if os.environ.get("DETECTOR_DEBUG"):
            raise
        click_error(error)


def click_error(error: Exception) -> None:
    """Usage errors keep their own message and status; anything else is a failure of this program."""
    show = getattr(error, "show", None)
    if callable(show):
        show()
        sys.exit(getattr(error, "exit_code", 2))
    _fail(f"internal error: {type(error).__name__}: {error} (set DETECTOR_DEBUG=1 for the traceback)", 1)


def _fail(message: str, status: int) -> None:
    typer.echo(f"detector: {message}", err=True)
    sys.exit(status)
