"""What one body must do, and about what."""

from __future__ import annotations

from dataclasses import replace

from indexer.documents import DocumentInfo
from service import duties
from tests.service.making import INFO, agency, candidate, passage, question

WATER = "Sở Y tế kiểm tra nước sạch."
FOOD = "Sở Y tế tập huấn an toàn thực phẩm."


FLOOD = replace(INFO, title="Kế hoạch phòng, chống dịch bệnh sau lụt bão")


def _told(text: str, info: DocumentInfo = INFO) -> tuple[list[str], bool]:
    asked = question(text)
    clauses = [passage(t, agency("Sở Y tế", "perform"), row=k) for k, t in enumerate((WATER, FOOD))]
    kept, sure = duties.of_body(asked, info, [candidate(asked, c) for c in clauses])
    return [c.passage.text for c in kept], sure


def _kept(text: str) -> list[str]:
    return _told(text)[0]


def test_any_duty_is_meant_where_no_work_is_named() -> None:
    assert _kept("Sở Y tế làm gì?") == [WATER, FOOD]


def test_work_that_is_named_binds_as_well_as_the_body() -> None:
    assert _kept("Sở Y tế làm gì về nước sạch?") == [WATER]
    assert _kept("Sở Y tế làm gì về tiền chất?") == []
    assert duties.none_given(question("Sở Y tế làm gì về tiền chất?")) == (
        "Kế hoạch này không giao cho Sở Y tế việc được hỏi."
    )


def test_work_that_the_whole_plan_is_about_is_any_duty_in_it() -> None:
    both = ([WATER, FOOD], True)
    assert _told("Sở Y tế làm gì sau lũ?", FLOOD) == both
    assert _told("Sở Y tế có nhiệm vụ gì trong phòng chống dịch bệnh?", FLOOD) == both
    assert _told("Sở Y tế làm gì sau bầu cử?", FLOOD) == ([], False)


def test_work_that_the_title_partly_names_is_not_denied_but_must_be_read() -> None:
    assert _told("Sở Y tế làm gì về dịch bệnh học đường?", FLOOD) == ([WATER, FOOD], False)
    assert _told("Sở Y tế làm gì về nước sạch sau bão?", FLOOD) == ([WATER], False)
