"""Commands of the queue: users, import, verification, export, calibration."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detector.errors import DetectorError, ExtraMissing

if TYPE_CHECKING:
    from detector.review.store import Store

queue = typer.Typer(help="The editorial review queue.", no_args_is_help=True, rich_markup_mode=None)
people = typer.Typer(help="The people and programs of the queue.", no_args_is_help=True, rich_markup_mode=None)

QueueUrl = Annotated[
    str,
    typer.Option(
        "--queue",
        envvar="DETECTOR_QUEUE",
        metavar="URL",
        help="The store: sqlite:///queue.db, postgresql://user@host/name, a path, or @FILE that holds one.",
    ),
]
DEFAULT_QUEUE = "sqlite:///queue.db"
RoleName = Annotated[str, typer.Option("--role", help="reader, editor or admin.")]
Name = Annotated[str, typer.Argument(metavar="NAME")]


def opened(url: str, *, create: bool = True) -> Store:
    """The store at a URL, made where it is missing unless `create` is off. Raises ExtraMissing, QueueNotReady."""
    try:
        from detector.review.store import open_store
    except ImportError as error:
        raise ExtraMissing(
            f"the queue needs its extra: pip install 'source-contradiction-detector[queue]' ({error})"
        ) from error
    return open_store(url, create=create)


def bring_in(folder: Path, url: str) -> str:
    """Import a run's folder and say what changed."""
    db = opened(url)
    from detector.review.importing import import_folder

    return import_folder(db, folder).text()


@queue.command("import")
def import_run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What a run wrote.")], queue: QueueUrl = DEFAULT_QUEUE
) -> None:
    """Bring the findings of a run into the queue. The same run twice changes nothing."""
    typer.echo(bring_in(folder, queue))


@queue.command()
def verify(queue: QueueUrl = DEFAULT_QUEUE) -> None:
    """Check the audit chain and that the queue follows from it. Status 2 when anything was changed."""
    db = opened(queue, create=False)
    from detector.review.errors import QueueError
    from detector.review.verify import verify as check

    found = check(db)
    if found.faults:
        told = "".join(f"\n  {fault.where} {fault.what}" for fault in found.faults)
        raise QueueError(f"the log of {found.events} events does not hold:{told}")
    typer.echo(f"{found.events} events and {found.findings} findings hold. Newest event: {found.head}")


@queue.command("export")
def export_decisions(
    name: Annotated[
        str, typer.Argument(metavar="FORMAT", help="jsonl, csv, claimreview, annotations, report or atom.")
    ],
    queue: QueueUrl = DEFAULT_QUEUE,
    out: Annotated[Path | None, typer.Option("--out", help="File to write. Default: standard output.")] = None,
) -> None:
    """Write what was decided: all decisions as JSON Lines or CSV, confirmed findings in four formats."""
    db = opened(queue, create=False)
    from detector.review.errors import NotFound
    from detector.review.exports import FORMATS, export

    if name not in FORMATS:
        raise NotFound(f"no export {name}; there are {', '.join(FORMATS)}")
    pieces = export(db, name)
    if out is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    try:
        with out.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
    except OSError as error:
        raise DetectorError(f"cannot write {out}: {error.strerror}") from error


@queue.command("set")
def change_setting(
    queue: QueueUrl = DEFAULT_QUEUE,
    second: Annotated[float | None, typer.Option(min=0, max=1, help="Share that a second reader gets, blind.")] = None,
    sampled: Annotated[float | None, typer.Option("--slice", min=0, max=1, help="Share of the random slice.")] = None,
) -> None:
    """Show or change what share of the findings is read twice or drawn at random."""
    db = opened(queue, create=False)
    for name, value in (("second share", second), ("slice share", sampled)):
        if value is not None:
            db.set(name, str(value), "command line")
        typer.echo(f"{name}: {db.setting(name)}")


def calibrate(queue: QueueUrl = DEFAULT_QUEUE) -> None:
    """Refit the probability from the decisions in a queue; refused where it would get worse."""
    db = opened(queue, create=False)
    from detector.review.calibrate import calibrate as refit

    typer.echo(refit(db).text())


@people.command("add")
def add_user(name: Name, queue: QueueUrl = DEFAULT_QUEUE, role: RoleName = "editor") -> None:
    """Make a user. The password is the first line of standard input."""
    db = opened(queue)
    from detector.review import users

    made = users.add(db, name, role, _password())
    typer.echo(f"{made.name} is {made.role} now")


@people.command("change")
def change_user(
    name: Name,
    queue: QueueUrl = DEFAULT_QUEUE,
    role: RoleName = "",
    password: Annotated[bool, typer.Option("--password", help="Read a new password from standard input.")] = False,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Let the user in, or keep them out.")
    ] = None,
) -> None:
    """Change a user; whoever is logged in by that name is logged out."""
    db = opened(queue, create=False)
    from detector.review import users

    users.change(db, name, role=role, password=_password() if password else "", active=active)
    typer.echo(f"{name} is changed")


@people.command("token")
def token(
    name: Name,
    queue: QueueUrl = DEFAULT_QUEUE,
    label: Annotated[str, typer.Option(help="What the token is for.")] = "api",
) -> None:
    """Make an API token of a user and print it, this once."""
    db = opened(queue, create=False)
    from detector.review import users

    typer.echo(users.make_token(db, name, label))


@people.command("list")
def list_users(queue: QueueUrl = DEFAULT_QUEUE) -> None:
    """List the users."""
    db = opened(queue, create=False)
    from detector.review import users

    for user in users.everyone(db):
        typer.echo(f"{user.name}\t{user.role}")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")
