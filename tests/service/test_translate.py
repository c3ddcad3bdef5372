"""English questions in Vietnamese terms."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from service.translate import translate


def firsts(text):
    return [first for first, *_ in translate(text)]


def test_the_longest_term_wins():
    assert firsts("social pension") == ["trợ cấp hưu trí xã hội"]


def test_plurals_and_endings_are_known_by_their_stem():
    assert firsts("bridges") == firsts("bridge") == ["cầu"]


def test_words_that_ask_are_no_subject():
    assert firsts("Which department installs sensors?") == ["lắp đặt", "cảm biến"]


def test_a_question_of_asking_words_alone_keeps_them():
    assert firsts("which department?") == ["sở"]


@given(st.text(max_size=80))
def test_any_text_is_translated_to_terms_with_words(text):
    assert all(options and all(options) for options in translate(text))
