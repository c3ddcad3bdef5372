"""English questions in Vietnamese terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.query.translate import translate


def firsts(text):
    return [first for first, *_ in translate(text)]


def test_the_longest_term_wins():
    assert firsts("social pension") == ["trợ cấp hưu trí xã hội"]


def test_plurals_and_endings_are_known_by_their_stem():
    assert firsts("bridges") == firsts("bridge") == ["cầu"]


@pytest.mark.parametrize(
    ("british", "american"),
    [("prioritise", "prioritize"), ("decentralised", "decentralized"), ("criticise", "criticize")],
)
def test_british_and_american_spellings_are_one_word(british, american):
    assert firsts(british) == firsts(american) != []


def test_words_that_ask_are_no_subject():
    assert firsts("Which department installs sensors?") == ["lắp đặt", "cảm biến"]


def test_a_question_of_asking_words_alone_keeps_them():
    assert firsts("which department?") == ["sở"]


@given(st.text(max_size=80))
def test_any_text_is_translated_to_terms_with_words(text):
    assert all(options and all(options) for options in translate(text))


def test_hyphens_join_words_of_which_each_is_looked_up():
    assert firsts("poverty-reduction programme") == ["giảm nghèo", "chương trình"]


@pytest.mark.parametrize("word", ["2030", "5G", "STEM", "R&D", "Tết", "IoT", "TikTok"])
def test_what_plans_write_as_it_is_stays(word):
    assert any(word in options for options in translate(f"share of {word} projects"))


def test_a_word_the_glossary_lacks_is_looked_up_in_the_lexicon():
    assert "biên giới" in firsts("drugs at the border")


@pytest.mark.parametrize(
    "name", ["Department of Industry and Trade", "industry and trade department"]
)
def test_bodies_are_known_by_their_english_names(name):
    assert "Sở Công Thương" in firsts(f"{name} reports")


def test_words_that_neither_name_nor_translate_are_left_out():
    assert firsts("Who handles Congress xyzzy?") == ["đại hội"]
