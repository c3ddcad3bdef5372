"""What holds for every request: a bounded body that comes in time, and no error left unsaid."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors import Problem, RequestProblem, answer, unforeseen

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many bytes a body may have, and in how many seconds it must be here."""

    bytes: int
    seconds: float


MAX_BODY = 64 * 1024
_USUAL = Bounds(MAX_BODY, 30.0)
#: Plans being added, below these addresses, by whoever may administer.
_PLANS = Bounds(512 * 1024 * 1024, 1800.0)
_FOR_PLANS = ("/admin/", "/v1/admin/")


def _too_large(bounds: Bounds) -> Problem:
    most = f"{bounds.bytes // 1024} kB"
    return Problem(
        413,
        f"Thân yêu cầu quá {most}. / The body is over {most}.",
        headers={"Connection": "close"},
    )


_TOO_SLOW = Problem(
    408,
    f"Thân yêu cầu không tới đủ trong {_USUAL.seconds:.0f} giây. / "
    f"The body did not arrive within {_USUAL.seconds:.0f} seconds.",
    headers={"Connection": "close"},
)


class Guard:
    """Stands around everything that may fail: pure ASGI, so that it costs nothing to pass."""

    def __init__(self, app: ASGIApp, page: Callable[[Request, Problem], Response]) -> None:
        self.app = app
        self.page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its body bounded; what nobody foresaw is told here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            if _declared(scope) > _PLANS.bytes:  # too much even for whoever may most
                told = _too_large(_PLANS if scope["path"].startswith(_FOR_PLANS) else _USUAL)
                await answer(request, told, self.page)(scope, receive, sending)
            else:
                await self.app(scope, _bounded(request, receive), sending)
        except Exception:  # told to the log, not to the caller
            fault = request.state.id
            log.exception("fault", extra={"told": {"id": fault}})
            if started:
                raise
            await answer(request, unforeseen(fault), self.page)(scope, receive, sending)


def _declared(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    # Beyond eighteen digits the number itself is an attack.
    return int(length[:18]) if length.isascii() and length.isdigit() else 0


def _bounds(request: Request) -> Bounds:
    """Large only for whoever proved that they may add plans, where plans are added."""
    key = getattr(request.state, "key", None)
    if request.scope["path"].startswith(_FOR_PLANS) and key is not None and key.holds("admin"):
        return _PLANS
    return _USUAL


def _bounded(request: Request, receive: Receive) -> Receive:
    """Count a body as it comes, and the seconds it takes."""
    loop = asyncio.get_running_loop()
    seen = 0
    until: float | None = None
    whole = False

    async def take() -> Message:
        nonlocal seen, until, whole
        if whole:  # what comes now is that the other end has gone, whenever that is
            return await receive()
        bounds = _bounds(request)
        if until is None:
            until = loop.time() + bounds.seconds
            if _declared(request.scope) > bounds.bytes:
                raise RequestProblem(_too_large(bounds))
        try:
            async with asyncio.timeout_at(until):
                message = await receive()
        except TimeoutError:
            raise RequestProblem(_TOO_SLOW) from None
        seen += len(message.get("body", b""))
        if seen > bounds.bytes:
            raise RequestProblem(_too_large(bounds))
        whole = not message.get("more_body", False)
        return message

    return take
