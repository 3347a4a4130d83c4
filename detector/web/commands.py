"""The command that serves the queue."""

from __future__ import annotations

import ipaddress
import os
import ssl
from pathlib import Path
from typing import Annotated

import typer

from detector.errors import ExtraMissing
from detector.review.commands import DEFAULT_QUEUE, QueueUrl, opened
from detector.review.errors import QueueNotReady

LOOPBACK = "127.0.0.1"


def serve(
    queue: QueueUrl = DEFAULT_QUEUE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on. Beyond loopback it takes users and TLS.")] = LOOPBACK,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="Host name that browsers use. May be repeated.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, PEM.")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS key, PEM; readable by its owner alone.")] = None,
    trusted_proxy: Annotated[
        str, typer.Option("--trusted-proxy", help="Address of the proxy that ends TLS in front of this server.")
    ] = "",
) -> None:
    """Serve the review queue to browsers and programs."""
    try:
        import uvicorn

        from detector.web.app import create_app
    except ImportError as error:
        raise ExtraMissing(
            f"the queue needs its extra: pip install 'source-contradiction-detector[queue]' ({error})"
        ) from error
    from detector.review import users

    db = opened(queue)
    anybody = bool(users.everyone(db))
    if not anybody:
        typer.echo("The queue has no users yet. Make the first one (the password is read from standard input):")
        typer.echo(f"  detector users add NAME --role admin{_shown(queue)}")
    check_exposure(host, anybody, certificate, key, trusted_proxy)
    if certificate and key:
        check_certificate(certificate, key)
    secure = bool(certificate) or bool(trusted_proxy)
    hosts = [LOOPBACK, "localhost", "[::1]", "::1", *(name or ())]
    if host not in ("0.0.0.0", "::"):
        hosts.append(host)
    app = create_app(db, secure=secure, hosts=hosts)
    typer.echo(f"Queue: {'https' if certificate else 'http'}://{f'[{host}]' if ':' in host else host}:{port}")
    uvicorn.run(
        app,
        host=host,
        port=port,
        ssl_certfile=certificate,
        ssl_keyfile=key,
        proxy_headers=bool(trusted_proxy),
        forwarded_allow_ips=trusted_proxy or None,
        server_header=False,
        log_level=os.environ.get("DETECTOR_LOG", "warning"),
        timeout_keep_alive=30,
    )


def _shown(queue: str) -> str:
    """The option that names the store again, without a password."""
    if queue == DEFAULT_QUEUE:
        return ""
    return f" --queue {queue if '@' not in queue or queue.startswith('@') else 'URL'}"


def check_exposure(host: str, users: bool, certificate: Path | None, key: Path | None, proxy: str) -> None:
    """Raise QueueNotReady for a server that others could reach and that is not safe to reach."""
    if bool(certificate) != bool(key):
        raise QueueNotReady("--certificate and --key go together")
    if key and key.exists() and key.stat().st_mode & 0o077:
        raise QueueNotReady(f"{key} can be read by others; chmod 600 {key}")
    if host == "localhost" or (_address(host) and _address(host).is_loopback):  # type: ignore[union-attr]
        return
    if not users:
        raise QueueNotReady(f"{host} can be reached by others: make a user first (`detector users add`)")
    if not certificate and not proxy:
        raise QueueNotReady(f"{host} can be reached by others: set --certificate and --key, or --trusted-proxy")


def check_certificate(certificate: Path, key: Path) -> None:
    """Raise QueueNotReady for a certificate and key that the server could not answer with."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificate, key, password=lambda: "")
    except OSError as error:  # of which ssl.SSLError is one
        told = error.reason if isinstance(error, ssl.SSLError) else error.strerror
        raise QueueNotReady(f"cannot use the certificate {certificate} with the key {key}: {told}") from error


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
