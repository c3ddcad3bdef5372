"""One writer of an index at a time."""

from __future__ import annotations

import contextlib
import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from indexer.errors import TracuuError

#: Seconds between trials of a lock that is held.
_WAITS = (0.05, 0.1, 0.2, 0.4)


class BuildRunning(TracuuError):
    """Another build holds the lock of this index."""


class NotWritable(TracuuError):
    """The folder of the index cannot be made or written to."""


@contextmanager
def build_lock(index: Path) -> Iterator[None]:
    """One writer at a time; the kernel drops the lock when the process dies."""
    try:
        index.mkdir(parents=True, exist_ok=True)
        opened = (index / ".lock").open("a")
    except OSError as error:
        raise not_writable(index, error) from error
    with opened as handle:
        if not _locked(handle):
            raise BuildRunning(
                f"Một tiến trình khác đang cập nhật chỉ mục {index}; hãy đợi rồi chạy lại · "
                f"Another process is updating the index {index}; wait, then run again"
            )
        yield


def not_writable(index: Path, error: OSError) -> NotWritable:
    """What to do about an index whose folder refused to be written to."""
    return NotWritable(
        f"Không ghi được vào thư mục chỉ mục {index} ({error.strerror}); hãy kiểm tra quyền ghi và "
        f"chỗ trống, hoặc chọn thư mục khác: --index · The index folder {index} cannot be written "
        "to; check its permissions and the room left, or choose another: --index"
    )


def _locked(handle: IO[str]) -> bool:
    """Whether a file could be locked, soon.

    A child that a build was starting when it was killed has the lock until it runs its own program.
    """
    for wait in (*_WAITS, None):
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if wait:
            time.sleep(wait)
    return False
