"""Errors that a library tells in its own words, told in the house's."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import Problem, answer, worded

_OURS = ("content-type", "content-length")


class Wording:
    """Replaces a reply of 400 and more in plain text: a preflight, a wrong host at ``/mcp``."""

    def __init__(self, app: ASGIApp, page: Callable[[Request, Problem], Response]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and what is told in plain text as a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        replaced = False

        async def sending(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start" and _is_plain(message):
                replaced = True
                held = Headers(raw=message["headers"]).items()
                kept = {name: value for name, value in held if name not in _OURS}
                told = worded(scope["method"], message["status"], kept)
                await answer(Request(scope), told, self.page)(scope, receive, send)
            elif not replaced:
                await send(message)

        await self.app(scope, receive, sending)


def _is_plain(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "text/plain")
    return message["status"] >= 400 and kind.startswith("text/plain")
