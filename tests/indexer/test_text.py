import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import text

VIETNAMESE = text.LOWER.replace("a-z", "abcdefghijklmnopqrstuvwxyz") + " "
#: Rhymes whose tone mark is placed in two ways: hòa and hoà, khỏe and khoẻ, Ủy and Uỷ.
TWO_WAYS = ("oa", "oe", "uy")
TONES = "\u0300\u0301\u0303\u0309\u0323"


def bare(written):
    """Marks taken off by other means than the code under test."""
    decomposed = unicodedata.normalize("NFD", written).replace("đ", "d")
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def both_ways(onset, rhyme, tone):
    first = unicodedata.normalize("NFC", onset + rhyme[0] + tone + rhyme[1])
    second = unicodedata.normalize("NFC", onset + rhyme + tone)
    return first, second


@given(st.text())
def test_folding_keeps_every_character_at_its_place(written):
    folded = text.fold_chars(written)
    assert len(folded) == len(written)
    assert text.fold_chars(folded) == folded


@given(st.text())
def test_long_texts_are_folded_like_short_ones(written):
    """They are by other means."""
    parts = [text.fold_chars(char) for char in written]
    assert text.fold_chars(written + "ạ" * 100) == "".join(parts) + "a" * 100


@given(st.text())
def test_nfc_changes_nothing_twice(written):
    assert text.nfc(text.nfc(written)) == text.nfc(written)


def test_eth_typed_for_d_with_stroke_is_put_right():
    assert text.nfc("QUYẾT ÐỊNH") == "QUYẾT ĐỊNH"
    assert text.fold_chars("Đội Ðội ðội") == "doi doi doi"


@given(st.text(alphabet=VIETNAMESE))
def test_terms_do_not_depend_on_marks(written):
    assert text.terms(bare(written)) == text.terms(written)


@given(st.text(alphabet=VIETNAMESE))
def test_terms_do_not_depend_on_how_marks_are_encoded(written):
    decomposed = unicodedata.normalize("NFD", written)
    assert text.terms(decomposed) == text.terms(written)
    assert text.marked_terms(decomposed) == text.marked_terms(written)


@given(
    st.sampled_from(["h", "kh", "t", "th", "", "l"]),
    st.sampled_from(TWO_WAYS),
    st.sampled_from(TONES),
)
def test_either_place_of_the_tone_mark_is_one_syllable(onset, rhyme, tone):
    first, second = both_ways(onset, rhyme, tone)
    assert first != second
    assert text.place_tone(first) == text.place_tone(second)
    assert text.terms(first) == text.terms(second)
    assert text.marked_terms(f"x {first}") == text.marked_terms(f"x {second}")


def test_tones_themselves_stay_apart():
    tones = {text.place_tone(s) for s in ("ma", "má", "mà", "mả", "mã", "mạ")}
    assert len(tones) == 6


def test_terms_are_syllables_and_their_pairs():
    assert text.terms("Sở Y tế") == ["so", "y", "te", "so_y", "y_te"]
    assert text.terms("") == []


def test_leading_zeros_of_small_figures_do_not_count():
    assert text.terms("03 hội nghị") == text.terms("3 hội nghị")
    assert "2024" in text.terms("năm 2024")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("chỉ tiêu 70% năm", ["chỉ", "tiêu", "70%", "năm"]),
        ("1.500 cây, 12/2025", ["1.500", "cây", "12/2025"]),
        ("HIV/AIDS", ["HIV", "AIDS"]),
    ],
)
def test_words(written, expected):
    assert text.words(written) == expected


@pytest.mark.parametrize(
    "number",
    [
        "1629/QĐ-TTg",
        "05/2018/TT-BYT",
        "14-KH/TU",
        "57-NQ/TW",
        "4827/VP-VX",
        "01/2008/NQLT-BLĐTBXH-BCA",
        "206/NQ-HĐND",
        "12-CT/TƯ",
        "01/2008/NQLT-BCA-UBTƯMTTQVN",
    ],
)
def test_document_numbers_are_one_term(number):
    found = text.DOCUMENT_NUMBER.search(f"theo số {number} ngày")
    assert found and found.group() == number
    assert text.number_token(number) in text.terms(f"theo {number}.")
    assert text.number_token(f"Số {number}"[3:].lower()) == text.number_token(number)


@pytest.mark.parametrize("figure", ["28/9/2021", "15/6", "1/3 số hộ", "12/2025", "3/4"])
def test_dates_and_fractions_are_no_document_numbers(figure):
    assert not text.DOCUMENT_NUMBER.search(figure)


def test_has_marks_sees_any_mark_in_any_encoding():
    assert not text.has_marks("kham suc khoe 70%")
    assert text.has_marks("khám")
    assert text.has_marks("đi")
    assert text.has_marks(unicodedata.normalize("NFD", "sức"))


@given(st.text())
def test_slugs_are_safe_names(written):
    assert text.slug(written)
    assert set(text.slug(written)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert text.slug(text.slug(written)) == text.slug(written)


def test_slug_reads_like_the_name():
    assert text.slug("Kế hoạch số 12 – Đắk Lắk.txt") == "ke-hoach-so-12-dak-lak-txt"
    assert text.slug("???") == "document"


@given(st.text(alphabet="-‐‑‒–—−ab "))
def test_dashes_are_unified_in_place(written):
    unified = text.unify_dashes(written)
    assert len(unified) == len(written)
    assert not set(unified) & set("‐‑‒–—−")


def test_capitals():
    assert text.is_capitals("TỔ CHỨC 2024")
    assert not text.is_capitals("TỔ CHỨC thực hiện")
    assert not text.is_capitals("A")
    assert not text.is_capitals("12")


@given(st.text())
def test_collapsed_text_has_single_spaces(written):
    collapsed = text.collapse(written)
    assert collapsed == collapsed.strip()
    assert collapsed.split() == written.split()


@pytest.mark.parametrize("letter", "àảãáạăằđưỡỹ")
def test_letter_classes_tell_small_from_capital(letter):
    assert letter in text.LOWER
    assert letter not in text.UPPER
    assert letter.upper() in text.UPPER
    assert letter.upper() not in text.LOWER
