import pytest

from indexer import analyse, segment
from indexer.facts import funding
from tests.indexer import papers


class TestFunding:
    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            ("từ nguồn ngân sách tỉnh", [("nguồn ngân sách tỉnh", None)]),
            ("khoảng 500 triệu đồng", [("500 triệu đồng", 5e8)]),
            ("1,5 tỷ đồng", [("1,5 tỷ đồng", 1.5e9)]),
            ("84,3 nghìn tỷ đồng", [("84,3 nghìn tỷ đồng", 8.43e13)]),
            ("1.500.000.000 đồng", [("1.500.000.000 đồng", 1.5e9)]),
            ("nguồn xã hội hoá", [("xã hội hoá", None)]),
            (
                "và các nguồn vốn hợp pháp khác theo quy định",
                [("nguồn vốn hợp pháp khác", None)],
            ),
            ("hợp tác công - tư (PPP)", [("hợp tác công - tư (PPP)", None)]),
            ("nguồn vốn của doanh nghiệp", [("nguồn vốn của doanh nghiệp", None)]),
            ("dự toán chi thường xuyên hằng năm", [("dự toán chi thường xuyên hằng năm", None)]),
            ("Quỹ Phòng chống thiên tai tỉnh.", [("Quỹ Phòng chống thiên tai tỉnh", None)]),
            (
                "ngân sách cấp tỉnh, ngân sách phường",
                [("ngân sách cấp tỉnh", None), ("ngân sách phường", None)],
            ),
            ("theo Luật Ngân sách nhà nước", []),
        ],
    )
    def test_sources_and_amounts(self, sentence, expected):
        found = funding.find(sentence, 0)
        assert [(f.text, f.amount) for f in found] == expected
        assert all(sentence[f.span.start : f.span.end] == f.text for f in found)

    @pytest.mark.parametrize(
        ("item", "expected"),
        [
            ("- Nguồn dự phòng của tỉnh.", ["Nguồn dự phòng của tỉnh"]),
            (
                "- Hỗ trợ từ trung ương, tổ chức quốc tế và các nguồn hợp pháp khác.",
                ["Hỗ trợ từ trung ương, tổ chức quốc tế", "nguồn hợp pháp khác"],
            ),
            ("- Huy động các doanh nghiệp cùng tham gia.", ["Huy động các doanh nghiệp"]),
            ("- Lồng ghép từ các chương trình khác.", ["Lồng ghép từ các chương trình khác"]),
            ("- Các chủ đầu tư tự bảo đảm kinh phí.", ["Các chủ đầu tư tự bảo đảm kinh phí"]),
            ("- Từ dự toán được giao hằng năm.", ["dự toán được giao"]),
            ("- Nguồn kinh phí cho các lớp, nguồn nhân lực, nguồn lực phù hợp.", []),
        ],
    )
    def test_sources_that_a_heading_on_money_tells(self, item, expected):
        found = funding.find(item, 0, on_money=True)
        assert [f.text for f in found] == expected
        assert funding.find(item, 0) == ()

    def test_every_item_under_a_heading_on_money_names_its_source(self):
        blocks = papers.blocks_md(
            "I. NHIỆM VỤ\n\n1. Hỗ trợ của các tổ chức được ghi nhận.\n\nII. KINH PHÍ THỰC HIỆN\n\n"
            "- Ngân sách tỉnh theo phân cấp.\n\n- Ngân sách trung ương hỗ trợ.\n\n"
            "- Nguồn xã hội hóa.\n\n- Nguồn dự phòng.\n\n- Đóng góp của người dân.\n\n"
            "III. TỔ CHỨC THỰC HIỆN\n\n1. Phòng Kinh phí\n\n- Nguồn dự phòng ghi riêng.\n"
        )
        text, _ = segment.canonical(blocks)
        found = analyse.with_facts(text, segment.segment(blocks))
        told = {c.path: [f.text for f in c.facts.funding] for c in found if c.facts.funding}
        assert told == {
            "II.-1": ["Ngân sách tỉnh"],
            "II.-2": ["Ngân sách trung ương"],
            "II.-3": ["xã hội hóa"],
            "II.-4": ["Nguồn dự phòng"],
            "II.-5": ["Đóng góp của người dân"],
        }

    def test_other_words(self):
        assert funding.find("quỹ đất trồng cây, đồng bào các dân tộc", 0) == ()


class TestTables:
    HEADER = ("TT", "Nội dung", "Kinh phí", "Ghi chú")

    def of(self, row, header=HEADER, unit=None):
        return [
            (f.text, f.amount, row[f.span.start : f.span.end])
            for f in funding.find(row, 0, header, unit)
        ]

    def test_the_unit_over_the_table_counts_for_its_columns_of_money(self):
        assert self.of("1 | Trồng 20 cây | 1.250,5 | 7", unit="triệu đồng") == [
            ("1.250,5", 1_250_500_000, "1.250,5")
        ]

    def test_a_columns_own_unit_goes_first(self):
        header = ("TT", "Số cây", "Đơn giá (đồng)", "Thành tiền (tỷ đồng)")
        assert self.of("1 | 20 | 300.000 | 6", header, "triệu đồng") == [
            ("300.000", 300_000, "300.000"),
            ("6", 6_000_000_000, "6"),
        ]

    def test_without_a_unit_a_figure_is_no_amount(self):
        assert self.of("1 | Trồng cây | 1.250 | 7") == []

    def test_the_line_before_a_table_says_its_unit(self):
        blocks = papers.blocks_md(
            "I. KINH PHÍ\n\nĐVT: triệu đồng\n\n| TT | Nội dung | Kinh phí |\n|---|---|---|\n"
            "| 1 | Trồng cây | 50 |\n\n1. Chăm sóc cây trồng trong các trường học của tỉnh, theo "
            "từng năm.\n\n| TT | Nội dung | Kinh phí |\n|---|---|---|\n| 1 | Tưới | 9 |\n"
        )
        text, _ = segment.canonical(blocks)
        found = segment.segment(blocks)
        units = funding.units(text, found)
        rows = {text[c.start : c.own_end]: units.get(c.path) for c in found if c.kind == "row"}
        assert rows["1 | Trồng cây | 50"] == "triệu đồng"
        assert rows["1 | Tưới | 9"] is None
