"""How a clause is cited, what it states, and what of a document an address means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.documents import Clause, PageBox
from indexer.errors import BadQuestion
from service.quoting import citing
from service.web import places, stated
from tests.service.fakes import INFOS, TEXT, units
from tests.service.making import INFO


def clause(path, kind, marker="", title=None, part="plan", parent=None):
    return Clause(path, parent, kind, part, marker, title, 0, 9, 9, 1, 0)


SECTION = clause("III", "section", "III.", "NỘI DUNG")
FOURTH = clause("III.4", "clause", "4.")
SUB = clause("III.4.1", "subclause", "4.1.")


@pytest.mark.parametrize(
    ("above", "said"),
    [
        ([SECTION, FOURTH, clause("III.4.đ", "point", "đ)")], "điểm đ khoản 4 mục III"),
        ([SECTION, FOURTH, SUB, clause("x", "point", "a)")], "tiết a điểm 4.1 khoản 4 mục III"),
        ([SECTION, clause("III.-2", "bullet", "-")], "gạch đầu dòng thứ 2 mục III"),
        ([clause("3", "clause", "3."), clause("3.p1", "para")], "đoạn thứ 1 khoản 3"),
        ([clause("3", "section", "3."), clause("3.a", "point", "a)")], "điểm a khoản 3"),
        ([clause("1", "clause", "1."), clause("1.(1)", "point", "(1)")], "điểm 1 khoản 1"),
        ([clause("A", "section", "A.", "CHUNG"), SECTION, FOURTH], "khoản 4 mục III phần A"),
        ([clause("front.14", "front", part="front")], "phần mở đầu"),
        ([clause("I", "section", "Phần I.", "CHUNG"), FOURTH], "khoản 4 Phần I"),
        ([clause("QĐ.2", "article", "Điều 2.", part="decision")], "Điều 2"),
        (
            [clause("PL1", "appendix", "", "PHỤ LỤC II"), clause("PL1.r3", "row")],
            "dòng 3 của bảng Phụ lục II",
        ),
        ([clause("PL2", "appendix", "", "DANH MỤC")], "Phụ lục 2"),
    ],
)
def test_a_place_is_named_from_within(above, said):
    assert citing.place(above) == said


def test_a_citation_has_all_that_officials_write():
    known = replace(INFO, doctype="Kế hoạch", date="2023-02-09")
    assert citing.formal(known, [SECTION, FOURTH], 10) == (
        "Khoản 4 mục III Kế hoạch số 1245/KH-UBND ngày 09 tháng 02 năm 2023 của Ủy ban nhân dân "
        "tỉnh Hải Dương, trang 10"
    )
    decided = replace(known, number="2280/QĐ-UBND", date=None, issuer=None)
    assert citing.formal(decided, [SECTION], None) == (
        "Mục III Kế hoạch ban hành kèm theo Quyết định số 2280/QĐ-UBND"
    )
    article = clause("QĐ.1", "article", "Điều 1.", part="decision")
    assert citing.formal(decided, [article], None) == "Điều 1 Quyết định số 2280/QĐ-UBND"
    bare = replace(known, number=None, date=None, issuer=None)
    assert citing.formal(bare, [SECTION], None) == f"Mục III {INFO.title}"


def test_a_chain_leads_from_the_outermost():
    found = units()
    last = next(unit for unit in found if unit.path == "V.1.đ")
    assert [unit.path for unit in citing.chain(found, last)] == ["V", "V.1", "V.1.đ"]


def test_facts_below_a_clause_are_told_once():
    found = units()
    told = stated.of_clause(INFOS[0], found, next(u for u in found if u.path == "V.1"))
    assert [(body.name, body.roles) for body in told.bodies] == [("Sở Y tế", ("lead",))]
    assert [target.quote for target in told.targets] == ["80%"]
    assert told.deadlines == ("trước ngày 15/6",) and told.laws == ("1629/QĐ-TTg",)
    assert told and not stated.of_clause(INFOS[0], found, found[-1])


def test_a_company_is_a_body_only_where_it_is_charged():
    found = units()
    unit = next(u for u in found if u.path == "V.1.đ")
    (ministry, *_) = unit.facts.agencies
    named = replace(ministry, name="Công ty TNHH Cầu Sắt", role=None)
    charged = replace(named, name="Công ty cổ phần Bến Đá", role="perform")
    facts = replace(unit.facts, agencies=(named, charged, ministry))
    told = stated.of_clause(INFOS[0], [replace(unit, facts=facts)], unit)
    assert [body.name for body in told.bodies] == ["Công ty cổ phần Bến Đá", ministry.name]


def test_grounds_are_what_the_preamble_cites_but_itself():
    found = units()
    facts = next(unit for unit in found if unit.path == "V.1.-1").facts
    front = replace(found[0], facts=facts)
    assert stated.grounds(INFOS[0], [front, *found[1:]]) == ("1629/QĐ-TTg",)
    assert stated.grounds(replace(INFOS[0], number="1629/QĐ-TTg"), [front]) == ()


def test_a_span_is_marked_only_inside_its_clause():
    unit = next(unit for unit in units() if unit.path == "V.1")
    inside = f"{unit.start + 2}-{unit.start + 6}"
    assert places.addressed(unit, inside, "", "", len(TEXT)).mark == (
        unit.start + 2,
        unit.start + 6,
    )
    for span in ("0-3", f"{unit.start}-{unit.end + 1}", "9-9", "5-2", "0-999999999"):
        place = places.addressed(unit, span, "", "", len(TEXT))
        assert place.misfit and place.mark is None, span
    assert places.addressed(unit, "", "", "", len(TEXT)).mark == (unit.start, unit.end)
    assert places.addressed(None, "", "", "", len(TEXT)) == places.Place(None, None)


@pytest.mark.parametrize("span", ["x", "1", "1-", "-1-5", "1-2-3", "1 - 2", "9" * 30 + "-1"])
def test_what_is_no_span_is_bad_input(span):
    with pytest.raises(BadQuestion):
        places.addressed(None, span, "", "", 100)


def test_boxes_are_of_the_clauses_that_hold_a_part_of_it():
    box = PageBox(1, 1.0, 2.0, 3.0, 4.0)
    found = [replace(unit, boxes=(replace(box, page=unit.page),)) for unit in units()]
    whole = next(unit for unit in found if unit.path == "V.1")
    place = places.Place(whole, (whole.start, whole.end))
    assert len(places.boxes(found, place)) == 3, "itself and the two below it"
    point = next(unit for unit in found if unit.path == "V.1.đ")
    narrow = places.Place(whole, (point.start + 1, point.start + 4))
    assert len(places.boxes(found, narrow)) == 1
    assert places.boxes(found, places.Place(None, None)) == ()
