"""Builds in processes that may be killed, each forked from one that has imported all it needs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Sequence
from itertools import cycle
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import numpy.ma  # noqa: F401 - a build asks for it when it has begun: here once for all of them
import pytest

import indexer.build
from indexer import build_rules, generation
from tests.encoders import HashEncoder
from tests.indexer import plans

#: A server that never had a thread forks safely, and faster than Python starts.
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([__name__])
_RULES = build_rules.rules_version(), build_rules.code_version()  # known before anything is forked
#: What Python tells before it changes a file or a folder; of "open", where it is to be written.
_STEPS = (
    *("open", "sqlite3.connect", "os.mkdir", "os.rmdir", "shutil.rmtree"),
    *("os.rename", "os.link", "os.remove", "os.truncate"),
)


def start(work: Callable[..., None], *given: object) -> BaseProcess:
    """``work`` in a process of its own; the caller waits for it or kills it."""
    process = _FORKS.Process(target=work, args=given, daemon=True)
    process.start()
    return process


def build(folder: Path, index: Path, stop: int | None = None) -> None:
    """Build, or be killed at the step ``stop`` (from 0) of all that change the index."""
    plans.use(pytest.MonkeyPatch())
    _stop_at(stop, index)
    indexer.build.build(folder, index, HashEncoder())


def commit(folder: Path, index: Path, stop: int) -> None:
    """Build, or be killed at the step ``stop`` (from 0) of those from the commit to the end."""
    patch, real = pytest.MonkeyPatch(), generation.commit
    plans.use(patch)

    def committed(*given: Any) -> None:
        _stop_at(stop, index)
        real(*given)

    patch.setattr(generation, "commit", committed)
    indexer.build.build(folder, index, HashEncoder())


def roll_back(index: Path, stop: int | None = None) -> None:
    """Go back one generation, or be killed on the way."""
    _stop_at(stop, index)
    generation.rollback(index)


def swap(index: Path, names: Sequence[str], begun: Event) -> None:
    """Make one generation current after the other, without a pause, until it is killed."""
    for name in cycle(names):
        generation.rollback(index, name)
        begun.set()


def event() -> Event:
    """Which a process started here may set, and the caller wait for."""
    return _FORKS.Event()


def killed_in(point: str, folder: Path, index: Path) -> None:
    """Build, and be killed where ``module:name`` is called (``os:name@2``: for the third time)."""
    patch = pytest.MonkeyPatch()
    plans.use(patch)
    module, _, name = point.partition(":")
    name, _, nth = name.partition("@")
    if not nth:
        patch.setattr(f"{module}.{name}", _die)
    else:
        real, calls = getattr(os, name), iter(range(99))
        patch.setattr(os, name, lambda *a: _die() if next(calls) == int(nth) else real(*a))
    indexer.build.build(folder, index, HashEncoder())


def _die(*given: object, **named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop_at(stop: int | None, index: Path) -> None:
    if stop is None:
        return
    below, left = str(index), iter(range(stop, -1, -1))

    def count(event: str, given: tuple[Any, ...]) -> None:
        if event in _STEPS and _changes(below, event, given) and next(left, None) == 0:
            _die()

    sys.addaudithook(count)


def _changes(below: str, event: str, given: tuple[Any, ...]) -> bool:
    """Whether it is of the index: what is cleared away there is named from its open folder."""
    if event == "open" and not given[2] & (os.O_WRONLY | os.O_RDWR):
        return False
    if event in ("os.remove", "os.rmdir") and given[1] >= 0:
        return True
    return str(given[0]).removeprefix("file:").startswith(below)
