import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import markers


@pytest.mark.parametrize(
    ("line", "style", "label", "value"),
    [
        ("I. MỤC ĐÍCH", "section", "I", 1),
        ("IV.TỔ CHỨC", "section", "IV", 4),
        ("IX/ KINH PHÍ", "section", "IX", 9),
        ("I- MỤC ĐÍCH", "section", "I", 1),
        ("II - Nhiệm vụ", "section", "II", 2),
        ("V) Kinh phí", "section", "V", 5),
        ("Phần II. Nhiệm vụ", "part", "II", 2),
        ("PHẦN III NHIỆM VỤ", "part", "III", 3),
        ("Chương V: Điều khoản", "part", "V", 5),
        ("PHẦN THỨ NHẤT MỤC TIÊU", "part", "I", 1),
        ("Phần thứ tư: Kinh phí", "part", "IV", 4),
        ("A. PHẦN CHUNG", "upper", "A", 1),
        ("B/ NỘI DUNG", "upper", "B", 2),
        ("Điều 12. Hiệu lực", "article", "12", 12),
        ("Điều 1: Phạm vi", "article", "1", 1),
        ("3. Sở Y tế", "clause", "3", 3),
        ("3 . Sở Y tế", "clause", "3", 3),
        ("10/ Sở Y tế", "clause", "10", 10),
        ("2- Sở Y tế", "clause", "2", 2),
        ("4.2. Nhiệm vụ", "sub2", "4.2", 2),
        ("1.3.Tăng cường", "sub2", "1.3", 3),
        ("1.3 Tăng cường", "sub2", "1.3", 3),
        ("1.1.12. Vùng ven", "sub3", "1.1.12", 12),
        ("a) Chỉ tiêu", "letter", "a", 1),
        ("đ) Tổng hợp", "letter", "đ", 5),
        ("e)Báo cáo", "letter", "e", 6),
        ("b. Địa điểm", "letter", "b", 2),
        ("c/ Kinh phí", "letter", "c", 3),
        ("d- Kinh phí", "letter", "d", 4),
        ("(2) Kiểm tra", "paren", "2", 2),
        ("1) Kiểm tra", "paren", "1", 1),
        ("- Trồng cây", "dash", "-", 0),
        ("–Trồng cây", "dash", "–", 0),
        ("• Trồng cây", "dash", "•", 0),
        ("- 100% trường học", "dash", "-", 0),
        ("\uf0b7 Trồng cây", "dash", "\uf0b7", 0),
        ("➢ Trồng cây", "dash", "➢", 0),
        ("+ Tưới cây", "plus", "+", 0),
    ],
)
def test_marks_that_open_a_unit(line, style, label, value):
    found = markers.parse(line)
    assert found is not None
    assert (found.style, found.label, found.value) == (style, label, value)
    assert line.startswith(found.text)
    assert line[found.width :] and not line[found.width].isspace()


@pytest.mark.parametrize(
    "line",
    [
        "178) và tăng cường kiểm tra",
        "1629/QĐ-TTg ngày 28/9/2021",
        "2004 của Chính phủ",
        "20% ở cấp huyện",
        "100% xã, thị trấn",
        "15/6 hằng năm",
        "71/NQ-CP ngày 01/4/2025",
        "17/KH-UBND ngày 11/8/2025",
        "57-NQ/TW ngày 22/12/2024",
        "3 - 5% số hộ",
        "Phần III Công văn số 12",
        "Chương trình trồng cây",
        "28/9/2021 của Chính phủ",
        "1.500 cây giống",
        "1.500.000 đồng",
        "3.5% số hộ",
        "ađ) không phải",
        "Điều này không",
        "Vì vậy",
        "Khi trồng cây",
        "I.",
        "đ)",
        "",
        "Xuân về, trồng cây",
    ],
)
def test_lines_that_only_begin_like_one(line):
    assert markers.parse(line) is None


def test_points_run_in_vietnamese_order():
    values = [markers.parse(f"{letter}) x").value for letter in "abcdđe"]
    assert values == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("I", 1), ("IV", 4), ("VI", 6), ("IX", 9), ("XIV", 14), ("XX", 20), ("XXXIX", 39)],
)
def test_roman_numerals(numeral, value):
    assert markers.roman(numeral) == value


@given(st.text(alphabet="IVX", min_size=1, max_size=6))
def test_malformed_numerals_are_numbers_too(numeral):
    assert isinstance(markers.roman(numeral), int)


@given(st.text())
def test_a_mark_is_where_the_text_begins(line):
    found = markers.parse(line)
    assert found is None or line.startswith(found.text)


def test_a_document_number_at_a_line_start_is_no_marker():
    assert markers.parse("05/NQ-HĐND ngày 12 tháng 7") is None
    assert markers.parse("12/KH–UBND") is None
    marker = markers.parse("1/ Nội dung")
    assert marker
    assert marker.style == "clause"
