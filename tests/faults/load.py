"""Fifty readers at once while generations swap: ``make load`` for minutes, a test for seconds.

Every generation has its mark in the text of its plan, so that an answer which mixes two is seen.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from indexer.build import build
from tests.bench.timing import machine, put
from tests.service import plans
from tests.service.serving import served

QUESTION = "cơ quan nào kiểm tra việc thu gom rác thải nhựa tại các chợ"
CLIENTS = 50
_MARK = re.compile(r"LẦN (\d+)")
#: Generations to be seen before it ends, and seconds more that a slow machine has for that.
_SWAPS, _PATIENCE = 3, 60.0


@dataclass
class Load:
    """What came of it: status codes, milliseconds of good answers, what was wrong."""

    codes: Counter[int] = field(default_factory=Counter)
    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    generations: set[str] = field(default_factory=set)

    def is_over(self, until: float) -> bool:
        """Whether the time is over and enough generations were seen, or never will be."""
        late = time.monotonic() - until
        return late > 0 and (len(self.generations) >= _SWAPS or late > _PATIENCE)

    def told(self) -> str:
        """In a line."""
        cuts = statistics.quantiles(self.took, n=100)
        return (
            f"{sum(self.codes.values()):,} requests {dict(self.codes)}, {len(self.generations)} "
            f"generations, {len(self.wrong)} wrong; p50 {cuts[49]:.0f} ms, p95 {cuts[94]:.0f} ms"
        )


def page(load: Load, clients: int, seconds: float) -> str:
    """For ``tests/bench/RESULTS.md``."""
    full = load.codes[503]
    return "\n".join(
        (
            "# Many readers while generations swap",
            "",
            "Written by `python -m tests.faults.load --out tests/bench/RESULTS.md`; figures of one",
            "machine and one day.",
            "",
            f"- {machine()}; others at work on it: load {os.getloadavg()[2]:.1f} (15 minutes)",
            f"- {datetime.now(UTC).date()}; {clients} readers ask again as soon as they are",
            f"  answered, for {seconds:.0f} s, while plans are changed and built again beside them",
            "",
            f"{load.told()}; told to come back: {full}.",
            "",
        )
    )


def write(folder: Path, number: int) -> None:
    """The plans, each clause of which says which time it was written."""
    plans.write(folder)
    for path in folder.glob("*.md"):
        lines = path.read_text("utf-8").split("\n")
        marked = [f"{x} (LẦN {number})" if re.match(r"\d\. |[a-zđ]\) ", x) else x for x in lines]
        path.write_text("\n".join(marked), "utf-8")


async def reader(url: str, until: float, load: Load, clients: int) -> None:
    """Ask until it is over; a full house is no error when it says when to come back."""
    # A connection for each: one kept alive is closed by the server when this process, which builds
    # meanwhile, leaves it idle for five seconds, and that is no error of the server's.
    limits = httpx.Limits(max_connections=clients, max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
        while not load.is_over(until):
            began = time.monotonic()
            reply = await client.post("/v1/ask", json={"question": QUESTION})
            load.codes[reply.status_code] += 1
            if reply.status_code == 200:
                load.took.append(1000 * (time.monotonic() - began))
                told = reply.json()
                load.generations.add(told["generation"])
                marks = set(_MARK.findall(reply.text))
                if len(marks) != 1 or not told["found"]:
                    load.wrong.append(f"{told['generation']}: {marks}")
            elif reply.status_code != 503 or "retry-after" not in reply.headers:
                load.wrong.append(f"{reply.status_code} {reply.text[:200]}")


async def swapper(folder: Path, index: Path, until: float, load: Load) -> None:
    """A new generation as often as one is done."""
    number = 1
    while not load.is_over(until):
        number += 1
        write(folder, number)
        await asyncio.to_thread(build, folder, index)


async def _all(url: str, folder: Path, index: Path, seconds: float, clients: int) -> Load:
    load, until = Load(), time.monotonic() + seconds
    readers = (reader(url, until, load, clients) for _ in range(clients))
    await asyncio.gather(swapper(folder, index, until, load), *readers)
    return load


def run(place: Path, seconds: float, clients: int = CLIENTS, *options: str) -> Load:
    """Serve an index in ``place``, and ask it while it is built again and again."""
    folder, index = place / "plans", place / "index"
    write(folder, 1)
    build(folder, index)
    with served(index, "--rate", "0", *options) as server:
        return asyncio.run(_all(server.url, folder, index, seconds, clients))


def main(arguments: list[str]) -> int:
    """Say what came of so many seconds."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.load")
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--workers", type=int, help="processes that answer (default: as usual)")
    parser.add_argument("--out", type=Path, help="a page of figures, to keep")
    given = parser.parse_args(arguments)
    options = ("--workers", str(given.workers)) if given.workers else ()
    with tempfile.TemporaryDirectory() as place:
        load = run(Path(place), given.seconds, given.clients, *options)
    print(load.told(), *load.wrong[:5], sep="\n")  # noqa: T201
    if given.out:
        put(given.out, page(load, given.clients, given.seconds))
    return int(bool(load.wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
