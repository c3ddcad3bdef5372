"""How the command line speaks: progress, tables, cells, emphasis."""

from __future__ import annotations

import io
import sys

import pytest

from service.cli.output import bold, marked, table, wrapped
from service.cli.progress import ProgressBar, clock
from service.export.sheets import defused


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_is_redrawn_on_a_terminal_and_says_how_long() -> None:
    ticks = iter(float(n) for n in range(100))
    out = Terminal()
    with ProgressBar(out, ticks.__next__) as bar:
        for done in range(4):
            bar("encode", done, 3)
        bar("write", 1, 1)
    said = out.getvalue()
    assert "còn · left" in said
    assert said.count("\n") == 2
    assert "3/3" in said


def test_the_bar_is_one_line_a_stage_elsewhere() -> None:
    out = io.StringIO()
    with ProgressBar(out) as bar:
        for done in range(101):
            bar("read", done, 100)
        bar("write", 0, 0)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert "100/100" in lines[0]
    assert "\r" not in out.getvalue()


def test_times_are_read_as_clocks() -> None:
    assert [clock(s) for s in (0.4, 75, 3723)] == ["0:00", "1:15", "1:02:03"]


def test_tables_align_and_show_what_is_missing() -> None:
    said = table(("id", "n"), [("a", 1), ("bbb", None), ("c", 0.5)])
    assert said == "id       n\na        1\nbbb      –\nc    0.500"
    assert table(("id",), []) == "id"


def test_long_lines_are_wrapped_under_their_indent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    lines = wrapped("một hai ba bốn năm sáu bảy tám chín mười mười một", "  ").splitlines()
    assert len(lines) > 1
    assert all(line.startswith("  ") and len(line) <= 40 for line in lines)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_no_cell_is_run_as_a_formula(cell: str) -> None:
    assert defused(cell) == "'" + cell
    assert defused(-1) == -1


def test_emphasis_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert marked("Khám bệnh", [(0, 4)]) == f"{bold('Khám')} bệnh"
    assert bold("x") != "x"
    monkeypatch.setenv("NO_COLOR", "1")
    assert bold("x") == "x"
