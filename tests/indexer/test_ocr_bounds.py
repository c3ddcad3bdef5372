"""Bad images: each refused or flagged with its reason, in bounded time and memory."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from indexer.errors import UnreadableDocument
from indexer.readers import ocr, pdf
from indexer.readers.layout.model import Sheet, Word
from indexer.readers.ocr import reading, tesseract
from indexer.readers.ocr.tesseract import TesseractFailed
from indexer.readers.pdf import render
from tests.indexer.pdf_maker import Paper
from tests.indexer.test_ocr import drawn, needs_tesseract, text_of
from tests.indexer.test_reader_pdf import plan

pytestmark = needs_tesseract


def bomb(path: Path, side: int) -> Path:
    """A PNG that says it has ``side`` squared pixels, in a few kB."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (side // 8 + 1) * 1000, 9)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
    return path


def test_a_decompression_bomb_is_refused_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="DecompressionBomb|nhận dạng"):
        ocr.read(bomb(tmp_path / "bomb.png", 60_000))


def test_a_large_page_is_brought_down_not_refused(tmp_path: Path) -> None:
    page = drawn(plan(tmp_path / "a.pdf"), dpi=400)
    page.save(tmp_path / "a.png")
    assert max(page.size) > render.LONGEST
    assert "Sở Tài chính" in text_of(ocr.read(tmp_path / "a.png"))


def test_a_corrupt_tiff_keeps_the_pages_before_the_damage(tmp_path: Path) -> None:
    page = drawn(plan(tmp_path / "a.pdf"))
    file = tmp_path / "a.tif"
    page.save(file, save_all=True, append_images=[page, page])
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) * 2 // 3])
    found = ocr.read(file)
    assert "Sở Tài chính" in text_of(found, 1)
    assert found.pages[0].problem is None
    assert found.pages[-1].problem


def test_a_tiff_of_nothing_but_its_first_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(b"II*\0\x08\0\0\0")
    with pytest.raises(UnreadableDocument):
        ocr.read(tmp_path / "a.tif")


def test_one_page_that_tesseract_cannot_read_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = drawn(plan(tmp_path / "a.pdf"))
    page.save(tmp_path / "a.tif", save_all=True, append_images=[page])
    real = tesseract.words

    def failing(image: Path, dpi: int, psm: int = 3) -> list[Word]:
        if image.name.startswith("2"):
            raise TesseractFailed("quá 120 giây · timed out")
        return real(image, dpi, psm)

    monkeypatch.setattr(tesseract, "words", failing)
    found = ocr.read(tmp_path / "a.tif")
    assert [bool(one.problem) for one in found.pages] == [False, True]
    assert "timed out" in (found.pages[1].problem or "")
    assert "Sở Tài chính" in text_of(found, 1)


def test_a_scan_of_many_pages_holds_few_images_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportlab.lib.utils import ImageReader

    count = 60
    paper = Paper(tmp_path / "s.pdf")
    picture = ImageReader(Image.new("L", (40, 56), 90))
    for number in range(count):
        paper.canvas.drawImage(picture, 0, 0, 595, 842)
        if number < count - 1:
            paper.canvas.showPage()
    paper.save()
    most = 0

    def counted(file: Path, number: int, dpi: int) -> Sheet:
        nonlocal most
        most = max(most, len(list(file.parent.iterdir())))
        return Sheet(number, 595.0, 842.0, obtained="ocr", problem="trống · empty")

    monkeypatch.setattr(reading, "read_page", counted)
    sheets = reading.sheets_of(tmp_path / "s.pdf", range(1, count + 1))
    assert [sheet.number for sheet in sheets] == list(range(1, count + 1))
    assert all(sheet.problem for sheet in sheets)
    assert most <= 16


def test_a_scan_of_nothing_says_so_on_every_page(tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader

    paper = Paper(tmp_path / "s.pdf")
    for number in range(3):
        paper.canvas.drawImage(ImageReader(Image.new("L", (400, 560), 250)), 0, 0, 595, 842)
        if number < 2:
            paper.canvas.showPage()
    paper.save()
    with pytest.raises(UnreadableDocument, match="không thấy chữ|picture"):
        pdf.read(tmp_path / "s.pdf")
