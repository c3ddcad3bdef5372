"""PDFs of one plan whose third clause is printed in red, so that its place can be seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.indexer.pdf_maker import HEIGHT, LEADING, LEFT, WIDTH, font

LINES = (
    ("UBND TỈNH AN GIANG", "black"),
    ("Số: 12/KH-UBND An Giang, ngày 05 tháng 02 năm 2025", "black"),
    ("KẾ HOẠCH", "black"),
    ("Tiêm vắc xin cho trẻ em trên địa bàn tỉnh năm 2025", "black"),
    ("I. MỤC ĐÍCH, YÊU CẦU", "black"),
    ("1. Mục đích: bảo vệ sức khỏe của trẻ em trên địa bàn.", "black"),
    ("2. Yêu cầu: tổ chức tiêm đầy đủ, đúng lịch và an toàn.", "black"),
    ("II. TỔ CHỨC THỰC HIỆN", "black"),
    ("1. Sở Y tế chủ trì, phối hợp với các đơn vị liên quan", "red"),
    ("tổ chức tiêm cho 95% trẻ em trước ngày 30/6/2025.", "red"),
    ("2. Sở Tài chính bố trí kinh phí theo quy định hiện hành.", "black"),
    ("3. Ủy ban nhân dân cấp xã tuyên truyền đến từng hộ dân.", "black"),
)
#: The clause in red.
PATH = "II.1"


def plain(path: Path) -> None:
    """Upright, on A4."""
    _canvas(path, lambda canvas: None, (WIDTH, HEIGHT))


def turned(path: Path) -> None:
    """Drawn lying, shown upright by /Rotate, and cut by a CropBox that begins off the corner."""

    def turn(canvas: object) -> None:
        canvas.setPageRotation(90)  # type: ignore[attr-defined]
        canvas.translate(HEIGHT, 0)  # type: ignore[attr-defined]
        canvas.rotate(90)  # type: ignore[attr-defined]

    _canvas(path, turn, (WIDTH, HEIGHT), crop=(20, 30, HEIGHT - 5, WIDTH - 10))


def overcut(path: Path) -> None:
    """With a CropBox that reaches beyond the paper, as some scanners' programs write it."""
    _canvas(path, lambda canvas: None, (WIDTH, HEIGHT), crop=(-40, 50, WIDTH + 60, HEIGHT + 99))


def scan(path: Path, source: Path) -> None:
    """What a scanner makes of ``source``: a picture of it in a PDF, no letters."""
    import pypdfium2

    with pypdfium2.PdfDocument(source) as document:
        image = document[0].render(scale=200 / 72).to_pil().convert("RGB")
    image.save(path, "PDF", resolution=200)


def _canvas(
    path: Path,
    prepare: Callable[[object], None],
    size: tuple[float, float],
    crop: tuple[float, float, float, float] | None = None,
) -> None:
    font()
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=size)
    if crop:
        canvas.setCropBox(crop)
    prepare(canvas)
    y = HEIGHT - 130
    for text, colour in LINES:
        canvas.setFillColor(colour)
        canvas.setFont(font(bold=text.startswith(("I", "KẾ"))), 12)
        canvas.drawString(LEFT, y, text)
        y -= LEADING + 8
    canvas.save()
