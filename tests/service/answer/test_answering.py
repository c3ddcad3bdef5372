"""Which clause of a plan tells the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.answer.answering import first_that_tells, stated_first
from tests.service.making import (
    INFO,
    agency,
    candidate,
    deadline,
    funding,
    passage,
    question,
    target,
)

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


def _money(read: float) -> str | None:
    """What is told of a sum, read so, whose item says as much of the question."""
    asked = question("Chi một năm bao nhiêu tiền cho quan trắc nước?")
    item = "- Thuê người quan trắc nước: 63.950.757 đồng."
    whole = "1. Quan trắc nước một năm: 1.500.000.000 đồng. Trong đó:"
    first = passage(item, funding(item, "63.950.757 đồng", 63_950_757.0))
    other = passage(whole, funding(whole, "1.500.000.000 đồng", 1.5e9), row=1)
    first = replace(first, clause=replace(first.clause, path=f"{other.clause.path}.-1"))
    near = [replace(candidate(asked, first), score=9.0, reading=2.0)]
    near.append(replace(candidate(asked, other), score=8.5, reading=read))
    told = first_that_tells(asked, INFO, near)
    return told[1].answer if told else None


def test_a_sum_is_told_before_one_of_its_items() -> None:
    assert _money(3.0) == "1.500.000.000 đồng"


def test_an_item_that_answers_better_stays_before_the_sum() -> None:
    assert _money(1.0) == "63.950.757 đồng"


def test_a_clause_that_hardly_fits_still_tells_what_it_tells() -> None:
    asked = question("Chợ Đầm mở lại khi nào?")
    text = "Chợ Đầm mở lại trước ngày 05/6/2026."
    poor = replace(
        candidate(asked, passage(text, deadline(text, "trước ngày 05/6/2026"))), score=-2.0
    )
    assert first_that_tells(asked, INFO, [poor]) is not None
