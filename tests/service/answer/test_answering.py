"""Which clause of a plan tells the answer."""

from __future__ import annotations

from service.answer.answering import stated_first
from tests.service.making import candidate, passage, question, target

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
