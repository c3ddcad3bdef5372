"""Images of pages, drawn in a child process one at a time, and kept."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.errors import TracuuError
from indexer.readers.pdf.child import ChildDied, messages
from service.holdings.cache import Cache

#: Formats whose pages can be drawn.
FORMATS = frozenset({"pdf", "image"})
#: Dots across that a page may be asked for: on a phone, beside the text, and to read small print.
WIDTHS = (600, 900, 1400)
#: Seconds one page may take, and a request may wait for those before it.
PATIENCE = 15.0
#: Requests that may wait; one more is told to come again.
WAITING = 3
#: Pages that failed and are not tried again by this process.
_REMEMBERED = 1000
_CHILD = "indexer.readers.pdf.picture"


class NotDrawn(TracuuError):
    """A page that cannot be drawn: damaged, too large, or not there."""


class Busy(TracuuError):
    """Too many pages are being drawn; worth another try."""


class Pictures:
    """Draws the pages of files, of which each is known by the hash of its bytes."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._places = threading.BoundedSemaphore(WAITING)
        self._turn = threading.Lock()
        self._failed: dict[str, str] = {}

    def page(self, path: Path, sha256: str, number: int, width: int) -> bytes:
        """The PNG of page ``number`` (from 1). Raises ``NotDrawn`` or ``Busy``."""
        return self._made(path, f"{sha256}-{number}-{width}.png", width, number)

    def sizes(self, path: Path, sha256: str) -> list[tuple[float, float]]:
        """Width and height of every page, in the file's own unit. Raises ``NotDrawn``, ``Busy``."""
        kept = self._made(path, f"{sha256}-sizes.json", WIDTHS[0], 0)
        return [(across, down) for across, down in json.loads(kept)]

    def _made(self, path: Path, name: str, width: int, number: int) -> bytes:
        if (kept := self._kept(name)) is not None:
            return kept
        with self._in_turn():
            if (kept := self._kept(name)) is not None:  # drawn while this request waited
                return kept
            if name in self._failed:  # what took its time to fail is not tried again
                raise NotDrawn(self._failed[name])
            try:
                made = self._cache.put(name, lambda folder: _drawn(path, folder, width, number))
                return made.read_bytes()
            except NotDrawn as error:
                if len(self._failed) < _REMEMBERED:
                    self._failed[name] = str(error)
                raise

    def _kept(self, name: str) -> bytes | None:
        try:
            found = self._cache.get(name)
            return found.read_bytes() if found else None
        except FileNotFoundError:  # it went to make room
            return None

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Busy(_BUSY)
        try:
            if not self._turn.acquire(timeout=PATIENCE):
                raise Busy(_BUSY)
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()


_BUSY = (
    "Đang vẽ nhiều trang cùng lúc; hãy thử lại sau vài giây. / "
    "Many pages are being drawn; try again in a few seconds."
)


def _drawn(path: Path, folder: Path, width: int, number: int) -> None:
    said = None
    try:
        for message in messages(
            _CHILD, [str(path), str(folder), str(width), str(number)], PATIENCE
        ):
            said = message
    except ChildDied as death:
        raise NotDrawn(
            f"Không vẽ được trang {number} của tệp này ({death}). / "
            f"Page {number} of this file cannot be drawn."
        ) from death
    if said is None:
        raise NotDrawn(f"Không vẽ được trang {number}. / Page {number} cannot be drawn.")
    if number == 0:
        (folder / "sizes.json").write_text(json.dumps(said["sizes"]), "ascii")
