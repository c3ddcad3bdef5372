"""A table of targets."""

from __future__ import annotations

from dataclasses import replace

from service.comparing.matrix import matrix, row_in


def test_the_figures_of_a_plan_stand_by_their_years(pairs_index):
    figures = [
        figure for row in matrix(pairs_index, "cây").rows for cell in row.cells for figure in cell
    ]
    (one, *_) = figures
    later = [
        replace(one, year=year, start=start) for year, start in ((2030, 5), (2025, 9), (None, 1))
    ]
    row = row_in(pairs_index.document(one.document), [later])
    assert [f.year for f in row.cells[0]] == [None, 2025, 2030]
