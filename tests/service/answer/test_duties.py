"""What one body must do, and about what."""

from __future__ import annotations

from dataclasses import replace

from indexer.documents import DocumentInfo
from service.answer import duties
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


def test_work_that_is_named_is_no_sure_duty() -> None:
    """Its clauses stay as they were ranked, and evidence decides whether one tells it."""
    assert _told("Sở Y tế làm gì về nước sạch?") == ([WATER, FOOD], False)
    assert _told("Sở Y tế làm gì sau bầu cử?", FLOOD) == ([WATER, FOOD], False)


def test_another_body_has_no_work_of_this_one() -> None:
    assert _told("Sở Xây dựng làm gì về nước sạch?") == ([], False)
    assert duties.none_given(question("Sở Xây dựng làm gì về nước sạch?")) == (
        "Kế hoạch này không giao cho Sở Xây dựng việc được hỏi."
    )


def test_work_that_the_whole_plan_is_about_is_any_duty_in_it() -> None:
    both = ([WATER, FOOD], True)
    assert _told("Sở Y tế làm gì sau lũ?", FLOOD) == both
    assert _told("Sở Y tế có nhiệm vụ gì trong phòng chống dịch bệnh?", FLOOD) == both


def test_rows_that_set_targets_come_behind_what_is_to_be_done() -> None:
    asked = question("Sở Y tế làm gì?")
    row = passage("1 | Tỷ lệ hộ có nước sạch đạt 95% | Sở Y tế", agency("Sở Y tế"), kind="row")
    duty = passage(WATER, agency("Sở Y tế"), row=1)
    kept, _ = duties.of_body(asked, INFO, [candidate(asked, row), candidate(asked, duty)])
    assert [c.passage.text for c in kept] == [duty.text, row.text]
