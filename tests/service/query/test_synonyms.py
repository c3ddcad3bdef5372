"""Terms that stand for one another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import reference
from indexer.syllables import is_possible
from indexer.text import terms, words
from service.query.synonyms import classes_of, synonyms_of
from tests.service.making import question


def others(text):
    return {other for s in synonyms_of(text) for other in s.others}


def test_a_term_of_the_table_brings_its_row():
    assert frozenset({"khu", "tieu", "doc", "tieu_doc"}) & set().union(*others("tiêu độc")) >= {
        "khu"
    }


def test_an_abbreviation_stands_for_what_it_abbreviates():
    assert frozenset({"htx"}) in others("hỗ trợ hợp tác xã vay vốn")


@pytest.mark.parametrize("text", ["nội dung công việc", "xây dựng cầu"])
def test_marks_tell_words_apart(text):
    """Folded, "dung" and "dựng" would both be "dùng"."""
    assert not any("su_dung" in other for other in others(text))


@pytest.mark.parametrize("text", ["sử dụng phần mềm", "khen thưởng cá nhân", "bố trí kinh phí"])
def test_a_lone_syllable_stands_for_nothing(text):
    assert all(
        len(other) > 1 or not next(iter(other)).isalpha() or other & {"htx", "ai", "csdl"}
        for other in others(text)
    )


@given(st.text(alphabet="abdđeghiươạợếkinh phí ", max_size=60))
def test_a_term_never_stands_for_itself(text):
    assert all(s.terms not in s.others for s in synonyms_of(text))


@given(st.integers(1, 31), st.integers(1, 12))
def test_a_day_is_known_however_it_is_written(day, month):
    ways = {f"{day}/{month}", f"{day:02}/{month:02}", f"{day} tháng {month}"}
    for asked in ways:
        known = others(f"nộp trước {asked}")
        assert all(any(other <= set(terms(f"trước {way}")) for other in known) for way in ways)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Tiền ở đâu để mở lớp cho cán bộ thôn?", "kinh phí thực hiện"),
        ("Ai đứng ra lo việc này?", "chủ trì"),
        ("Khi nước lũ lên thì ai lo dời dân?", "sơ tán dân"),
        ("Làm giấy tờ qua mạng được bao nhiêu phần trăm?", "dịch vụ công trực tuyến"),
    ],
)
def test_what_people_say_is_met_by_what_plans_write(said, written):
    assert frozenset(terms(written)) in others(said)


def test_what_plans_write_is_not_met_by_what_people_say():
    assert frozenset(terms("dời dân")) not in others("sơ tán dân khi có bão")


def test_a_kind_is_met_by_its_class_but_not_the_class_by_a_kind():
    by_class = {o for s in classes_of("Ai kiểm tra nhà nghỉ, karaoke?") for o in s.others}
    assert frozenset(terms("cơ sở lưu trú")) in by_class
    assert not classes_of("Ai kiểm tra cơ sở lưu trú?")


def test_how_many_of_a_kind_no_class_tells():
    served = frozenset(terms("cơ sở kinh doanh dịch vụ"))
    who, how_many = "Ai kiểm tra quán karaoke?", "Có bao nhiêu quán karaoke?"
    assert any(served in s.others for s in question(who).synonyms)
    assert not any(served in s.others for s in question(how_many).synonyms)


@pytest.mark.parametrize("table", ["everyday", "classes"])
def test_every_line_of_a_table_that_holds_one_way_is_well_formed(table: str):
    for said, written in getattr(reference.load(), table):
        assert said and written, (said, written)
        assert len(set(said)) == len(said) and not set(said) & set(written), said
        lone = [term for term in said if len(words(term)) == 1 and is_possible(term)]
        assert not lone, f"one syllable without its marks is many words: {lone}"
