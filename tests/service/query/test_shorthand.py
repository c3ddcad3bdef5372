"""Shorthand is opened where one reading fits, and only there."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer import reference
from indexer.text import fold_chars, terms, words
from service.answer.asking import ask
from service.query.shorthand import opened

TEXTS = (
    "Tổng hợp, báo cáo kết quả",
    "Sở Tài chính báo cáo kết quả",
    "thi đua yêu nước",
    "Phong trào thi đua yêu nước",
    "học sinh nghiện",
    "học sinh nghiện",
    "hồ sơ nghiện",
)
COUNTS = Counter(term for text in TEXTS for term in set(terms(text)))


def full(text: str) -> str:
    return opened(text, lambda wanted: {term: COUNTS[term] for term in wanted})[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("kp khám sức khỏe", "kinh phí khám sức khỏe"),
        ("kp kham suc khoe", "kinh phi kham suc khoe"),  # without marks, as the rest
        ("pc ma túy ko hiệu quả", "phòng chống ma túy không hiệu quả"),
        ("bc kết quả khi nào", "báo cáo kết quả khi nào"),
        ("bc kq", "bao cao ket qua"),  # what stands beside it is shorthand itself
        ("phong trào td yêu nước", "phong trào thi đua yêu nước"),
    ],
)
def test_the_one_reading_that_fits(typed, read):
    assert full(typed) == read


@pytest.mark.parametrize(
    "text",
    [
        "hs nghiện",  # pupils or papers
        "td ở đâu",  # nothing tells
        "tt 21/2026 nói gì",  # before a number it is a kind of document
        "982/kh-ubnd",
        "KP của tỉnh",  # capitals are another table's
        "kinh phí",
    ],
)
def test_any_other_stays(text):
    assert full(text) == text


def test_the_table_is_of_folded_letters_each_with_its_readings_once():
    for short, longs in reference.load().shorthand.items():
        assert short == fold_chars(short)
        assert len(set(longs)) == len(longs) > 0
        read = {word for long in longs for word in words(fold_chars(long))}
        assert not read & set(reference.load().shorthand)  # else opening would never end


def test_each_slip_stands_where_it_says():
    text, slips = opened("bc kq", lambda wanted: {term: COUNTS[term] for term in wanted})
    assert [(s.typed, text[s.start : s.end]) for s in slips] == [
        ("bc", "bao cao"),
        ("kq", "ket qua"),
    ]


def test_what_was_opened_is_told_and_can_be_refused(index):
    reply = ask(index, "kp thuc hien giam rac thai nhua hai duong")
    assert [(c.typed, c.read) for c in reply.corrections] == [("kp", "kinh phí")]
    assert (reply.intent, reply.asked_as) == ("funding", reply.question)
    assert ask(index, reply.question, literal=True).corrections == ()


@example("dc")  # alone, with nothing beside it to decide by
@given(st.text(alphabet="bckpot \u0111ế1/-.", max_size=30))
def test_whatever_is_typed_the_rest_stays(text):
    read, slips = opened(text, lambda wanted: {term: COUNTS[term] for term in wanted})
    for slip in reversed(slips):
        read = read[: slip.start] + slip.typed + read[slip.end :]
    assert read == text
