"""Work in a process of its own, so that its peak of memory is its own."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from detector.errors import DetectorError
from detector.pipeline import Progress, silent

T = TypeVar("T")


def apart(work: Callable[..., T], *arguments: Any, progress: Progress = silent) -> T:
    """What `work(*arguments, progress)` returns, called in a new process; `work` is a function of a module.

    Raises DetectorError as `work` does, and where the process was ended from outside.
    """
    # A process that is forked from a small server begins with that server's peak of memory; one that is started from
    # here would begin with ours.
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_worker, args=(theirs, work, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        while True:
            kind, value = ours.recv()
            if kind == "done":
                return value
            if kind == "failed":
                raise value
            progress(*value)
    except EOFError:
        process.join()
        raise DetectorError(
            f"the process of {work.__name__} ended without a result (status {process.exitcode}); "
            "a negative status is a signal, -9 often a want of memory"
        ) from None
    finally:
        process.terminate()
        process.join()
        ours.close()


def peak_memory() -> int:
    """The most memory that this process has had so far, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _worker(connection: Connection, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    def told(stage: str, done: int, total: int) -> None:
        connection.send(("progress", (stage, done, total)))

    try:
        connection.send(("done", work(*arguments, told)))
    except DetectorError as error:
        connection.send(("failed", error))
