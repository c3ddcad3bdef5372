import pytest

from indexer.parts import is_doctype, parts
from tests.indexer import papers


def parts_of(source, read=papers.blocks):
    found = read(source)
    return {block.text: part for block, part in zip(found, parts(found), strict=True)}


def runs(source, read=papers.blocks):
    """The parts in order, each named once."""
    out = []
    for part in parts(read(source)):
        if out[-1:] != [part]:
            out.append(part)
    return out


def test_a_plan_has_a_front_a_body_and_a_back():
    found = parts_of(papers.PLAN)
    assert found["KẾ HOẠCH"] == "front"
    assert found["I. MỤC ĐÍCH, YÊU CẦU"] == "plan"
    assert found["Trên đây là Kế hoạch trồng cây xanh trong trường học năm 2024./."] == "plan"
    assert found["- Lưu: VT, VX."] == "back"
    assert found["Trần Thị Mận"] == "back"
    assert runs(papers.PLAN) == ["front", "plan", "back"]


def test_a_decision_with_the_plan_it_promulgates():
    found = parts_of(papers.DECISION)
    assert found["QUYẾT ĐỊNH:"] == "decision"
    assert found["Điều 2. Quyết định có hiệu lực từ ngày ký."] == "decision"
    assert found["Lê Văn Mơ"] == "front"
    assert found["I. MỤC TIÊU"] == "plan"
    assert runs(papers.DECISION) == ["front", "decision", "front", "plan"]


@pytest.mark.parametrize(
    "title", ["PHỤ LỤC", "PHỤ LỤC I", "Phụ lục số 2.", "PHỤ LỤC II: DANH MỤC CÂY", "BIỂU MẪU 1"]
)
def test_an_appendix_after_the_signature(title):
    found = parts_of(f"{papers.PLAN}\n\n{title}\n\nDanh sách trường trồng cây\n")
    assert found[title] == "appendix"
    assert found["Danh sách trường trồng cây"] == "appendix"


def test_an_appendix_without_a_name_has_a_title_over_its_reference():
    appendix = "DANH MỤC CÂY TRỒNG NĂM 2024\n\n(Kèm theo Kế hoạch số 77/KH-UBND)\n\nCây sấu\n"
    found = parts_of(f"{papers.PLAN}\n\n{appendix}")
    assert found["DANH MỤC CÂY TRỒNG NĂM 2024"] == "appendix"
    assert found["Cây sấu"] == "appendix"


def test_a_table_inside_the_plan_is_no_appendix():
    table = "| TT | Trường | Số cây |\n|---|---|---|\n| 1 | A | 12 |\n"
    source = papers.PLAN.replace("III. TỔ", f"{table}\n\nIII. TỔ")
    found = parts_of(source, papers.blocks_md)
    assert found["1 | A | 12"] == "plan"
    assert found["III. TỔ CHỨC THỰC HIỆN"] == "plan"
    assert runs(source, papers.blocks_md) == ["front", "plan", "back"]


def test_a_sentence_about_an_appendix_opens_none():
    source = papers.PLAN.replace(
        "- Cây giống phải", "- Phụ lục kèm theo nêu loại cây phải trồng ở từng trường của tỉnh"
    )
    assert runs(source) == ["front", "plan", "back"]


def test_the_page_around_a_plan_is_no_part_of_it():
    page = "Văn bản liên quan\n\nKẾ HOẠCH TRỒNG CÂY NĂM 2020\n\n(Kèm theo Quyết định)\n"
    assert runs(f"{papers.PLAN}\n\n{page}") == ["front", "plan", "back"]


def test_signature_in_a_table_is_back_matter():
    source = f"{papers.BODY}\n\n| Nơi nhận: - Như trên; | KT. CHỦ TỊCH PHÓ CHỦ TỊCH |\n|---|---|\n"
    assert runs(source, papers.blocks_md)[-1] == "back"


def test_a_plan_without_sections_begins_at_its_first_number():
    found = parts_of("KẾ HOẠCH\n\nTrồng cây\n\n1. Mục đích\n\nThêm bóng mát.\n")
    assert found["Trồng cây"] == "front"
    assert found["1. Mục đích"] == "plan"


def test_a_text_without_any_number_is_read_all_the_same():
    assert runs("Một bài viết.\n\nKhông có mục nào.") == ["plan"]
    assert parts([]) == []


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("KẾ HOẠCH", True),
        ("KẾ HOẠCH TRỒNG CÂY", True),
        ("QUYẾT ĐỊNH:", True),
        ("Kế hoạch này", False),
        ("QUYẾT ĐỊNH SỐ 12", False),
    ],
)
def test_the_line_that_names_the_kind_of_document(line, is_one):
    assert is_doctype(line) is is_one
