import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.syllables import is_possible, share_possible

SYLLABLES = (
    "nghiêng khuỷu quyết giặt yêu ngoằn thuở uống huỳnh khuya ngoẹo xoong giếng giờ quên quốc hươu "
    "rượu loắt thuế huệ luật khoẻ thuý ươm oanh uỷ gìn giêng ruồi quăng khuếch đường Đắc kỳ nghị"
)
GOOD = SYLLABLES.split()


@pytest.mark.parametrize("word", GOOD)
def test_vietnamese_syllables_are_possible(word):
    assert is_possible(word)


@pytest.mark.parametrize(
    "word", ["school", "Ch-nh", "street", "logistics", "kx", "data1", "ViÖt", ""]
)
def test_other_words_are_not(word):
    assert not is_possible(word)


@given(st.sampled_from(GOOD))
def test_case_and_marks_do_not_matter(word):
    plain = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    assert is_possible(plain)
    assert is_possible(word.upper())
    assert is_possible(word.capitalize())


def test_acronyms_and_figures_are_left_out_of_the_share():
    count, share = share_possible("UBND tỉnh giao 70% HIV/AIDS, 2024 cho Sở Y tế")
    assert count == 6
    assert share == 1.0


def test_text_in_an_old_font_encoding_gives_itself_away():
    _, share = share_possible("Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc")
    assert share < 0.7


def test_no_words_have_no_share():
    assert share_possible("12 % 2024 !") == (0, 0.0)
