"""Tables that come as one cell after another: rows in = rows out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers import cells

HEADER = ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian", "Sản phẩm", "Kinh phí", "Ghi chú"]


def flow(rows):
    """The cells of ``rows`` as such a file has them: an empty one between two rows."""
    out = []
    for row in rows:
        out += [*([""] if out else []), *row]
    return out


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([["TT", "Việc", "Ai"], ["1", "Đào", "Sở Y tế"]], id="plain"),
        pytest.param([["TT", "Việc", "Ai"], ["1", "", ""], ["2", "Đào", ""]], id="empty cells"),
        pytest.param(
            [["TT", "Việc", "Ai"], ["I", "TRỒNG"], ["1", "Đào", "Sở Y tế"]], id="a group row"
        ),
        pytest.param(
            [["TT", "Việc", "Ai"], ["", "I. TRỒNG", ""], ["1", "Đào", "Sở Y tế"]],
            id="a group row in the middle column",
        ),
        pytest.param(
            [["TT", "Việc", "Ai"], ["I. TRỒNG"], ["1", "Đào", "Sở Y tế"], ["II. TƯỚI"]],
            id="group rows of one cell",
        ),
        pytest.param(
            [
                ["TT", "Tên điểm", "Vị trí", "Ghi chú"],
                ["X", "Y"],
                ["1", "Ao một", "574945.0", "15062.8", "Nước lợ"],
                ["2", "Ao hai", "583593.4", "14984.1"],
                ["3", "Ao ba", "583601.2", "14949.9"],
            ],
            id="a header of two lines and a note over three rows",
        ),
        pytest.param(
            [
                ["TT", "Việc", "Đơn vị", "Số lượng", "Đơn giá", "Thành tiền"],
                ["A", "B", "1", "2", "3", "4=2*3"],
                ["I", "Mua cây giống", "60.000.000"],
                ["-", "Cây sấu", "cây", "100", "400.000", "40.000.000"],
                ["-", "Cây xoài", "", "50", "400.000", "20.000.000"],
                ["II", "Thuê xe", "5.000.000"],
                ["Tổng", "65.000.000"],
            ],
            id="costs",
        ),
        pytest.param(
            [
                ["TT", "Việc", "Ai", "Bao giờ"],
                ["1", "Đào hố", "Sở Y tế", "2026"],
                ["Đào hố ở vùng cao", "2027"],
                ["2", "Trồng", "Sở Nội vụ", "2026"],
            ],
            id="a row cut in two",
        ),
        pytest.param(
            [
                ["TT", "Việc", "Ai"],
                ["1", "Đào", "Sở Y tế"],
                ["TT", "Việc", "Ai"],
                ["1", "Tưới", "Sở Nội vụ"],
            ],
            id="the header again",
        ),
        pytest.param(
            [["TT", "Việc", "Ai"], ["1", "-", "- Sở Y tế; - Sở Nội vụ"], ["2", "-", "-"]],
            id="dashes and bullets in cells",
        ),
    ],
)
def test_rows(rows):
    assert cells.rows_of(flow(rows)) == rows


def test_rows_left_out_part_those_around_them():
    raw = ["|", "TT", "|", "Việc", "|", "|", "1", "|", "Đào", "|", "…......", "|", "9", "|", "Tưới"]
    assert cells.read_cells([*raw, "|"], 0)[0] == [["TT", "Việc"], ["1", "Đào"], ["9", "Tưới"]]


WORDS = st.sampled_from(["Đào hố sâu", "Tưới cây non", "Sở Y tế", "Quý IV/2025", "Thường xuyên"])


@st.composite
def tables(draw):
    """A header, then groups of numbered rows as long as it; any cell but the first may be empty."""
    columns = draw(st.integers(3, len(HEADER)))
    rows = [HEADER[:columns]]
    for roman in ["I", "II", "III"][: draw(st.integers(0, 3))]:
        rows.append([roman, "NHÓM VIỆC CHUNG"])
        for number in range(1, draw(st.integers(1, 5))):
            filled = st.lists(WORDS | st.just(""), min_size=columns - 2, max_size=columns - 2)
            rows.append([str(number), draw(WORDS), *draw(filled)])
    return rows


@given(tables())
def test_rows_in_are_rows_out(rows):
    assert cells.rows_of(flow(rows)) == rows


@given(st.lists(st.sampled_from(["", "", "1", "I", "-", "Đào hố", "Sở Y tế"]), max_size=60))
def test_no_cell_is_lost_and_none_changes_places(found):
    rows = cells.rows_of(found)
    assert [c for row in rows for c in row if c] == [c for c in found if c]
    assert all(any(row) for row in rows)
