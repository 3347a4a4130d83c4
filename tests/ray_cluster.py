"""A cluster of two nodes on this machine, reached as one elsewhere is."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ray_work import importable


class TwoNodes:
    """`address` is of the first; the second can be killed."""

    def __init__(self, cluster: Any, address: str):
        self.address = address
        self._cluster = cluster
        self._second = cluster.add_node(num_cpus=1)

    def kill_worker(self) -> bool:
        """Kill one that holds a model, on the first node; False where there is none now."""
        raylet = self._cluster.head_node.all_processes["raylet"][0].process.pid
        for pid in _children(raylet):
            if b"_Worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
                return True
        return False

    def kill_node(self) -> None:
        self._cluster.remove_node(self._second, allow_graceful=False)


@contextmanager
def two_nodes() -> Iterator[TwoNodes]:
    """One processor each; their workers can import the tests."""
    from ray.cluster_utils import Cluster

    with importable():
        port = _free_port()
        cluster = Cluster()
        try:
            cluster.add_node(num_cpus=1, ray_client_server_port=port)
            yield TwoNodes(cluster, f"ray://127.0.0.1:{port}")
        finally:
            cluster.shutdown()


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(told[1]) == parent:
            found.append(int(status.parent.name))
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
