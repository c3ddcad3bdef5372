"""How many requests are inside at once: beyond that, come back in a moment."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack

from fastapi import Request, Response
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api import calls
from service.api.errors import Problem, answer
from service.api.meters import Meters
from service.api.rates import HEAVY, cost

#: Requests worked on at once. Few: they share the machine's processors, and who waits in line is
#: answered sooner than who shares with forty. Three of them may wait for pages' images.
WORKERS = 6

#: Seconds a working thread keeps the interpreter from the others. The one that reads and sends for
#: everybody needs it often: with Python's 5 ms and eight workers, a full house was told of its
#: health after 4 s on a busy machine; with 1 ms and four, after 0.6 s. Words and meaning, searched
#: at once, wait for one another less too: a search of a million passages takes 14.0 ms for 14.7.
TURN = 0.0003

#: Requests inside, waiting ones included. Beyond, it is kinder to say so at once.
ROOM = 64

#: Comparisons worked on at once, and those that may wait for their turn. One: two would share one
#: interpreter with every question, and neither would be done sooner.
LANE = 1
QUEUE = 8

_BUSY = Problem(
    503,
    "Đang có quá nhiều yêu cầu; hãy thử lại sau giây lát. / "
    "Too many requests are waiting; try again in a moment.",
    headers={"Retry-After": "2"},
    kind="busy",
)


def settle() -> None:
    """Share the interpreter as ``TURN`` says; look through what is loaded no more.

    A question makes tens of thousands of small objects and hardly any cycles; the collector would
    go through every passage kept, a quarter of the time of a search (an index of 100,000).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 100)
    sys.setswitchinterval(TURN)


class Turnstile:
    """Counts requests that cost something from their head until their reply begins.

    Heavy ones stand in a line of their own, so that they never take all the workers: comparisons,
    by whichever door they are asked for.
    """

    def __init__(
        self,
        app: ASGIApp,
        meters: Meters,
        page: Callable[[Request, Problem], Response],
        room: int = ROOM,
        queue: int = QUEUE,
    ) -> None:
        self.app = app
        self.meters = meters
        self.page = page
        self.room = room
        self.inside = 0
        self.queue = queue
        self.heavy = 0
        self._lane = asyncio.Semaphore(LANE)
        meters.room.set(room)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one more in, or say that it is full."""
        units = cost(scope["path"], scope["query_string"]) if scope["type"] == "http" else 0
        if not units:
            await self.app(scope, receive, send)
            return
        heavy = units >= HEAVY
        if scope["path"] == calls.PATH and scope["method"] == "POST":
            try:
                body, receive = await calls.held(scope, receive)
            except ClientDisconnect:
                return
            heavy = calls.compares(body)
        if self.inside >= self.room or (heavy and self.heavy >= LANE + self.queue):
            await answer(Request(scope), _BUSY, self.page)(scope, receive, send)
            return
        async with AsyncExitStack() as work:
            self._count(1)
            work.callback(self._count, -1)
            if heavy:
                self.heavy += 1
                work.callback(self._left)
                await work.enter_async_context(self._lane)

            async def sending(message: Message) -> None:
                # The work is done; how slowly it is read is the envelope's care.
                await work.aclose()
                await send(message)

            await self.app(scope, receive, sending)

    def _left(self) -> None:
        self.heavy -= 1

    def _count(self, by: int) -> None:
        self.inside += by
        self.meters.inside.set(self.inside)
