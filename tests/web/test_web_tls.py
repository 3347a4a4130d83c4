"""The queue over TLS, with a certificate and key made here."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from pathlib import Path

import httpx2 as httpx
import pytest
from conftest_queue import PASSWORD
from made_queue import free_port
from served import program

from detector.review import users
from detector.review.errors import QueueNotReady
from detector.review.store import open_store
from detector.web.commands import check_certificate


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of this machine's own names and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    names = "subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", names, "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    key.chmod(0o600)
    return certificate, key


def test_an_editor_logs_in_over_tls(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    url, port = f"sqlite:///{tmp_path / 'queue.db'}", free_port()
    store = open_store(url)
    users.add(store, "ann", "editor", PASSWORD)
    store.close()
    trusted = ssl.create_default_context(cafile=str(pair[0]))
    options = ("--certificate", str(pair[0]), "--key", str(pair[1]))
    with program(url, port, *options, verify=trusted):
        with httpx.Client(base_url=f"https://localhost:{port}", verify=trusted) as http:
            page = http.get("/login")
            token = re.search(r'name="csrf" value="([^"]+)', page.text)
            assert token
            answer = http.post("/login", data={"csrf": token[1], "name": "ann", "password": PASSWORD, "next": "/"})
            assert (answer.status_code, answer.headers["location"]) == (303, "/")
            cookie = answer.headers["set-cookie"].split(",")[0]
            assert cookie.startswith("__Host-session=")
            assert {"Secure", "HttpOnly"} <= set(cookie.split("; "))
            listing = http.get("/")
            assert (listing.status_code, "Review queue" in listing.text) == (200, True)
            assert listing.headers["strict-transport-security"].startswith("max-age=")
        with pytest.raises(httpx.TransportError):
            httpx.get(f"http://localhost:{port}/login")
        with pytest.raises(httpx.ConnectError, match="certificate"):
            httpx.get(f"https://localhost:{port}/login")


def test_a_certificate_that_cannot_be_used_is_named(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    check_certificate(*pair)
    for certificate, key in ((tmp_path / "none.pem", pair[1]), (pair[1], pair[1]), (pair[0], pair[0])):
        with pytest.raises(QueueNotReady, match=f"certificate {certificate} with the key {key}"):
            check_certificate(certificate, key)
