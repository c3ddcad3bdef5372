"""The generation being served: opened once at start-up, swapped when a build publishes a new one.

Requests take the index once and keep it: a swap only changes what the next request takes. A
generation that does not open is refused and logged, and the one before it stays.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from indexer.errors import IndexMissing, TracuuError

if TYPE_CHECKING:
    from indexer.index.protocol import Index

    Opener = Callable[[Path | str], Index]

log = logging.getLogger(__name__)

#: Seconds between two looks at INDEX/CURRENT.
INTERVAL = 1.0

#: Seconds a replaced generation stays open for the requests that took it; none runs so long.
GRACE = 60.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT said, and when it was written: publishing one name twice is seen too."""

    name: str
    written: int


def _open(path: Path | str) -> Index:
    # Imported here: the index reader brings the encoder, and the application starts before it.
    from indexer.index import open as open_index

    return open_index(path)


def _close(index: Index) -> None:
    # Not in the protocol: an index on many machines may have nothing to close.
    close = getattr(index, "close", None)
    if close is not None:
        close()


class Shelf:
    """Holds the served index; safe to use from many threads."""

    def __init__(
        self,
        path: Path | str,
        index: Index | None = None,
        opener: Opener = _open,
        interval: float = INTERVAL,
        grace: float = GRACE,
    ) -> None:
        self._path = path
        self._opener = opener
        self._interval = interval
        self._grace = grace
        self._index = index
        self._reason: str | None = None
        self._tried = index is not None
        self._watching = index is None
        self._pointer: Pointer | None = None
        self._checked = time.monotonic()
        self._lock = threading.Lock()
        self._opening = threading.Lock()

    def open(self) -> None:
        """Open the current generation now, once; what goes wrong is kept for ``index`` to say."""
        with self._opening:
            if not self._tried:
                self._tried = True
                self._pointer = self._read()
                self._take(self._pointer)

    def index(self) -> Index:
        """Return the index for one request; raises ``IndexMissing`` while there is none."""
        if not self._tried:
            self.open()
        self._look()
        index = self._index
        if index is None:
            raise IndexMissing(
                self._reason or "Chỉ mục chưa mở xong. / The index is still opening."
            )
        return index

    def close(self) -> None:
        """Let go of the index that was opened here; one that was given stays its owner's."""
        with self._opening:
            if self._watching and self._index is not None:
                _close(self._index)
                self._index = None

    @property
    def refused(self) -> str | None:
        """Why the newest generation is not the one served, or None."""
        return self._reason

    def _look(self) -> None:
        if not self._watching or time.monotonic() - self._checked < self._interval:
            return
        # Whoever holds the lock is looking already; nobody waits for it.
        if not self._lock.acquire(blocking=False):
            return
        try:
            self._checked = time.monotonic()
            pointer = self._read()
            if pointer is not None and pointer != self._pointer:
                self._pointer = pointer
                # Opening takes seconds; requests go on with the old generation meanwhile.
                threading.Thread(target=self._swap, args=(pointer,), daemon=True).start()
        finally:
            self._lock.release()

    def _swap(self, pointer: Pointer) -> None:
        with self._opening:
            if pointer == self._pointer:  # else a newer one was published while this one waited
                self._take(pointer)

    def _take(self, pointer: Pointer | None) -> None:
        name = pointer.name if pointer else "?"
        try:
            index = self._opener(self._path)
        except TracuuError as error:
            self._refuse(name, str(error))
        except Exception as error:  # a damaged generation may fail in any way; the old one stays
            log.exception("generation %s did not open", name)
            kind = type(error).__name__
            self._refuse(
                name,
                f"Không mở được chỉ mục ({kind}); hãy lập lại bằng `tracuu index`. / "
                f"The index does not open ({kind}); build it again with `tracuu index`.",
            )
        else:
            old, self._index = self._index, index
            self._reason = None
            log.info("serving generation %s", index.generation)
            if old is not None:
                self._retire(old)

    def _retire(self, index: Index) -> None:
        timer = threading.Timer(self._grace, _close, [index])
        timer.daemon = True
        timer.start()

    def _refuse(self, name: str, reason: str) -> None:
        self._reason = reason
        if self._index is None:
            log.error("no index to serve: %s", reason)
        else:
            kept = self._index.generation
            log.error("generation %s refused, still serving %s: %s", name, kept, reason)

    def _read(self) -> Pointer | None:
        if not self._watching or "://" in str(self._path):
            return None
        current = Path(self._path) / "CURRENT"
        try:
            return Pointer(current.read_text("utf-8").strip(), current.stat().st_mtime_ns)
        except (OSError, UnicodeDecodeError):
            return None
