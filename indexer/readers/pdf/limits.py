"""Bounds on what one PDF may cost."""

from __future__ import annotations

import contextlib
import resource

#: More pages than this are no plan; the longest we know has 500.
MAX_PAGES = 2000
#: Memory for one child process.
MEMORY = 1_500_000_000
#: Processor time for one child process, in seconds: a page takes 0.1 s, a slow one 2 s.
CPU_SECONDS = 900
#: A page that takes longer than this on the wall clock is given up.
PAGE_SECONDS = 30.0
#: Processes that read the pages of one file at a time, as far as there are processors.
MOST_READERS = 4
#: A process takes 0.1 s to start: not worth it for fewer pages than this.
PAGES_A_READER = 3
#: A file larger than this is refused: scans of 500 pages at 300 dpi take less.
MAX_BYTES = 400_000_000


def set_limits() -> None:
    """Bind this process; called in a child before it opens a file."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 200_000_000),
    ):
        _, hard = resource.getrlimit(what)
        if hard == resource.RLIM_INFINITY or hard > most:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
