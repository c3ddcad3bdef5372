"""Which clause of a plan tells the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer.answering import first_that_tells, stated_first
from tests.service.making import INFO, agency, candidate, deadline, passage, question, target

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


QUARTER, YEAR = "Sửa quy hoạch chợ: quý III năm 2026.", "Sửa quy hoạch chợ đến hết năm 2026."


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Sửa quy hoạch chợ xong quý nào?", "quý III năm 2026"),
        ("Sửa quy hoạch chợ xong khi nào?", "đến hết năm 2026"),
    ],
)
def test_a_time_is_told_in_the_unit_that_is_asked_for(asked: str, told: str) -> None:
    meant = question(asked)
    clauses = [
        passage(YEAR, deadline(YEAR, "đến hết năm 2026")),
        passage(QUARTER, deadline(QUARTER, "quý III năm 2026"), row=1),
    ]
    near = [replace(candidate(meant, c), score=5.0) for c in clauses]
    found = first_that_tells(meant, INFO, near)
    assert found and found[1].answer == told


@pytest.mark.parametrize(("score", "who"), [(8.0, "Công an xã"), (6.0, None)])
def test_who_does_it_may_be_said_in_another_part_of_the_plan(score: float, who: str | None) -> None:
    asked = question("Đơn vị nào triệt phá đường dây buôn lậu?")
    done = passage("Triệt phá đường dây buôn lậu.", context=("II. NHIỆM VỤ",))
    given = passage(
        "Triệt phá các đường dây buôn lậu.", agency("Công an xã"), context=("3. Công an xã",), row=1
    )
    mine = [
        replace(candidate(asked, done), score=10.0),
        replace(candidate(asked, given), score=score),
    ]
    found = first_that_tells(asked, INFO, mine)
    assert (found[1].answer if found else None) == who
