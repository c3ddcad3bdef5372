"""Two things at once, where a processor is free for the second.

For what leaves the interpreter to others for milliseconds, as tantivy, FAISS and ONNX Runtime do:
Python itself gains nothing by threads. The thread is made for the one call: it costs a sixth of a
millisecond, and none is left that a process could not be forked with. On a machine with enough to
do two threads would only wait for one another, so they are done in turn.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

_First = TypeVar("_First")
_Second = TypeVar("_Second")
_CORES = os.cpu_count() or 1
#: Threads at once in a process: more than there are other processors would only stand in line.
_free = threading.BoundedSemaphore(_CORES - 1)
#: Linux tells here how many threads of the machine are running or waiting for a processor.
_LOAD = Path("/proc/loadavg")


def both(
    first: Callable[[], _First], second: Callable[[], _Second], apart: bool = True
) -> tuple[_First, _Second]:
    """What both give, the second from a thread of its own where a processor is free for it.

    Not ``apart``: in turn. Raises what they raise, when both have ended.
    """
    if not apart or running() >= _CORES or not _free.acquire(blocking=False):
        return first(), second()
    try:
        with ThreadPoolExecutor(1) as pool:
            later = pool.submit(second)
            return first(), later.result()
    finally:
        _free.release()


def running() -> int:
    """How many threads want a processor now, on the whole machine; 1 where it does not tell."""
    try:
        return int(_LOAD.read_bytes().split()[3].partition(b"/")[0])
    except OSError:
        return 1
