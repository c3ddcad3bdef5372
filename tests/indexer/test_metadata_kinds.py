"""What is no plan, and what a scan does not let one read for sure."""

import pytest

from indexer import metadata, segment
from indexer.documents import DocumentInfo
from tests.indexer import papers


class TestOther:
    RESOLUTION = (
        "CHÍNH PHỦ\n\nSố: 115/NQ-CP\n\nHà Nội, ngày 5 tháng 3 năm 2024\n\nNGHỊ QUYẾT\n\n"
        "Về việc trồng rừng\n\nCăn cứ Luật Lâm nghiệp;\n\nQUYẾT NGHỊ:\n\n"
        "Điều 1. Giao Bộ Y tế trồng rừng theo kế hoạch.\n\nĐiều 2. Có hiệu lực từ ngày ký.\n"
    )

    def test_a_resolution_is_no_plan_and_says_what_it_is(self, tmp_path):
        info = papers.document(tmp_path, self.RESOLUTION).info
        assert (info.is_plan, info.doctype, info.parent) == (False, "Nghị quyết", None)
        assert info.title == "Nghị quyết về việc trồng rừng"

    @pytest.mark.parametrize(
        ("header", "kind", "number", "title"),
        [
            ("Số 384-QĐ/TW", "QUY ĐỊNH", "384-QĐ/TW", "Quy định về việc trồng rừng"),
            ("Số: 07-KL/VPTW", "KẾT LUẬN", "07-KL/VPTW", "Kết luận về việc trồng rừng"),
            ("Luật số: 60/2024/QH15", "LUẬT", "60/2024/QH15", "Luật về việc trồng rừng"),
            ("CHÍNH PHỦ____ Số: 7/2025/NĐ-CP", "NGHỊ ĐỊNH", "7/2025/NĐ-CP", None),
        ],
    )
    def test_bodies_number_and_name_their_papers_in_ways_of_their_own(
        self, tmp_path, header, kind, number, title
    ):
        source = self.RESOLUTION.replace("Số: 115/NQ-CP", header).replace("NGHỊ QUYẾT", kind)
        info = papers.document(tmp_path, source).info
        assert (info.number, info.doctype) == (number, kind.capitalize())
        assert info.title == (title or "Nghị định về việc trồng rừng") and not info.is_plan

    def test_v_v_is_no_section_five(self, tmp_path):
        source = self.RESOLUTION.replace("NGHỊ QUYẾT\n\nVề việc", "CÔNG ĐIỆN\n\nV/v")
        made = papers.document(tmp_path, source)
        assert made.info.title == "Công điện về việc trồng rừng"
        assert "V" not in {clause.path for clause in made.clauses}
        capitals = source.replace("V/v trồng rừng", "V/V TRỒNG RỪNG THEO QUY ĐỊNH SỐ 3-QĐ/TW")
        told = papers.document(tmp_path, capitals).info.title
        assert told == "Công điện về việc trồng rừng theo quy định số 3-QĐ/TW"

    def test_where_the_line_of_its_kind_was_lost_the_number_says_it(self, tmp_path):
        source = self.RESOLUTION.replace("NGHỊ QUYẾT\n\n", "").replace("Về việc", "Giao việc")
        info = papers.document(tmp_path, source).info
        assert (info.title, info.doctype) == ("Nghị quyết giao việc trồng rừng", "Nghị quyết")
        bare = source.replace("Giao việc trồng rừng\n\n", "")
        assert papers.document(tmp_path, bare).info.title.startswith("Nghị quyết giao Bộ Y tế")

    def test_a_plan_of_clauses_without_sections_is_one(self, tmp_path):
        units = "1. Mục đích: giữ rừng mới trồng.\n\n2. Yêu cầu: rõ người, rõ việc, rõ hạn.\n"
        source = f"KẾ HOẠCH\n\nKiểm tra rừng trồng ở các xã, phường\n\n{units}"
        assert papers.document(tmp_path, source).info.is_plan


class TestScans:
    """OCR reads print, not handwriting: a gap before "/KH-UBND" is where a pen filled it in."""

    HEADER = (
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI\n\nSố: {number}\n\n"
        "Lào Cai, ngày {day} tháng 3 năm 2024\n\nKẾ HOẠCH\n\nTrồng cây xanh\n\n"
    )

    def of(self, number, day, scanned=True):
        blocks = papers.blocks(self.HEADER.format(number=number, day=day) + papers.BODY)
        text, _ = segment.canonical(blocks)
        base = DocumentInfo("x", "x", "x", "0", "pdf", len(text))
        info = metadata.describe(base, text, segment.segment(blocks), {}, {1} if scanned else ())
        return info.number, info.date

    @pytest.mark.parametrize(
        ("number", "day", "told"),
        [
            ("77/KH-UBND", "05", ("77/KH-UBND", "2024-03-05")),
            ("77⁄KH-UBND", "05", ("77/KH-UBND", "2024-03-05")),
            ("445 /KH-UBND", "05", (None, "2024-03")),
            ("ƒo7 /KH-UBND", "05", (None, "2024-03")),
            ("77/KH-UBND", "82", ("77/KH-UBND", "2024-03")),
            ("77/KH-UBND", "#3", ("77/KH-UBND", "2024-03")),
        ],
    )
    def test_what_a_pen_wrote_is_not_asserted(self, number, day, told):
        assert self.of(number, day) == told

    def test_a_gap_in_a_born_digital_text_is_a_gap(self):
        assert self.of("77 /KH-UBND", "05", scanned=False) == ("77/KH-UBND", "2024-03-05")
