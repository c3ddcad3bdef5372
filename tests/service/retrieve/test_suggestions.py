"""Completions for the search box."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from indexer.index.lexical import marked
from indexer.index.phrases import counted, most
from indexer.text import fold_chars
from service.retrieve.suggestions import complete, suggest
from tests.service.making import INFO, agency, passage


def test_marks_and_capitals_do_not_matter(index):
    assert suggest(index, "SO TAI NGUYEN")[0] == "Sở Tài nguyên và Môi trường"
    assert suggest(index, "sở tài nguyên") == suggest(index, "so tai nguyen")


class Named:
    """An index of one plan whose clauses name these bodies."""

    HEADER: tuple[str, ...] = ()

    def __init__(self, *names: str) -> None:
        self.names = names

    def documents(self):
        return [INFO]

    def frequency(self, terms):
        said = set(marked("Tổ chức khám sức khỏe cho học sinh."))
        return {term: int(term in said) for term in terms}

    def phrases(self):
        made = (passage("x", agency(name), header=self.HEADER) for name in self.names)
        return most(counted([asdict(one.clause) for one in made]))


def test_persons_of_a_table_are_no_bodies():
    class Listed(Named):
        HEADER = ("TT", "Nhiệm vụ", "Người thực hiện")

    listed = Listed("Trần Văn Mẫu", "Văn phòng UBND xã")
    assert suggest(listed, "văn") == ["Văn phòng UBND xã"]
    assert suggest(Named("Đồng chí Trần Văn Mẫu", "Văn phòng UBND xã"), "văn") == [
        "Văn phòng UBND xã"
    ]


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


def test_each_has_its_kind_and_where_the_typed_words_stand(index):
    for typed in ("rac thai nhua", "so", "phu nu"):
        for one in complete(index, typed):
            assert fold_chars(one.text[one.start : one.end]) == typed
    assert complete(index, "so tai nguyen")[0].kind == "agency"
    assert complete(index, "ke hoach tiem")[0].kind == "title"
    assert "target" in {one.kind for one in complete(index, "rac thai nhua", 20)}


def test_the_beginning_of_a_word_comes_before_its_middle():
    named = Named("Phòng An ninh", *["Hội Nông dân"] * 3)
    assert suggest(named, "an") == ["Phòng An ninh", "Hội Nông dân"]


def test_one_phrase_written_in_two_ways_is_told_once():
    assert suggest(Named("Công An xã", "Công an xã", "Công an xã"), "cong an") == ["Công an xã"]


def test_terms_that_stand_in_the_plans():
    assert suggest(Named(), "kham suc") == ["khám sức khỏe"]
    assert suggest(Named(), "quan trac") == [], "a term of the tables that no plan holds"


def test_questions_given_are_suggested_too(index):
    (found,) = complete(index, "ai ky", 8, ["Ai ký kế hoạch?"])
    assert (found.text, found.kind, found.start) == ("Ai ký kế hoạch?", "question", 0)
