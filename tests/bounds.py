"""What must end in time, interrupted where it does not."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

#: Which timer sends which signal: the clock's, and that of processor time.
_SIGNALS = {signal.ITIMER_REAL: signal.SIGALRM, signal.ITIMER_VIRTUAL: signal.SIGVTALRM}


class Hung(Exception):
    """Something was not done in time."""


@contextmanager
def within(seconds: float, timer: int = signal.ITIMER_REAL) -> Iterator[None]:
    """The block, or ``Hung`` after so many seconds of ``timer``. For the main thread alone."""

    def give_up(*_: object) -> None:
        raise Hung(f"not done after {seconds:g} s")

    before = signal.signal(_SIGNALS[timer], give_up)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(_SIGNALS[timer], before)
