"""Facts that a column of a table gives."""

import pytest

from indexer import segment
from indexer.facts import agencies, columns
from indexer.paragraphs import blocks
from indexer.readers import lines

HEADER = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời gian hoàn thành", "Ghi chú"]


def row(*cells):
    found = blocks([lines.row(["PHỤ LỤC"]), lines.row(HEADER), lines.row(list(cells))])
    text, _ = segment.canonical(found)
    return text, segment.segment(found)


def deadlines(*cells):
    text, clauses = row(*cells)
    clause = clauses[-1]
    found = columns.find_deadlines(text[clause.start : clause.own_end], clause)
    assert all(text[d.span.start : d.span.end] == d.text for d in found)
    return [(d.text, d.kind) for d in found]


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2026", "date"),
        ("2025 - 2030", "date"),
        ("Quý III Năm 2026", "date"),
        ("Quý IV/2025- Quý II/2026", "date"),
        ("Thường xuyên", "period"),
        ("Thường xuyên, hằng năm", "cycle"),
        ("Sau khi có quy chế của cấp trên", "period"),
        ("Trước ngày 30/11/2025", "date"),
    ],
)
def test_the_time_column_is_the_deadline(cell, kind):
    assert deadlines("1", "Trồng cây", "Sở Y tế", "Sở Nội vụ", cell, "") == [(cell, kind)]


def test_dates_in_other_columns_stay():
    found = deadlines("1", "Trồng cây trước ngày 15/6/2026", "Sở Y tế", "", "2026", "")
    assert [text for text, _ in found] == ["trước ngày 15/6/2026", "2026"]


def test_empty_cells_move_no_column():
    assert deadlines("1", "", "Sở Y tế", "", "2026", "") == [("2026", "date")]
    text, clauses = row("1", "Trồng cây", "Sở Y tế", "", "2026", "")
    named = agencies.of_clauses(text, clauses)[clauses[-1].path]
    assert [(a.name, a.role) for a in named] == [("Sở Y tế", "lead")]


def test_a_row_with_merged_cells_gives_no_column_its_facts():
    assert deadlines("1", "Trồng cây", "2026") == []


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Sở Y tế chủ trì, theo dõi; Các sở, ngành thực hiện", ["Sở Y tế", "Các sở, ngành"]),
        ("Liên hiệp các Hội Khoa học", ["Liên hiệp các Hội Khoa học"]),
        ("Doanh nghiệp, nhà cung cấp dịch vụ", ["Doanh nghiệp, nhà cung cấp dịch vụ"]),
        ("Các sở; Các tổ chức, cá nhân", ["Các sở", "Các tổ chức, cá nhân"]),
        ("-", []),
        ("", []),
    ],
)
def test_bodies_of_a_cell(cell, names):
    found = columns.bodies(cell)
    assert [body.text for body in found] == names
    assert all(cell[b.start : b.end] == b.text for b in found)


def test_rows_that_name_or_number_columns_state_nothing():
    text, clauses = row("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")
    named = agencies.of_clauses(text, clauses)
    assert not any(named.values())
    assert all(not columns.find_deadlines(text[c.start : c.own_end], c) for c in clauses)


def test_a_header_of_two_lines_where_each_cell_stands_on_a_line_of_its_own():
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời gian", "Ghi chú"],
        ["Chủ trì", "Phối hợp"],
        ["1", "Trồng cây", "Sở Y tế", "Sở Nội vụ", "2026", "Vùng cao"],
        ["2", "Tưới cây", "Sở Tài chính", "Sở Y tế", "2027"],
    ]
    found = blocks([lines.row(["PHỤ LỤC"]), *map(lines.row, rows)])
    text, _ = segment.canonical(found)
    clauses = segment.segment(found)
    named = agencies.of_clauses(text, clauses)
    said = [[(a.name, a.role) for a in named[c.path]] for c in clauses[-2:]]
    assert said == [
        [("Sở Y tế", "lead"), ("Sở Nội vụ", "coordinate")],
        [("Sở Tài chính", "lead"), ("Sở Y tế", "coordinate")],
    ]
    ends = [columns.find_deadlines(text[c.start : c.own_end], c) for c in clauses[-2:]]
    assert [[d.text for d in found] for found in ends] == [["2026"], ["2027"]]
