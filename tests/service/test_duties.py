"""What one body must do, and about what."""

from __future__ import annotations

from service import duties
from tests.service.making import INFO, agency, candidate, passage, question

WATER = "Sở Y tế kiểm tra nước sạch."
FOOD = "Sở Y tế tập huấn an toàn thực phẩm."


def _kept(text: str) -> list[str]:
    asked = question(text)
    clauses = [passage(t, agency("Sở Y tế", "perform"), row=k) for k, t in enumerate((WATER, FOOD))]
    kept, _ = duties.of_body(asked, INFO, [candidate(asked, c) for c in clauses])
    return [c.passage.text for c in kept]


def test_any_duty_is_meant_where_no_work_is_named() -> None:
    assert _kept("Sở Y tế làm gì?") == [WATER, FOOD]


def test_work_that_is_named_binds_as_well_as_the_body() -> None:
    assert _kept("Sở Y tế làm gì về nước sạch?") == [WATER]
    assert _kept("Sở Y tế làm gì về tiền chất?") == []
    assert duties.none_given(question("Sở Y tế làm gì về tiền chất?")) == (
        "Kế hoạch này không giao cho Sở Y tế việc được hỏi."
    )
