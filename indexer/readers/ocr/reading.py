"""Pages as images, to text: rendered in a child process, read by Tesseract two at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from indexer.errors import UnreadableDocument
from indexer.readers import repair
from indexer.readers.layout.finish import lines_of
from indexer.readers.layout.model import Sheet
from indexer.readers.lines import Line, PageReading, Reading
from indexer.readers.ocr import tesseract
from indexer.readers.ocr.page import read_page
from indexer.readers.pdf.child import ChildDied, messages
from indexer.readers.pdf.limits import MAX_BYTES, PAGE_SECONDS

#: Dots per inch that pages are drawn at; a scan that covers them and has fewer keeps its own. At
#: 170 letters are read as well, but points of small numbers ("4.3." is read "443."), a title beside
#: a seal and columns of tables are lost (69 of 72 rows have theirs at 200, 59 at 170); at 230 and
#: 300 more letters are wrong on scans, in more time.
DPI = 200
#: Tesseract processes at a time.
JOBS = 2
#: Pages drawn by one child, so that few images lie on the disk at once.
_CHUNK = 16
_RENDER = "indexer.readers.pdf.render"


def read(path: Path) -> Reading:
    """An image file (a TIFF may hold many pages) as a document."""
    lacking = tesseract.missing()
    if lacking:
        raise UnreadableDocument(lacking)
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableDocument("Ảnh quá lớn. / The image is too large.")
    sheets = sheets_of(path, None)
    if not any(sheet.words for sheet in sheets):
        why = next((sheet.problem for sheet in sheets if sheet.problem), None)
        raise UnreadableDocument(why or "Ảnh không có chữ. / The image holds no text.")
    lines, furniture = lines_of(sheets)
    return Reading(
        tuple(repaired(lines, {sheet.number for sheet in sheets})),
        "image",
        "ocr",
        furniture=tuple(furniture),
        pages=tuple(page_reading(sheet) for sheet in sheets),
    )


def page_reading(sheet: Sheet) -> PageReading:
    """How the page of ``sheet`` was read."""
    return PageReading(sheet.number, sheet.obtained, sheet.confidence, sheet.problem)


def sheets_of(path: Path, pages: Sequence[int] | None) -> list[Sheet]:
    """``pages`` of a PDF (None: all of it, or all frames of an image) read by OCR.

    Every page asked for comes back; one that could not be drawn or read says why.
    """
    found: dict[int, Sheet] = {}
    with tempfile.TemporaryDirectory(prefix="tracuu-ocr-") as name:
        folder = Path(name)
        if pages is None:
            _batch(path, folder, "all", found)
        else:
            for k in range(0, len(pages), _CHUNK):
                _batch(path, folder, ",".join(map(str, pages[k : k + _CHUNK])), found)
    for number in pages or [1]:
        if number not in found:
            found[number] = _unread(number, "không vẽ được trang · the page cannot be drawn")
    return [found[number] for number in sorted(found)]


def _batch(path: Path, folder: Path, pages: str, found: dict[int, Sheet]) -> None:
    with ThreadPoolExecutor(JOBS) as pool:
        jobs = []
        try:
            for message in messages(
                _RENDER, [str(path), str(folder), str(DPI), pages], PAGE_SECONDS
            ):
                number = message.get("page")
                if number is None:
                    continue
                if "error" in message:
                    found[number] = _unread(number, message["error"])
                else:
                    file = folder / message["file"]
                    jobs.append(pool.submit(_one, file, number, message["dpi"]))
        except ChildDied as death:
            for text in pages.split(","):
                if text.isdigit() and int(text) not in found:
                    found[int(text)] = _unread(int(text), str(death))
        for job in jobs:
            sheet = job.result()
            found[sheet.number] = sheet


def _one(file: Path, number: int, dpi: int) -> Sheet:
    try:
        return read_page(file, number, dpi)
    except (tesseract.TesseractFailed, OSError, MemoryError, ValueError) as error:
        return _unread(number, str(error)[:200])
    finally:
        file.unlink(missing_ok=True)


def _unread(number: int, why: str) -> Sheet:
    return Sheet(
        number,
        595.0,
        842.0,
        obtained="none",
        problem=f"Trang không nhận dạng được ({why}). / The page could not be recognised.",
    )


def repaired(lines: Iterable[Line], pages: set[int]) -> list[Line]:
    """Lines with the structure of those on ``pages`` (read by OCR) repaired."""
    return repair.lines(lines, pages)
