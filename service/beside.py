"""Two things at once, where a processor is free for the second.

For what leaves the interpreter to others for milliseconds, as tantivy and FAISS do: Python itself
gains nothing by threads. The thread is made for the one call: it costs a sixth of a millisecond,
and none is left that a process could not be forked with.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_First = TypeVar("_First")
_Second = TypeVar("_Second")
#: Threads at once in a process: more than there are other processors would only stand in line.
_free = threading.BoundedSemaphore((os.cpu_count() or 1) - 1)


def both(
    first: Callable[[], _First], second: Callable[[], _Second], apart: bool = True
) -> tuple[_First, _Second]:
    """What both give, the second from a thread of its own if one is free; not ``apart``: in turn.

    Raises what they raise, when both have ended.
    """
    if not apart or not _free.acquire(blocking=False):
        return first(), second()
    try:
        with ThreadPoolExecutor(1) as pool:
            later = pool.submit(second)
            return first(), later.result()
    finally:
        _free.release()
