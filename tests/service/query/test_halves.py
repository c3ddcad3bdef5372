"""Of a question that asks two things the first half, where it can stand alone."""

from __future__ import annotations

import pytest

from service.query.halves import first_half
from tests.service.making import question


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("Ai phun hóa chất diệt muỗi và khi nào xong?", "Ai phun hóa chất diệt muỗi?"),
        ("Who sprays chemicals, and when must it be done?", "Who sprays chemicals?"),
        (
            "Ai phòng, chống ma túy trong trường học và kinh phí lấy từ đâu?",
            "Ai phòng, chống ma túy trong trường học?",
        ),
        (
            "Which department tests the water, and by what date must it report?",
            "Which department tests the water?",
        ),
        ("Đơn vị nào tập huấn, kinh phí bao nhiêu?", "Đơn vị nào tập huấn?"),
        ("Ai kiểm tra, và hạn là khi nào?", "Ai kiểm tra?"),
    ],
)
def test_the_first_half_is_what_stands_before_the_second_that_asks(text: str, half: str) -> None:
    assert first_half(question(text)) == half


@pytest.mark.parametrize(
    "text",
    [
        "Sở nào phòng và chống lũ?",
        "Ai và bao giờ xây cầu vượt?",
        "Who and when must inspect school canteens?",
        "When and by whom are elevators inspected?",
        "Which agency and by what date must report on school violence?",
        "Khi nào xong và ai chủ trì phòng, chống ma túy?",
        "Cơ quan nào xây dựng và ban hành quy chế xe điện trước ngày nào?",
        "Bao nhiêu cán bộ, công chức và viên chức được đào tạo trước tháng nào?",
        "By which month must departments and communes issue plans?",
    ],
)
def test_lists_are_not_cut_and_what_says_too_little_is_no_half(text: str) -> None:
    assert first_half(question(text)) is None
