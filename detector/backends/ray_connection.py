"""The way to a Ray: one that is started here, or a cluster at an address."""

from __future__ import annotations

import logging
import os
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from detector.errors import EngineFailed, ExtraMissing

HERE, REMOTE = "ray", "ray://"
PORT = 10001  # of a cluster's client server, where the address names none
PATIENCE = 10.0  # seconds for a cluster's door to open


@contextmanager
def connected(address: str) -> Iterator[Any]:
    """The module ray, connected: "ray" starts a Ray here that ends with the context, "ray://host:port" is a cluster.
    Raises ExtraMissing without Ray, EngineFailed for another name or an address where none answers."""
    if address != HERE and not address.startswith(REMOTE):
        raise EngineFailed(f"no engine {address!r}: name local, ray or ray://HOST:PORT")
    ray = imported()
    _connect(ray, address)
    try:
        yield ray
    finally:
        ray.shutdown()


def imported() -> Any:
    """The module ray with what is used of it, quiet. Raises ExtraMissing."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    os.environ.setdefault("RAY_DATA_LOG_LEVEL", "CRITICAL")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
        import ray.data
        import ray.exceptions
        import ray.util.client
    except ImportError as error:
        raise ExtraMissing("the engine ray needs Ray: pip install 'source-contradiction-detector[ray]'") from error
    return ray


def first_line(error: BaseException) -> str:
    """What an error says, without what Ray adds to it."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _connect(ray: Any, address: str) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    if address == HERE:
        options |= {"address": "local", "include_dashboard": False}
    else:
        options |= {"address": _answering(address)}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ray.init(**options)
    except Exception as error:  # it raises plain Exception, too
        raise EngineFailed(f"Ray at {address} could not be used: {first_line(error)}") from error


def _answering(address: str) -> str:
    """The address with its port, once something listens there: Ray itself would try for minutes."""
    host, _, port = address.removeprefix(REMOTE).rstrip("/").rpartition(":")
    host, port = (host, port) if host else (port, str(PORT))
    try:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE).close()
    except (OSError, ValueError, OverflowError) as error:
        raise EngineFailed(
            f"no Ray answers at {address} ({error}); on the cluster's head: ray start --head "
            f"--ray-client-server-port {PORT}"
        ) from error
    return f"{REMOTE}{host}:{port}"
