"""Typing mistakes of one edit are mended where nothing knows the word, and only there."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text import fold_chars, terms
from service.query.spelling import corrected, corrected_english, edits

TEXTS = (
    "Sở Y tế khám sức khỏe định kỳ cho người lao động",
    "Cơ quan nào chủ trì bố trí kinh phí",
    "Khám sức khỏe cho học sinh",
    "Kinh phí khám chữa bệnh, kinh phí sự nghiệp",
)
COUNTS = Counter(term for text in TEXTS for term in set(terms(text)))


def frequency(wanted):
    return {term: COUNTS[term] for term in wanted}


def mended(text: str) -> str:
    return corrected(text, frequency, lambda word: word in {"nao", "cua", "tru"})[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("khma suc khoe", "kham suc khoe"),  # swapped
        ("kham suc khoẻr", "kham suc khoe"),  # one more letter, under a mark
        ("khám sứcc khỏe", "khám suc khỏe"),
        ("khám sức khoe", "khám sức khoe"),  # no mark is no mistake
        ("kihn phí", "kinh phí"),
        ("Kihn phí", "Kinh phí"),
        ("cơ qan nào", "cơ quan nào"),  # one letter less
        ("khamsuc khỏe", "kham suc khỏe"),  # a space less
    ],
)
def test_one_edit_is_mended(typed, read):
    assert mended(typed) == read


@pytest.mark.parametrize(
    "text",
    [
        "khám vũ trụ",  # the language knows it, though no plan does
        "UBNDD xã",  # an abbreviation
        "1629/QĐ-TTgg",  # a code
        "bitcoin",  # nothing is near
        "sở gas",  # a loan word
        "sức khỏe 2O24",
        "Hải Duơng",  # a place of the tables, folded
        "chiều cao trẻ em",
    ],
)
def test_what_is_known_or_no_word_stays(text):
    known = {"vu", "tru", "chieu", "cao", "tre", "em"}
    assert corrected(text, frequency, known.__contains__) == (text, ())


def test_swapped_letters_that_make_another_word():
    counts = Counter(
        {"suc_khoe": 9, "khoe": 9, "kheo": 3, "kheo_tay": 2, "suc": 9, "kham": 9, "tay": 3}
    )
    told = [
        corrected(text, counts_of(counts), {"kham"}.__contains__)[0]
        for text in ("khám sức kheo", "kham kheo tay", "sức kheo tay")
    ]
    assert told == ["khám sức khoe", "kham kheo tay", "sức kheo tay"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("giữ vệ sinh", "giữ vệ sinh"),  # not "gửi"
        ("qua loa phường", "qua loa phường"),  # not "lao"
        ("giu ve sinh", "gui ve sinh"),  # who types no marks may have meant it
    ],
)
def test_a_word_typed_as_it_is_spelt_is_no_slip(typed, read):
    counts = Counter({"gui": 90, "giu": 20, "gui_ve": 9, "lao": 90, "loa": 5, "lao_phuong": 9})
    writes = {"giữ", "loa", "qua"}.__contains__
    assert corrected(typed, counts_of(counts), lambda word: True, writes)[0] == read


def test_a_common_word_beside_a_figure_or_a_name_is_not_taken_for_a_seldomer_one():
    counts = Counter({"cua": 90, "cau": 20, "ha": 9, "nam": 30, "cau_ha": 8})
    told = corrected("kế hoạch 130 của Hà Nam", counts_of(counts), {"ke", "hoach"}.__contains__)
    assert told == ("kế hoạch 130 của Hà Nam", ())


def test_the_first_letter_is_rather_right():
    counts = Counter({"rua": 5, "rua_tien": 5, "uu": 90, "uu_tien": 90, "tien": 95})
    assert corrected("ruử tiền", counts_of(counts), lambda word: False)[0] == "rua tiền"


def counts_of(counts):
    return lambda wanted: {term: counts[term] for term in wanted}


def test_a_slip_is_told_with_its_place():
    text, slips = corrected("co qan nao khma suc khoe", frequency, lambda w: w == "nao")
    assert [(s.typed, text[s.start : s.end]) for s in slips] == [("qan", "quan"), ("khma", "kham")]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Which agnecy handles helth checks?", "Which agency handles health checks?"),
        ("who is responsibel for reports?", "who is responsible for reports?"),
        ("which depatment runs health checks", "which department runs health checks"),
    ],
)
def test_english_by_the_glossary(typed, read):
    assert corrected_english(typed)[0] == read


@pytest.mark.parametrize(
    "text",
    [
        "Who surveys massage and karaoke places?",
        "How many mines are put to auction each year?",
        "Which plans count on private money?",
        "What is the retail price of petrol?",
        "Which share of drug cases does the plan aims at?",
    ],
)
def test_english_words_that_only_look_like_terms_stay(text):
    assert corrected_english(text) == (text, ())


@given(st.sampled_from(["kham", "kinh", "khoe", "chu"]), st.data())
def test_edits_are_symmetric(word, data):
    other = data.draw(st.sampled_from(sorted(edits(word))))
    assert word in edits(other)


@given(st.text(max_size=60))
def test_nothing_of_any_text_is_lost_but_the_slips(text):
    read, slips = corrected(text, frequency, {"nao", "cua"}.__contains__)
    assert all(read[s.start : s.end] == s.read for s in slips)
    if not slips:
        assert read == text
    assert all(s.typed in text and not fold_chars(s.typed).isdigit() for s in slips)
