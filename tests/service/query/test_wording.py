"""Everyday words of a question as a clause writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.query.wording import by_wording, in_words_of


@pytest.mark.parametrize(
    ("asked", "text", "read"),
    [
        ("Nói qua loa phường?", "Phát trên loa truyền thanh", "Nói qua loa truyền thanh?"),
        ("Loa phường nói gì?", "Phát trên loa truyền thanh", "loa truyền thanh nói gì?"),
        ("Nói qua loa phường?", "Gửi thư cho dân", "Nói qua loa phường?"),
        ("Nói qua loa phường?", "loa phường, loa truyền thanh", "Nói qua loa phường?"),
        ("Ứng viên bị kẹt xe?", "người ứng cử; ùn tắc", "người ứng cử bị ùn tắc?"),
        ("Ai trồng cây?", "Trồng cây", "Ai trồng cây?"),
        (
            "Ai kiểm tra karaoke?",
            "kiểm tra cơ sở kinh doanh dịch vụ",
            "Ai kiểm tra cơ sở kinh doanh dịch vụ?",
        ),
        # A district without wards, and a province since July 2025, name the units that they have.
        ("Mấy xã, phường, thị trấn?", "100% xã, thị trấn", "Mấy xã, thị trấn?"),
        ("Mấy xã, phường, thị trấn?", "các xã, phường, đặc khu", "Mấy xã, phường, đặc khu?"),
        ("Mấy xã, phường?", "xã, phường, thị trấn", "Mấy xã, phường?"),
    ],
)
def test_a_term_is_told_as_the_clause_has_it(asked, text, read):
    assert in_words_of(asked, text) == read


def test_clauses_that_write_alike_are_read_with_one_question():
    texts = ["loa truyền thanh", "thư", "trên loa truyền thanh xã"]
    assert by_wording("Nói qua loa phường?", texts) == {"Nói qua loa truyền thanh?": [0, 2]}
    assert by_wording("Ai trồng cây?", texts) == {}


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_read(asked, text):
    assert isinstance(in_words_of(asked, text), str)
