"""A child process that writes JSON lines, watched by the clock."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

#: One message longer than this is refused: a page of text takes 100 kB.
MOST_BYTES = 64_000_000
_ROOT = str(Path(__file__).resolve().parents[3])


class ChildDied(Exception):
    """The child ended before it said so; the message says how."""


def messages(module: str, args: Sequence[str], patience: float) -> Iterator[dict[str, Any]]:
    """Run ``python -m module args`` and yield what it writes.

    Raises ``ChildDied`` when it crashes, or says nothing for ``patience`` seconds. The child is
    gone when this generator is closed, however it is left.
    """
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", module, *args],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        assert process.stdout is not None
        for raw in _lines(process.stdout.fileno(), patience):
            message = json.loads(raw)
            assert isinstance(message, dict)
            yield message
        if process.wait(timeout=10) != 0:
            raise ChildDied(f"mã thoát {process.returncode} · exit status {process.returncode}")
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _environment() -> dict[str, str]:
    paths = [_ROOT, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"}


def _lines(handle: int, patience: float) -> Iterator[bytes]:
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        parts: list[bytes] = []
        size = 0
        deadline = time.monotonic() + patience
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise ChildDied(f"quá {patience:.0f} giây · more than {patience:.0f} seconds")
            chunk = os.read(handle, 1 << 20)
            if not chunk:
                return
            parts.append(chunk)
            size += len(chunk)
            if size > MOST_BYTES:
                raise ChildDied("một trang quá lớn · one page is too large")
            if b"\n" not in chunk:
                continue
            *whole, rest = b"".join(parts).split(b"\n")
            parts, size = ([rest] if rest else []), len(rest)
            yield from whole
            deadline = time.monotonic() + patience
