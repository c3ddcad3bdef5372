"""Run as ``python -m indexer.worker``: tasks as JSON lines on stdin, what became of them on stdout.

A process of its own, because a file can bring down what reads it (memory, a fault in a library):
then this process ends, and the build goes on with the next file.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import resource
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from indexer.sources import Source
from indexer.understand import FULL, Outcome, Task, understand

#: Address space of one worker, in bytes. Readers of PDF and of images set limits of their own.
MEMORY = 6_000_000_000


def request(task: Task) -> bytes:
    """A task as its line."""
    source = task.source
    # Bytes of a path that are no UTF-8 travel as lone surrogates, which ASCII JSON can carry.
    body = [str(source.path), source.name, source.suffix, source.member]
    return json.dumps([*body, task.document, str(task.scratch)]).encode("ascii") + b"\n"


def reply(line: bytes) -> Outcome:
    """The outcome of its line; raises ``OSError`` for a disk that is full."""
    kind, _, rest = line.decode("utf-8").partition(" ")
    if kind == "full":
        raise OSError(*json.loads(rest))
    if kind == "document":
        return Outcome(rest.rstrip("\n"))
    return Outcome(None, json.loads(rest), lasting=kind == "reason")


def main(work: Callable[[Task], Outcome] = understand) -> None:
    """Answer every task until stdin ends."""
    _set_limits()
    # Whatever a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, tasks), daemon=True).start()
    while True:
        answers.write(_answer(work, tasks.get()))
        answers.flush()


def _answer(work: Callable[[Task], Outcome], line: bytes) -> bytes:
    path, name, suffix, member, document, scratch = json.loads(line)
    try:
        outcome = work(Task(Source(Path(path), name, suffix, member), document, Path(scratch)))
    except OSError as error:
        if error.errno not in FULL:
            raise
        return f"full {json.dumps([error.errno, error.strerror])}\n".encode()
    if outcome.coded is not None:
        return b"document " + outcome.coded.encode() + b"\n"
    return f"{'reason' if outcome.lasting else 'failed'} {json.dumps(outcome.reason)}\n".encode()


def _listen(stream: BinaryIO, tasks: queue.SimpleQueue[bytes]) -> None:
    """When the build is gone, however it went, so is this process."""
    for line in stream:
        tasks.put(line)
    os._exit(0)


def _set_limits() -> None:
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or hard > MEMORY:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
