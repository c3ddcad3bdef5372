"""Plans side by side: what is said to differ, and what must hold of any plans."""

from __future__ import annotations

from itertools import permutations

import pytest

import service
from indexer.errors import BadQuestion, NotFound
from service.comparing.comparison import _on_theme
from service.comparing.rows import lines
from service.comparing.units import BODY, units_of
from service.comparing.values import Comparison, Row
from tests.service.comparing.trees import told
from tests.service.pairs import IDS

NINH_BINH, LAO_CAI, LATER = IDS


def row_of(comparison: Comparison, clause: str) -> Row:
    (row,) = [row for row in comparison.rows if any(c.clause == clause for c in row.cells)]
    return row


def kinds(row: Row) -> list[str]:
    return [difference.kind for difference in row.differences]


def said(row: Row, kind: str) -> dict[str, tuple[str, ...]]:
    (difference,) = [d for d in row.differences if d.kind == kind]
    return {one.document: one.values for one in difference.said}


@pytest.fixture(scope="module")
def two(pairs_index) -> Comparison:
    return service.compare(pairs_index, [NINH_BINH, LAO_CAI])


def test_a_target_with_another_figure_differs_in_number_alone(two):
    row = row_of(two, f"{NINH_BINH}#I.1")
    assert row is row_of(two, f"{LAO_CAI}#I")
    assert kinds(row) == ["number"]
    assert said(row, "number") == {NINH_BINH: ("Ít nhất 60%",), LAO_CAI: ("Ít nhất 80%",)}


def test_duties_in_another_order_find_each_other(two):
    row = row_of(two, f"{NINH_BINH}#III.1")
    assert [c.path for c in row.cells] == ["III.1", "IV.2"]
    assert kinds(row) == ["deadline"]
    assert said(row, "deadline")[LAO_CAI] == ("trước ngày 30/11/2024",)
    assert [c.path for c in row_of(two, f"{NINH_BINH}#III.2").cells] == ["III.2", "IV.1"]


def test_the_same_words_in_two_provinces_are_copied_and_differ_in_nothing(two):
    row = row_of(two, f"{NINH_BINH}#II.1")
    assert (row.similarity, row.differences, row.boilerplate) == (1.0, (), True)
    assert not row_of(two, f"{NINH_BINH}#I.1").boilerplate


def test_what_has_no_counterpart_stands_alone_and_says_where_it_is_missing(two):
    row = row_of(two, f"{LAO_CAI}#II.2")
    assert kinds(row) == ["missing"] and row.similarity == 0
    assert [d.document for d in row.differences[0].said] == [NINH_BINH]
    empty = next(c for c in row.cells if c.document == NINH_BINH)
    assert (empty.clause, empty.quote, empty.start, empty.url) == (None, None, None, None)


def test_coverage_counts_clauses_and_names_those_that_stand_alone(two):
    mine, theirs = two.coverage
    assert (mine.clauses, mine.matched) == (7, 4)
    assert mine.only == tuple(f"{NINH_BINH}#{path}" for path in ("I.2", "II.2", "III.3"))
    assert theirs.only == (f"{LAO_CAI}#II.2", f"{LAO_CAI}#III")
    assert theirs.share == pytest.approx(4 / 6, abs=1e-4)


def test_themes_are_headings_of_the_plans_in_reading_order(two):
    themes = list(dict.fromkeys(row.theme for row in two.rows))
    assert themes == ["MỤC TIÊU", "NHIỆM VỤ", "KINH PHÍ", "TỔ CHỨC THỰC HIỆN"]


def test_another_body_in_charge_is_a_difference_of_agency(pairs_index):
    row = row_of(service.compare(pairs_index, [LAO_CAI, LATER]), f"{LAO_CAI}#IV.2")
    assert kinds(row) == ["agency", "deadline"]  # its name is no other wording
    assert said(row, "agency") == {
        LAO_CAI: ("Sở Giáo dục và Đào tạo",),
        LATER: ("Sở Nông nghiệp và Môi trường",),
    }


def test_a_heading_that_another_plan_has_over_one_clause_is_not_missing(two):
    row = row_of(two, f"{NINH_BINH}#I")
    assert row.heading and row.differences == ()


def test_three_plans_stand_in_one_row(pairs_index):
    row = row_of(service.compare(pairs_index, IDS), f"{LATER}#II")
    assert [(c.document, c.path) for c in row.cells] == [
        (NINH_BINH, "II.1"),
        (LAO_CAI, "II.1"),
        (LATER, "II"),
    ]


@pytest.mark.parametrize("order", list(permutations(IDS)))
def test_every_clause_stands_once_and_every_quotation_is_the_text(pairs_index, order):
    found = service.compare(pairs_index, order)
    assert [d.id for d in found.documents] == list(order)
    held = [cell for row in found.rows for cell in row.cells if cell.clause]
    for name in order:
        text = pairs_index.text(name)
        mine = [cell for cell in held if cell.document == name]
        assert all(text[c.start : c.end] == c.quote for c in mine)
        covered = [path for unit in units_of(pairs_index, name) for path in unit.paths]
        assert sorted(c.path for c in mine) == sorted(u.path for u in units_of(pairs_index, name))
        assert covered == [c.path for c in pairs_index.clauses(name) if c.part in BODY]
    for row in found.rows:
        assert list(dict.fromkeys(c.document for c in row.cells)) == list(order)


def test_the_order_asked_for_changes_nothing_but_the_order(pairs_index):
    def told(order):
        return {
            (frozenset(c.clause for c in r.cells), r.similarity, tuple(kinds(r)), r.boilerplate)
            for r in service.compare(pairs_index, order).rows
        }

    assert len({frozenset(told(order)) for order in permutations(IDS)}) == 1


def test_differences_are_told_where_they_stand(pairs_index):
    for row in service.compare(pairs_index, IDS).rows:
        for difference in row.differences:
            for one in difference.said:
                text = pairs_index.text(one.document)
                if difference.kind != "agency":  # a body may be named in the heading above
                    assert [text[a:b] for a, b in one.spans] == list(one.values)
                mine = [c for c in row.cells if c.document == one.document and c.clause]
                for a, b in one.spans:
                    assert any(c.start <= a <= b <= c.end for c in mine)


@pytest.mark.parametrize("section", ["III", "tổ chức thực hiện", "TO CHUC THUC HIEN"])
def test_a_section_by_path_or_by_words(pairs_index, section):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI], section=section)
    assert {row.theme for row in found.rows} == {"TỔ CHỨC THỰC HIỆN"}
    assert found.section == section
    assert found.coverage[0].clauses == 3


@pytest.mark.parametrize(
    ("documents", "error", "field"),
    [
        ([], BadQuestion, "document"),
        ([NINH_BINH], BadQuestion, "document"),
        ([NINH_BINH, NINH_BINH], BadQuestion, "document"),
        ([f"x{n}" for n in range(9)], BadQuestion, "document"),
        ([NINH_BINH, "khong-co"], NotFound, "document"),
    ],
)
def test_what_cannot_be_compared_is_refused(pairs_index, documents, error, field):
    with pytest.raises(error) as raised:
        service.compare(pairs_index, documents)
    assert raised.value.field == field


def test_plans_too_long_to_compare_are_refused(pairs_index, monkeypatch):
    monkeypatch.setattr("service.comparing.comparison._PAIRS", 20)
    with pytest.raises(BadQuestion, match="too long"):
        service.compare(pairs_index, IDS)


def test_a_theme_without_a_heading_is_found_in_what_clauses_say(pairs_index):
    found = service.compare(pairs_index, [NINH_BINH, LAO_CAI], section="vẽ tranh")
    assert [c.path for row in found.rows for c in row.cells if c.document == NINH_BINH] == ["II.2"]
    assert all("vẽ tranh" in c.quote for row in found.rows for c in row.cells if c.quote)


def test_an_unknown_section_is_not_found(pairs_index):
    with pytest.raises(NotFound) as raised:
        service.compare(pairs_index, [NINH_BINH, LAO_CAI], section="XX")
    assert raised.value.field == "section"


def test_records_are_one_for_each_cell(two):
    records = two.to_records()
    assert len(records) == sum(len(row.cells) for row in two.rows)
    record = next(r for r in records if r["clause"] == f"{LAO_CAI}#I")
    assert (record["differences"], record["number"]) == ("number", "Ít nhất 80%")
    assert record["theme"] == "MỤC TIÊU"


@pytest.mark.parametrize(
    ("wanted", "paths"),
    [
        ("so giao duc", {"V.1", "V.1.a", "V.1.b"}),  # a body, and all it has to do
        ("kenh muong", {"V.2"}),  # what a clause says
    ],
)
def test_a_theme_is_followed_below_its_heading_and_into_clauses(wanted, paths):
    tree = {"V": "TỔ CHỨC", "V.1": "Sở Giáo dục", "V.1.a": "Trồng cây", "V.1.b": "Tưới cây"}
    a = told("a", tree | {"V.2": "Dọn kênh mương", "V.3": "Trồng cây lim"}, "V", "V.1")
    b = told("b", {"V": "TỔ CHỨC", "V.1": "Trồng hoa", "V.2": "Rào cây"}, "V")
    made = lines({"a": a, "b": b}, {("a", "b"): []})
    kept = _on_theme(made, wanted, ["a", "b"])
    assert {u.path for line in kept for u in line.units["a"]} == paths
