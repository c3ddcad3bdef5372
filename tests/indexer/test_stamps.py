"""Stamps of incoming mail and notes of signatures are furniture; what looks like them stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.readers import ocr
from indexer.readers.layout.model import Word
from indexer.readers.layout.rows import Row
from indexer.readers.ocr import stamps
from tests.indexer.test_ocr import drawn, needs_tesseract, text_of
from tests.indexer.test_reader_pdf import plan


def lines(*texts: str, top: float = 40.0) -> list[Row]:
    return [
        Row([Word(text, 300.0, top + 30 * i, 700.0, top + 30 * i + 24, 24.0, line=i + 1)])
        for i, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "text", ["ĐẾN Giờ:.... Ngày:....", "CÔNG VĂN ĐẾN", "VĂN PHÒNG Gi....... Ngày...1/4"]
)
def test_what_a_stamp_says(text: str) -> None:
    assert stamps.is_incoming(text)


@pytest.mark.parametrize(
    "text", ["Sở Y tế chủ trì", "Đến năm 2030 có 90% số xã", "Ban Chỉ đạo", "đến số nhà dân"]
)
def test_what_a_frame_of_the_plan_says(text: str) -> None:
    assert not stamps.is_incoming(text)


def test_a_note_of_a_signature_goes_with_all_its_lines() -> None:
    read = lines("Người ký: Sở Nội vụ", "Email: a@b.vn", "quan: UBND", "Thời gian ký: 01.02.2026")
    after = lines("ỦY BAN NHÂN DÂN", top=400.0)
    assert stamps.notes([*read, *after], 2000.0) == {0, 1, 2, 3}


def test_a_line_alone_is_no_note() -> None:
    body = lines("Người ký: Chủ tịch Ủy ban nhân dân", "Cơ quan: Sở Y tế", "Giờ: 8 giờ sáng")
    assert stamps.notes(body, 2000.0) == set()


def test_an_unframed_stamp_goes_from_the_upper_part_only() -> None:
    stamp = ("CÔNG VĂN ĐẾN", "Số đến: 12", "Ngày:....")
    assert stamps.notes(lines(*stamp), 2000.0) == {0, 1, 2}
    assert stamps.notes(lines(*stamp, top=1500.0), 2000.0) == set()


@needs_tesseract
def test_a_framed_stamp_is_kept_out_and_listed(tmp_path: Path) -> None:
    page = drawn(plan(tmp_path / "a.pdf"))
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSans.ttf", 22)
    left, top = 120, page.height - 330
    pen.rectangle((left, top, left + 400, top + 150), outline=0, width=3)
    for i, text in enumerate(("VĂN PHÒNG SỞ", "ĐẾN Giờ....... Ngày.......")):
        pen.text((left + 20, top + 25 + 55 * i), text, 0, font=font)
    page.save(tmp_path / "a.png")
    reading = ocr.read(tmp_path / "a.png")
    assert "Giờ" not in text_of(reading)
    assert any("VĂN PHÒNG SỞ" in text and "Giờ" in text for text in reading.furniture)


@needs_tesseract
def test_words_of_the_plan_inside_a_frame_stay(tmp_path: Path) -> None:
    page: Image.Image = drawn(plan(tmp_path / "a.pdf"))
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype("DejaVuSans.ttf", 26)
    left, top = 120, page.height - 330
    pen.rectangle((left, top, left + 420, top + 130), outline=0, width=3)
    pen.text((left + 25, top + 45), "Sở Y tế theo dõi", 0, font=font)
    page.save(tmp_path / "a.png")
    assert "theo dõi" in text_of(ocr.read(tmp_path / "a.png"))
