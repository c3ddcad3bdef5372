"""Plans side by side: what is aligned, what is said to differ, and what must hold of any plans."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import service
from indexer.documents import Clause
from indexer.errors import BadQuestion, NotFound
from service.comparing import titles
from service.comparing.alignment import align, chain
from service.comparing.comparison import _on_theme
from service.comparing.copied import same, shingles
from service.comparing.history import alike
from service.comparing.likeness import Vocabulary, bodies, likeness
from service.comparing.matrix import matrix, row_in
from service.comparing.rows import Line, lines
from service.comparing.units import BODY, units, units_of
from service.comparing.values import Comparison, Row
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


def test_bodies_agree_wholly_in_part_or_not():
    def agree(*names: str) -> float:
        return bodies(frozenset([names[0]]), frozenset(names[1:]))

    assert agree("Sở Y tế", "Sở Y tế") == 1
    assert 0 < agree("Sở Văn hóa, Thể thao và Du lịch", "Sở Du lịch") < 1
    assert 0 < agree("Sở Y tế", "Sở Y tế", "Sở Tư pháp") < 1
    assert agree("Sở Y tế", "Sở Tư pháp") == 0
    assert agree("Sở Y tế", "Trung tâm Y tế") == 0
    assert bodies(frozenset(), frozenset({"Sở Y tế"})) == 0


def test_short_texts_are_never_copied():
    assert not same(shingles("Sở Tài chính"), shingles("Sở Tài chính"))
    long = "Trường nào cũng trồng mười cây xanh trước cổng, mỗi lớp chăm một cây trong suốt năm học"
    assert same(shingles(long), shingles(long + "."))
    assert not same(shingles(long), shingles(long.replace("cây", "luống hoa")))


def test_the_chain_keeps_order_and_takes_the_heaviest():
    alike = np.array([[0.0, 0.9, 0.0], [0.6, 0.0, 0.0], [0.0, 0.0, 0.7]])
    assert chain(alike, 0.5) == [(0, 1), (2, 2)]
    assert chain(alike, 0.8) == [(0, 1)]
    assert chain(np.zeros((0, 3)), 0.5) == []


VOCABULARY = ("trồng", "cây", "xanh", "sân", "trường", "học", "sinh", "báo", "cáo", "kinh", "60%")
WORDS = st.sampled_from(VOCABULARY)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), min_size=0, max_size=9)


def made(name: str, texts: list[str]):
    """A document of one heading with a clause for each text."""
    lines_, clauses, at = ["I. NHIỆM VỤ", *texts], [], 0
    whole = "\n".join(lines_)
    for n, line in enumerate(lines_):
        path, parent, title = ("I", None, "NHIỆM VỤ") if n == 0 else (f"I.p{n}", "I", None)
        end = len(whole) if n == 0 else at + len(line)
        kind = "section" if n == 0 else "para"
        clauses.append(
            Clause(
                path,
                parent,
                kind,
                "plan",
                "I." if n == 0 else "",
                title,
                at,
                end,  # type: ignore[arg-type]
                at + len(line),
                1,
                n,
            )
        )
        at += len(line) + 1
    return whole, units(name, whole, clauses)


@given(TEXTS, TEXTS, TEXTS)
def test_any_units_are_partitioned_in_rows_whatever_the_order(a, b, c):
    found = {}
    for name, texts in (("a", a), ("b", b), ("c", c)):
        whole, found[name] = made(name, texts)
        for unit in found[name]:
            assert whole[unit.start : unit.end] == unit.text
            assert unit.text.endswith(unit.own) and unit.own
    vocabulary = Vocabulary.of([u.terms for told in found.values() for u in told])
    none = {name: np.zeros((len(told), 4), dtype=np.float32) for name, told in found.items()}
    links = {}
    for x, y in (("a", "b"), ("a", "c"), ("b", "c")):
        titled = titles.same(found[x], found[y])
        like = likeness(found[x], found[y], (none[x], none[y]), vocabulary, titled)
        for told in (like.alike, like.held, like.holding):
            assert ((told >= 0) & (told <= 1 + 1e-9)).all()
        links[(x, y)] = align(found[x], found[y], like)
    seen = set()
    for order in permutations("abc"):
        rows = lines({name: found[name] for name in order}, links)
        held = [(u.document, u.path) for row in rows for told in row.units.values() for u in told]
        assert sorted(held) == sorted((u.document, u.path) for t in found.values() for u in t)
        seen.add(
            frozenset(
                frozenset((u.document, u.path) for told in row.units.values() for u in told)
                for row in rows
            )
        )
    assert len(seen) == 1


def clause(path: str, text: str, start: int, end: int, order: int, title: str | None) -> Clause:
    parent = path.rpartition(".")[0] or None
    return Clause(
        path, parent, "clause", "plan", "", title, start, end, start + len(text), 1, order
    )


def told(name: str, tree: dict[str, str], *headings: str):
    """A document of lines by path, those of ``headings`` over what stands below them."""
    whole, clauses, at = "\n".join(tree.values()), [], 0
    for order, (path, text) in enumerate(tree.items()):
        below = [other for other in tree if other == path or other.startswith(path + ".")]
        end = whole.index(tree[below[-1]]) + len(tree[below[-1]])
        clauses.append(clause(path, text, at, end, order, text if path in headings else None))
        at += len(text) + 1
    return units(name, whole, clauses)


def linked(a, b) -> set[tuple[str, str]]:
    none = tuple(np.zeros((len(side), 4), dtype=np.float32) for side in (a, b))
    titled = titles.same(a, b)
    like = likeness(a, b, none, Vocabulary.of([u.terms for u in (*a, *b)]), titled)
    return {(a[link.a].path, b[link.b].path) for link in align(a, b, like)}


def test_a_sentence_that_another_plan_makes_a_heading_is_its_counterpart():
    sentence = "Khảo sát đất trống quanh trường để mở rộng vườn ươm của học sinh"
    a = told("a", {"I": "NHIỆM VỤ", "I.1": sentence, "I.2": "Mua dụng cụ làm vườn"}, "I")
    b = told(
        "b",
        {
            "I": "NHIỆM VỤ",
            "I.1": sentence,
            "I.1.a": "Đo đạc từng thửa ruộng bậc thang",
            "I.1.b": "Lập hồ sơ giao cho ban giám hiệu",
        },
        *("I", "I.1"),
    )
    assert linked(a, b) == {("I", "I"), ("I.1", "I.1")}
    assert linked(b, a) == {("I", "I"), ("I.1", "I.1")}


LONG = "Tăng cường trồng rừng ở các xã vùng cao, chú trọng những nơi đất trống lâu năm có nguy cơ "
LONG += "sạt lở trong mùa mưa bão, lũ quét"


@pytest.mark.parametrize(
    ("text", "titled", "heading"),
    [
        (f"{LONG}.", False, False),
        (f"{LONG}, gồm:", False, True),  # leads to what is below
        (LONG, True, True),
        ("Trồng rừng", False, True),
    ],
)
def test_a_sentence_with_bullets_below_is_compared_itself(text, titled, heading):
    tree = {"I": text, "I.1": "Giao đất cho hộ dân", "I.2": "Cấp cây giống"}
    first, *below = told("a", tree, *(["I"] if titled else []))
    assert first.is_heading is heading
    assert [u.parent for u in below] == ["I", "I"]


def test_one_clause_against_several_beside_each_other():
    first = "Tăng 3% số vườn trường được chăm sóc quanh năm"
    second = "kiểm tra 20% số giếng khoan tưới cây ở vùng cao"
    a = told("a", {"I": "CHỈ TIÊU", "I.1": f"{first}; {second}", "I.2": "Mở chợ hoa xuân"}, "I")
    b = told("b", {"I": "CHỈ TIÊU", "I.1": first, "I.2": second, "I.3": "Thi cắm hoa"}, "I")
    assert linked(a, b) == {("I", "I"), ("I.1", "I.1"), ("I.1", "I.2")}


def test_a_clause_that_names_the_body_again_does_not_stand_for_its_heading(pairs_index):
    for name in IDS:
        for unit in units_of(pairs_index, name):
            assert not unit.addressed & unit.charged_above


def test_what_stands_under_the_same_heading_may_be_unlike(pairs_index):
    mine = [u for u in units_of(pairs_index, LAO_CAI) if u.paths[0].startswith("II")][:3]
    theirs = [u for u in units_of(pairs_index, NINH_BINH) if u.paths[0].startswith("II")][:3]
    assert [u.is_heading for u in (mine[0], theirs[0])] == [True, True]
    made = [
        Line({LAO_CAI: (mine[0],), NINH_BINH: (theirs[0],)}, 1.0, "NHIỆM VỤ"),
        Line({LAO_CAI: (mine[1],), NINH_BINH: (theirs[1],)}, 0.5, "NHIỆM VỤ"),
        Line({LAO_CAI: (mine[2],), NINH_BINH: ()}, 0.0, "NHIỆM VỤ"),
    ]
    assert alike(made, {LAO_CAI: mine, NINH_BINH: theirs[:2]}) == 0.25
    assert alike(made[:1], {LAO_CAI: mine[:1], NINH_BINH: theirs[:1]}) == 1.0


def test_the_figures_of_a_plan_stand_by_their_years(pairs_index):
    figures = [
        figure for row in matrix(pairs_index, "cây").rows for cell in row.cells for figure in cell
    ]
    (one, *_) = figures
    later = [
        replace(one, year=year, start=start) for year, start in ((2030, 5), (2025, 9), (None, 1))
    ]
    row = row_in(pairs_index.document(one.document), [later])
    assert [f.year for f in row.cells[0]] == [None, 2025, 2030]


def test_targets_of_which_one_clause_says_all_are_its_counterparts():
    many = (
        "100% đơn thư được tiếp nhận và trả lời; tăng 3% số vụ việc được hòa giải ở cơ sở; "
        "kiểm tra ít nhất 20% số cơ sở kinh doanh dịch vụ lưu trú trên địa bàn"
    )
    other = "Mua thêm xe đạp công cộng cho khu phố cổ"
    a = told("a", {"I": "CHỈ TIÊU", "I.1": many, "I.2": other}, "I")
    b = told(
        "b",
        {
            "I": "CHỈ TIÊU",
            "I.1": "100% đơn thư được tiếp nhận và trả lời",
            "I.2": "Kiểm tra ít nhất 20% số cơ sở kinh doanh dịch vụ lưu trú trên địa bàn",
            "I.3": "Trồng mới mười nghìn cây phượng vĩ dọc các tuyến phố mới mở",
        },
        "I",
    )
    assert linked(a, b) == {("I", "I"), ("I.1", "I.1"), ("I.1", "I.2")}


def test_a_heading_stands_aside_for_the_task_below_it():
    duty = "Trồng cây xanh sân trường, tưới cây hằng ngày và rào cây mới trồng"
    other = "Lập quỹ khuyến học mới"
    a = told("a", {"V": "TỔ CHỨC", "V.1": duty, "V.2": "Dọn kênh mương"}, "V")
    b = told("b", {"V": "TỔ CHỨC", "V.1": duty, "V.1.a": duty, "V.1.b": other}, "V", "V.1")
    assert linked(a, b) == {("V", "V"), ("V.1", "V.1.a"), ("V.1", "V.1")}


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
