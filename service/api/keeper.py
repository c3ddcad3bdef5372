"""Run as ``python -m service.api.keeper SOCKET``: opens a generation, and keeps workers over it.

Orders come as a line of JSON on stdin (``crew.Orders``); a line on stdout says that the workers
are there (``Holdings``), or why the generation is refused. It ends when stdin is closed. Workers
are forked when all is loaded, so that they share it; each answers one request at a time, and one
that dies is replaced.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import logging.config
import multiprocessing
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from typing import TYPE_CHECKING, Any

from service.api import frames
from service.api.crew import Orders
from service.api.holdings import Holdings
from service.api.journal import configuration
from service.api.relay import answered

if TYPE_CHECKING:
    from fastapi import FastAPI

    from indexer.index import LocalIndex

log = logging.getLogger(__name__)

#: Asked once before the fork: what is loaded when first needed is loaded once for all.
_FIRST = "Cơ quan nào phụ trách, kinh phí bao nhiêu?"
#: Seconds between two looks at who has died: one who dies at once is not replaced in a rush.
_BREATH = 0.1
#: Seconds a worker has to end what it is at.
_END = 10.0


def main(handle: int) -> None:
    """Open, fork, and keep the workers until stdin is closed."""
    for name in (signal.SIGINT, signal.SIGTERM):  # whoever stops a whole service stops its front
        signal.signal(name, signal.SIG_IGN)
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no line of ours
    lifeline = os.fdopen(os.dup(0), "rb", buffering=0)
    orders = Orders.read(lifeline.readline())
    logging.config.dictConfig(configuration(orders.log_level, whole=orders.log_questions))
    from indexer.errors import TracuuError
    from service.api.app import create_worker

    try:
        index = _opened(orders.index)
    except TracuuError as error:
        _say(lines, {"refused": str(error)})
        return
    listener = socket.socket(fileno=handle)
    listener.setblocking(False)
    app = create_worker(orders, index)

    def work(ended: int) -> None:
        asyncio.run(attend(Worker(listener, app, orders.patience), ended))

    staff = _Staff(work, orders.places)
    try:
        with contextlib.suppress(BrokenPipeError):  # the front is gone: so is the lifeline
            _say(lines, asdict(Holdings.of(index)))
        staff.keep(lifeline)
    finally:
        staff.end()


def _say(lines: Any, message: dict[str, Any]) -> None:
    lines.write(json.dumps(message, ensure_ascii=False) + "\n")
    lines.flush()


def _opened(path: str) -> LocalIndex:
    """The index, warm, and fit to be forked."""
    import indexer.index
    import service
    from service.api.turnstile import settle

    index = indexer.index.open(path)
    assert isinstance(index, indexer.index.LocalIndex)
    with contextlib.suppress(Exception):  # what fails here fails again where it is told
        service.search(index, _FIRST), service.ask(index, _FIRST)
    index.rest()
    settle()
    return index


class _Staff:
    """``count`` forked processes at ``work``, which is given a handle: when that can be read, it is
    to end, or this process is no more.
    """

    def __init__(self, work: Callable[[int], None], count: int) -> None:
        self._work = work
        self._ended, self._alive = os.pipe()
        self._processes = [self._begun() for _ in range(count)]

    def keep(self, lifeline: Any) -> None:
        """Replace whoever ends, until the lifeline breaks."""
        while lifeline not in wait([lifeline, *(one.sentinel for one in self._processes)]):
            time.sleep(_BREATH)
            self._processes = [self._living(one) for one in self._processes]

    def end(self) -> None:
        """Have them all end when they have answered; who takes too long is ended."""
        os.close(self._alive)
        until = time.monotonic() + _END
        for one in self._processes:
            one.join(max(0.0, until - time.monotonic()))
            one.kill()

    def _living(self, process: ForkProcess) -> ForkProcess:
        if process.is_alive():
            return process
        log.error("a worker ended with status %s and is replaced", process.exitcode)
        return self._begun()

    def _begun(self) -> ForkProcess:
        process = multiprocessing.get_context("fork").Process(target=self._child)
        process.start()
        return process

    def _child(self) -> None:
        os.close(self._alive)  # else it would never be seen to close
        self._work(self._ended)


class Worker:
    """Answers by ``app`` what comes through ``listener``, one request after another."""

    def __init__(self, listener: socket.socket, app: FastAPI, patience: int) -> None:
        self.app = app
        self.busy = asyncio.Lock()
        self._listener = listener
        self._patience = patience

    async def answer(self) -> None:
        """Go on for ever; ``busy`` is held from when a request is here until it is answered."""
        loop = asyncio.get_running_loop()
        while True:
            line, _ = await loop.sock_accept(self._listener)
            with line, contextlib.suppress(OSError):  # the front has closed, or is gone
                while True:
                    asked = await frames.receive(line)
                    async with self.busy:
                        signal.alarm(self._patience)  # the end of this process, if it comes to that
                        reply = await answered(self.app, *asked)
                        signal.alarm(0)
                        await frames.send(line, *reply)


async def attend(worker: Worker, ended: int) -> None:
    """Have it answer until ``ended`` can be read, and finish what it is at."""
    over, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_reader(ended, over.set)
    async with worker.app.state.running():
        answering = asyncio.create_task(worker.answer())
        ending = asyncio.create_task(over.wait())
        await asyncio.wait({answering, ending}, return_when=asyncio.FIRST_COMPLETED)
        loop.remove_reader(ended)
        if answering.done():
            answering.result()  # it goes on for ever, or it failed
        async with worker.busy:
            answering.cancel()


if __name__ == "__main__":
    main(int(sys.argv[1]))
