"""The sum of all years comes before that of one."""

from __future__ import annotations

import pytest

from service.answer.totals import all_years_first
from tests.service.making import candidate, funding, passage, question

ALL = "2. Dự toán trồng rừng: 200.000.000 đồng/năm x 05 năm = 1.000.000.000 đồng. Trong đó:"
ONE = "1. Dự toán trồng rừng 01 năm: 200.000.000 đồng. Trong đó:"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tổng kinh phí kế hoạch là bao nhiêu?", ALL),
        ("tong tien trong rung", ALL),
        ("Tổng kinh phí trồng rừng mỗi năm là bao nhiêu?", ONE),
        ("Tổng kinh phí trồng rừng năm 2026 là bao nhiêu?", ONE),
        ("How much does planting cost per year in total?", ONE),
        ("Kinh phí trồng rừng là bao nhiêu?", ONE),
    ],
)
def test_a_total_is_that_of_all_years_unless_one_year_is_asked_of(text: str, first: str) -> None:
    asked = question(text)
    one = passage(ONE, funding(ONE, "200.000.000 đồng", 2e8), path="III.1")
    whole = passage(ALL, funding(ALL, "1.000.000.000 đồng", 1e9), path="III.2", row=1)
    both = [candidate(asked, one), candidate(asked, whole)]
    assert all_years_first(asked, both)[0].passage.text == first
    assert all_years_first(asked, []) == []
