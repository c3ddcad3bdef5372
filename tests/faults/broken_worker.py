"""A worker that real faults befall, by the name of the file; run by ``tests/faults``."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
import time

from indexer.understand import Outcome, Task
from indexer.worker import main


def work(task: Task) -> Outcome:
    """Crash as the name says; else give the name back."""
    name = task.source.name
    if "killed" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "segfault" in name:
        ctypes.string_at(0)
    if "exit" in name:
        os._exit(3)
    if "memory" in name:
        return Outcome(None, str(len(bytearray(1 << 40))))
    if "hang" in name:
        time.sleep(600)
    if "full" in name:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    if "noise" in name:
        print("noise on stdout")  # noqa: T201 - as a library might
        sys.stdout.flush()
    if "slow" in name:
        time.sleep(0.3)
    return Outcome(f'"{name} {os.getpid()}"')


if __name__ == "__main__":
    main(work)
