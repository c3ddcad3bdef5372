"""The capacity plan says what follows from the figures kept beside it, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.bench import capacity
from tests.bench.capacity import GB, Figures, Line, Year


@pytest.fixture
def figures() -> Figures:
    return Figures.load()


def test_the_page_is_what_follows_from_the_figures(figures: Figures) -> None:
    written = capacity.PAGE.read_text("utf-8")
    assert written == capacity.page(figures, *capacity.places()), (
        "run python -m tests.bench.capacity"
    )


def test_the_figures_can_be_figures(figures: Figures) -> None:
    assert all(value > 0 for value in (*figures.bytes.values(), *figures.seconds.values()))
    for name in ("memory", "search", "lite"):
        assert figures.line(name).each > 0, name
    assert 0 < figures.passages_a_clause <= 1


def test_a_line_goes_through_both_sizes_and_back() -> None:
    line = Line.through(1_000, 5.0, 3_000, 9.0)
    assert (line.fixed, line.each) == (3.0, 0.002)
    assert line.reaches(5.0) == 1_000
    assert line.reaches(1.0) == 0


def test_a_node_is_full_of_what_fits(figures: Figures) -> None:
    count, memory = capacity.clauses_on(figures, 8), figures.line("memory")
    room = (8 - capacity.SYSTEM) * GB
    assert memory.fixed + memory.each * count <= room < memory.fixed + memory.each * (count + 1)


def test_a_year_counts_every_place(figures: Figures) -> None:
    year = Year.of(figures, 2, 3)
    assert year.plans == {"province": 200, "commune": 300}
    each = figures.clauses_a_plan
    assert year.total == pytest.approx(200 * each["province"] + 300 * each["commune"])
    seconds = sum(figures.seconds.values())
    assert capacity.core_hours(figures, 3600, scanned=False, milvus=True) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (35_168_714, "35 million"),
        (9_962_475, "10 million"),
        (1_470_031, "1.5 million"),
        (999_999, "1.0 million"),
        (33_357, "33,000"),
        (99.7, "100"),
        (4.63, "4.6"),
        (0.14, "0.1"),
    ],
)
def test_an_estimate_is_told_with_two_figures(number: float, told: str) -> None:
    assert capacity.about(number) == told


def test_an_estimate_says_how_far_it_is_from_what_was_measured(figures: Figures) -> None:
    known = replace(figures, grown=(1_000_000, 1.5e9, 0.03))
    assert capacity.beyond(known, 900_000) == "within it"
    assert capacity.beyond(known, 1_010_000) == "it"
    assert capacity.beyond(known, 25_400_000) == "25 times it"
    page = capacity.page(known, *capacity.places())
    assert "at some 30,000 clauses" in page, "two noisy points tell no more"
    assert re.search(r"straight line goes through\s0\.014\ss at 8,453", page)
    assert not re.search(r"\d{2},\d{3},\d{3} clauses", page), "as if it were known to the clause"
