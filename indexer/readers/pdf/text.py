"""The text layer of a PDF as sheets: children share its pages, one begins again where one died."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from indexer.errors import UnreadableDocument
from indexer.readers.layout.model import Rule, Sheet, Word
from indexer.readers.pdf.child import Child, ChildDied
from indexer.readers.pdf.limits import MAX_PAGES, MOST_READERS, PAGE_SECONDS, PAGES_A_READER

#: After this many pages that killed a child, the rest is left to OCR.
_MOST_DEATHS = 3
_WORKER = "indexer.readers.pdf.worker"
_A4 = (595.0, 842.0)


class TextLayer:
    """Reads the text layer; ``damaged`` says why pdfminer could not open the file, or its end.

    ``sheets`` by page number: every page that can be read, the others without words and with a
    problem. ``promised``: how many pages the file says it has, -1 when it does not say.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.promised = -1
        self.sheets: dict[int, Sheet] = {}
        self.damaged: str | None = None
        self._lock = threading.Lock()
        self._next = 1
        self._last: int | None = None
        self._deaths = 0

    def read(self) -> None:
        """Raises ``UnreadableDocument`` for a file with a password or with too many pages."""
        try:
            first = self._open()
        except ChildDied as death:
            self.damaged = str(death)
            return
        if first is None:
            return
        readers = min(_cores(), MOST_READERS, max(1, self.promised // PAGES_A_READER))
        with ThreadPoolExecutor(readers) as pool:
            list(pool.map(self._share, [first, *[None] * (readers - 1)]))
        if self._last is None:
            if self.promised < 0:
                self.damaged = "nhiều trang không đọc được · many pages cannot be read"
            for number in range(1, self.promised + 1):
                self.sheets.setdefault(number, _failed(number, "lớp chữ hỏng · damaged text layer"))

    def _open(self) -> Child | None:
        """A child that is ready for page numbers; None when the file is refused."""
        child = Child(_WORKER, [str(self.path)], PAGE_SECONDS)
        try:
            message = child.hear() or {}
        except ChildDied:
            child.close()
            raise
        if "pages" in message:
            self.promised = message["pages"]
            if self.promised <= MAX_PAGES:
                return child
        child.close()
        if "pages" in message:
            raise _too_many(f"{self.promised:,}")
        if message.get("refused") == "encrypted":
            raise UnreadableDocument(
                "PDF có mật khẩu: hãy lưu một bản không mật khẩu. / "
                "The PDF asks for a password: save a copy without one."
            )
        self.damaged = str(message.get("why") or "?")
        return None

    def _share(self, child: Child | None) -> None:
        """Read pages as long as there are any that nobody has taken."""
        try:
            while (number := self._take()) is not None:
                try:
                    child = child or self._open()
                    if child is None:
                        raise ChildDied(self.damaged or "?")
                    child.tell(str(number))
                    self._keep(number, child.hear())
                except ChildDied as death:
                    if child:
                        child.close()
                    child = None
                    with self._lock:
                        self._deaths += 1
                        self.sheets[number] = _failed(number, str(death))
        finally:
            if child:
                child.close()

    def _take(self) -> int | None:
        with self._lock:
            number = self._next
            if self._deaths >= _MOST_DEATHS or (self._last is not None and number > self._last):
                return None
            if number > MAX_PAGES:
                raise _too_many(f"quá {MAX_PAGES:,}")
            self._next += 1
            return number

    def _keep(self, number: int, message: dict[str, Any] | None) -> None:
        if message is None:
            raise ChildDied("?")
        with self._lock:
            if "page" in message:
                self.sheets[number] = _sheet(message)
            elif "end" in message:
                self._last = message["end"]
                self.damaged = message.get("why")
            else:
                self.damaged = str(message.get("why"))
                self._last = number - 1


def _cores() -> int:
    """The processors this process may use: a container or ``taskset`` may leave it fewer."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _too_many(pages: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"PDF có {pages} trang (tối đa {MAX_PAGES:,}): hãy tách thành từng kế hoạch. / "
        f"The PDF has too many pages ({MAX_PAGES:,} at most): split it into single plans."
    )


def _failed(number: int, why: str) -> Sheet:
    return Sheet(number, *_A4, drawn=1000, obtained="none", problem=why)


def _sheet(message: dict[str, Any]) -> Sheet:
    problem = message["error"]
    if message["turned"] > 200 and message["turned"] > 2 * len(message["words"]):
        problem = "chữ xoay ngang trang · text is turned"
    return Sheet(
        message["page"],
        message["width"] or _A4[0],
        message["height"] or _A4[1],
        [
            Word(text, x0, top, x1, bottom, size, bool(bold), font=font)
            for text, x0, top, x1, bottom, size, bold, font in message["words"]
        ],
        [Rule(*rule) for rule in message["rules"]],
        message["pictures"],
        message["drawn"] + (1000 if problem else 0),
        tuple(message["fonts"]),
        problem=problem,
        aside=tuple(message["aside"]),
    )
