"""The text layer of a PDF as sheets: a child process, started again behind a page that kills it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from indexer.errors import UnreadableDocument
from indexer.readers.layout.model import Rule, Sheet, Word
from indexer.readers.pdf.child import ChildDied, messages
from indexer.readers.pdf.limits import MAX_PAGES, PAGE_SECONDS

#: After this many pages that killed the child, the rest is left to OCR.
_MOST_DEATHS = 3
_WORKER = "indexer.readers.pdf.worker"
_A4 = (595.0, 842.0)


class TextLayer:
    """Reads the text layer; ``damaged`` says why pdfminer could not open the file at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pages = -1
        self.sheets: dict[int, Sheet] = {}
        self.damaged: str | None = None
        self._ended = False

    def read(self) -> None:
        """Every page that can be read; the others stay without words, with a problem."""
        deaths = 0
        while not self._ended and deaths < _MOST_DEATHS:
            first = max(self.sheets, default=0) + 1
            try:
                for message in messages(_WORKER, [str(self.path), str(first)], PAGE_SECONDS):
                    self._take(message)
                self._ended = True
            except ChildDied as death:
                deaths += 1
                number = max(self.sheets, default=0) + 1
                self.sheets[number] = _failed(number, str(death))
                if self.pages < 0 and number == 1:
                    self.damaged = str(death)
                    return

    def _take(self, message: dict[str, Any]) -> None:
        if "refused" in message:
            self._refuse(message)
        elif "pages" in message:
            self.pages = message["pages"]
            if self.pages > MAX_PAGES:
                raise UnreadableDocument(
                    f"PDF có {self.pages:,} trang (tối đa {MAX_PAGES:,}): hãy tách thành từng kế "
                    f"hoạch. / The PDF has {self.pages:,} pages: split it into single plans."
                )
        elif "page" in message:
            self.sheets[message["page"]] = _sheet(message)
        elif "end" in message:
            self._ended = True

    def _refuse(self, message: dict[str, Any]) -> None:
        if message["refused"] == "encrypted":
            raise UnreadableDocument(
                "PDF có mật khẩu: hãy lưu một bản không mật khẩu. / "
                "The PDF asks for a password: save a copy without one."
            )
        self.damaged = str(message.get("why") or message["refused"])
        self._ended = True


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
            Word(text, x0, top, x1, bottom, size, bool(bold))
            for text, x0, top, x1, bottom, size, bold in message["words"]
        ],
        [Rule(*rule) for rule in message["rules"]],
        message["pictures"],
        message["drawn"] + (1000 if problem else 0),
        tuple(message["fonts"]),
        problem=problem,
    )
