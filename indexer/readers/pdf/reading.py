"""PDF files: the text layer where it is sound, OCR page by page where it is not.

pdfminer.six in child processes with limits → words by place (which is what pdfplumber would add:
see ``chars``) → fonts from before Unicode converted → the gate for each page → OCR for the pages
that fail it → what fails that too stays, flagged. No page is dropped in silence.
"""

from __future__ import annotations

from pathlib import Path

from indexer.errors import UnreadableDocument
from indexer.readers.gate import damage, is_pictured, share_impossible
from indexer.readers.layout.finish import lines_of
from indexer.readers.layout.model import Sheet
from indexer.readers.legacy import NAMES, Encoding
from indexer.readers.lines import PageReading, Reading
from indexer.readers.ocr import reading as recognition
from indexer.readers.ocr import tesseract
from indexer.readers.pdf import legacy
from indexer.readers.pdf.limits import MAX_BYTES
from indexer.readers.pdf.text import TextLayer

#: A page covered by its picture with text over it was read by someone else's OCR.
_COVERED = 0.8


def read(path: Path, ocr: bool = True) -> Reading:
    """Read a PDF. Raises ``UnreadableDocument`` with the reason and what to do."""
    _refuse_by_size(path)
    layer = TextLayer(path)
    layer.read()
    sheets = dict(layer.sheets)
    converted = legacy.convert(sheets.values())
    failing = {n: why for n, sheet in sheets.items() if (why := _failure(sheet))}
    whole = layer.damaged is not None
    if ocr and (failing or whole):
        _recognise(path, sheets, failing, whole)
    elif failing:
        for number, why in failing.items():
            _flag(sheets[number], f"{why}; chưa nhận dạng chữ. / Not sound, OCR is off.")
    ordered = [sheets[number] for number in sorted(sheets)]
    _refuse_empty(ordered, layer)
    if _is_cut(path) or layer.damaged or layer.promised > len(ordered):
        _flag_cut(ordered)
    for number, encoding in converted.items():
        _flag_converted(sheets[number], encoding)
    lines, furniture = lines_of(ordered)
    scanned = {sheet.number for sheet in ordered if sheet.obtained == "ocr"}
    return Reading(
        tuple(recognition.repaired(lines, scanned)),
        "pdf",
        "ocr" if 2 * len(scanned) > len(ordered) else "pdf-text",
        furniture=tuple(furniture),
        pages=tuple(_page(sheet) for sheet in ordered),
    )


def _refuse_by_size(path: Path) -> None:
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument("Tệp rỗng. / The file is empty.")
    if size > MAX_BYTES:
        raise UnreadableDocument(
            f"PDF quá lớn ({size / 1e6:.0f} MB; tối đa {MAX_BYTES / 1e6:.0f} MB): hãy tách ra. / "
            f"The PDF is too large: split it."
        )
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            raise UnreadableDocument("Không phải tệp PDF. / Not a PDF file.")


def _is_cut(path: Path) -> bool:
    """Whether the end of the file is missing, where a whole PDF says that it ends."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4096))
        return b"%%EOF" not in file.read()


def _flag_cut(sheets: list[Sheet]) -> None:
    """Pages of a file cut short may be empty, or missing: say so on those, and on the last."""
    for sheet in sheets:
        if sheet is sheets[-1] or not sheet.words:
            sheet.problem = sheet.problem or (
                "Tệp PDF bị cắt cụt: có thể thiếu trang hay nội dung, hãy lấy lại tệp gốc. / "
                "The PDF is cut short: pages or text may be missing."
            )


def _flag_converted(sheet: Sheet, encoding: Encoding) -> None:
    """Say so where the converted text is what stays."""
    if sheet.obtained == "pdf-text" and sheet.words:
        sheet.obtained = f"pdf-{encoding}"
        sheet.problem = sheet.problem or (
            f"Chữ {NAMES[encoding]} đã được chuyển sang Unicode: hãy đối chiếu với ảnh trang. / "
            f"{NAMES[encoding]} text was converted to Unicode: compare it with the page's image."
        )


def _failure(sheet: Sheet) -> str | None:
    """Why the text layer of a page cannot be used, or None."""
    if sheet.problem:
        return sheet.problem
    text = sheet.text
    if is_pictured(text, sheet.pictures, sheet.drawn):
        return "trang chỉ có hình · the page is a picture"
    return damage(text)


def _recognise(path: Path, sheets: dict[int, Sheet], failing: dict[int, str], whole: bool) -> None:
    """OCR for the failing pages (or the whole file); the better of both readings stays."""
    lacking = tesseract.missing()
    if lacking:
        if whole and not sheets:
            return
        for number, why in failing.items():
            _flag(sheets[number], f"{why}. {lacking}")
        return
    for read in recognition.sheets_of(path, None if whole else sorted(failing)):
        before = sheets.get(read.number)
        if before is None or _is_better(read, before):
            read.fonts = before.fonts if before else ()
            sheets[read.number] = read
        else:
            _flag(before, f"{failing.get(read.number, '')}; {read.problem or 'OCR'}")


def _is_better(read: Sheet, before: Sheet) -> bool:
    """OCR found text, and no more impossible syllables than the text layer has."""
    if not read.words or not before.words:
        return True
    if is_pictured(before.text, before.pictures, before.drawn):
        return True
    if len(read.words) < 0.3 * len(before.words) and "(cid:" not in before.text:
        return False
    return "(cid:" in before.text or share_impossible(read.text) <= share_impossible(before.text)


def _flag(sheet: Sheet, why: str) -> None:
    sheet.problem = f"Trang {sheet.number}: {why}"


def _page(sheet: Sheet) -> PageReading:
    obtained = sheet.obtained if sheet.words else "none"
    if obtained.startswith("pdf-") and sheet.pictures > _COVERED:
        obtained = "ocr"
    return PageReading(sheet.number, obtained, sheet.confidence, sheet.problem)


def _refuse_empty(sheets: list[Sheet], layer: TextLayer) -> None:
    if any(sheet.words for sheet in sheets):
        return
    problems = [sheet.problem for sheet in sheets if sheet.problem]
    if layer.damaged is not None:
        raise UnreadableDocument(
            f"PDF hỏng hoặc bị cắt cụt, không mở được ({layer.damaged}): hãy lấy lại tệp gốc. / "
            f"The PDF is damaged or cut short: get the original again."
        )
    if not sheets:
        raise UnreadableDocument("PDF không có trang nào. / The PDF has no pages.")
    raise UnreadableDocument(
        problems[0] if problems else "PDF không có chữ nào. / The PDF holds no text."
    )
