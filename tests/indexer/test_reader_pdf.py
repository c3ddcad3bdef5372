"""PDF files: layout, furniture, tables, the gate."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from indexer import paragraphs, segment
from indexer.readers import gate, pdf, text
from indexer.readers.lines import Reading
from tests.indexer import pdf_maker
from tests.indexer.pdf_maker import Paper, Stamp

BODY = [
    ("I. MỤC ĐÍCH, YÊU CẦU", True),
    ("1. Mục đích", True),
    (
        "- Nâng cao nhận thức, trách nhiệm của các cấp, các ngành trong công tác phòng, chống tệ "
        "nạn xã hội theo Nghị quyết số 05/NQ-HĐND ngày 12 tháng 7 năm 2022 của Hội đồng nhân dân.",
        False,
    ),
    (
        "- Phối hợp với Sở Lao động - Thương binh và Xã hội, Công an tỉnh và các đơn vị có liên "
        "quan tổ chức thực hiện có hiệu quả các nhiệm vụ được giao.",
        False,
    ),
    ("2. Yêu cầu: Bảo đảm kịp thời, hiệu quả, phù hợp với tình hình địa phương.", False),
    ("II. TỔ CHỨC THỰC HIỆN", True),
    ("1. Sở Y tế", True),
    (
        "Chủ trì, phối hợp với các sở, ngành tổ chức khám sức khỏe định kỳ cho người lao động; "
        "báo cáo Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 hằng năm.",
        False,
    ),
    ("2. Sở Tài chính", True),
    ("Tham mưu bố trí kinh phí thực hiện Kế hoạch theo quy định của Luật Ngân sách.", False),
]


def plan(path: Path, repeat: int = 1) -> Path:
    paper = Paper(path)
    paper.header(
        ("ỦY BAN NHÂN DÂN", "TỈNH HẢI DƯƠNG"),
        "Số: 12/KH-UBND",
        "Hải Dương, ngày 5 tháng 2 năm 2023",
    )
    paper.centre("KẾ HOẠCH")
    paper.centre("Phòng, chống tệ nạn xã hội năm 2023")
    paper.down(20)
    for _ in range(repeat):
        for paragraph, bold in BODY:
            paper.paragraph(paragraph, bold)
    paper.signature(
        ["Nơi nhận:", "- Như trên;", "- Lưu: VT."],
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "Nguyễn Văn An",
    )
    paper.save()
    return path


def texts(reading: Reading) -> list[str]:
    return [block.text for block in paragraphs.blocks(reading.lines)]


def test_a_plan_comes_back_as_its_paragraphs(tmp_path: Path) -> None:
    reading = pdf.read(plan(tmp_path / "a.pdf"), ocr=False)
    found = texts(reading)
    for paragraph, _ in BODY:
        assert paragraph in found
    assert reading.format == "pdf"
    assert reading.obtained == "pdf-text"
    assert [p.problem for p in reading.pages] == [None] * len(reading.pages)


def test_the_two_column_blocks_are_not_interleaved(tmp_path: Path) -> None:
    reading = pdf.read(plan(tmp_path / "a.pdf"), ocr=False)
    rows = [line.cells for line in reading.lines if line.cells]
    assert rows[0] == ("ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG", " ".join(pdf_maker.MOTTO))
    assert rows[1] == ("Số: 12/KH-UBND", "Hải Dương, ngày 5 tháng 2 năm 2023")
    last = [line.text for line in reading.lines][-7:]
    assert last == [
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn An",
    ]


def test_sentences_cross_pages_and_page_numbers_are_furniture(tmp_path: Path) -> None:
    reading = pdf.read(plan(tmp_path / "a.pdf", repeat=6), ocr=False)
    assert len(reading.pages) >= 3
    found = texts(reading)
    for paragraph, _ in BODY:
        assert found.count(paragraph) == 6, paragraph
    assert "2" in reading.furniture
    assert not any(line.text.isdigit() for line in reading.lines)


def test_boxes_are_percent_from_the_top_left(tmp_path: Path) -> None:
    reading = pdf.read(plan(tmp_path / "a.pdf"), ocr=False)
    boxes = [line.box for line in reading.lines]
    assert all(b and 0 <= b.x0 < b.x1 <= 100 and 0 <= b.y0 < b.y1 <= 100 for b in boxes)
    title = next(line for line in reading.lines if line.text == "KẾ HOẠCH")
    assert title.bold
    assert title.box
    assert title.box.y0 < 25


def test_the_boxes_of_a_clause_are_where_it_was_drawn(tmp_path: Path) -> None:
    """Known places: baseline, letter size and margins give each line's rectangle."""
    paper = Paper(tmp_path / "b.pdf")
    paper.centre("KẾ HOẠCH")
    paper.down(20)
    tops = []
    for paragraph, bold in BODY[:2]:
        tops.append(pdf_maker.HEIGHT - paper.y)
        paper.paragraph(paragraph, bold)
    paper.down(paper.y - pdf_maker.BOTTOM - pdf_maker.LEADING)
    foot = pdf_maker.HEIGHT - paper.y
    paper.paragraph(BODY[2][0])  # its first line here, then one more, the rest on the next page
    paper.save()
    blocks = paragraphs.blocks(pdf.read(tmp_path / "b.pdf", ocr=False).lines)
    across, down = 100 / pdf_maker.WIDTH, 100 / pdf_maker.HEIGHT
    for block, top in zip(blocks[1:3], tops, strict=True):
        (box,) = block.boxes
        assert box.page == 1
        assert box.x0 == pytest.approx((pdf_maker.LEFT + pdf_maker.INDENT) * across, abs=0.1)
        assert box.y0 == pytest.approx((top - 0.85 * pdf_maker.SIZE) * down, abs=0.1)
        assert box.y1 == pytest.approx((top + 0.2 * pdf_maker.SIZE) * down, abs=0.1)
    long = blocks[3].boxes
    assert [box.page for box in long] == [1, 1, 2]
    assert long[0].y1 == pytest.approx((foot + 0.2 * pdf_maker.SIZE) * down, abs=0.1)
    assert long[2].y1 == pytest.approx(
        (pdf_maker.HEIGHT - pdf_maker.TOP + 0.2 * pdf_maker.SIZE) * down, abs=0.1
    )
    assert long[0].x0 == pytest.approx((pdf_maker.LEFT + pdf_maker.INDENT) * across, abs=0.1)
    assert long[1].x0 == pytest.approx(pdf_maker.LEFT * across, abs=0.1)
    assert long[1].x1 == pytest.approx(pdf_maker.RIGHT * across, abs=0.3)


def test_what_is_stamped_into_the_header_is_read(tmp_path: Path) -> None:
    """Number and day come with the signature, as annotations; the signer's data stay out."""
    paper = Paper(tmp_path / "s.pdf")
    paper.header(
        ("ỦY BAN NHÂN DÂN", "TỈNH HẢI DƯƠNG"),
        "Số:               /KH-UBND",
        "Hải Dương, ngày     tháng     năm 2026",
    )
    paper.centre("KẾ HOẠCH")
    paper.paragraph(BODY[2][0])
    paper.save()
    plain = pdf.read(tmp_path / "s.pdf", ocr=False)
    assert [line.text for line in plain.lines][1].startswith("Số: /KH-UBND")
    number = Stamp(130, "2280")
    signer = Stamp(300, "Nguoi ky: UBND; Thoi gian ky: 05.02.2026 10:00:00", up=60)
    (tmp_path / "t.pdf").write_bytes(
        pdf_maker.stamped((tmp_path / "s.pdf").read_bytes(), [number, signer])
    )
    reading = pdf.read(tmp_path / "t.pdf", ocr=False)
    assert [line.text for line in reading.lines][1].startswith("Số: 2280 /KH-UBND")
    assert not any("ky:" in line.text for line in reading.lines)
    assert any("Nguoi ky" in text for text in reading.furniture)


def test_slanted_letters_are_italics_and_no_turned_text(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "i.pdf")
    paper.canvas.transform(1, 0, 0.25, 1, -180, 0)
    paper.text(pdf_maker.LEFT, "Hải Dương, ngày 5 tháng 2 năm 2026")
    paper.save()
    lines = pdf.read(tmp_path / "i.pdf", ocr=False).lines
    assert [line.text for line in lines] == ["Hải Dương, ngày 5 tháng 2 năm 2026"]


def test_a_ruled_table_is_rows_in_its_place(tmp_path: Path) -> None:
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"],
        ["1", "Tuyên truyền pháp luật\nvề phòng, chống", "Sở Tư pháp", "Quý II"],
        ["2", "Khám sức khỏe định kỳ", "Sở Y tế", "Trước 15/12"],
    ]
    paper = Paper(tmp_path / "t.pdf")
    paper.paragraph("Danh mục nhiệm vụ được giao cho các cơ quan như sau:")
    paper.table(rows, [35, 190, 130, 100])
    paper.paragraph("Các cơ quan báo cáo kết quả về Sở Y tế để tổng hợp theo quy định.")
    paper.save()
    lines = pdf.read(tmp_path / "t.pdf", ocr=False).lines
    cells = [line.cells for line in lines if line.cells]
    assert cells == [tuple(c.replace("\n", " ") for c in row) for row in rows]
    assert [bool(line.cells) for line in lines].index(True) == 1
    assert lines[-1].text.startswith("Các cơ quan báo cáo")
    assert sum("Sở Tư pháp" in line.text for line in lines) == 1


def test_letters_drawn_out_of_order_are_read_by_place(tmp_path: Path) -> None:
    """What LibreOffice does when a font lacks Vietnamese letters (domain §4.1)."""
    paper = Paper(tmp_path / "f.pdf")
    from reportlab.pdfbase.pdfmetrics import stringWidth

    sentence = "Để tiếp tục nâng cao hiệu quả công tác quản lý nhà nước về mục đích của kế hoạch."
    words = sentence.split(" ")
    for line in (" ".join(words[:9]), " ".join(words[9:])):
        for ascii_first in (True, False):
            x = pdf_maker.LEFT
            for char in line:
                if char.isascii() == ascii_first and char != " ":
                    paper.text(x, char)
                x += stringWidth(char, pdf_maker.font(), pdf_maker.SIZE)
        paper.down(16)
    paper.save()
    lines = pdf.read(tmp_path / "f.pdf", ocr=False).lines
    assert " ".join(line.text for line in lines) == sentence


def test_a_page_that_is_a_picture_is_flagged_when_ocr_is_off(tmp_path: Path) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    paper = Paper(tmp_path / "p.pdf")
    for paragraph, bold in BODY:
        paper.paragraph(paragraph, bold)
    paper.canvas.showPage()
    picture = ImageReader(Image.new("L", (400, 560), 200))
    paper.canvas.drawImage(picture, 0, 0, 595, 842)
    paper.save()
    reading = pdf.read(tmp_path / "p.pdf", ocr=False)
    assert [page.number for page in reading.pages] == [1, 2]
    assert reading.pages[0].problem is None
    assert reading.pages[1].obtained == "none"
    assert "trang chỉ có hình" in (reading.pages[1].problem or "")


SYLLABLES = (
    "công tác quản lý nhà nước tổ chức thực hiện các cơ quan đơn vị tuyên truyền kiểm tra rà soát"
    " hướng dẫn xây dựng phối hợp bảo đảm nhân dân kinh phí báo cáo kết quả định kỳ"
)
WORDS = st.sampled_from(SYLLABLES.split(" "))
SENTENCE = st.lists(WORDS, min_size=12, max_size=45).map(lambda ws: " ".join(ws).capitalize() + ".")
SECTION = st.lists(
    st.tuples(SENTENCE, st.lists(SENTENCE, min_size=0, max_size=3)), min_size=2, max_size=3
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking would draw for minutes
)
@given(sections=st.lists(SECTION, min_size=2, max_size=3))
def test_a_plan_drawn_and_read_back_gives_the_tree_of_its_text(
    tmp_path: Path, sections: list[list[tuple[str, list[str]]]]
) -> None:
    romans = ("I", "II", "III")
    paragraphs_ = []
    for roman, clauses in zip(romans, sections, strict=False):
        paragraphs_.append((f"{roman}. NHIỆM VỤ CỤ THỂ", True))
        for n, (sentence, bullets) in enumerate(clauses, 1):
            paragraphs_.append((f"{n}. {sentence}", False))
            paragraphs_.extend((f"- {bullet}", False) for bullet in bullets)
    paper = Paper(tmp_path / "plan.pdf")
    paper.centre("KẾ HOẠCH")
    paper.down(10)
    for paragraph, bold in paragraphs_:
        paper.paragraph(paragraph, bold)
    paper.save()
    written = "KẾ HOẠCH\n\n" + "\n\n".join(p for p, _ in paragraphs_)
    expected = paragraphs.blocks(text.read(written).lines)
    found = paragraphs.blocks(pdf.read(tmp_path / "plan.pdf", ocr=False).lines)
    assert [b.text for b in found] == [b.text for b in expected]
    paths = [clause.path for clause in segment.segment(found)]
    assert paths == [clause.path for clause in segment.segment(expected)]


def test_the_gate_knows_damage_from_foreign_names() -> None:
    good = " ".join(paragraph for paragraph, _ in BODY)
    assert gate.damage(good) is None
    assert gate.damage(good + " khu Ciputra, Resco, Ecohome, Aeonmall, TTr, 5 m, 3 km") is None
    assert gate.damage("(cid:54)(cid:1250) CÔNG " * 20 + good)
    tcvn3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc kÕ ho¹ch thùc hiÖn"
    assert gate.damage(f"{tcvn3} {tcvn3.upper()}")
