"""Which of several figures of one clause is the one asked for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.documents import Span
from service.answer.nearest import nearest
from tests.service.making import passage, question

_FIGURE = re.compile(
    r"(?:ít nhất |đạt )?\d[\d.,]*\s*(?:%|điểm|trạm|lớp|m3/s|triệu đồng|đồng)|năm 20\d\d"
)


def told(asked: str, text: str, figures: re.Pattern[str] = _FIGURE) -> str | None:
    found = [(m.group(), Span(*m.span())) for m in figures.finditer(text)]
    return nearest(question(asked), passage(text), found)


@pytest.mark.parametrize(
    ("level", "share"), [("cấp tỉnh", "70%"), ("cấp huyện", "50%"), ("cấp xã", "50%")]
)
def test_a_figure_that_goes_on_is_of_the_same_as_the_one_before(level, share):
    text = "- 70% đội ngũ cán bộ cấp tỉnh và 50% ở cấp huyện, cấp xã được bồi dưỡng nghiệp vụ."
    assert told(f"Bao nhiêu phần trăm cán bộ {level} được bồi dưỡng nghiệp vụ?", text) == share


@pytest.mark.parametrize(
    ("asked", "figure"),
    [
        ("Mưa to thì ngập bao nhiêu điểm?", "220 điểm"),
        ("Trong 220 điểm ngập khi mưa to, bao nhiêu điểm do xã quản lý?", "129 điểm"),
        ("Mưa to thì có mấy điểm ngập do thành phố quản lý?", "91 điểm"),
    ],
)
def test_a_part_is_told_by_its_own_words(asked, figure):
    text = (
        "- Khi mưa to: 220 điểm ngập (trong đó: 178 điểm ở nội đô). Về phân cấp: 91 điểm do "
        "thành phố quản lý và 129 điểm do xã quản lý."
    )
    assert told(asked, text) == figure


def test_parts_in_brackets_are_of_the_figure_before_them():
    text = "- Số điểm lấy mẫu: 07 điểm (04 điểm ở nguồn nước cấp; 03 điểm ở các ao, lồng nuôi)."
    assert told("Có mấy điểm lấy mẫu?", text) == "07 điểm"
    assert told("Có mấy điểm lấy mẫu ở nguồn nước cấp?", text) == "04 điểm"
    assert told("Có mấy điểm lấy mẫu ở ao, lồng?", text) == "03 điểm"


@pytest.mark.parametrize(
    ("whom", "share"), [("công nhân", "20%"), ("nông dân", "30%"), ("học sinh, sinh viên", "40%")]
)
@pytest.mark.parametrize("joint", [",", ";"])
def test_what_is_said_behind_the_last_is_said_of_all(whom, share, joint):
    text = f"- 20% công nhân{joint} 30% nông dân{joint} 40% học sinh, sinh viên được nghe về rác."
    assert told(f"Bao nhiêu phần trăm {whom} được nghe về rác?", text) == share


def test_what_is_said_in_another_sentence_is_not_said_of_all():
    text = "Mở 30 lớp cho nông dân. Có 3 lớp về rác được dạy ở trường cho học sinh."
    assert told("Mở bao nhiêu lớp cho nông dân?", text) == "30 lớp"


@pytest.mark.parametrize("place", ["Liên Trung 30", "Yên Thái 54", "Cao Viên 60"])
def test_a_list_of_names_and_their_figures(place):
    text = "Xây các trạm bơm: trạm bơm Liên Trung 30 m3/s, Yên Thái 54 m3/s, Cao Viên 60 m3/s."
    name, figure = place.rsplit(" ", 1)
    assert told(f"Trạm bơm {name} bao nhiêu m3/s?", text) == f"{figure} m3/s"


def test_a_figure_that_closes_its_phrase_is_of_what_stands_before():
    text = "Báo cáo giữa kỳ (năm 2030) và báo cáo tổng kết (năm 2035), gửi Sở Y tế."
    assert told("Năm nào báo cáo tổng kết?", text) == "năm 2035"
    text = "Tỷ lệ thôi học không cao hơn 10% và riêng năm đầu không cao hơn 15%."
    assert told("Tỷ lệ thôi học năm đầu không quá bao nhiêu phần trăm?", text) == "15%"


def test_a_number_that_both_name_tells_more_than_words():
    text = "Hỏng 5% thì hưởng trợ cấp một lần 11 triệu đồng; từ 81% trở lên hưởng 140 triệu đồng."
    money = re.compile(r"\d+ triệu đồng")
    assert told("Hỏng 81% hưởng trợ cấp bao nhiêu?", text, money) == "140 triệu đồng"
    assert told("Hỏng 5% hưởng trợ cấp bao nhiêu?", text, money) == "11 triệu đồng"


def test_of_a_few_words_the_figure_they_name_is_looked_for():
    text = "20% xã sạch rác năm 2025, 100% xã sạch rác năm 2030."
    assert told("20% xã sạch rác", text) == "20%"


@given(
    st.lists(st.sampled_from(["20%", "xã", "và", ";", ", ", "(", ")", "trong đó", "được", "\n"]))
)
def test_one_of_the_figures_is_told_whatever_stands_around_them(parts):
    text = "7% chợ " + " ".join(parts)
    assert told("Bao nhiêu phần trăm xã?", text) in ("7%", "20%")


def test_a_part_is_not_told_by_what_its_heading_says_of_all():
    text = "- Số điểm lấy mẫu: 07 điểm (04 điểm ở nguồn nước cấp; 03 điểm ở ao nuôi trồng cá tra)."
    found = [(m.group(), Span(*m.span())) for m in _FIGURE.finditer(text)]
    above = passage(text, context=("b. Vùng nuôi cá tra",))
    assert nearest(question("Vùng nuôi cá tra có mấy điểm lấy mẫu?"), above, found) == "07 điểm"


@pytest.mark.parametrize(
    ("share", "points"), [("89%", "02 điểm"), ("92%", "03 điểm"), ("97%", "04 điểm")]
)
def test_a_figure_given_within_a_range_is_answered_by_what_follows_it(share, points):
    text = "Từ 88 - 90% cộng 02 điểm; từ 90-95% cộng 03 điểm; từ 95 - dưới 100% cộng 04 điểm."
    points_only = re.compile(r"\d+ điểm")
    assert told(f"Xã có {share} người nhận thì được cộng mấy điểm?", text, points_only) == points


def test_a_figure_of_another_unit_is_within_no_range():
    text = "Từ 88 - 90% cộng 02 điểm; từ 90 - 95% cộng 03 điểm."
    asked = "Xã có 92 hộ nhận thì được cộng mấy điểm?"
    assert told(asked, text, re.compile(r"\d+ điểm")) == "02 điểm"
