"""What many readers get of one service: ``tracuu serve`` as anybody starts it, asked over HTTP.

The readers stand on the same machine, and what they cost it is within the figures.
"""

from __future__ import annotations

import http.client
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from tests.bench.timing import Timed, seconds
from tests.service.serving import Server, served

CLIENTS = 32
_ROUNDS = 3
_PATIENCE = 120.0


class Served(NamedTuple):
    """Searches a second of one client, of many, and the one by the other, each round by round.

    ``memory``: megabytes of all its processes, what they share counted once.
    """

    alone: Timed
    together: Timed
    ratio: Timed
    errors: int
    processes: int
    memory: float


def measured(path: Path, questions: Sequence[str]) -> Served:
    """The index at ``path``, served by as many workers as are usual on this machine.

    Every question was asked before, of each worker as likely as not: what is compared is how many
    ask, not what is kept. One client and many take turns, so that a busy moment hits both.
    """
    many = list(questions) * 4
    with served(path, "--rate", "0") as server:
        errors = _asked(server, many, CLIENTS)[1]
        rounds = []
        for _ in range(_ROUNDS):
            alone, failed = _asked(server, questions, 1)
            together, more = _asked(server, many, CLIENTS)
            rounds.append((alone, together, together / alone))
            errors += failed + more
        family = server.family()
        memory = sum(_share(process) for process in family)
    columns = (Timed(tuple(column)) for column in zip(*rounds, strict=True))
    return Served(*columns, errors, len(family), memory)


def _asked(server: Server, questions: Sequence[str], clients: int) -> tuple[float, int]:
    """Answers a second, and how many questions were not answered."""
    held = threading.local()

    def one(text: str) -> bool:
        try:
            if not hasattr(held, "line"):
                held.line = http.client.HTTPConnection(*server.address, timeout=_PATIENCE)
            held.line.request("GET", f"/v1/search?q={quote(text)}")
            reply = held.line.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException):
            del held.line
            return False
        return bool(reply.status == 200)

    with ThreadPoolExecutor(clients) as pool:
        good: list[bool] = []
        took = seconds(lambda: good.extend(pool.map(one, questions)))
    return sum(good) / took, len(good) - sum(good)


def _share(process: int) -> float:
    """Megabytes of a process, its share of what it has in common with others."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
