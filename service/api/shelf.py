"""The generation being served: opened once at start-up, swapped when a build publishes a new one.

A request takes the index once and keeps it: a swap only changes what the next request takes. A
generation that does not open is refused and logged, and the one before it stays; where that was not
its own fault (who opened it was killed, or had no memory) it is tried again. Only the watching
thread opens and swaps; requests read one attribute and wait for nothing.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from indexer.address import Address, is_address
from indexer.errors import IndexMissing, TracuuError

log = logging.getLogger(__name__)

#: Seconds between two looks at INDEX/CURRENT.
INTERVAL = 1.0

#: Seconds until what failed unforeseen is tried again: at first, and at most.
_SOON, _LATE = 1.0, 60.0

#: Seconds a replaced generation stays open for the requests that took it; none runs so long.
GRACE = 60.0


class Served(Protocol):
    """What a shelf holds: an open index, or workers over one (``crew``)."""

    @property
    def generation(self) -> str:
        """Its name, unlike any other's."""


S = TypeVar("S", bound=Served)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT said, and when it was written: publishing one name twice is seen too."""

    name: str
    written: int


def _open(path: Path | str) -> Any:
    # Imported here: the index reader brings the encoder, and the application starts before it.
    from indexer.index import open as open_index

    return open_index(path)


def _close(index: Served) -> None:
    # Not in the protocol: an index on many machines may have nothing to close.
    close = getattr(index, "close", None)
    if close is not None:
        close()


class Shelf(Generic[S]):
    """Holds the served index. An index given is served as it is; else the one at ``path``."""

    def __init__(
        self,
        path: Path | str,
        index: S | None = None,
        opener: Callable[[Path | str], S] = _open,
        interval: float = INTERVAL,
        grace: float = GRACE,
    ) -> None:
        self._path = path
        self._opener = opener
        self._interval = interval
        self._grace = grace
        self._index = index
        self._owned = index is None
        self._pointer: Pointer | None = None
        self._reason: str | None = None
        self._wait = 0.0  # before the next trial
        self._again = math.inf  # when that is, on the monotonic clock
        self._closing = threading.Event()
        self._client: Any = None  # of a server, asked for its alias

    def open(self) -> None:
        """Open the current generation now, and watch for the next ones until ``close``.

        What goes wrong is not raised: ``index`` says it to whoever asks.
        """
        if self._owned:
            self._pointer = self._read()
            self._take("?" if self._pointer is None else self._pointer.name)
            threading.Thread(target=self._watch, name="shelf", daemon=True).start()

    def close(self) -> None:
        """Watch no longer, and let go of what was opened here."""
        self._closing.set()
        if self._owned and self._index is not None:
            _close(self._index)
            self._index = None
        if self._client is not None:
            self._client.close()

    def index(self) -> S:
        """Return the index for one request; raises ``IndexMissing`` while there is none."""
        index = self._index
        if index is None:
            said = self._reason or "Chỉ mục chưa mở xong. / The index is still opening."
            raise IndexMissing(said)
        return index

    @property
    def refused(self) -> str | None:
        """Why the newest generation is not the one served, or None."""
        return self._reason

    def look(self) -> None:
        """Take the generation CURRENT names, if CURRENT has changed and it is a good one.

        What is served is taken again where it was ``lost``: its processes are gone. What failed for
        a reason nobody foresaw is tried again, ever less often.
        """
        pointer = self._read()
        lost = getattr(self._index, "lost", False)
        again = time.monotonic() >= self._again
        if pointer is not None and (lost or again or pointer != self._pointer):
            if pointer != self._pointer:
                self._wait = 0.0
            self._pointer = pointer
            self._take(pointer.name)

    def _watch(self) -> None:
        while not self._closing.wait(self._interval):
            self.look()

    def _take(self, name: str) -> None:
        self._again = math.inf
        try:
            index = self._opener(self._path)
        except TracuuError as error:
            self._refuse(name, str(error))
        except Exception as error:  # a damaged generation may fail in any way; the old one stays
            log.exception("generation %s did not open", name)
            kind = type(error).__name__
            self._wait = min(max(_SOON, 2 * self._wait), _LATE)
            self._again = time.monotonic() + self._wait
            self._refuse(
                name,
                f"Không mở được chỉ mục ({kind}), sẽ thử lại; nếu vẫn không được, hãy lập lại bằng "
                f"`tracuu index`. / The index does not open ({kind}) and is tried again; if that "
                "does not help, build it again with `tracuu index`.",
            )
        else:
            if self._closing.is_set():  # while it was opened
                _close(index)
                return
            old, self._index = self._index, index
            self._reason = None
            log.info("serving generation %s", index.generation)
            if old is not None:
                self._retire(old)

    def _retire(self, index: S) -> None:
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
        if is_address(self._path):
            return self._alias()
        current = Path(self._path) / "CURRENT"
        try:
            return Pointer(current.read_text("utf-8").strip(), current.stat().st_mtime_ns)
        except (OSError, UnicodeDecodeError):
            return None

    def _alias(self) -> Pointer | None:
        """The collection that the alias names; None while the server does not answer."""
        from indexer.index.milvus.collections import served

        try:
            address = Address.parse(str(self._path))
            if self._client is None:
                self._client = address.connect()
            return Pointer(served(self._client, address), 0)
        except TracuuError:
            return None
