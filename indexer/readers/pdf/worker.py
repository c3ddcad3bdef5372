"""Run as ``python -m indexer.readers.pdf.worker FILE FIRST``: pages as JSON lines on stdout.

A process of its own, because a PDF is a program: it can ask for any amount of memory and time,
and pdfminer obeys. Limits are set before anything is opened; each page is written as soon as it is
read, so that what was read before a crash is kept.
"""

from __future__ import annotations

import contextlib
import gc
import json
import sys
from collections.abc import Iterator
from typing import Any

from indexer.readers.pdf.limits import MAX_PAGES, set_limits


def main(path: str, first: int) -> None:
    """Write one line about the document, then one for each page from ``first`` (from 1)."""
    set_limits()
    sys.setrecursionlimit(600)
    with open(path, "rb") as file:
        try:
            for message in _messages(file, first):
                _write(message)
        except MemoryError:
            _write({"refused": "memory"})


def _write(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True, separators=(",", ":")) + "\n")
    sys.stdout.flush()


def _messages(file: Any, first: int) -> Iterator[dict[str, Any]]:
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    _quiet()
    try:
        document = PDFDocument(PDFParser(file))
        pages = PDFPage.create_pages(document)
    except PDFPasswordIncorrect:
        yield {"refused": "encrypted"}
        return
    except Exception as error:  # noqa: BLE001 - whatever a damaged file raises
        yield {"refused": "damaged", "why": repr(error)[:200]}
        return
    yield {"pages": _count(document)}
    yield from _pages(pages, first)


def _count(document: Any) -> int:
    """How many pages the file says it has; -1 when it does not say."""
    from pdfminer.pdftypes import resolve1

    with contextlib.suppress(Exception):
        return int(resolve1(resolve1(document.catalog["Pages"])["Count"]))
    return -1


def _pages(pages: Iterator[Any], first: int) -> Iterator[dict[str, Any]]:
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    from indexer.readers.pdf.chars import GlyphDevice

    manager = PDFResourceManager()
    device = GlyphDevice(manager)
    interpreter = PDFPageInterpreter(manager, device)
    gc.disable()
    number = 0
    while number < MAX_PAGES:
        number += 1
        try:
            page = next(pages, None)
        except Exception as error:  # noqa: BLE001 - the tree of pages is broken from here on
            yield {"refused": "damaged", "why": repr(error)[:200]}
            return
        if page is None:
            break
        if number >= first:
            yield _page(number, page, interpreter, device)
            if number % 50 == 0:
                gc.collect()
    yield {"end": number}


def _page(number: int, page: Any, interpreter: Any, device: Any) -> dict[str, Any]:
    from indexer.readers.pdf.chars import words

    error = None
    try:
        interpreter.process_page(page)
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
        "fonts": sorted(found.fonts)[:40],
        "error": error,
    }


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
    main(sys.argv[1], int(sys.argv[2]))
