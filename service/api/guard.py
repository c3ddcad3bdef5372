"""What holds for every request and reply: size, headers, HEAD, and no error left unsaid."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import Problem, RequestProblem, answer, unforeseen

log = logging.getLogger(__name__)

MAX_BODY = 64 * 1024

#: Everything a page needs comes from here: no inline script, no other host, no frame around it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # Questions stand in our addresses: other sites are not told them.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_TOO_LARGE = Problem(
    413,
    f"Thân yêu cầu quá {MAX_BODY // 1024} kB. / The body is over {MAX_BODY // 1024} kB.",
    headers={"Connection": "close"},
)


class Guard:
    """The outermost layer: pure ASGI, so that it costs nothing to pass through."""

    def __init__(self, app: ASGIApp, page: Callable[[Request, Problem], Response]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, bounded, and the reply back, with its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        outgoing = _Outgoing(send, head=scope["method"] == "HEAD")
        if outgoing.head:
            scope = {**scope, "method": "GET"}
        try:
            if _declared(scope) > MAX_BODY:
                await answer(request, _TOO_LARGE, self.page)(scope, receive, outgoing)
            else:
                await self.app(scope, _bounded(receive), outgoing)
        except Exception:  # told to the log, not to the caller
            fault = secrets.token_hex(6)
            log.exception("fault %s: %s %s", fault, scope["method"], scope["path"])
            if outgoing.started:
                raise
            await answer(request, unforeseen(fault), self.page)(scope, receive, outgoing)


class _Outgoing:
    """``send`` that adds the headers, and leaves the body out of a reply to HEAD."""

    def __init__(self, send: Send, *, head: bool) -> None:
        self.send = send
        self.head = head
        self.started = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        elif self.head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    # Beyond eighteen digits the number itself is an attack.
    return int(length[:18]) if length.isascii() and length.isdigit() else 0


def _bounded(receive: Receive) -> Receive:
    """Count a body that comes in pieces without saying its length."""
    seen = 0

    async def take() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise RequestProblem(_TOO_LARGE)
        return message

    return take
