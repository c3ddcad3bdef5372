"""Completions for the search box."""

from __future__ import annotations

import pytest

from service.suggestions import suggest
from tests.service.making import INFO, agency, passage


def test_marks_and_capitals_do_not_matter(index):
    assert suggest(index, "SO TAI NGUYEN")[0] == "Sở Tài nguyên và Môi trường"
    assert suggest(index, "sở tài nguyên") == suggest(index, "so tai nguyen")


class Named:
    """An index of one plan whose clauses name these bodies."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def documents(self):
        return [INFO]

    def clauses(self, document):
        return [passage("x", agency(name)).clause for name in self.names]


def test_phrases_that_begin_so_come_first_then_what_is_named_most():
    named = Named(*["Sở Công Thương"] * 3, "Công an xã", *["Công an tỉnh"] * 2)
    assert suggest(named, "công") == ["Công an tỉnh", "Công an xã", "Sở Công Thương"]


def test_the_middle_of_a_phrase_counts_too(index):
    assert "Hội Liên hiệp Phụ nữ tỉnh" in suggest(index, "phu nu")


def test_titles_of_plans(index):
    assert suggest(index, "kế hoạch tiêm") == [
        "Kế hoạch tiêm phòng bệnh dại cho đàn chó, mèo trên địa bàn huyện năm 2022"
    ]


@pytest.mark.parametrize("q", ["", " ", "s", "zzzz", "🙂🙂"])
def test_nothing_to_suggest(index, q):
    assert suggest(index, q) == []


def test_a_limit(index):
    assert len(suggest(index, "an", limit=3)) == 3


def test_the_same_each_time(index):
    assert suggest(index, "an", 50) == suggest(index, "an", 50)
    assert len(suggest(index, "an", 50)) == len(set(suggest(index, "an", 50)))
