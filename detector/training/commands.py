"""`detector train`: the models that ship, made again from their recipes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detector.bars import bars

train = typer.Typer(help="Train the models that ship, from their recipes.", no_args_is_help=True, rich_markup_mode=None)

JudgeName = Annotated[
    str, typer.Option("--judge", help="NLI model: a folder or hf:owner/name@revision. Default: the one that ships.")
]
EmbedderName = Annotated[
    str,
    typer.Option(
        "--embedder", help="Sentence embedder: a folder or hf:owner/name@revision. Default: the one that ships."
    ),
]
DataFolder = Annotated[Path, typer.Option("--data", help="Folder with the training data sets.")]
WorkFolder = Annotated[
    Path, typer.Option("--work", help="Folder for checkpoints; a killed training goes on from them.")
]
OutFolder = Annotated[
    Path | None, typer.Option("--out", help="Where the model goes. Default: its place under models/.")
]


@train.command("judge")
def train_judge(
    data: DataFolder = Path("../shared/data"),
    work: WorkFolder = Path("reports/runs/judge"),
    out: OutFolder = None,
    recipe: Annotated[Path | None, typer.Option("--recipe", help="Recipe file. Default: the shipped judge's.")] = None,
) -> None:
    """Train the judging model from its recipe. Hours on two cores; can be killed and started again."""
    from detector import wiring
    from detector.backends import hub
    from detector.training.judge import train_judge as fit

    folder = hub.shipped(wiring.JUDGE)
    recipe = recipe or folder / "recipe.toml"
    made = fit(recipe, data, work, out or folder, wiring.attributor(wiring.RULES), wiring.embedder())
    typer.echo(f"Judge: {made}")


@train.command("attribution")
def train_attribution(
    data: DataFolder = Path("../shared/data"),
    work: WorkFolder = Path("reports/runs/attribution"),
    out: OutFolder = None,
    recipe: Annotated[Path | None, typer.Option("--recipe", help="Recipe file. Default: the shipped one's.")] = None,
) -> None:
    """Train the attribution tagger from its recipe; can be killed and started again."""
    from detector import wiring
    from detector.backends import hub
    from detector.training.attribution import train_attribution as fit

    folder = hub.shipped(wiring.ATTRIBUTION)
    typer.echo(f"Attribution: {fit(recipe or folder / 'recipe.toml', data, work, out or folder)}")


@train.command("embedder")
def train_embedder(
    data: DataFolder = Path("../shared/data"), work: WorkFolder = Path("reports/runs/embedder"), out: OutFolder = None
) -> None:
    """Train the sentence embedder from its recipe."""
    from detector import wiring
    from detector.backends import hub
    from detector.training.embedder import train_embedder as fit

    folder = hub.shipped(wiring.EMBEDDER)
    typer.echo(f"Embedder: {fit(folder / 'recipe.toml', data, work, out or folder, wiring.attributor(wiring.RULES))}")


@train.command("cascade")
def train_cascade(
    data: DataFolder = Path("../shared/data"), out: OutFolder = None, embedder: EmbedderName = ""
) -> None:
    """Fit the cascade, the cheap scorer before the judge, on candidate pairs of dossiers."""
    from detector import wiring
    from detector.backends import hub
    from detector.training.cascade import train_cascade as fit

    folder = hub.shipped(wiring.CASCADE)
    with bars() as progress:
        summary = fit(
            folder / "recipe.toml",
            data,
            out or folder,
            wiring.attributor(wiring.RULES),
            wiring.embedder(embedder),
            progress,
        )
    typer.echo(summary)


@train.command("updates")
def train_updates(data: DataFolder = Path("../shared/data"), out: OutFolder = None) -> None:
    """Fit the model that tells updates, later and higher figures for one thing, on pairs of dossiers."""
    from detector import wiring
    from detector.backends import hub
    from detector.training.updates import train_updates as fit

    folder = hub.shipped(wiring.UPDATES)
    with bars() as progress:
        summary = fit(folder / "recipe.toml", data, out or folder, wiring.attributor(wiring.RULES), progress)
    typer.echo(summary)


@train.command("verdict")
def train_verdict(
    data: DataFolder = Path("../shared/data"),
    work: WorkFolder = Path("reports/runs/verdict"),
    out: OutFolder = None,
    judge: JudgeName = "",
    embedder: EmbedderName = "",
) -> None:
    """Fit the verdict model on the dossiers that the judge did not learn from."""
    from detector import wiring
    from detector.backends import hub
    from detector.config import Settings
    from detector.training.verdict import train_verdict as fit

    folder = hub.shipped(wiring.VERDICT)
    with bars() as progress:
        summary = fit(folder / "recipe.toml", data, out or folder, Settings(judge, embedder), work, progress)
    typer.echo(summary)


@train.command("worth")
def train_worth(
    data: DataFolder = Path("../shared/data"),
    out: OutFolder = None,
    recipe: Annotated[Path | None, typer.Option("--recipe", help="Recipe file. Default: the shipped one's.")] = None,
) -> None:
    """Fit the model that tells claims from greetings, opinions, questions and the like. A minute or two."""
    from detector import wiring
    from detector.backends import hub
    from detector.training.worth import train_worth as fit

    folder = hub.shipped(wiring.WORTH)
    typer.echo(fit(recipe or folder / "recipe.toml", data, out or folder))
