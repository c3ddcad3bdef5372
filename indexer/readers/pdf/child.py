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
from typing import Any, Self

#: One message longer than this is refused: a page of text takes 100 kB.
MOST_BYTES = 64_000_000
_ROOT = str(Path(__file__).resolve().parents[3])


class ChildDied(Exception):
    """The child ended before it said so; the message says how."""


class Child:
    """``python -m module args``, to talk to. It is gone when the ``with`` block is left.

    ``tell`` and ``hear`` raise ``ChildDied`` when it crashes, or says nothing for ``patience``
    seconds.
    """

    def __init__(self, module: str, args: Sequence[str], patience: float) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", module, *args],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        assert self._process.stdout is not None
        self._lines = _lines(self._process.stdout.fileno(), patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def tell(self, line: str) -> None:
        """Write a line to its standard input."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()
        except OSError as error:
            raise ChildDied(self._exit()) from error

    def hear(self) -> dict[str, Any] | None:
        """The next message; None when it has ended well."""
        raw = next(self._lines, None)
        if raw is None:
            if self._process.wait(timeout=10) != 0:
                raise ChildDied(self._exit())
            return None
        message = json.loads(raw)
        assert isinstance(message, dict)
        return message

    def close(self) -> None:
        """End it, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _exit(self) -> str:
        code = self._process.wait(timeout=10)
        return f"mã thoát {code} · exit status {code}"


def messages(module: str, args: Sequence[str], patience: float) -> Iterator[dict[str, Any]]:
    """Everything a ``Child`` writes that is only listened to."""
    with Child(module, args, patience) as child:
        while (message := child.hear()) is not None:
            yield message


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
