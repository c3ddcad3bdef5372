import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.facts import laws


class TestLaws:
    def test_a_document_with_all_that_stands_beside_its_number(self):
        sentence = (
            "Căn cứ Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng Chính phủ về trồng cây"
        )
        (law,) = laws.find(sentence, 0)
        assert (law.number, law.kind, law.date) == ("12/QĐ-TTg", "Quyết định", "2024-01-03")
        assert law.issuer == "Thủ tướng Chính phủ"
        assert sentence[law.span.start : law.span.end] == (
            "Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng Chính phủ"
        )

    @pytest.mark.parametrize(
        ("sentence", "number", "date", "issuer"),
        [
            ("Kế hoạch 14-KH/TU của Tỉnh ủy", "14-KH/TU", None, "Tỉnh ủy"),
            ("Nghị định số 08/2022/NĐ-CP của Chính phủ", "08/2022/NĐ-CP", None, "Chính phủ"),
            (
                "Thông tư số 5/2018/TT-BYT ngày 5 tháng 4 năm 2018 của Bộ Y tế quy định",
                "5/2018/TT-BYT",
                "2018-04-05",
                "Bộ Y tế",
            ),
            ("(Công văn 4827/VP-VX)", "4827/VP-VX", None, None),
            (
                "Nghị quyết liên tịch số 01/2008/NQLT-BLĐTBXH-BCA ngày 28/8/2008",
                "01/2008/NQLT-BLĐTBXH-BCA",
                "2008-08-28",
                None,
            ),
        ],
    )
    def test_numbers_as_officials_write_them(self, sentence, number, date, issuer):
        (law,) = laws.find(sentence, 0)
        assert (law.number, law.date, law.issuer) == (number, date, issuer)

    def test_several_in_one_sentence(self):
        found = laws.find("các Quyết định số 12/QĐ-TTg và 13/QĐ-UBND, Kết luận 21-KL/TW", 10)
        assert [law.number for law in found] == ["12/QĐ-TTg", "13/QĐ-UBND", "21-KL/TW"]
        assert all(law.span.start >= 10 for law in found)

    def test_dates_are_no_laws(self):
        assert laws.find("ngày 28/9/2023, tỉ lệ 3/4", 0) == ()

    @pytest.mark.parametrize(
        ("sentence", "name", "date", "issuer"),
        [
            ("Điều 98 Bộ luật Lao động quy định", "Bộ luật Lao động", None, "Quốc hội"),
            (
                "theo Luật Phòng, chống ma túy năm 2021 và các nghị định",
                "Luật Phòng, chống ma túy",
                "2021",
                "Quốc hội",
            ),
            (
                "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;",
                "Luật Tổ chức chính quyền địa phương",
                "2025-06-16",
                "Quốc hội",
            ),
            (
                "Luật Địa chất và khoáng sản ngày 29 tháng 11 năm 2024",
                "Luật Địa chất và khoáng sản",
                "2024-11-29",
                "Quốc hội",
            ),
            (
                "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng ngày 17/6/2020",
                "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng",
                "2020-06-17",
                "Quốc hội",
            ),
            (
                "thi hành Pháp lệnh Phòng, chống mại dâm trên địa bàn",
                "Pháp lệnh Phòng, chống mại dâm",
                None,
                "Ủy ban Thường vụ Quốc hội",
            ),
            (
                "phân cấp của Luật ngân sách nhà nước, lồng ghép",
                "Luật ngân sách nhà nước",
                None,
                "Quốc hội",
            ),
        ],
    )
    def test_laws_cited_by_name(self, sentence, name, date, issuer):
        (law,) = laws.find(sentence, 0)
        assert (law.number, law.name, law.date, law.issuer) == ("", name, date, issuer)
        assert name in sentence[law.span.start : law.span.end]

    def test_the_article_belongs_to_the_citation(self):
        sentence = "theo khoản 2 Điều 9 của Luật Bầu cử năm 2015."
        (law,) = laws.find(sentence, 0)
        assert sentence[law.span.start : law.span.end] == sentence[5:-1]

    def test_a_law_with_both_name_and_number_is_one(self):
        (law,) = laws.find("Luật Bầu cử đại biểu Quốc hội số 85/2015/QH13, ngày 25/6/2015", 0)
        assert (law.number, law.name) == ("85/2015/QH13", "Luật Bầu cử đại biểu Quốc hội")
        assert (law.kind, law.date, law.issuer) == ("Luật", "2015-06-25", "Quốc hội")

    @pytest.mark.parametrize(
        "sentence", ["Luật sư tư vấn", "pháp luật Việt Nam", "Luật này quy định", "theo Luật, và"]
    )
    def test_other_words_with_law(self, sentence):
        assert laws.find(sentence, 0) == ()

    @pytest.mark.parametrize(
        ("number", "issuer"),
        [
            ("12/QĐ-TTg", "Thủ tướng Chính phủ"),
            ("5/2024/TT-BYT", "Bộ Y tế"),
            ("83/2025/QH15", "Quốc hội"),
            ("7/KH-UBND", None),
            ("01/2008/NQLT-BLĐTBXH-BCA", None),
            ("14-KH/TU", None),
            ("4827/VP-VX", None),
            ("3/XYZ", None),
        ],
    )
    def test_the_issuer_a_number_stands_for(self, number, issuer):
        assert laws.issuer_of(number) == issuer

    @given(st.text(alphabet="Luậtphòng,chống măm2021 ĐiềuBộ;()/QH-", max_size=60))
    def test_spans_lie_inside_and_in_order(self, sentence):
        found = laws.find(sentence, 0)
        assert all(0 <= x.span.start < x.span.end <= len(sentence) for x in found)
        assert [x.span.start for x in found] == sorted(x.span.start for x in found)
