"""The groups that rows of a table stand under."""

import pytest

from indexer.documents import Clause
from indexer.tables import above_rows

COSTS = (
    "TT | Chỉ tiêu | Số mẫu | Đơn giá | Thành tiền",
    "I | Lấy mẫu nước | 900.000",
    "1 | Ao nuôi tôm | 500.000",
    "1.1 | Nước cấp | 300.000",
    "- | Nhiệt độ | 3 | 100.000 | 300.000",
    "1.2 | Nước thải | 200.000",
    "- | Nhiệt độ | 2 | 100.000 | 200.000",
    "2 | Lồng bè | 400.000",
    "1 | Nhiệt độ | 1 | 400.000 | 400.000",
    "2 | Độ mặn | 1 | 400.000 | 400.000",
    "II | Họp dân | 100.000",
    "1 | Thuê hội trường | 1 | 100.000 | 100.000",
    "Tổng (I + II) | 1.000.000",
)


def above(*rows, kinds=()):
    """What each of the rows of one table stands under."""
    clauses, text = [], ""
    for number, row in enumerate(rows):
        start, header = len(text), ("a", "b", "c") if number else ()
        text += row + "\n"
        kind = kinds[number] if kinds else "row"
        clauses.append(
            Clause(
                f"PL1.r{number}",
                "PL1",
                kind,
                "appendix",
                "",
                None,
                start,
                len(text) - 1,
                len(text) - 1,
                1,
                number,
                header,
            )
        )
    return above_rows(clauses, text)


def test_rows_stand_under_the_groups_whose_ranks_are_above_theirs():
    found = above(*COSTS)
    assert found["PL1.r4"] == ("I Lấy mẫu nước", "1 Ao nuôi tôm", "1.1 Nước cấp")
    assert found["PL1.r6"] == ("I Lấy mẫu nước", "1 Ao nuôi tôm", "1.2 Nước thải")
    assert found["PL1.r7"] == ("I Lấy mẫu nước",)


def test_rows_counted_anew_within_a_group_are_not_beside_it():
    found = above(*COSTS)
    assert found["PL1.r8"] == found["PL1.r9"] == ("I Lấy mẫu nước", "2 Lồng bè")
    assert found["PL1.r11"] == ("II Họp dân",)


def test_a_whole_row_that_goes_on_from_a_groups_number_is_beside_it():
    rows = (
        "TT | Việc | Ai | Khi nào",
        "1 | Thu gom",
        "- | Xe | Sở Y tế | 2025",
        "2 | Đốt | Xã | 2026",
    )
    assert above(*rows)["PL1.r3"] == ()


def test_neither_a_sum_nor_a_table_of_whole_rows_heads_anything():
    assert above("TT | Việc | Ai | Khi", "Tổng cộng | 5", "1 | Đo | Xã | 2025")["PL1.r2"] == ()
    rows = ("TT | Việc | Ai", "1 | Thu gom rác | Xã", "2 | Đốt rác | Sở")
    assert set(above(*rows).values()) == {()}


def test_a_new_header_begins_a_new_table():
    rows = ["TT | Việc | Ai | Khi nào", "I | Thu gom rác", "1 | Xe | Sở Y tế | 2025"]
    found = above(*rows)
    assert found["PL1.r2"] == ("I Thu gom rác",)
    assert above_rows([], "") == {}


@pytest.mark.parametrize("cell", ["I. Kinh tế số", "II. Xã hội số", "A. Nhiệm vụ chung"])
def test_a_single_cell_over_the_whole_width_heads_what_follows(cell):
    found = above("TT | Chỉ tiêu | Chủ trì", cell, "1 | Tỷ lệ 45% | Sở Tài chính")
    assert found["PL1.r2"] == (cell,)
