"""Work spread over a Ray: pools of actors that hold what works, fed by Ray Data.

Every item is worked on alone or in batches in which company does not count, and comes back with its number: how many
workers there are, how the items are cut into portions and which worker dies are no part of what comes out.
"""

from __future__ import annotations

import pickle
import socket
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from detector.backends.ray_connection import first_line, imported
from detector.errors import DetectorError, EngineFailed

ROUNDS = 3  # in which what got lost is given out again; what is lost in all of them is taken to be what kills
RETRIES = 1  # of a portion whose worker died, within a round
IN_FLIGHT = 2  # portions handed to a worker at a time
HEAD = {"node:__internal_head__": 0.001}  # what Ray says only the head has

Work = Callable[[Any], Sequence[Any]]
Row = dict[str, Any]
Progress = Callable[[str, int, int], None]


class RayEngine:
    """An opened Ray. `workers` bounds the actors of a pool (None: as many as the cluster has CPUs), `portion` the items
    that travel together (None: what suits them)."""

    def __init__(
        self, ray: Any, progress: Progress, workers: int | None = None, portion: int | None = None, rounds: int = ROUNDS
    ):
        self._ray, self._progress = ray, progress
        self._workers, self._portion, self._rounds = workers, portion, rounds

    def spread(
        self, make: Callable[[], Work], items: Sequence[Any], portion: int, stage: str
    ) -> Iterator[tuple[list[int], Sequence[Any] | None]]:
        """The numbers and results of items, portion by portion in whatever order they come; None for the results of a
        portion whose workers died again and again. `make` is called once in each worker and gives what works on items.

        Raises the DetectorErrors of `make` and its work as they are, EngineFailed for what else is raised there and
        when Ray itself fails.
        """
        size = self._portion or portion
        portions = [list(range(start, min(start + size, len(items)))) for start in range(0, len(items), size)]
        left = {n: {"portion": n, "items": pickle.dumps([items[i] for i in p])} for n, p in enumerate(portions)}
        done = 0
        for row in self._rounds_of(make, left):
            result, error = pickle.loads(row["outcome"])
            if error is not None:
                raise error
            numbers = portions[row["portion"]]
            done += len(numbers)
            self._progress(stage, done, len(items))
            yield numbers, result
        yield from ((portions[n], None) for n in left)

    def _rounds_of(self, make: Callable[[], Work], left: dict[int, Row]) -> Iterator[Row]:
        """The rows that come back, each taken out of those left. A round ends early when a node dies with what Ray
        cannot make again; the next one does what is left."""
        for last in [False] * (self._rounds - 1) + [True]:
            if not left:
                return
            try:
                for row in self._round(make, list(left.values())):
                    if left.pop(row["portion"], None):
                        yield row
            except (self._ray.exceptions.RayError, ConnectionError) as error:
                if last:
                    raise EngineFailed(f"Ray failed: {first_line(error)}") from error

    def _round(self, make: Callable[[], Work], rows: list[Row]) -> Iterator[Row]:
        """Ray Data does not work through Ray's client, so that on a cluster a foreman of ours runs it there, on the
        head: without that node there is no cluster left."""
        if not self._ray.util.client.ray.is_connected():
            yield from _dataset(self._ray, make, rows, self._workers).iter_rows()
            return
        foreman = self._ray.remote(num_cpus=0, resources=HEAD)(_Foreman).remote(make, rows, self._workers)
        while (row := self._ray.get(foreman.following.remote())) is not None:
            yield row


def _dataset(ray: Any, make: Callable[[], Work], rows: list[Row], workers: int | None) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its defaults warn of themselves
        context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.max_errored_blocks = -1  # they are missed by their numbers
    cpus = workers or int(ray.cluster_resources().get("CPU", 1))
    most = max(1, min(cpus, len(rows)))
    pool = ray.data.ActorPoolStrategy(
        min_size=1, max_size=most, initial_size=most, max_tasks_in_flight_per_actor=IN_FLIGHT
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray 2.64 is to drop these arguments: by default it tries for ever
        return ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
            _Worker,
            fn_constructor_args=(make,),
            batch_size=1,
            compute=pool,
            num_cpus=1,
            max_restarts=-1,
            max_task_retries=RETRIES,
        )


class _Foreman:
    """Ray Data run from within a cluster, for a command outside it."""

    def __init__(self, make: Callable[[], Work], rows: list[Row], workers: int | None):
        self._rows = iter(_dataset(imported(), make, rows, workers).iter_rows())

    def following(self) -> Row | None:
        return next(self._rows, None)


class _Worker:
    """What an actor holds. It tells what was raised instead of raising it: Ray would log it, and try again."""

    def __init__(self, make: Callable[[], Work]):
        self._make = make
        self._work: Work | None = None

    def __call__(self, batch: dict[str, np.ndarray]) -> dict[str, list[Any]]:
        return {"portion": list(batch["portion"]), "outcome": [self._outcome(row) for row in batch["items"]]}

    def _outcome(self, items: bytes) -> bytes:
        """The pickled results of pickled items and None, or None and what was raised."""
        try:
            self._work = self._work or self._make()
            return pickle.dumps((self._work(pickle.loads(items)), None))
        except DetectorError as error:
            return pickle.dumps((None, error))
        except Exception as error:  # noqa: BLE001 - raised where the run is
            told = EngineFailed(f"the Ray node {socket.gethostname()} failed: {type(error).__name__}: {error}")
            return pickle.dumps((None, told))
