"""Cases by number, each for so many seconds at most: who hangs or crashes is told, and no more.

A case that does not come back is interrupted where it is. One that cannot be (a library in C that
never looks up), or that brings its process down, ends in a process of its own, which is begun anew
behind it.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from ctypes import c_long
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.bounds import Hung, within

#: Seconds of one case: it takes some milliseconds, and the machine may do other things.
LIMIT = 20.0
#: A server that never had a thread forks safely.
_FORKS = multiprocessing.get_context("forkserver")

Trial = Callable[[int, Path], None]


@dataclass(slots=True)
class Tried:
    """How many cases were tried, the seconds it took, and what failed, by number."""

    count: int = 0
    seconds: float = 0.0
    failed: dict[int, str] = field(default_factory=dict)


def failure(trial: Trial, number: int, place: Path, limit: float = LIMIT) -> str | None:
    """What became of one case, where that should not have been."""
    try:
        with within(limit):
            trial(number, place)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]!r}"
    return None


def tried(trial: Trial, numbers: range, seconds: float, limit: float = LIMIT) -> Tried:
    """What became of as many of these cases as ``seconds`` allow."""
    began, told = time.monotonic(), Tried()
    at = _FORKS.RawValue(c_long, numbers.start)
    with tempfile.TemporaryDirectory() as folder:
        while at.value < numbers.stop and time.monotonic() < began + seconds:
            left = began + seconds - time.monotonic()
            told.failed |= _series(trial, at, numbers.stop, Path(folder), left, limit)
    told.count, told.seconds = at.value - numbers.start, time.monotonic() - began
    return told


def _series(
    trial: Trial, at: Any, stop: int, folder: Path, seconds: float, limit: float
) -> dict[int, str]:
    """What failed from case ``at`` on in a process of its own, until it is done or ends."""
    failed: dict[int, str] = {}
    hear, tell = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_work, args=(trial, at, stop, folder, seconds, limit, tell))
    process.start()
    tell.close()
    try:
        with hear:
            hear.recv()  # it has begun, however long that took
            while (heard := _heard(hear, at, 2 * limit)) is not None:
                failed |= heard
        process.join()
    except Hung as hung:
        failed[at.value] = str(hung)
    finally:
        process.kill()
        process.join()
    if process.exitcode:
        failed.setdefault(at.value, f"its process ended: {process.exitcode}")
        at.value += 1
    return failed


def _heard(hear: Connection, at: Any, patience: float) -> dict[int, str] | None:
    """The next case that failed; None when there are no more.

    Raises ``Hung`` when its process has been at one case for longer than ``patience``.
    """
    number = None
    while not hear.poll(patience):
        if number == at.value:
            raise Hung(f"not to be interrupted in {patience:g} s")
        number = at.value
    try:
        heard: dict[int, str] = hear.recv()
        return heard
    except EOFError:  # its process has ended, or is about to
        return None


def _work(
    trial: Trial, at: Any, stop: int, folder: Path, seconds: float, limit: float, tell: Connection
) -> None:
    until = time.monotonic() + seconds
    tell.send({})
    while at.value < stop and time.monotonic() < until:
        what = failure(trial, at.value, folder, limit)
        if what is not None:
            tell.send({at.value: what})
        at.value += 1
