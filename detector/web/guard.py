"""What every request passes: size limit, host check, security headers. Plain ASGI, so that streams stay streams."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 128 * 1024  # of a request's body; the longest form holds a comment
MOST_OF = {"/api/v1/runs": 256 * 1024 * 1024}  # a run comes in as its files
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
HTTPS = {"strict-transport-security": "max-age=31536000"}


def headers(*, secure: bool) -> dict[str, str]:
    """What every answer carries; an answer that says nothing about caching is not kept."""
    return HEADERS | (HTTPS if secure else {}) | {"cache-control": "no-store"}


class TooLong(Exception):
    """The body is longer than its path allows."""


@dataclass(frozen=True, slots=True)
class Guard:
    """ASGI middleware."""

    app: ASGIApp
    secure: bool

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = MOST_OF.get(scope["path"], MOST_BYTES)
        taken = 0
        begun = False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise TooLong
            return message

        async def headed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                of_answer = MutableHeaders(scope=message)
                for name, value in headers(secure=self.secure).items():
                    of_answer.setdefault(name, value)
            await send(message)

        length = Headers(scope=scope).get("content-length", "0")
        try:
            if not length.isdigit() or int(length) > most:
                raise TooLong
            await self.app(scope, counted, headed)
        except TooLong:
            if not begun:
                refused = PlainTextResponse(f"more than {most:,} bytes", 413)
                await refused(scope, receive, headed)
