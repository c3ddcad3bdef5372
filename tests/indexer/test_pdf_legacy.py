"""PDFs set in fonts from before Unicode: .VnTime (TCVN3), .VnTimeH (its capitals), VNI-Times."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.readers import pdf
from indexer.readers.legacy import Encoding
from indexer.readers.lines import Reading
from tests.indexer import pdf_maker
from tests.indexer.test_legacy import encode

HEADING = "KẾ HOẠCH TRỒNG RỪNG VEN BIỂN"
SENTENCES = (
    "Ủy ban nhân dân tỉnh lập kế hoạch trồng, chăm sóc và bảo vệ rừng trong toàn tỉnh.",
    "Sở Nông nghiệp chủ trì, phối hợp với các xã, phường tuyên truyền mỗi tháng một lần.",
    "Người dân ở những nơi có nguy cơ cao được hỗ trợ kinh phí theo quy định hiện hành.",
)


def draw(path: Path, lines: list[tuple[str, str]]) -> Path:
    """``(font, text as the font codes it)`` a line, in a copy of our font renamed to ``font``."""
    pdf_maker.font()
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(pdf_maker.WIDTH, pdf_maker.HEIGHT))
    for i, (font, text) in enumerate(lines):
        canvas.setFont(pdf_maker.renamed(font, path.parent), 9)
        canvas.drawString(60, 760 - 18 * i, text)
    canvas.save()
    return path


def texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


def test_tcvn3_fonts_are_converted_and_flagged(tmp_path: Path) -> None:
    heading = encode(HEADING.lower(), "tcvn3")
    lines = [(".VnTimeH", heading), *((".VnTime", encode(s, "tcvn3")) for s in SENTENCES)]
    reading = pdf.read(draw(tmp_path / "a.pdf", lines), ocr=False)
    assert texts(reading)[0] == HEADING
    assert [t.lower() for t in texts(reading)[1:]] == [s.lower() for s in SENTENCES]
    assert reading.pages[0].obtained == "pdf-tcvn3"
    assert "TCVN3" in (reading.pages[0].problem or "")


def test_vni_fonts_are_converted_and_flagged(tmp_path: Path) -> None:
    lines = [("VNI-Times", encode(s, "vni")) for s in (HEADING, *SENTENCES)]
    reading = pdf.read(draw(tmp_path / "a.pdf", lines), ocr=False)
    assert texts(reading) == [HEADING, *SENTENCES]
    assert reading.pages[0].obtained == "pdf-vni"
    assert "VNI" in (reading.pages[0].problem or "")


def test_only_the_words_in_such_a_font_are_converted(tmp_path: Path) -> None:
    lines = [("Modern", SENTENCES[0]), (".VnTime", encode(SENTENCES[1], "tcvn3"))]
    reading = pdf.read(draw(tmp_path / "a.pdf", lines), ocr=False)
    assert texts(reading) == list(SENTENCES[:2])


def test_unicode_text_in_a_font_of_that_name_stays(tmp_path: Path) -> None:
    """The name lowers the gate's bar, and never replaces it."""
    lines = [(".VnTime", s) for s in SENTENCES]
    reading = pdf.read(draw(tmp_path / "a.pdf", lines), ocr=False)
    assert texts(reading) == list(SENTENCES)
    assert reading.pages[0].obtained == "pdf-text"
    assert reading.pages[0].problem is None


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_font_whose_name_tells_nothing_is_judged_by_its_words(
    tmp_path: Path, encoding: Encoding
) -> None:
    lines = [("F1", encode(s, encoding)) for s in SENTENCES]
    reading = pdf.read(draw(tmp_path / "a.pdf", lines), ocr=False)
    assert [t.lower() for t in texts(reading)] == [s.lower() for s in SENTENCES]


def test_codes_without_a_unicode_table_are_letters(tmp_path: Path) -> None:
    """An unembedded font: byte 173 is ư there, and no character at all in WinAnsi."""
    text = " ".join(SENTENCES[1:]).lower()
    lines = [text[i : i + 60] for i in range(0, len(text), 60)]
    drawn = b"\n".join(
        b"BT /F1 11 Tf 60 %d Td (%s) Tj ET" % (760 - 18 * i, escaped(encode(line, "tcvn3")))
        for i, line in enumerate(lines)
    )
    (tmp_path / "a.pdf").write_bytes(pdf_maker.one_page(pdf_maker.stream(drawn), ".VnTime"))
    reading = pdf.read(tmp_path / "a.pdf", ocr=False)
    assert "".join(texts(reading)).replace(" ", "") == text.replace(" ", "")


def escaped(text: str) -> bytes:
    return b"".join(b"\\" + c if c in (b"(", b")", b"\\") else c for c in map(one, text))


def one(char: str) -> bytes:
    return char.encode("latin-1")
