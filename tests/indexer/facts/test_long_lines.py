"""A line of thousands of facts is read in time that grows with its length, and read as before."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.documents import Clause
from indexer.facts import columns, deadlines, targets
from indexer.stretches import Taken
from tests.quality.measures import shared

PLANS = (Path(__file__).parents[3] / "corpus" / "plans", shared() / "plans")
LINES = ("ngày 1/1/2024 ", "1/1; ", "hằng tháng ", "1% ", "Hiện nay 1%. ", "định kỳ tháng (trước ")
SHORT, TIMES = 40, 8


@cache
def real_lines() -> tuple[str, ...]:
    """The lines of the bundled plans, and of the real ones where they lie beside the project."""
    files = [path for folder in PLANS for path in sorted(folder.rglob("*.[mt][dx]*"))]
    return tuple(dict.fromkeys(line for f in files for line in f.read_text("utf-8").split("\n")))


def spans_one_by_one(text: str) -> list[tuple[int, int]]:
    """Deadlines as they are defined: each candidate against every one taken before it."""
    taken: list[tuple[int, int]] = []
    found = []
    for _, pattern in deadlines._PATTERNS:
        for match in pattern.finditer(text):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                found += [] if deadlines._cited(text, match) else [match.span()]
    return sorted(found)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9))))
def test_what_was_taken_first_stays(stretches: list[tuple[int, int]]) -> None:
    taken, before = Taken(50), []
    for start, length in stretches:
        end = start + length
        free = not any(start < e and s < end for s, e in before)
        assert taken.take(start, end) == free
        before += [(start, end)] if free else []


@settings(max_examples=50)
@given(st.data())
def test_of_real_lines_the_first_kind_wins(data: st.DataObject) -> None:
    said = " ".join(data.draw(st.lists(st.sampled_from(real_lines()), max_size=6)))
    found = [(d.span.start, d.span.end) for d in deadlines.find(said, 0)]
    assert found == spans_one_by_one(said)


def unbounded(pattern: re.Pattern[str]) -> re.Pattern[str]:
    bounds = (targets._MOST_WORDS, targets._MOST_SIGNS, deadlines.MOST_IN_BRACKETS)
    loose, count = re.subn(rf"\{{0,(?:{'|'.join(map(str, bounds))})\}}", "*", pattern.pattern)
    assert count, pattern.pattern
    return re.compile(loose, pattern.flags)


BOUNDED = {
    "share": targets._PERCENT,
    "target": targets._TARGET,
    "state": targets._STATE,
    "cycle": deadlines._PATTERNS[0][1],
}


@pytest.mark.parametrize("pattern", BOUNDED.values(), ids=BOUNDED.keys())
def test_no_real_line_comes_to_the_bounds(pattern: re.Pattern[str]) -> None:
    loose = unbounded(pattern)
    for line in real_lines():
        assert [*map(re.Match.span, pattern.finditer(line))] == [
            *map(re.Match.span, loose.finditer(line))
        ], line


def test_nothing_but_white_space_repeats_without_end_before_a_figure() -> None:
    """White space is collapsed before facts are sought."""
    for pattern in (targets._PERCENT, targets._TARGET, targets._SPELT, targets._STATE):
        before_it = pattern.pattern.partition("(?P<a>")[0]
        assert {*re.findall(r"(\\.|.)[*+]", before_it)} <= {r"\s"}


def work(call: Callable[[], Any]) -> int:
    """How many instructions of Python ``call`` takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def finders(line: str) -> Iterator[Callable[[], Any]]:
    cells = line.split()
    clause = Clause("PL1.r1", None, "row", "appendix", "", None, 0, 0, 0, 1, 0)
    yield lambda: deadlines.find(line, 0)
    yield lambda: targets.find(line, 0)
    yield lambda: columns.find_deadlines(
        columns.SEPARATOR.join(cells), replace(clause, header=("Thời gian",) * len(cells))
    )


@pytest.mark.parametrize("piece", LINES)
def test_work_grows_with_the_line_and_not_with_its_square(piece: str) -> None:
    for short, long in zip(finders(piece * SHORT), finders(piece * SHORT * TIMES), strict=True):
        assert work(long) < 1.5 * TIMES * work(short)
