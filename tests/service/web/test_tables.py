"""Rows of a table under the names of their columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from service.web import tables
from service.web.reading import Block

NAMES = ("TT", "Điểm đo", "Loại", "Ghi chú")


def row(text, header=(), path="r1"):
    lines = tuple(escape(cell) for cell in text.split(tables.SEPARATOR))
    return Block(path, "row", "appendix", 0, 0, None, False, lines, header)


def drawn(*rows):
    """Tables as rows of ``(text, span)``; each row must fill its table."""
    found = list(tables.gather(rows))
    for table in found:
        for line in table.rows:
            assert sum(cell.span for cell in line.cells) == table.columns, line
    return [
        [[(cell.text.striptags(), cell.span) for cell in line.cells] for line in table.rows]
        for table in found
    ]


def texts(*rows):
    return [[[text for text, _ in line] for line in table] for table in drawn(*rows)]


def test_a_row_with_an_empty_cell_has_its_others_under_their_names():
    [table] = texts(
        row("TT | Điểm đo | Loại | Ghi chú"),
        row("1 | Cầu Sắt | nước | mới", NAMES),
        row("2 | Bến Đá | nước", NAMES[:3]),
        row("3 | Bến Gỗ | cũ", ("TT", "Điểm đo", "Ghi chú")),
    )
    assert table[2:] == [["2", "Bến Đá", "nước", ""], ["3", "Bến Gỗ", "", "cũ"]]


def test_columns_that_no_row_fills_are_those_of_the_header():
    [table] = drawn(row("TT | Điểm đo | Loại | Ghi chú"), row("1 | Cầu Sắt", NAMES[:2]))
    assert table[0] == [("TT", 1), ("Điểm đo", 1), ("Loại", 1), ("Ghi chú", 1)]
    assert table[1] == [("1", 1), ("Cầu Sắt", 1), ("", 1), ("", 1)]


def test_a_group_keeps_its_number_and_stands_across_the_rest():
    [table] = drawn(
        row("TT | Điểm đo | Loại | Ghi chú"),
        row("II | Ao hồ | 12", NAMES),
        row("Cộng | 40", NAMES),
    )
    assert table[1:] == [[("II", 1), ("Ao hồ | 12", 3)], [("Cộng | 40", 4)]]


def test_a_header_in_two_lines_stands_over_its_columns():
    names = ("TT", "Vị trí X", "Vị trí Y", "Ghi chú")
    found = list(
        tables.gather(
            [row("TT | Vị trí | Ghi chú"), row("X | Y"), row("1 | 17 | 24 | cũ", names)],
        )
    )
    above, below, last = found[0].rows
    assert (above.header, below.header, last.header) == (True, True, False)
    assert [(str(c.text), c.span) for c in above.cells] == [
        ("TT", 1),
        ("Vị trí", 2),
        ("Ghi chú", 1),
    ]
    assert [str(c.text) for c in below.cells] == ["", "X", "Y", ""]


def test_other_names_begin_another_table():
    found = texts(
        row("TT | Điểm đo"),
        row("1 | Cầu Sắt", ("TT", "Điểm đo")),
        row("TT | Giống | Số cây"),
        row("1 | Sao | 30", ("TT", "Giống", "Số cây")),
        row("2 | Dầu | 45", ("TT", "Giống", "Số cây")),
    )
    assert [len(table) for table in found] == [2, 3]
    assert found[1][0] == ["TT", "Giống", "Số cây"]


def test_a_table_without_names_keeps_short_rows_whole():
    assert drawn(row("a | b | c"), row("đ | e")) == [
        [[("a", 1), ("b", 1), ("c", 1)], [("đ", 1), ("e", 2)]]
    ]


@pytest.mark.parametrize("many", [5, 9])
def test_more_cells_than_names_stand_under_none(many):
    [table] = drawn(
        row("TT | Điểm đo | Loại | Ghi chú"), row(" | ".join(map(str, range(many))), NAMES)
    )
    assert [span for _, span in table[1]] == [1, 3]


def test_a_cell_knows_the_name_it_stands_under():
    rows = [row("TT | Điểm đo | Loại | Ghi chú"), row("2 | Bến Đá | nước", NAMES[:3])]
    [table] = tables.gather([*rows, row("II | Ao hồ | 12", NAMES)])
    told = [[cell.column for cell in line.cells] for line in table.rows]
    assert told == [[""] * 4, list(NAMES), ["", ""]], "headers and rows across have none"


words = st.text("abcđ", min_size=1, max_size=4)


@given(
    st.lists(words, min_size=1, max_size=5),
    st.lists(
        st.tuples(st.lists(words, min_size=1, max_size=6), st.sets(st.integers(0, 4))), max_size=6
    ),
)
def test_every_cell_is_there_once_and_every_row_is_full(names, rows):
    made = [row(" | ".join(names))]
    made += [
        row(" | ".join(cells), tuple(n for k, n in enumerate(names) if k not in left_out))
        for cells, left_out in rows
    ]
    shown = [line for table in texts(*made) for line in table]
    assert len(shown) == len(made)
    for line, block in zip(shown, made, strict=True):
        joined = tables.SEPARATOR.join(cell for cell in line if cell)
        assert joined == tables.SEPARATOR.join(str(cell) for cell in block.lines)
