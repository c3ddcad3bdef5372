"""Figures drawn beside each other: only those of one unit, and only where there are two."""

from __future__ import annotations

import pytest

from service.answers import DocumentAnswer
from service.web.asking import bars
from service.web.charts import bars as drawn
from tests.service.fakes import INFOS, FakeIndex, citation, describe


def answer(info, said, path="V.1.đ"):
    return DocumentAnswer(describe(info), True, said, None, 0.9, (citation(info.id, path),))


@pytest.mark.parametrize(
    ("unit", "values", "shares"),
    [
        ("%", [70, 100], [70, 100]),
        ("%", [50, 200], [25, 100]),
        ("lớp", [3, 12], [25, 100]),
        ("lớp", [0, 0], []),
        ("%", [80], []),
        ("%", [], []),
        ("%", [-5, 50], [0, 50]),
    ],
)
def test_percentages_are_drawn_to_a_hundred_and_others_to_the_largest(unit, values, shares):
    assert [bar.share for bar in drawn([(v, str(v)) for v in values], unit)] == shares


def test_answers_that_are_figures_are_drawn_and_others_are_not():
    first, second, third = INFOS
    found = [answer(first, "80%"), answer(second, "80%"), answer(third, "Sở Y tế", "V.1")]
    told = bars(FakeIndex(), found)
    assert set(told) == {first.id, second.id}
    assert {(bar.share, bar.said) for bar in told.values()} == {(80.0, "80%")}


def test_one_figure_alone_is_not_drawn():
    assert bars(FakeIndex(), [answer(INFOS[0], "80%")]) == {}
    assert bars(FakeIndex(), []) == {}
