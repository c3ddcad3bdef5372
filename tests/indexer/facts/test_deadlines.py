import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.facts import deadlines


class TestDeadlines:
    @pytest.mark.parametrize(
        ("sentence", "expected"),
        [
            ("xong trước ngày 15/6 hằng năm", [("xong trước ngày 15/6 hằng năm", "date")]),
            ("trước ngày 30 tháng 11 hằng năm", [("trước ngày 30 tháng 11 hằng năm", "date")]),
            ("trước 15/6, 15/12", [("trước 15/6", "date"), ("15/12", "date")]),
            ("chậm nhất vào ngày 20/11/2024", [("chậm nhất vào ngày 20/11/2024", "date")]),
            ("trong tháng 11/2024", [("trong tháng 11/2024", "date")]),
            ("Quý IV/2024 - Quý I/2025", [("Quý IV/2024 - Quý I/2025", "date")]),
            ("đến năm 2030 trồng xong", [("đến năm 2030", "date")]),
            ("giai đoạn 2024 – 2026", [("giai đoạn 2024 – 2026", "date")]),
            ("định kỳ 6 tháng, 01 năm báo cáo", [("định kỳ 6 tháng, 01 năm", "cycle")]),
            ("Hằng năm (trước ngày 15/12)", [("Hằng năm (trước ngày 15/12)", "cycle")]),
            ("năm 2024, hằng quý báo cáo", [("hằng quý", "cycle")]),
            ("Thường xuyên.", [("Thường xuyên", "period")]),
            ("trong 24-48 giờ sau khi nước rút.", [("trong 24-48 giờ sau khi nước rút", "period")]),
            ("trong thời hạn 15 ngày", [("trong thời hạn 15 ngày", "period")]),
            (
                "trong thời gian 03 ngày làm việc, kể từ ngày ký.",
                [("trong thời gian 03 ngày làm việc, kể từ ngày ký", "period")],
            ),
            ("tối đa là 15 (mười lăm) ngày", [("tối đa là 15 (mười lăm) ngày", "period")]),
            ("từ 01/7/2025", [("01/7/2025", "date")]),
        ],
    )
    def test_dates_periods_and_cycles(self, sentence, expected):
        assert [(d.text, d.kind) for d in deadlines.find(sentence, 0)] == expected

    @pytest.mark.parametrize(
        "sentence",
        [
            "1.1. Trồng cây",
            "theo Quyết định số 12/QĐ-TTg ngày 03/01/2024 của Thủ tướng",
            "Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2023",
            "1/3 số hộ trồng cây",
            "tầng 3 - 11, cách 5 - 1 mét",
            "trồng 15 ngày cây",
            "thường xuyên tưới cây",
        ],
    )
    def test_what_is_no_deadline(self, sentence):
        assert deadlines.find(sentence, 0) == ()

    @given(st.text(alphabet="0123456789/.- ngàythángnămtrước(),", max_size=40))
    def test_spans_do_not_overlap(self, sentence):
        found = deadlines.find(sentence, 0)
        for deadline in found:
            assert sentence[deadline.span.start : deadline.span.end].strip() == deadline.text
        for a, b in zip(found, found[1:], strict=False):
            assert a.span.end <= b.span.start
