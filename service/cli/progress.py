"""A progress bar with the time left: redrawn on a terminal, one line a stage elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from indexer.build import Eta

_STAGES = {
    "list": "Tìm tệp · Listing",
    "read": "Đọc tệp · Reading",
    "analyse": "Phân tích · Analysing",
    "encode": "Mã hóa · Encoding",
    "write": "Ghi chỉ mục · Writing",
    "publish": "Gửi Milvus · Publishing",
}
_BAR = 24
_PAUSE = 0.1  # seconds between two drawings


class ProgressBar:
    """Call it with ``(stage, done, total)``; use it with ``with`` so that the line is finished."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._clock = clock
        self._eta = Eta(clock)
        self._stage = ""
        self._drawn = float("-inf")
        self._line = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that ``done`` of ``total`` are done."""
        left = self._eta.left(stage, done, total)
        if stage != self._stage:
            self._finish()
            self._stage = stage
        elif self._clock() - self._drawn < _PAUSE and done < total:
            return
        self._drawn = self._clock()
        self._line = drawing(stage, done, total, left)
        if self._live:
            self._stream.write(f"\r\033[K{self._line}")
            self._stream.flush()

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._finish()

    def _finish(self) -> None:
        if self._line:
            self._stream.write("\n" if self._live else f"{self._line}\n")
            self._stream.flush()
        self._line = ""


def drawing(stage: str, done: int, total: int, left: float | None) -> str:
    """One state of the bar; a ``total`` of 0 is not known.

    >>> drawing("encode", 5, 10, 75.0)
    'Mã hóa · Encoding       ████████████░░░░░░░░░░░░  5/10, còn · left 1:15'
    """
    if done > total:
        return f"{_STAGES.get(stage, stage):22s}  {done}"
    share = done / total if total else 1.0
    full = round(_BAR * share)
    bar = "█" * full + "░" * (_BAR - full)
    tail = f", còn · left {clock(left)}" if left is not None and done < total else ""
    return f"{_STAGES.get(stage, stage):22s}  {bar}  {done}/{total}{tail}"


def clock(seconds: float) -> str:
    """``75`` → ``1:15``; hours appear when there are any."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
