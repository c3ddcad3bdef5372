"""Requests that workers answer: handed over whole by the front, answered by an application there.

What the layers around the front know of a request goes along, and what they need of the reply
comes back: the rest of ``scope`` is the same for both.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.crew import Crew
from service.api.journal import OTHER, route_of

#: What is kept of a request's state, on the way there and on the way back.
_THERE = ("id", "wait")
_BACK = ("tag", "question")
#: A part of a file is cut out by the front, which sends files itself.
_PARTS = (b"range", b"if-range")
_FILES = "http.response.pathsend"


class _Route(NamedTuple):
    """The template that answered, where ``journal.route_of`` looks for it."""

    path: str


class Relay:
    """The application that has everything answered by the workers of the generation served."""

    def __init__(self, crew: Callable[[], Crew]) -> None:
        self._crew = crew

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand one request over, and send the reply; raises as ``crew`` and ``Crew.ask`` do."""
        if scope["type"] != "http":
            await send({"type": "websocket.close"})
            return
        request = Request(scope, receive)
        try:
            body = await request.body()
        except ClientDisconnect:
            return
        told, reply = await self._crew().ask(_asked(request), body)
        for name, value in told["state"].items():
            setattr(request.state, name, value)
        if told["route"] != OTHER:
            scope["route"] = _Route(told["route"])
        await _response(told, reply)(scope, receive, send)


def _asked(request: Request) -> dict[str, Any]:
    scope = request.scope
    headers = [pair for pair in scope["headers"] if pair[0] not in _PARTS]
    return {
        "scope": {name: scope[name] for name in ("method", "path", "scheme", "http_version")},
        "query_string": scope["query_string"].decode("latin-1"),
        "headers": [[part.decode("latin-1") for part in pair] for pair in headers],
        "client": scope.get("client"),
        "server": scope.get("server"),
        "state": _kept(request, _THERE),
    }


def _kept(request: Request, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(request.state, name) for name in names if hasattr(request.state, name)}


def _response(told: dict[str, Any], body: bytes) -> Response:
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told["headers"]]
    if (b"content-encoding", b"gzip") not in headers:  # the front tries, and says this again
        headers = [pair for pair in headers if pair != (b"vary", b"Accept-Encoding")]
    if told["file"] is None:
        response = Response(body, told["status"])
    else:
        response = FileResponse(told["file"], told["status"], dict(told["headers"]))
    response.raw_headers[:] = headers  # in place: the response may have looked at them already
    return response


async def answered(app: ASGIApp, told: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    """What ``app`` replies to a request as ``Relay`` hands it over: the worker's side."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        **told["scope"],
        "root_path": "",
        "query_string": told["query_string"].encode("latin-1"),
        "headers": [tuple(part.encode("latin-1") for part in pair) for pair in told["headers"]],
        "client": told["client"] and tuple(told["client"]),
        "server": told["server"] and tuple(told["server"]),
        "extensions": {_FILES: {}},
        "state": told["state"],
    }
    coming: list[Message] = [{"type": "http.request", "body": body}]
    sent: list[Message] = []

    async def receive() -> Message:
        if not coming:  # a front does not go away; who waits for that ends with the reply
            await asyncio.Event().wait()
        return coming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    head = {
        "status": sent[0]["status"],
        "headers": [[part.decode("latin-1") for part in pair] for pair in sent[0]["headers"]],
        "file": next((m["path"] for m in sent if m["type"] == _FILES), None),
        "route": route_of(scope),
        "state": _kept(Request(scope), _BACK),
    }
    return head, b"".join(message.get("body", b"") for message in sent[1:])
