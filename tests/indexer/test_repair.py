"""Structure repaired after OCR, and everything else left as it was read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.readers import repair
from indexer.readers.lines import Line


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("4, Sở Tài chính", "4. Sở Tài chính"),
        ("~ Tổ chức tuyên truyền", "- Tổ chức tuyên truyền"),
        ("—- Tổ chức tuyên truyền", "- Tổ chức tuyên truyền"),
        ("ˆ Khẳng định lập trường", "- Khẳng định lập trường"),
        ("« Văn phòng Quốc hội;", "- Văn phòng Quốc hội;"),
        ("theo 1629/QĐÐ-TTg ngày 28", "theo 1629/QĐ-TTg ngày 28"),
        ("QÐ-TTg", "QĐ-TTg"),
        ("Số: 1234KH-ĐKT", "Số: 1234/KH-ĐKT"),
        ("Số: 123⁄KH-SCT", "Số: 123/KH-SCT"),
        ("QUYÉT ĐỊNH:", "QUYẾT ĐỊNH:"),
        ("Điểu 2, Hiệu lực thi hành", "Điều 2. Hiệu lực thi hành"),
        ("1,2. Chỉ tiêu cụ thể", "1.2. Chỉ tiêu cụ thể"),
        ("a} Sở Y tế", "a) Sở Y tế"),
        ("ngày82tháng 4 năm 2026", "ngày 82 tháng 4 năm 2026"),
        ("tháng 1] năm 2019", "tháng 11 năm 2019"),
        ("khoản 2 Điều :1 của", "khoản 2 Điều 1 của"),
        ("18/2025/TT- BCT", "18/2025/TT-BCT"),
        ("'Việt Nam là thành viên", "Việt Nam là thành viên"),
    ],
)
def test_lines(read: str, meant: str) -> None:
    assert repair.line(read) == meant


@pytest.mark.parametrize(
    "text",
    [
        "I. MỤC ĐÍCH",
        "- Sở Y tế chủ trì.",
        "+ Công an tỉnh phối hợp.",
        "a) Sở Y tế",
        "1.1. Mục tiêu",
        "“Nếp sống đẹp” trong nhân dân",
        "2,5 triệu đồng mỗi hộ",
        "Quyết định số 12/QĐ-UBND ngày 1/2/2023",
        "quét dọn vệ sinh, que, quen, gieo trồng, hiểu biết, tuyên truyền",
        "Điều 1. Ban hành kèm theo",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert repair.line(text) == text


def test_sections_by_sequence() -> None:
    read = ["I. MỤC ĐÍCH", "II. NỘI DUNG", "HI. GIẢI PHÁP", "IV. KINH PHÍ", "Y. TỔ CHỨC"]
    assert [t.split(" ")[0] for t in repair.sections(read)] == ["I.", "II.", "III.", "IV.", "V."]


def test_a_stroke_lost_between_two_and_four() -> None:
    read = ["I. MỤC ĐÍCH", "II. NỘI DUNG", "II. GIẢI PHÁP", "TV. KINH PHÍ"]
    assert [t.split(" ")[0] for t in repair.sections(read)] == ["I.", "II.", "III.", "IV."]


def test_a_second_first_section_is_the_second() -> None:
    read = ["I. MỤC TIÊU", "1. Chung", "I. NỘI DUNG", "1. Kinh phí", "II. TỔ CHỨC"]
    assert [t.split(" ")[0] for t in repair.sections(read)] == ["I.", "1.", "II.", "1.", "III."]


@pytest.mark.parametrize("title", ["PHỤ LỤC 1", "KẾ HOẠCH", "B. PHẦN RIÊNG"])
def test_under_a_title_the_first_section_is_the_first(title: str) -> None:
    read = ["I. MỤC TIÊU", title, "I. NỘI DUNG", "II. TỔ CHỨC"]
    assert repair.sections(read) == read


def test_the_rest_of_a_word_is_no_numeral() -> None:
    read = ["I. MỤC TIÊU", "II. NỘI DUNG", "I TRỢ PHỔ BIẾN VŨ KHÍ", "III. TỔ CHỨC"]
    assert repair.sections(read) == read


def test_the_name_of_an_appendix_stands_by_itself() -> None:
    given = [Line("xong./."), Line("Phụ lục"), Line("h X MỤC NHIỆM VỤ", continues=True)]
    assert repair.lines(given, {1})[2].text == "MỤC NHIỆM VỤ"
    assert [one.gap for one in repair.lines(given, {1})] == [False, True, True]
    assert [one.gap for one in repair.lines(given, set())] == [False, False, False]


def test_a_point_lost_and_a_one_taken_for_a_numeral() -> None:
    read = ["I MỤC TIÊU", "II. NỘI DUNG THỰC HIỆN", "l. Kinh phí", "2. Trách nhiệm"]
    assert repair.sections(read) == [
        "I. MỤC TIÊU",
        "II. NỘI DUNG THỰC HIỆN",
        "1. Kinh phí",
        "2. Trách nhiệm",
    ]


def test_true_numerals_are_believed_when_they_jump_or_begin_again() -> None:
    read = ["II. NỘI DUNG", "V. TỔ CHỨC", "I. MỤC ĐÍCH", "II. YÊU CẦU"]
    assert repair.sections(read) == read


def test_only_pages_read_by_ocr_are_touched() -> None:
    lines = [Line("4, Sở Tài chính", page=1), Line("4, Sở Tài chính", page=2)]
    assert [one.text for one in repair.lines(lines, {2})] == ["4, Sở Tài chính", "4. Sở Tài chính"]


def test_a_list_of_bases_ends_each_with_a_semicolon() -> None:
    lines = [
        Line("Căn cứ Luật Phòng, chống rửa tiền,"),
        Line("Căn cứ Luật Ngân sách nhà nước,", gap=True),
        Line("số 83/2015/QH13;"),
    ]
    ended = [one.text[-1] for one in repair.lines(lines, {1})]
    assert ended == [";", ",", ";"]


@given(st.text(max_size=60))
def test_repairing_twice_changes_nothing_more(text: str) -> None:
    once = repair.line(text)
    assert repair.line(once) == once


@given(st.lists(st.sampled_from(["I. A B", "HI. MỤC", "II. NỘI DUNG", "1. x", "l. Kinh"])))
def test_sections_keeps_the_number_of_lines(lines: list[str]) -> None:
    assert len(repair.sections(lines)) == len(lines)
