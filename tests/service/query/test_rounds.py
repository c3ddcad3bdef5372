"""Rounds are told apart: the day of the third is no answer to a question on the second."""

from __future__ import annotations

import pytest

from service.query.rounds import Round, is_another, rounds_of
from tests.service.making import passage


@pytest.mark.parametrize(
    ("text", "rounds"),
    [
        ("Tổ chức hiệp thương lần thứ hai", {Round("hiep thuong", 2)}),
        ("Hiệp thương lần hai", {Round("hiep thuong", 2)}),
        ("Hiệp thương vòng 3", {Round("hiep thuong", 3)}),
        ("Hiệp thương lần thứ hai, đầu tháng 3", {Round("hiep thuong", 2)}),
        ("Hiệp thương lần đầu", {Round("hiep thuong", 1)}),
        ("Hiệp thương vòng đầu tiên", {Round("hiep thuong", 1)}),
        (
            "Hội nghị hiệp thương lần thứ 2, thứ 3",
            {Round("hiep thuong", 2), Round("hiep thuong", 3)},
        ),
        ("- Đợt 01 dự kiến", {Round("", 1)}),
        ("Kiểm tra đợt II", {Round("kiem tra", 2)}),
        ("cách mạng công nghiệp lần thứ tư", {Round("cong nghiep", 4)}),
        ("the third consultative conference", {Round("", 3)}),
        ("the 1st wave of publicity", {Round("", 1)}),
        ("third-party checks in the second half", set()),
    ],
)
def test_a_round_is_read_however_it_is_written(text: str, rounds: set[Round]) -> None:
    assert rounds_of(text) == rounds


@pytest.mark.parametrize(
    "text",
    [
        "trong vòng 15 ngày",
        "đợt từ ngày 01/3",
        "đợt năm 2026",
        "mỗi tháng 2 lần",
        "đợt 10 ngày",
        "Đại hội lần thứ XIV",
        "một lần nữa",
        "Số lần đấu thầu",
        "Đợt đấu giá quyền sử dụng đất",
        "vốn của đợt đầu tư công",
    ],
)
def test_what_only_looks_like_a_round_is_none(text: str) -> None:
    assert rounds_of(text) == frozenset()


ASKED = rounds_of("Hiệp thương lần hai xong ngày nào?")


@pytest.mark.parametrize(
    ("text", "context", "another"),
    [
        ("Hiệp thương lần thứ ba: ngày 20/02/2026.", (), True),
        ("Hiệp thương lần thứ 2: ngày 03/02/2026.", (), False),
        ("Chậm nhất ngày 03/02/2026.", ("Hiệp thương vòng hai",), False),
        ("Chậm nhất ngày 20/02/2026.", ("Đợt 3",), True),
        ("Sau lần thứ hai mới tổ chức hiệp thương lần thứ ba.", (), False),
        ("Nghị quyết Đại hội Đảng bộ tỉnh lần thứ I.", (), False),
        ("Hiệp thương trong quý I/2026.", (), False),
    ],
)
def test_a_clause_on_another_round_is_told_by_what_has_rounds(
    text: str, context: tuple[str, ...], another: bool
) -> None:
    assert is_another(ASKED, passage(text, context=context), "Kế hoạch bầu cử") is another


def test_where_no_round_is_asked_for_none_is_another() -> None:
    asked = rounds_of("Hiệp thương xong ngày nào?")
    assert not is_another(asked, passage("Hiệp thương lần thứ ba: ngày 20/02/2026."), "Kế hoạch")


def test_a_plan_on_one_round_is_on_no_other() -> None:
    title = "Kế hoạch tổ chức hội nghị hiệp thương lần thứ ba"
    assert is_another(ASKED, passage("Hội nghị họp ngày 20/02/2026."), title)
    assert not is_another(ASKED, passage("Sau hiệp thương lần thứ hai: ngày 03/02/2026."), title)
