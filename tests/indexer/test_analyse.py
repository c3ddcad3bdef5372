import hashlib
import unicodedata
from pathlib import Path

import pytest

from indexer.analyse import analyse
from indexer.errors import UnreadableDocument
from tests.indexer import papers

DIGESTS = sorted((Path(__file__).parents[2] / "corpus" / "plans").glob("*.md"))


def test_a_document_says_what_it_was_made_of(tmp_path):
    document = papers.document(tmp_path, papers.PLAN)
    assert document.info.id == "ke-hoach"
    assert document.info.source == "ke-hoach.txt"
    assert document.info.sha256 == hashlib.sha256(papers.PLAN.encode()).hexdigest()
    assert document.info.format == "text"
    assert document.info.chars == len(document.text)
    assert document.problems == ()


def test_the_canonical_text_is_the_same_for_every_encoding_of_the_source(tmp_path):
    plain = papers.document(tmp_path, papers.PLAN)
    for other in (
        unicodedata.normalize("NFD", papers.PLAN).encode(),
        papers.PLAN.encode("utf-16"),
        papers.PLAN.replace("\n", "\r\n").encode(),
        papers.PLAN.replace("Đ", "Ð").encode(),
    ):
        assert papers.document(tmp_path, other).text == plain.text


def test_clauses_carry_the_facts_of_their_own_text(tmp_path):
    document = papers.document(tmp_path, papers.PLAN)
    facts = {c.path: c.facts for c in document.clauses}
    assert [t.quote for t in facts["II.1"].targets] == ["Ít nhất 70%", "phấn đấu 90%"]
    assert [d.text for d in facts["III.1.đ"].deadlines] == ["trước ngày 15/12"]
    assert [f.amount for f in facts["III.2"].funding] == [None, 5e8]
    preamble = next(c for c in document.clauses if c.facts.laws and c.facts.laws[0].kind)
    assert [x.number for x in preamble.facts.laws] == ["12/QĐ-TTg"]
    assert facts["III"].targets == facts["III"].deadlines == ()


def test_spans_of_facts_are_slices_of_the_text(tmp_path):
    document = papers.document(tmp_path, papers.PLAN)
    for clause in document.clauses:
        facts = clause.facts
        for target in facts.targets:
            assert document.text[target.span.start : target.span.end].strip() == target.quote
        for deadline in facts.deadlines:
            assert document.text[deadline.span.start : deadline.span.end].strip() == deadline.text
        for fact in (*facts.targets, *facts.deadlines, *facts.laws, *facts.funding):
            assert clause.start <= fact.span.start < fact.span.end <= clause.own_end


def test_pages_cover_the_text(tmp_path):
    paged = papers.PLAN.replace("\nII. CHỈ TIÊU", "\n\fII. CHỈ TIÊU").replace(
        "Nơi nhận", "\fNơi nhận"
    )
    document = papers.document(tmp_path, paged)
    assert [p.number for p in document.pages] == [1, 2, 3]
    assert document.pages[0].start == 0
    assert document.pages[-1].end == len(document.text)
    assert [p.end for p in document.pages[:-1]] == [p.start for p in document.pages[1:]]
    assert document.text[document.pages[1].start :].startswith("II. CHỈ TIÊU")
    assert {c.page for c in document.clauses if c.path.startswith("III")} == {2}


def test_a_text_that_never_speaks_of_a_plan_is_refused(tmp_path):
    with pytest.raises(UnreadableDocument, match="Không phải kế hoạch.* / Not a plan"):
        papers.document(tmp_path, "Hôm nay học sinh trồng cây dọc con đường vào bản. " * 5)


def test_an_article_about_a_plan_is_read_with_a_warning(tmp_path):
    document = papers.document(tmp_path, "Nhà trường trồng cây theo kế hoạch đã đề ra. " * 5)
    assert document.problems and " / " in document.problems[0]
    assert document.clauses


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.stem)
def test_the_bundled_digests_are_read_whole(path):
    document = analyse(path, path.stem, path.name)
    assert document.info.digest and document.info.is_plan and not document.problems
    assert document.info.province and document.info.level and document.info.year
    kinds = {c.kind for c in document.clauses}
    assert {"section", "clause", "front"} <= kinds
    assert "Bản tóm lược" in document.text
    assert "**" not in document.text and "---" not in document.text


class TestYears:
    """Figures without a year of their own take that of the heading above, else of the title."""

    PLAN = "KẾ HOẠCH\n\n{title}\n\nI. MỤC TIÊU\n\n1. {heading}\n\n- Ít nhất 70% lớp học có cây.\n"

    def by(self, tmp_path, title, heading="Chỉ tiêu"):
        source = self.PLAN.format(title=title, heading=heading) + papers.BODY.replace(
            "I.", "II.", 1
        )
        document = papers.document(tmp_path, source)
        return next(c for c in document.clauses if c.path == "I.1.-1").facts.targets[0].by

    def test_the_heading_goes_before_the_title(self, tmp_path):
        assert self.by(tmp_path, "Trồng cây năm 2023", "Chỉ tiêu đến năm 2025") == "2025"
        assert self.by(tmp_path, "Trồng cây năm 2023") == "2023"

    def test_without_either_no_year_is_asserted(self, tmp_path):
        assert self.by(tmp_path, "Trồng cây") is None


TASKS = """| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |
|---|---|---|---|
| 1 | Dọn bãi rác ven sông và trồng lại hàng tre | Phòng Xây dựng | Quý III |
| 2 | Đào thêm hai giếng nước sạch cho bản xa | Trạm Y tế | Tháng 8 |
"""


def test_a_table_of_duties_without_a_title_is_indexed_and_said(tmp_path):
    document = papers.document(tmp_path, TASKS, "bang.md")
    assert [c.kind for c in document.clauses].count("row") == 3
    assert any("Có thể không phải kế hoạch" in problem for problem in document.problems)


@pytest.mark.parametrize("name", ["Giá bán", "Chủ nhà"])
def test_another_table_is_left_out_with_what_to_do(tmp_path, name):
    table = TASKS.replace("Cơ quan chủ trì", name)
    with pytest.raises(UnreadableDocument, match="put its title at the top") as caught:
        papers.document(tmp_path, table, "bang.md")
    assert "hãy ghi tên" in str(caught.value)


def test_a_body_in_a_row_does_not_issue_the_table(tmp_path):
    table = TASKS.replace("Trạm Y tế", "UBND xã Bản Thẳm")
    info = papers.document(tmp_path, table, "bang.md").info
    assert info.issuer is None and info.locality is None
