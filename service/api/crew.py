"""Processes that answer over one generation of an index, as the front sees them.

The searching is Python, and threads of one process only take turns at it: a machine's cores are
used by processes. A keeper (``service.api.keeper``) opens the generation once and forks the
workers, which share its memory. One generation, one crew: nobody in it ever changes to another, so
no reply can mix two.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from indexer.errors import IndexMissing, TracuuError
from service.answer.endpoint import Endpoint
from service.api import frames
from service.api.holdings import Holdings

#: Seconds a worker may take for one request; one that takes longer hangs, and is replaced.
_PATIENCE = 120
#: Workers more where answers may be told again: they wait for a model, not for a processor.
WAITING = 2
#: Seconds that ``close`` waits for requests, then for the processes.
_DRAIN, _END = 60.0, 15.0
_ROOT = str(Path(__file__).resolve().parents[2])
#: A worker has one core, and libraries that start threads of their own cannot be forked.
_ALONE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
}


class CrewLost(TracuuError):
    """The processes are gone, or two in turn have died over one request."""


_LOST = (
    "Tiến trình tra cứu vừa dừng và đang được dựng lại; hãy thử lại. / "
    "The process that answers has ended and is being replaced; try again."
)


@dataclass(frozen=True, slots=True)
class Orders:
    """What workers serve and how: see ``create_app``; ``workers`` of them, ``patience`` in s."""

    index: str
    workers: int
    endpoint: Endpoint | None = None
    mcp: bool = False
    url: str | None = None
    origins: tuple[str, ...] = ()
    log_level: str = "warning"
    log_questions: bool = False
    patience: int = _PATIENCE

    @property
    def places(self) -> int:
        """How many processes there are."""
        return self.workers + (WAITING if self.endpoint else 0)

    @classmethod
    def read(cls, line: bytes) -> Self:
        """What ``json.dumps(asdict(orders))`` wrote."""
        told = json.loads(line)
        endpoint = told.pop("endpoint")
        origins = tuple(told.pop("origins"))
        return cls(**told, origins=origins, endpoint=Endpoint(**endpoint) if endpoint else None)


class Keeper:
    """The process ``service.api.keeper``, begun by one that it does not outlive."""

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self._room = tempfile.TemporaryDirectory(prefix="tracuu-", ignore_cleanup_errors=True)
        self.address = str(Path(self._room.name) / "workers")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen()
            self._process = _begun(orders, listener)

    def holdings(self) -> Holdings:
        """What is served, when the workers are there. To be asked once.

        Raises ``IndexMissing`` saying what ``indexer.index.open`` did, ``RuntimeError`` where it
        ended without a word.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the keeper ended with status {self._process.wait()}")
        told = json.loads(line)
        if "refused" in told:
            raise IndexMissing(told["refused"])
        return Holdings(**told)

    @property
    def pid(self) -> int:
        """Its number; the workers are its children."""
        return self._process.pid

    @property
    def lost(self) -> bool:
        """Whether it has ended, and the workers with it."""
        return self._process.poll() is not None

    def end(self) -> None:
        """Have it end, and wait until it has."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._room.cleanup()


class Crew:
    """The workers of a keeper; ``close`` it when another generation is served."""

    def __init__(self, keeper: Keeper) -> None:
        """Wait until they are there; raises as ``Keeper.holdings`` does."""
        try:
            self.holdings = keeper.holdings()
        except BaseException:
            keeper.end()
            raise
        self._keeper = keeper
        self._patience = keeper.orders.patience
        self._places = asyncio.Semaphore(keeper.orders.places)
        self._idle: list[socket.socket] = []
        self._inside = 0
        self._unreachable = False

    @property
    def generation(self) -> str:
        """The name of the generation that every reply is of."""
        return self.holdings.generation

    @property
    def pid(self) -> int:
        """The keeper's number; the workers are its children."""
        return self._keeper.pid

    @property
    def lost(self) -> bool:
        """Whether no worker can be reached any more: the keeper has ended, and they with it."""
        return self._unreachable or self._keeper.lost

    async def ask(self, head: Mapping[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        """A worker's reply, in turn. A worker that dies over it is replaced, and another is asked.

        Raises ``CrewLost`` when that one dies too, or when the first took all its time.
        """
        with self._counted():
            async with self._places:
                began = time.monotonic()
                # Again over a new line: workers that died idle have left others behind.
                for known in (self._idle, []):
                    try:
                        async with asyncio.timeout(self._patience):
                            line = known.pop() if known else await self._connected()
                            return await self._exchange(line, head, body)
                    except OSError:  # which a timeout is, too
                        if time.monotonic() - began >= self._patience:
                            break
        raise CrewLost(_LOST)

    async def _exchange(
        self, line: socket.socket, head: Mapping[str, Any], body: bytes
    ) -> tuple[dict[str, Any], bytes]:
        try:
            await frames.send(line, head, body)
            reply = await frames.receive(line)
        except BaseException:  # cancelled, too: what comes next would be the reply to another
            line.close()
            raise
        self._idle.append(line)
        return reply

    async def _connected(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX)
        line.setblocking(False)
        try:
            await asyncio.get_running_loop().sock_connect(line, self._keeper.address)
        except BaseException as error:
            line.close()
            self._unreachable |= isinstance(error, OSError)
            raise
        return line

    def close(self) -> None:
        """Let the requests that are inside end, then the processes. Blocks."""
        until = time.monotonic() + _DRAIN
        while self._inside and not self.lost and time.monotonic() < until:
            time.sleep(0.05)
        while self._idle:
            self._idle.pop().close()
        self._keeper.end()

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self._inside += 1
        try:
            yield
        finally:
            self._inside -= 1


def _begun(orders: Orders, listener: socket.socket) -> subprocess.Popen[bytes]:
    paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
    keeper = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "service.api.keeper", str(listener.fileno())],
        # Its stdin is its lifeline: it ends when that is closed, however this process ends.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        pass_fds=[listener.fileno()],
        env={**os.environ, **_ALONE, "PYTHONPATH": os.pathsep.join(paths)},
        process_group=0,  # Ctrl-C is for the front, which answers first what it has
    )
    assert keeper.stdin is not None
    keeper.stdin.write(json.dumps(asdict(orders)).encode() + b"\n")
    keeper.stdin.flush()
    return keeper
