"""Run as ``python -m indexer.readers.pdf.worker FILE``: pages asked for, as JSON lines on stdout.

A process of its own, because a PDF is a program: it can ask for any amount of memory and time,
and pdfminer obeys. Limits are set before anything is opened. The first line says how many pages
there are; then each page number read from stdin is answered by a line, so that several of these
can share the pages of one file, and what was read before a crash is kept.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from indexer.readers.pdf.limits import set_limits

Message = dict[str, Any]
Box = tuple[float, float, float, float]


def main(path: str) -> None:
    """Answer until stdin ends."""
    set_limits()
    sys.setrecursionlimit(600)
    with open(path, "rb") as file:
        try:
            for message in _answers(file, sys.stdin):
                _write(message)
        except MemoryError:
            _write({"refused": "damaged", "why": "memory"})


def _write(message: Message) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _answers(file: Any, asked: Iterable[str]) -> Iterator[Message]:
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    _quiet()
    try:
        document = PDFDocument(PDFParser(file))
        pages = _Pages(PDFPage.create_pages(document))
    except PDFPasswordIncorrect:
        yield {"refused": "encrypted"}
        return
    except Exception as error:  # noqa: BLE001 - whatever a damaged file raises
        yield {"refused": "damaged", "why": repr(error)[:200]}
        return
    yield {"pages": _count(document)}
    yield from _read(pages, asked)


def _count(document: Any) -> int:
    """How many pages the file says it has; -1 when it does not say."""
    from pdfminer.pdftypes import resolve1

    with contextlib.suppress(Exception):
        return int(resolve1(resolve1(document.catalog["Pages"])["Count"]))
    return -1


class _Pages:
    """Pages by number, found as far as they are asked for."""

    def __init__(self, source: Iterator[Any]) -> None:
        self._source = source
        self._found: list[Any] = []

    def get(self, number: int) -> Any | None:
        """Page ``number`` (from 1), or None behind the last. Raises what pdfminer raises."""
        while len(self._found) < number:
            page = next(self._source, None)
            if page is None:
                return None
            self._found.append(page)
        return self._found[number - 1]

    def __len__(self) -> int:
        return len(self._found)


def _read(pages: _Pages, asked: Iterable[str]) -> Iterator[Message]:
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    from indexer.readers.pdf.chars import GlyphDevice

    manager = PDFResourceManager()
    device = GlyphDevice(manager)
    interpreter = PDFPageInterpreter(manager, device)
    gc.disable()
    for turn, line in enumerate(asked, 1):
        try:
            page = pages.get(int(line))
        except Exception as error:  # noqa: BLE001 - the tree of pages is broken from here on
            yield {"end": len(pages), "why": repr(error)[:200]}
            return
        if page is None:
            yield {"end": len(pages)}
            return
        yield _page(int(line), page, interpreter, device)
        if turn % 50 == 0:
            gc.collect()


def _page(number: int, page: Any, interpreter: Any, device: Any) -> Message:
    from indexer.readers.pdf import stamps
    from indexer.readers.pdf.chars import words

    error, aside = None, []
    # The part that is shown: places are told in shares of it.
    page.mediabox = page.cropbox = _visible(page.mediabox, page.cropbox)
    try:
        interpreter.process_page(page)
        aside = stamps.draw(page, interpreter, device)
    except MemoryError:
        error = "memory"
    except Exception as caught:  # noqa: BLE001 - one bad page must not lose the others
        error = type(caught).__name__
    found = device.found
    height = found.height
    return {
        "page": number,
        "width": found.width,
        "height": height,
        "words": words(found) if error is None else [],
        "rules": [
            [round(v, 1) for v in (x0, height - y1, x1, height - y0)]
            for x0, y0, x1, y1 in found.rules
        ],
        "pictures": round(found.pictures, 3),
        "drawn": found.drawn,
        "turned": found.turned,
        "fonts": found.fonts,
        "aside": aside,
        "error": error,
    }


def _visible(paper: Box, cut: Box) -> Box:
    """What viewers show: the cut as far as it is on the paper (ISO 32000-1, 14.11.2.1)."""
    x0, y0 = max(paper[0], cut[0]), max(paper[1], cut[1])
    x1, y1 = min(paper[2], cut[2]), min(paper[3], cut[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else paper


class _Silent:
    """A logger that costs nothing: pdfminer makes a debug call for every token it reads."""

    def _nothing(self, *_: Any, **__: Any) -> None:
        return

    debug = info = warning = error = exception = _nothing

    def isEnabledFor(self, _: int) -> bool:  # noqa: N802 - the name logging gave it
        return False


def _quiet() -> None:
    """A tenth of pdfminer's time goes to debug calls nobody reads."""
    from pdfminer import pdfdocument, pdfinterp, pdfpage, pdfparser, psparser

    for module in (pdfdocument, pdfinterp, pdfpage, pdfparser, psparser):
        for name in ("log", "logger"):
            if hasattr(module, name):
                setattr(module, name, _Silent())


if __name__ == "__main__":
    main(sys.argv[1])
