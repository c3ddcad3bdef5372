"""The amount of a whole, where a clause that breaks it down states it above its items."""

from __future__ import annotations

from dataclasses import replace

from service.question import Question
from service.retrieve import Candidate
from service.totals import stated_first, whole_first
from tests.service.making import candidate, funding, passage, question, target

WHOLE = "2. Dự toán trồng rừng: 200.000.000 đồng/năm x 05 năm = 1.000.000.000 đồng. Trong đó:"
ITEM = "- Thuê xe tải: 30.000.000 đồng."


def _both(asked: Question) -> list[Candidate]:
    whole = passage(WHOLE, funding(WHOLE, "1.000.000.000 đồng", 1e9), path="III.2")
    item = passage(ITEM, funding(ITEM, "30.000.000 đồng", 3e7), path="III.2.-1", row=1)
    below = replace(item, clause=replace(item.clause, parent="III.2"))
    return [candidate(asked, below), candidate(asked, whole)]


def _first(text: str) -> str:
    asked = question(text)
    return whole_first(asked, _both(asked))[0].passage.text


def test_a_total_is_told_by_the_clause_that_breaks_it_down() -> None:
    assert _first("Tổng kinh phí là bao nhiêu?") == WHOLE


def test_a_number_of_years_is_found_however_it_is_written() -> None:
    assert _first("Dự toán trồng rừng 5 năm là bao nhiêu tiền?") == WHOLE
    assert _first("Kinh phí trồng rừng 05 năm là bao nhiêu?") == WHOLE


def test_an_item_that_is_asked_for_stays_first() -> None:
    assert _first("Thuê xe tải hết bao nhiêu tiền?") == ITEM


def test_other_questions_keep_their_order() -> None:
    assert _first("Kinh phí lấy từ nguồn nào?") == ITEM
    assert whole_first(question("Tổng kinh phí là bao nhiêu?"), []) == []


FIGURE = "- Trồng 500 ha rừng ven biển."


def _stated(aside: str) -> str:
    asked = question("Trồng bao nhiêu rừng ven biển?")
    silent = passage("- Rừng ven biển được trồng mới, chăm sóc và bảo vệ rừng ven biển.")
    telling = passage(aside, target(aside, "500 ha", "ha"), row=1)
    both = [candidate(asked, silent), candidate(asked, telling)]
    return stated_first(asked, both)[0].passage.text


def test_a_clause_that_states_the_figure_comes_before_one_that_states_none() -> None:
    assert _stated(FIGURE) == FIGURE


def test_a_figure_of_something_else_stays_behind() -> None:
    other = "- Cấp 500 ha đất."
    assert _stated(other) != other
