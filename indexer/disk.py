"""A disk that fills while an index is written: told as such, whichever library met it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import TracuuError
from indexer.understand import FULL

#: As SQLite says it, and as the system does through libraries that keep only its words.
_WORDS = ("disk is full", "No space left on device", "Disk quota exceeded", "File too large")
#: SQLite's words for any write that failed but for ENOSPC: a quota, a limit on the size of files.
_NOT_WRITTEN = sqlite3.SQLITE_IOERR_WRITE


class DiskFull(TracuuError):
    """There is no room for the new generation; the current one stays."""


@contextmanager
def said(index: Path) -> Iterator[None]:
    """Raise ``DiskFull`` for any error of a full disk; every other one passes."""
    try:
        yield
    except Exception as error:
        if not is_full(error):
            raise
        raise DiskFull(
            f"Đĩa đầy khi lập chỉ mục tại {index}{_left(index)}. Chỉ mục đang dùng vẫn nguyên; hãy "
            "dọn chỗ rồi chạy lại, phần đã đọc không phải đọc lại · The disk is full; the index "
            "in use is as it was. Make room and run again: what was read is not read again"
        ) from error


def is_full(error: BaseException | None) -> bool:
    """Whether a full disk is behind ``error``, or behind one that it hides."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(words in str(error) for words in _WORDS):
            return True
        if getattr(error, "sqlite_errorcode", None) == _NOT_WRITTEN:
            return True
        error = error.__cause__ or error.__context__
    return False


def _left(index: Path) -> str:
    try:
        return f" (còn {shutil.disk_usage(index).free / 1e6:.0f} MB)"
    except OSError:
        return ""
