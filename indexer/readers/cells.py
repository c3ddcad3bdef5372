"""Tables that come as one cell after another, each followed by a line that holds only ``|``.

A row ends with ``|`` newline ``|``, and an empty cell looks the same (domain: real plans, §8). So
the cells of a table are read first, and then cut into rows all at once: of all ways to cut at empty
cells, the cheapest is taken. A row as long as the table is wide costs nothing; merged cells, group
rows and notes that span rows cost a little, whatever leaves a row too long costs much.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.readers.grid import MAX_COLUMNS

#: A cell longer than this (lines) is body text after a table, not a cell.
_LONGEST_CELL = 40
_TITLE = re.compile(r"^[\s*#]*(?:KẾ HOẠCH|QUYẾT ĐỊNH|(?:PHỤ LỤC|Phụ lục)(?:\s+[IVX\d]+)?)[\s*:]*$")
_SECTION = re.compile(r"^[\s*#]*[IVX]{1,5}\.\s")
#: What a row begins with: "1", "1.2", "IV", "a", "-".
_ORDINAL = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,3}){0,4}|[IVX]{1,5}|[A-Za-zđ])\W*|[*\s]*[-–+][*\s]*")
_TOTAL = re.compile(r"\W*(?:Tổng|Cộng)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}")
#: Dots where a copy leaves rows out ("…....") part rows as an empty cell does.
_LEFT_OUT = re.compile(r"[*\s]*\.*…[.…]*[*\s]*")
#: Columns that a second line of the header may add to those of its first ("Vị trí" over X and Y).
_ADDED = 4
#: Cells of a table by which its width is told.
_SAMPLE = 400
#: Costs of a row; only their order matters.
_TOO_LONG, _EMPTY, _OPENS, _UNNUMBERED, _HOLE, _SHORT, _LATE = 4.0, 3.0, 2.5, 2.0, 1.5, 1.0, 1.0


def read_cells(raw: list[str], i: int) -> tuple[list[list[str]], int]:
    """Rows of the table whose opening ``|`` stands at ``raw[i]``; and the line after the table."""
    cells: list[str] = []
    j = i + 1
    while True:
        n = _next_bar(raw, j)
        if n is None or _is_body(raw, j, n, any(cells)):
            break
        cell = " ".join(line.strip() for line in raw[j:n] if line.strip())
        cells.append("" if _LEFT_OUT.fullmatch(cell) else cell)
        j = n + 1
    return rows_of(cells), max(j, i + 1)


def _next_bar(raw: list[str], j: int) -> int | None:
    for n in range(j, min(len(raw), j + _LONGEST_CELL)):
        if raw[n].strip() == "|":
            return n
    return None


def _is_body(raw: list[str], j: int, n: int, started: bool) -> bool:
    """The lines up to the next bar are text after the table: a blank among them, or a heading."""
    segment = raw[j:n]
    if not segment or not started:
        return False
    if not segment[0].strip() or any(_TITLE.match(line) for line in segment):
        return True
    return bool(_SECTION.match(segment[0])) and len(segment) > 4


def rows_of(cells: Sequence[str]) -> list[list[str]]:
    """``cells`` cut into rows; an empty cell between two rows belongs to neither.

    >>> rows_of(["TT", "Việc", "", "1", "", "", "2", "Trồng"])
    [['TT', 'Việc'], ['1', ''], ['2', 'Trồng']]
    """
    least = _header(cells)
    sample = cells[:_SAMPLE]
    widths = range(least, least + _ADDED + 1)
    width = min(widths, key=lambda columns: _cut(sample, columns)[0] + columns)
    return [row for row in _cut(cells, width)[1] if any(row)]


def _header(cells: Sequence[str]) -> int:
    """How many cells stand before the first empty one that follows a filled one."""
    filled = next((i for i, cell in enumerate(cells) if cell), 0)
    empty = next((i for i in range(filled, len(cells)) if not cells[i]), len(cells))
    return min(max(1, empty), MAX_COLUMNS)


def _cut(cells: Sequence[str], columns: int) -> tuple[float, list[list[str]]]:
    """The cheapest rows of ``cells`` in a table of ``columns``, and what they cost."""
    end = len(cells)
    empty = [n for n, cell in enumerate(cells) if not cell]
    cost = {end + 1: 0.0}
    after: dict[int, int] = {}
    # A row begins after an empty cell, and runs at least to the next one however long it is.
    stop = end
    for start in [*(n + 1 for n in reversed(empty)), 0]:
        near = range(start, min(end, start + columns + 1))
        cuts = {stop, end if end - start <= columns else stop, *(n for n in near if not cells[n])}
        costs = {n: _cost(cells[start:n], columns) + cost[n + 1] for n in cuts}
        after[start] = min(costs, key=lambda n: (costs[n], n))
        cost[start] = costs[after[start]]
        stop = start - 1
    rows, start = [], 0
    while start <= end:
        rows.append(list(cells[start : after[start]]))
        start = after[start] + 1
    return cost[0], rows


def _cost(row: Sequence[str], columns: int) -> float:
    if len(row) > columns:
        return _TOO_LONG * (len(row) - columns)
    if not any(row):
        return _EMPTY
    cost = _LATE * (not row[0])
    cost += _OPENS * sum(map(_opens_row, row[1:], row[2:], row[3:]))
    if len(row) < columns:
        cost += _SHORT if len(row) == 1 or _begins(row[0]) else _UNNUMBERED
        cost += _HOLE * sum(not cell and any(row[k:]) for k, cell in enumerate(row[1:], 1))
    return cost


def _opens_row(before: str, ordinal: str, words: str) -> bool:
    """Whether ``ordinal`` in the middle of a row looks like the beginning of the next one."""
    return not before and _begins(ordinal) and bool(_WORD.search(words) or _TOTAL.match(ordinal))


def _begins(cell: str) -> bool:
    """Whether rows begin with such a cell: an ordinal, or the total under a sum."""
    return bool(_ORDINAL.fullmatch(cell) or _TOTAL.match(cell))
