import pytest

from indexer import passages
from indexer.text import terms
from tests.indexer import papers


@pytest.fixture
def passages_of(tmp_path):
    def of(source, name="ke-hoach.txt"):
        document = papers.document(tmp_path, source, name)
        return document, {p.clause.path: p for p in passages.passages_of(document)}

    return of


LABELS = (
    "KẾ HOẠCH\n\nTrồng cây xanh năm 2024\n\nI. NHIỆM VỤ\n\n1. Trồng cây dọc đường\n\n"
    "- Trồng cây dọc đường liên thôn, liên bản.\n\nĐơn vị chủ trì: Sở Y tế.\n\n"
    "Đơn vị phối hợp: Sở Tư pháp.\n\n"
    "Thời gian thực hiện: Quý III/2024.\n\n- Tưới cây mới trồng mỗi tuần hai lần.\n\n"
    "II. TỔ CHỨC THỰC HIỆN\n\n"
    "1. Sở Y tế theo dõi.\n"
)


@pytest.mark.parametrize("source", [papers.PLAN, papers.DECISION, LABELS])
def test_a_passage_is_a_slice_of_the_document(passages_of, source):
    document, found = passages_of(source)
    for passage in found.values():
        start = passage.clause.start
        assert document.text[start : start + len(passage.text)] == passage.text
        assert passage.text.strip() == passage.text != ""


@pytest.mark.parametrize("source", [papers.PLAN, papers.DECISION, LABELS])
def test_every_word_of_the_plan_is_in_a_passage_or_in_the_context_of_one(passages_of, source):
    document, found = passages_of(source)
    quoted = " ".join(" ".join((p.text, *p.context)) for p in found.values())
    for clause in document.clauses:
        assert document.text[clause.start : clause.own_end].split("\n")[0] in quoted


def test_passages_do_not_overlap(passages_of):
    _, found = passages_of(LABELS)
    ends = [(p.clause.start, p.clause.start + len(p.text)) for p in found.values()]
    assert all(a[1] <= b[0] for a, b in zip(ends, ends[1:], strict=False))


def test_headings_are_context_and_no_passages(passages_of):
    _, found = passages_of(papers.PLAN)
    assert "III" not in found and "III.1" not in found
    assert found["III.1.a"].context == ("III. TỔ CHỨC THỰC HIỆN", "1. Sở Giáo dục và Đào tạo")
    assert found["I.1"].context == ("I. MỤC ĐÍCH, YÊU CẦU",)


def test_a_heading_that_states_money_is_quoted_itself(passages_of):
    total = "1. Tổng dự toán hằng năm: 1.500.000.000 đồng"
    plan = papers.PLAN.replace("1. Sở Giáo dục và Đào tạo", total, 1)
    _, found = passages_of(plan)
    assert found["III.1"].text == total
    assert found["III.1.a"].context[-1] == total


def test_a_task_is_quoted_with_the_lines_that_assign_it(passages_of):
    _, found = passages_of(LABELS)
    assert found["I.1.-1"].text.split("\n") == [
        "- Trồng cây dọc đường liên thôn, liên bản.",
        "Đơn vị chủ trì: Sở Y tế.",
        "Đơn vị phối hợp: Sở Tư pháp.",
        "Thời gian thực hiện: Quý III/2024.",
    ]
    assert "I.1.p1" not in found
    assert found["I.1.-2"].text == "- Tưới cây mới trồng mỗi tuần hai lần."


def test_what_is_indexed_names_place_years_and_headings(passages_of):
    _, found = passages_of(papers.PLAN)
    indexed = set(terms(found["III.1.a"].lexical))
    for said in ("Lào Cai", "2024", "Tổ chức thực hiện", "Sở Giáo dục và Đào tạo", "lập danh sách"):
        assert set(terms(said)) <= indexed
    assert found["III.1.a"].dense.startswith(
        "TỔ CHỨC THỰC HIỆN. Sở Giáo dục và Đào tạo. a) Chủ trì"
    )


def test_a_row_is_indexed_with_the_names_of_its_columns(passages_of):
    _, found = passages_of(
        papers.PLAN.replace(
            "III. TỔ",
            "| TT | Nhiệm vụ | Cơ quan chủ trì |\n|---|---|---|\n"
            "| 1 | Trồng cây | Sở Y tế |\n\nIII. TỔ",
        ),
        "a.md",
    )
    row = next(p for p in found.values() if p.clause.header)
    assert row.text == "1 | Trồng cây | Sở Y tế"
    assert "Cơ quan chủ trì" in row.lexical


def test_header_and_signature_are_quoted_as_blocks(passages_of):
    _, found = passages_of(papers.PLAN)
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nTrần Thị Mận" in "\n".join(
        p.text for p in found.values() if p.clause.part == "back"
    )


@pytest.mark.parametrize(
    ("heading", "stripped"),
    [
        ("I. MỤC TIÊU", "MỤC TIÊU"),
        ("1.2. Chỉ tiêu", "Chỉ tiêu"),
        ("Sở Y tế", "Sở Y tế"),
        ("đ) Tổng hợp", "Tổng hợp"),
        ("MỤC", "MỤC"),
    ],
)
def test_headings_without_their_numbers(heading, stripped):
    assert passages.strip_marker(heading) == stripped


def test_a_heading_that_states_a_day_is_quoted_itself(passages_of):
    tasks = "- Trồng cây dọc đường liên thôn, liên bản và trong sân các trường của xã.\n\n"
    source = (
        f"KẾ HOẠCH\n\nTrồng cây xanh\n\nI. NỘI DUNG\n\n1. Đợt 1: Trong tháng 12/2025\n\n{tasks}"
        f"2. Mục tiêu đến năm 2030\n\n{tasks}"
    )
    found = passages_of(source)[1]
    assert found["I.1"].text == "1. Đợt 1: Trong tháng 12/2025"
    assert "I.2" not in found


def test_a_duty_that_leads_to_bullets_is_quoted_itself(passages_of):
    duty = (
        "a) Chỉ đạo các trường trồng cây theo kế hoạch đã giao" + " cho từng lớp học" * 5 + ", gồm:"
    )
    source = f"I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\n{duty}\n\n- Cây bàng.\n\n- Cây phượng.\n"
    assert passages_of(source)[1]["I.1.a"].text == duty
