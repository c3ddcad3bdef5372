"""Completions for the search box."""

from __future__ import annotations

import pytest

from service.suggestions import suggest


def test_marks_and_capitals_do_not_matter(index):
    assert suggest(index, "SO TAI NGUYEN")[0] == "Sở Tài nguyên và Môi trường"
    assert suggest(index, "sở tài nguyên") == suggest(index, "so tai nguyen")


def test_phrases_that_begin_so_come_first(index):
    found = suggest(index, "sở")
    assert found[0].startswith("Sở")
    begins = [phrase.startswith("Sở") for phrase in found]
    assert begins == sorted(begins, reverse=True)


def test_what_is_named_most_comes_first(index):
    found = suggest(index, "sở")
    assert found[0] == "Sở Nông nghiệp và Phát triển nông thôn"


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
