"""Files made once and kept while there is room: the oldest in use go first."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

#: Seconds after which nobody is still making a file.
_ABANDONED = 3600.0


class Cache:
    """Files by name in one folder, at most ``most`` bytes of them.

    Not a cache of somebody's library: those that keep files pickle beside them. Where the folder
    cannot be written to, a folder of this process takes its place.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._wanted = folder
        self._most = most
        self._folder: Path | None = None
        self._lock = threading.Lock()

    def get(self, name: str) -> Path | None:
        """The file, now the one used last; None when it is not there."""
        path = self._place() / name
        try:
            os.utime(path)
        except OSError:
            return None
        return path

    def put(self, name: str, make: Callable[[Path], object]) -> Path:
        """Let ``make`` fill a folder with one file, and keep that as ``name``.

        What ``make`` raises is passed on, and nothing is kept then.
        """
        folder = self._place()
        with tempfile.TemporaryDirectory(prefix=".making-", dir=folder) as making:
            make(Path(making))
            (made,) = Path(making).iterdir()
            os.replace(made, folder / name)
        self._make_room(keep=name)
        return folder / name

    def _make_room(self, keep: str) -> None:
        with self._lock:
            found = []
            for path in self._place().iterdir():
                with contextlib.suppress(OSError):  # another process made room
                    if path.is_file():
                        found.append((path.stat().st_mtime_ns, path.stat().st_size, path))
            total = sum(size for _, size, _ in found)
            for _, size, path in sorted(found):
                if total <= self._most:
                    return
                if path.name != keep:
                    path.unlink(missing_ok=True)
                    total -= size

    def _place(self) -> Path:
        if self._folder is not None and self._folder.is_dir():
            return self._folder
        try:
            self._wanted.mkdir(parents=True, exist_ok=True)
            self._sweep()
            with tempfile.TemporaryFile(dir=self._wanted):
                self._folder = self._wanted
        except OSError:
            self._folder = Path(tempfile.mkdtemp(prefix="tracuu-cache-"))
        return self._folder

    def _sweep(self) -> None:
        """What a killed process was making goes; what another one may be making stays."""
        for path in self._wanted.glob(".making-*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _ABANDONED:
                    shutil.rmtree(path)
