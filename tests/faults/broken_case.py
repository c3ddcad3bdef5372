"""A case for ``watch`` that goes wrong in every way there is."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path


def faulty(number: int, place: Path) -> None:
    """Fails, hangs, crashes, and hangs so that nothing can interrupt it: at odd numbers."""
    assert number != 1, "one"
    if number == 3:
        re.match("(a+)+$", "a" * 40 + "b")
    if number == 5:
        os.abort()
    if number == 7:  # as in a library that never looks up
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
        time.sleep(60)
