import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import paragraphs, segment
from indexer.readers import lines, markdown, text
from indexer.readers.lines import Line
from tests.indexer import papers
from tests.indexer.trees import check


def paths(source, read=None):
    return list(papers.tree(source, read))


class TestPaths:
    def test_a_whole_plan(self):
        assert papers.tree(papers.PLAN) == {
            "I": "I. MỤC ĐÍCH, YÊU CẦU",
            "I.1": "1. Mục đích: Thêm bóng mát cho sân trường, giúp học sinh biết chăm sóc cây.",
            "I.2": "2. Yêu cầu",
            "I.2.-1": "- Việc trồng cây phải thiết thực, tiết kiệm.",
            "I.2.-2": "- Cây giống phải rõ nguồn gốc.",
            "II": "II. CHỈ TIÊU",
            "II.1": "1. Ít nhất 70% trường học trồng thêm cây bóng mát; "
            "phấn đấu 90% lớp học có cây xanh.",
            "III": "III. TỔ CHỨC THỰC HIỆN",
            "III.1": "1. Sở Giáo dục và Đào tạo",
            "III.1.a": "a) Chủ trì, phối hợp với Sở Tài chính lập danh sách trường học trồng cây.",
            "III.1.đ": "đ) Tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/12.",
            "III.2": "2. Sở Tài chính bố trí kinh phí từ nguồn ngân sách tỉnh, "
            "khoảng 500 triệu đồng.",
            "III.3": "3. Đề nghị Tỉnh đoàn",
            "III.3.p1": "Vận động đoàn viên tham gia trồng và chăm sóc cây.",
            "III.4": "4. Ủy ban nhân dân các huyện, thị xã, thành phố",
            "III.4.-1": "- Chỉ đạo các xã, phường dành đất trồng cây.",
            "III.closing": "Trên đây là Kế hoạch trồng cây xanh trong trường học năm 2024./.",
        }

    def test_a_decision_and_its_plan(self):
        assert paths(papers.DECISION) == ["QĐ", "QĐ.1", "QĐ.2", "I", "I.1", "II", "II.1"]

    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("I. A\n\n1. B\n\n1.1. C.\n\n1.2. D.\n\n2. E\n", "I I.1 I.1.1 I.1.2 I.2"),
            ("I. A\n\n1. B\n\n1.1. C\n\n1.1.1. D.\n\n1.1.2. E.\n", "I I.1 I.1.1 I.1.1.1 I.1.1.2"),
            ("I. A\n\n4. B\n\n4.1. C.\n\n4.2. D.\n\nII. E\n", "I I.4 I.4.1 I.4.2 II"),
            (
                "I. A\n\n1. B\n\na) C:\n\n- D.\n\n+ E.\n\n- F.\n\nb) G.\n",
                "I I.1 I.1.a I.1.a.-1 I.1.a.-1.-1 I.1.a.-2 I.1.b",
            ),
            ("I. A\n\n(1) B.\n\n(2) C.\n", "I I.(1) I.(2)"),
            ("I. A\n\na) B:\n\n1. C.\n\n2. D.\n\nb) E.\n", "I I.a I.a.1 I.a.2 I.b"),
            ("A. CHUNG\n\nI. Một\n\nII. Hai\n\nB. RIÊNG\n\nI. Ba\n", "A A.I A.II B B.I"),
            ("I. A\n\nMột câu.\n\nHai câu.\n\n1. B\n\nBa câu.\n", "I I.p1 I.p2 I.1 I.1.p1"),
            ("I. A\n\n- B.\n\n- C.\n\nII. D\n\n- E.\n", "I I.-1 I.-2 II II.-1"),
            ("II. A\n\n1. B.\n\nIII. C\n", "II II.1 III"),
        ],
    )
    def test_numbers_nest_as_the_plan_nests_them(self, body, expected):
        assert paths(f"KẾ HOẠCH\n\nTrồng cây\n\n{body}") == expected.split()

    def test_two_sections_of_one_number_stay_apart(self):
        found = paths("I. A\n\n1. B.\n\nIII. C\n\n1. D.\n\nIII. E\n\n1. F.\n")
        assert " ".join(found) == "I I.1 III III.1 III~2 III~2.1"

    def test_lists_that_begin_again_do_not_nest_without_end(self):
        body = "I. A\n\n" + "1. B:\n\na) C:\n\n" * 40
        assert max(path.count(".") for path in paths(body)) <= 4

    def test_two_decisions_stay_apart(self):
        again = papers.DECISION.split("\n\nKẾ HOẠCH")[0]
        assert paths(f"{again}\n\n{papers.DECISION}")[:6] == [
            "QĐ",
            "QĐ.1",
            "QĐ.2",
            "QĐ~2",
            "QĐ.1~2",
            "QĐ.2~2",
        ]

    def test_skipped_and_added_letters(self):
        body = "I. A\n\n1. B\n\n" + "\n\n".join(f"{x}) Việc {x}." for x in "abcdđefgh")
        assert paths(body)[2:] == [f"I.1.{x}" for x in "abcdđefgh"]

    def test_a_lead_sentence_takes_its_bullets(self):
        body = "I. A\n\nCác việc sau:\n\n- Một.\n\n- Hai.\n\nII. B\n"
        assert paths(body) == ["I", "I.p1", "I.p1.-1", "I.p1.-2", "II"]

    def test_a_short_bullet_heads_the_paragraphs_under_it(self):
        body = "I. A\n\n- Cấp tỉnh\n\nViệc một.\n\nViệc hai.\n\n- Cấp xã\n\nViệc của xã.\n"
        assert paths(body) == ["I", "I.-1", "I.-1.p1", "I.-1.p2", "I.-2", "I.-2.p1"]

    def test_a_bullet_under_a_heading_bullet_is_its_sibling_again_after_paragraphs(self):
        body = "I. A\n\n- Cấp tỉnh\n\n+ Theo dõi\n\nViệc một.\n\n+ Kiểm tra\n\nViệc hai.\n"
        assert paths(body) == ["I", "I.-1", "I.-1.-1", "I.-1.-1.p1", "I.-1.-2", "I.-1.-2.p1"]

    def test_several_closing_paragraphs(self):
        body = "I. A\n\n1. B.\n\nTrên đây là Kế hoạch trồng cây.\n\nYêu cầu các sở thực hiện./.\n"
        assert paths(body)[-2:] == ["I.closing", "I.closing~2"]

    def test_a_request_before_the_last_clause_does_not_close(self):
        body = "I. A\n\n1. B\n\nYêu cầu các sở thực hiện.\n\n2. C.\n"
        assert "I.closing" not in paths(body)


class TestKindsAndTitles:
    def test_kinds(self):
        kinds = {c.path: c.kind for c in papers.clauses(papers.PLAN)}
        assert kinds["I"] == "section"
        assert kinds["III.1"] == "clause"
        assert kinds["III.1.đ"] == "point"
        assert kinds["I.2.-1"] == "bullet"
        assert kinds["III.3.p1"] == "para"
        assert kinds["III.closing"] == "closing"
        assert kinds["front.1"] == "front"
        assert kinds["back.1"] == "back"

    def test_titles_and_markers(self):
        found = {c.path: c for c in papers.clauses(papers.PLAN)}
        assert found["I"].title == "MỤC ĐÍCH, YÊU CẦU"
        assert found["I.1"].title == "Mục đích"
        assert found["I.2.-1"].title is None
        assert (found["III.1.đ"].marker, found["III.closing"].marker) == ("đ)", "")

    def test_a_clause_ends_where_its_last_child_ends(self):
        found = {c.path: c for c in papers.clauses(papers.PLAN)}
        assert found["III.1"].end == found["III.1.đ"].end
        assert found["III.1"].own_end < found["III.1.a"].start
        assert found["III"].end == found["III.closing"].end


TABLE = """
I. NHIỆM VỤ

1. Việc cần làm

| TT | Nhiệm vụ | Cơ quan chủ trì |
|---|---|---|
| 1 | Trồng cây | Sở Y tế |
| 2 | Tưới cây | Sở Tư pháp |

II. TỔ CHỨC

1. Sở Y tế thực hiện./.

TM. ỦY BAN NHÂN DÂN

PHỤ LỤC I

| TT | Trường | Số cây |
|---|---|---|
| 1 | Lê Lợi | 12 |

PHỤ LỤC II

- Cây sấu.
"""


class TestTables:
    def test_rows_stand_under_the_unit_above(self):
        assert " ".join(paths(TABLE, markdown)) == (
            "I I.1 I.1.r1 I.1.r2 I.1.r3 II II.1 PL1 PL1.r1 PL1.r2 PL2 PL2.-1"
        )

    def test_rows_know_their_columns(self):
        found = {c.path: c for c in segment.segment(papers.blocks_md(TABLE))}
        assert found["I.1.r2"].header == ("TT", "Nhiệm vụ", "Cơ quan chủ trì")
        assert found["I.1.r1"].header == ()
        assert found["PL1.r2"].header == ("TT", "Trường", "Số cây")
        assert found["PL1.r2"].kind == "row"

    def test_a_row_that_begins_with_a_number_is_no_clause(self):
        assert "I.2" not in paths(TABLE, markdown)


ODD = st.sampled_from(
    [
        "I. MỤC TIÊU",
        "III. TỔ CHỨC THỰC HIỆN",
        "A. PHẦN CHUNG",
        "1. Sở Y tế",
        "2. Sở Tài chính bố trí kinh phí.",
        "1.1. Chỉ tiêu",
        "2.1.1. Vùng cao",
        "a) Việc một.",
        "đ) Việc hai:",
        "(1) Việc ba.",
        "- Việc bốn;",
        "- xã hội",
        "+ Việc năm",
        "178) và tăng cường",
        "Một câu thường.",
        "Các việc sau:",
        "2.3.",
        "(mở ngoặc",
        "đóng ngoặc)",
        "KẾ HOẠCH",
        "QUYẾT ĐỊNH:",
        "Điều 1. Ban hành",
        "Trên đây là Kế hoạch này./.",
        "Nơi nhận:",
        "TM. ỦY BAN NHÂN DÂN",
        "PHỤ LỤC",
        "Phụ lục II",
        "DANH MỤC CÂY TRỒNG",
        "(Kèm theo Kế hoạch này)",
        "2024",
        "/KH-UBND",
    ]
)
ODD_LINES = st.builds(
    Line,
    ODD,
    gap=st.booleans(),
    indent=st.booleans(),
    bold=st.booleans(),
    continues=st.sampled_from([False, False, False, True]),
) | st.sampled_from(
    [
        lines.row(["TT", "Nhiệm vụ", "Cơ quan chủ trì"]),
        lines.row(["1", "Trồng cây", "Sở Y tế"]),
        lines.row(["", "", "I. Trồng"]),
        lines.row(["Nơi nhận:", "KT. CHỦ TỊCH"]),
    ]
)


@given(st.lists(ODD_LINES, max_size=40))
def test_any_text_gives_a_tree(found):
    check(paragraphs.blocks(found))


@given(
    st.lists(ODD | st.sampled_from(["", "\f", "12", "https://a.vn/b", "2024-03-04T14:07:47+0700"]))
)
def test_no_clause_holds_furniture(written):
    reading = text.read("\n".join(written))
    found = paragraphs.blocks(reading.lines)
    check(found)
    canonical, _ = segment.canonical(found)
    assert "https://" not in canonical
    assert not re.search(r"T14:07|\f|^12$", canonical, re.MULTILINE)


@given(
    st.lists(
        st.sampled_from(
            ["**I. A**", "## 1. B", "|", "C", "| x | y |", "|---|---|", "", "- d.", "**"]
        )
    )
)
def test_any_markdown_gives_a_tree(written):
    check(papers.blocks_md("\n".join(written)))


TEXT = "trồng cây xanh trong trường học và chăm sóc rừng đầu nguồn của thôn bản vùng cao"
WORDS = TEXT.split()
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=8, max_size=50).map(
    lambda words: " ".join(words).capitalize() + "."
)
CLAUSES = st.lists(
    st.tuples(SENTENCES, st.lists(SENTENCES, max_size=3), st.lists(SENTENCES, max_size=3)),
    max_size=3,
)


def plan_of(sections):
    """A plan with these sections, and its clauses by path."""
    wanted = {}
    for s, clauses in enumerate(sections):
        roman = ["I", "II", "III", "IV"][s]
        wanted[roman] = f"{roman}. NHIỆM VỤ THỨ {s + 1}"
        for c, (sentence, points, bullets) in enumerate(clauses, 1):
            wanted[f"{roman}.{c}"] = f"{c}. {sentence}"
            for letter, point in zip("abc", points, strict=False):
                wanted[f"{roman}.{c}.{letter}"] = f"{letter}) {point}"
            last = f"{roman}.{c}.{'abc'[len(points) - 1]}" if points else f"{roman}.{c}"
            for b, bullet in enumerate(bullets, 1):
                wanted[f"{last}.-{b}"] = f"- {bullet}"
    return wanted


@given(
    st.lists(CLAUSES, min_size=1, max_size=4),
    st.integers(64, 90),
    st.sampled_from(["\n", "\n\n"]),
    st.booleans(),
)
def test_a_plan_reads_the_same_however_it_is_laid_out(sections, width, gap, wrapped):
    wanted = plan_of(sections)
    layout = (
        gap.join(line for own in wanted.values() for line in textwrap.wrap(own, width))
        if wrapped
        else "\n\n".join(wanted.values())
    )
    assert papers.tree(f"KẾ HOẠCH\n\nTrồng cây năm 2024\n\n{layout}\n") == wanted


@given(st.lists(CLAUSES, min_size=1, max_size=4))
def test_the_canonical_text_is_a_plan_with_the_same_tree(sections):
    wanted = plan_of(sections)
    text, _ = segment.canonical(
        papers.blocks("KẾ HOẠCH\n\nTrồng cây\n\n" + "\n\n".join(wanted.values()))
    )
    assert papers.tree(text) == wanted
    assert segment.canonical(papers.blocks(text))[0] == text
