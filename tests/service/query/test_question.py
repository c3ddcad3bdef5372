"""What the user means: clean text, language, accents, abbreviations, places, terms."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import BadQuestion
from indexer.text import fold_chars
from service.query.places import Known
from service.query.question import MAX_CHARS, clean, clear, language_of, understand
from tests.service.making import question

FULL = "Cơ quan nào kiểm tra việc thu gom rác thải nhựa?"


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\u200b\ufeff", "\x00\x07"])
def test_nothing_is_not_a_question(text):
    with pytest.raises(BadQuestion, match="trống") as raised:
        clean(text)
    assert raised.value.field == "question"


@pytest.mark.parametrize("text", ["🙂🙂🙂", "???", "—…!", "\u0301\u0323"])
def test_a_question_has_a_letter_or_a_digit(text):
    with pytest.raises(BadQuestion, match="không có chữ hay số"):
        clean(text)


def test_five_hundred_characters_are_the_most():
    assert len(clean("a" * MAX_CHARS)) == 500
    with pytest.raises(BadQuestion, match="501"):
        clean("a" * (MAX_CHARS + 1))


def test_length_is_counted_after_cleaning():
    assert clean("  ai\n\n  ký  \x00 " + " " * 900) == "ai ký"


def test_the_field_at_fault_is_named():
    with pytest.raises(BadQuestion) as raised:
        clean("", "q")
    assert raised.value.field == "q"


def test_control_and_invisible_characters_are_left_out():
    assert clean("Sở\x00 Y\u200b tế\u202e") == "Sở Y tế"


def test_decomposed_letters_are_composed():
    assert clean(unicodedata.normalize("NFD", FULL)) == FULL


@given(st.text(max_size=60))
def test_cleaning_twice_changes_nothing(text):
    try:
        once = clean(text)
    except BadQuestion:
        return
    assert clean(once) == once


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FULL, "vi"),
        ("co quan nao kiem tra viec thu gom rac thai nhua", "vi"),
        ("rac thai nhua", "vi"),
        ("which agency collects plastic waste?", "en"),
        ("Which agency in Hải Dương collects plastic waste?", "en"),
        ("deadline Cà Mau", "en"),
        ("plastic waste bins fishing ports", "en"),
        ("facebook tiktok", "vi"),
        ("facebook tiktok youtube zalo", "vi"),
        ("Sở Y tế đăng facebook", "vi"),
        ("1245/KH-UBND", "vi"),
        ("UBND HĐND", "vi"),
        ("Hai Duong Ca Mau", "vi"),
        ("2024", "vi"),
    ],
)
def test_language(text, language):
    assert language_of(text) == language


def test_the_language_said_wins_over_the_one_seen():
    assert question("rac thai nhua", lang="en").language == "en"
    assert question("which agency", lang="vi").language == "vi"


def test_accents_are_restored_and_counted_the_same():
    asked = question(fold_chars(FULL))
    assert asked.reading == FULL.replace("Cơ", "cơ")
    assert asked.content == question(FULL).content
    assert asked.intent == question(FULL).intent


def test_what_was_typed_with_marks_stays():
    assert question("Sở nào mở hội chợ?").reading == "Sở nào mở hội chợ?"


def test_an_english_question_is_left_alone():
    text = "which agency handles health checks?"
    assert question(text).reading == text


def test_decomposed_and_composed_are_one_question():
    assert question(unicodedata.normalize("NFD", FULL)) == question(FULL)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("UBND xã làm gì?", "ủy ban nhân dân xã làm gì?"),
        ("ubnd xã làm gì?", "ủy ban nhân dân xã làm gì?"),
        ("Sở TN&MT kiểm tra gì?", "Sở Tài nguyên và Môi trường kiểm tra gì?"),
        ("SYT làm gì?", "Sở Y tế làm gì?"),
        ("SKHCN làm gì?", "Sở Khoa học và Công nghệ làm gì?"),
        ("SXYZ làm gì?", "SXYZ làm gì?"),
        ("KH của TTg số 1629/QĐ-TTg", "KH của Thủ tướng Chính phủ số 1629/QĐ-TTg"),
        ("CNTT CNS KTS", "CNTT CNS KTS"),  # shouted
        ("CNTT CNS KTS ở đâu", "công nghệ thông tin công nghệ số KTS ở đâu"),
        ("HĐND họp khi nào", "hội đồng nhân dân họp khi nào"),
    ],
)
def test_abbreviations_are_opened(text, reading):
    assert question(text).reading == reading


def test_an_abbreviation_of_several_meanings_stays_and_is_searched_under_each():
    asked = question("BTC làm gì?")  # Bộ Tài chính, ban tổ chức
    assert asked.reading == "BTC làm gì?"
    assert {"tai_chinh", "to_chuc"} <= {term for term, _ in asked.weighted}


def test_a_number_is_no_abbreviation():
    assert question("1245/KH-UBND").numbers == ("#1245khubnd",)
    assert question("kế hoạch 77/kh-ubnd").numbers == ("#77khubnd",)
    assert question("giai đoạn 2021-nay, 30/ngày").numbers == ()
    assert question("1245/KH-UBND").reading == "1245/KH-UBND"


def test_capitals_alone_are_shouting_not_abbreviations():
    assert question("SỞ Y TẾ LÀM GÌ?").reading == "SỞ Y TẾ LÀM GÌ?"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Ở Hải Dương ai kiểm tra?", ("hai-duong",)),
        ("tỉnh Hải Dương ai kiểm tra?", ("hai-duong",)),
        ("thành phố Hải Phòng ai kiểm tra?", ("hai-phong",)),
        ("hai duong ai kiem tra", ("hai-duong",)),
        ("ở hải dương ai kiểm tra", ("hai-duong",)),
        ("who checks markets in Hai Duong?", ("hai-duong",)),
        ("Cà Mau và Hải Dương khác nhau thế nào?", ("ca-mau", "hai-duong")),
        ("ai kiểm tra?", ()),
        ("UBND hải dương làm gì?", ("hai-duong",)),
        ("HẢI DƯƠNG CÓ BAO NHIÊU MÔ HÌNH?", ("hai-duong",)),
        # Who writes capitals writes them in names.
        ("Sở nào giữ cho ca mau khô?", ()),
        ("sở Y tế giữ cho ca mau khô?", ()),
        ("hai phongs", ()),
    ],
)
def test_places(text, places):
    assert question(text).places == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("ai giữ gìn hòa bình?", ()),  # "peace"
        ("ai giữ gìn ở tỉnh hòa bình?", ("hoa-binh",)),
        ("ai tăng cường đoàn kết?", ()),  # a commune is called so
        ("ai làm việc ở xã đoàn kết?", ("xa-doan-ket",)),
        ("Ai làm việc ở Đoàn Kết?", ("xa-doan-ket",)),
        ("Đoàn kết các hội viên do ai phụ trách?", ()),  # the first word of a sentence
        ("Đoàn Kết có bao nhiêu hội viên?", ("xa-doan-ket",)),
        ("Ai quản lý nhân khẩu hộ khẩu?", ()),  # no district ("quận") of Lý Nhân
        ("Ai quan ly nhan khau o quan ly nhan?", ("ly-nhan",)),
        ("Ở quận Lý Nhân ai quản lý hộ khẩu?", ("ly-nhan",)),
        ("Hải dương giao việc này cho ai?", ("hai-duong",)),
        ("an toan thuc pham do ai kiem tra?", ()),  # a commune is called so too
        ("An toan thuc pham do ai kiem tra?", ()),
        ("xa An Toan ai kiem tra thuc pham?", ("an-toan",)),
        ("ai kiem tra thuc pham o doan ket?", ("xa-doan-ket",)),  # said of little else
    ],
)
def test_names_that_are_common_words_need_a_sign(text, places, accents):
    known = [
        Known("an toan", "an-toan", common=True),
        Known("doan ket", "xa-doan-ket"),
        Known("hai duong", "hai-duong"),
        Known("hoa binh", "hoa-binh"),
        Known("ly nhan", "ly-nhan"),
    ]
    assert understand(text, accents, known).places == places


def test_a_place_is_a_filter_and_no_subject():
    content = question("Ở Cà Mau, ai vớt rác nổi trên sông?").content
    assert not {"ca", "mau"} & set(content)
    assert {"vot", "rac", "song"} <= set(content)


def test_subject_words_weigh_more_than_question_words():
    weighted = dict(question("Cơ quan nào vớt rác?").weighted)
    assert weighted["vot"] == weighted["vot_rac"] == 1.0
    assert weighted["quan"] < 0.5


def test_marks_typed_are_searched_exactly_too():
    terms = {term for term, _ in question("vớt rác").weighted}
    assert any(term.startswith("^") for term in terms)


def test_an_english_question_is_searched_in_vietnamese():
    asked = question("who collects plastic waste?")
    assert {"rac", "thai", "nhua"} <= set(asked.content)
    assert dict(asked.weighted)["thai_nhua"] > 0.5
    assert frozenset({"chat", "thai", "nhua", "chat_thai", "thai_nhua"}) in {
        other for s in asked.synonyms for other in s.others
    }


@pytest.mark.parametrize("text", ["which agencies?", "which agency?"])
def test_english_plurals_are_in_the_glossary_as_singulars(text):
    assert {"co", "quan"} <= set(question(text).content)


@pytest.mark.parametrize("text", ["it nhat bao nhieu cho", "ai thu gom rac an toan"])
def test_unmarked_vietnamese_is_no_english(text):
    assert question(text).language == "vi"


def test_synonyms_stand_in_for_a_term():
    asked = question("đăng lên facebook")
    others = {other for s in asked.synonyms for other in s.others}
    assert frozenset({"mang", "xa", "hoi", "mang_xa", "xa_hoi"}) in others
    assert dict(asked.weighted)["mang_xa"] < 0.5


def test_a_few_words_are_keywords_and_a_question_is_not():
    assert question("rác thải nhựa").keywords
    assert not question("rác thải nhựa do ai thu gom?").keywords
    assert not question("who collects waste").keywords


LETTERS = st.text("abcdđeêghiklmnoôơpqrstuưvxyàáảãạấậễờừ ?!/&-.0123456789ABNQĐ%\n", max_size=120)


@settings(deadline=None, max_examples=150)
@given(st.one_of(LETTERS, st.text(max_size=120)), st.sampled_from([None, "vi", "en"]))
def test_whatever_clean_accepts_is_understood(text, lang):
    try:
        clean(text)
    except BadQuestion:
        return
    asked = question(text, lang)
    assert asked.text
    assert asked.reading
    assert all(weight > 0 for _, weight in asked.weighted)


@pytest.mark.parametrize(
    "text",
    ["a", "b?", "<script>alert(1)</script>", "khám <b>sức khỏe</b>", "ai", "kế hoạch nào", "who"],
)
def test_a_question_that_says_nothing_is_asked_to_say_more(accents, text):
    with pytest.raises(BadQuestion, match="Hãy viết rõ hơn") as raised:
        clear(understand(text, accents, []))
    assert raised.value.field == "question"


@pytest.mark.parametrize(
    "text", ["gas", "5G", "ai ký?", "kinh phí", "Sở Y tế làm gì?", "tỷ lệ <90%"]
)
def test_a_word_that_says_something_is_enough(accents, text):
    clear(understand(text, accents, []))
