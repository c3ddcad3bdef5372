"""PDFs for tests, drawn with reportlab in a font that has every Vietnamese letter."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

FOLDERS = ("/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu", "/usr/share/fonts/TTF")
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 85.0, 540.0, 770.0, 70.0
INDENT, SIZE, LEADING, SPACING = 30.0, 12.0, 16.0, 7.0
MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")


def font(bold: bool = False) -> str:
    """The name of the font, registered; the test is skipped where the font is not installed."""
    pdfmetrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics", reason="reportlab missing")
    from reportlab.pdfbase.ttfonts import TTFont

    name = "DejaVuSerif-Bold" if bold else "DejaVuSerif"
    if name not in pdfmetrics.getRegisteredFontNames():
        found = [Path(folder) / f"{name}.ttf" for folder in FOLDERS]
        file = next((path for path in found if path.exists()), None)
        if file is None:
            pytest.skip("no DejaVu Serif: apt install fonts-dejavu-core fonts-dejavu-extra")
        pdfmetrics.registerFont(TTFont(name, str(file)))
    return name


def renamed(name: str, folder: Path) -> str:
    """The font under another name: as far as a reader can tell, a font of that name."""
    tables = pytest.importorskip("fontTools.ttLib", reason="fontTools missing")
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if name not in pdfmetrics.getRegisteredFontNames():
        copy = tables.TTFont(pdfmetrics.getFont(font()).face.filename)
        for number in (1, 4, 6, 16):
            copy["name"].setName(name, number, 3, 1, 0x409)
            copy["name"].setName(name, number, 1, 0, 0)
        file = folder / f"{name.strip('.')}.ttf"
        copy.save(file)
        pdfmetrics.registerFont(TTFont(name, str(file)))
    return name


class Paper:
    """A document drawn line by line, as a word processor would."""

    def __init__(self, path: Path, encrypt: object = None) -> None:
        font()
        from reportlab.pdfgen.canvas import Canvas

        self.canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT), encrypt=encrypt)
        self.y = TOP
        self.page = 1

    def save(self) -> None:
        self.canvas.save()

    def text(self, x: float, text: str, bold: bool = False, size: float = SIZE) -> None:
        self.canvas.setFont(font(bold), size)
        self.canvas.drawString(x, self.y, text)

    def centre(self, text: str, bold: bool = True) -> None:
        self.canvas.setFont(font(bold), SIZE)
        self.canvas.drawCentredString((LEFT + RIGHT) / 2, self.y, text)
        self.down(LEADING)

    def down(self, step: float) -> None:
        self.y -= step
        if self.y < BOTTOM:
            self.new_page()

    def new_page(self) -> None:
        self.canvas.showPage()
        self.page += 1
        self.y = HEIGHT - 40
        self.canvas.setFont(font(), SIZE)
        self.canvas.drawCentredString(WIDTH / 2, self.y, str(self.page))
        self.y = TOP

    def header(self, issuer: tuple[str, ...], number: str, date: str) -> None:
        for left, right in zip(issuer, MOTTO, strict=True):
            self.canvas.setFont(font(True), 11)
            self.canvas.drawCentredString(160, self.y, left)
            self.canvas.drawCentredString(410, self.y, right)
            self.y -= 14
        self.y -= 10
        self.canvas.setFont(font(), 11)
        self.canvas.drawCentredString(160, self.y, number)
        self.canvas.drawCentredString(410, self.y, date)
        self.y -= 40

    def paragraph(self, text: str, bold: bool = False) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        words = text.split(" ")
        x = LEFT + INDENT
        line: list[str] = []
        while words:
            room = RIGHT - x
            wide = stringWidth(" ".join([*line, words[0]]), font(bold), SIZE)
            if line and wide > room:
                self._justified(x, line, room, bold)
                self.down(LEADING)
                x, line = LEFT, []
                continue
            line.append(words.pop(0))
        self.text(x, " ".join(line), bold)
        self.down(LEADING + SPACING)

    def _justified(self, x: float, words: list[str], room: float, bold: bool) -> None:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        bare = stringWidth(" ".join(words), font(bold), SIZE)
        drawn = self.canvas.beginText(x, self.y)
        drawn.setFont(font(bold), SIZE)
        extra = (room - bare) / max(1, len(words) - 1)
        for word in words:
            drawn.setTextOrigin(x, self.y)
            drawn.textOut(word)
            x += stringWidth(word + " ", font(bold), SIZE) + extra
        self.canvas.drawText(drawn)

    def table(self, rows: list[list[str]], widths: list[float], high: float = 40.0) -> None:
        if self.y - high * len(rows) < BOTTOM:
            self.new_page()
        top = self.y
        for r, row in enumerate(rows):
            x = LEFT
            for cell, wide in zip(row, widths, strict=True):
                self.canvas.rect(x, top - high * (r + 1), wide, high)
                for k, part in enumerate(cell.split("\n")):
                    self.canvas.setFont(font(), 10)
                    self.canvas.drawString(x + 4, top - high * r - 13 - 13 * k, part)
                x += wide
        self.y = top - high * len(rows) - 24

    def signature(self, recipients: list[str], signs: list[str], name: str) -> None:
        if self.y < 250:
            self.new_page()
        top = self.y
        for text in recipients:
            self.text(LEFT, text, size=10)
            self.y -= 13
        self.y = top
        for text in [*signs, "", "", "", name]:
            self.canvas.setFont(font(True), SIZE)
            self.canvas.drawCentredString(430, self.y, text)
            self.y -= 15


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF from its objects (1, 2, …), the first being the catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return out


def stream(data: bytes) -> bytes:
    """A compressed stream object."""
    packed = zlib.compress(data, 9)
    head = b"<< /Length %d /Filter /FlateDecode >>" % len(packed)
    return head + b"\nstream\n" + packed + b"\nendstream"


def many_pages(count: int) -> bytes:
    """``count`` pages that are one object."""
    kids = b" ".join([b"3 0 R"] * count)
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        ]
    )


def one_page(content: bytes, font: str = "Times-Roman") -> bytes:
    """One page with this content stream, given as an object body; ``/F1`` is ``font``."""
    named = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    return raw_pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            content,
            named % font.encode(),
        ]
    )


@dataclass(frozen=True)
class Stamp:
    """ASCII text laid over the header of a ``Paper``, ``up`` points above its number."""

    x: float
    text: str
    up: float = 0.0


def stamped(whole: bytes, stamps: Sequence[Stamp]) -> bytes:
    """The file with ``stamps`` over its first page, as a program for signatures adds them."""
    base = TOP - 2 * 14 - 10
    start = whole.rindex(b"startxref")
    last = int(whole[start:].split()[1])
    size = int(whole[whole.rindex(b"/Size") :].split()[1])
    root = whole[whole.rindex(b"/Root") :].split(b"/Root")[1].split(b"R")[0].strip() + b" R"
    at = whole.rindex(b" obj", 0, whole.index(b"/Type /Page\n"))
    number = int(whole[:at].split()[-2])
    page = whole[at + 4 : whole.index(b"endobj", at)].strip()
    bodies = {number: b"<< /Annots [%s] %s" % (_refs(size, len(stamps)), page[2:])}
    for i, stamp in enumerate(stamps):
        place = (stamp.x, base + stamp.up - 4, stamp.x + 200, base + stamp.up + 16)
        bodies[size + 2 * i] = (
            b"<< /Type /Annot /Subtype /Widget /FT /Sig /F 132 /Rect [%g %g %g %g]"
            b" /AP << /N %d 0 R >> >>" % (*place, size + 2 * i + 1)
        )
        drawn = b"BT /F1 11 Tf 0 4 Td (%s) Tj ET" % stamp.text.encode()
        bodies[size + 2 * i + 1] = (
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 200 20] /Length %d /Resources << /Font <<"
            b" /F1 << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding"
            b" /WinAnsiEncoding >> >> >> >>\nstream\n%s\nendstream" % (len(drawn), drawn)
        )
    return _appended(whole, bodies, b"/Size %d /Root %s /Prev %d" % (size + 9, root, last))


def _refs(size: int, count: int) -> bytes:
    return b" ".join(b"%d 0 R" % (size + 2 * i) for i in range(count))


def _appended(whole: bytes, bodies: dict[int, bytes], trailer: bytes) -> bytes:
    """The file with objects added or replaced, as a later revision of it."""
    out, table = whole + b"\n", b""
    for number, body in bodies.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + b"xref\n%strailer\n<< %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        table,
        trailer,
        len(out),
    )
