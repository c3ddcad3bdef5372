"""What every request and reply carries: an id, the headers, an entry in the journal."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.journal import Entry, asked_in, method_of, route_of

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
ID = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

#: Seconds the other end may take to read a piece of a reply before it is given up.
PATIENCE = 60.0


class Envelope:
    """The outermost layer: pure ASGI, so that it costs nothing to pass through.

    ``note`` is given the entry of each request when its reply has been sent. ``questions``: what
    was asked stands in it too.
    """

    def __init__(
        self, app: ASGIApp, note: Callable[[Entry], None], *, questions: bool = False
    ) -> None:
        self.app = app
        self.note = note
        self.questions = questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its id, and the reply back with its headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        request = Request(scope)
        request.state.id = id = _id(request.headers.get(ID, ""))
        outgoing = _Outgoing(send, request, id, head=scope["method"] == "HEAD")
        inner = {**scope, "method": "GET"} if outgoing.head else scope
        try:
            await self.app(inner, receive, outgoing)
        finally:
            key = getattr(request.state, "key", None)
            entry = Entry(
                id=id,
                method=method_of(scope),
                route=route_of(inner),
                status=outgoing.status,
                ms=round((time.perf_counter() - began) * 1000, 2),
                bytes=outgoing.sent,
                key=key.id if key else None,
                asked=(asked_in(request) or None) if self.questions else None,
            )
            entry.write()
            self.note(entry)


def _id(sent: str) -> str:
    """The caller's own id where it is fit to stand in a log, else a new one."""
    return sent if _ID.fullmatch(sent) else secrets.token_hex(8)


def _here(address: str) -> str:
    """Where a reply sends its reader on, as an address of this service and of no other.

    Starlette names the host that the request named, and whoever asks may name any.
    """
    parts = urlsplit(address)
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))


class _Outgoing:
    """``send`` that adds the headers, and leaves the body out of a reply to HEAD."""

    def __init__(self, send: Send, request: Request, id: str, *, head: bool) -> None:
        self.send = send
        self.request = request
        self.id = id
        self.head = head
        self.status = 500  # what the server says where nothing was
        self.sent = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self._head(MutableHeaders(scope=message))
        elif message["type"] == "http.response.body":
            if self.head:
                message = {**message, "body": b""}
            self.sent += len(message.get("body", b""))
        # Who does not read holds memory here for as long as they please, unless somebody minds.
        async with asyncio.timeout(PATIENCE):
            await self.send(message)

    def _head(self, headers: MutableHeaders) -> None:
        headers[ID] = self.id
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if "location" in headers:
            headers["Location"] = _here(headers["location"])
        tag = getattr(self.request.state, "tag", None)
        if tag and self.status in (200, 304):
            headers["ETag"] = tag
            headers.setdefault("Cache-Control", "no-cache")
