"""Tables that come as one cell after another, each followed by a line that holds only ``|``.

A row ends with ``|`` newline ``|``; an empty cell looks the same, so rows come back only with the
column count of the first row (domain: real plans, §8).
"""

from __future__ import annotations

import re

#: A cell longer than this is body text after a table, not a cell.
_LONGEST_CELL = 40
_GROUP = re.compile(r"^\W*(?:[IVX]{1,5}|[A-H])\W*$")
_GROUP_TITLE = re.compile(r"^\W*(?:[IVX]{1,5}|[A-H])\s*[.:)]")
_ORDINAL = re.compile(r"^\W*\d{1,3}\W*$")
_TITLE = re.compile(r"^[\s*#]*(?:KẾ HOẠCH|QUYẾT ĐỊNH|(?:PHỤ LỤC|Phụ lục)(?:\s+[IVX\d]+)?)[\s*:]*$")
_SECTION = re.compile(r"^[\s*#]*[IVX]{1,5}\.\s")


def read_cells(raw: list[str], i: int) -> tuple[list[list[str]], int]:
    """Rows of the table whose opening ``|`` stands at ``raw[i]``; and the line after the table."""
    rows: list[list[str]] = []
    current: list[str] = []
    columns = 0
    j = i + 1
    while True:
        n = _next_bar(raw, j)
        if n is None or _is_body(raw, j, n, bool(current) or bool(rows)):
            break
        if n > j:
            current.append(" ".join(line.strip() for line in raw[j:n] if line.strip()))
        elif current and _is_complete(current, columns, _text_after(raw, n)):
            columns = columns or len(current)
            rows.append(current)
            current = []
        else:
            current.append("")
        j = n + 1
    if any(current):
        rows.append(current)
    return rows, max(j, i + 1)


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


def _text_after(raw: list[str], n: int) -> str:
    """The first line of the cell that follows the bar ``raw[n]``, empty when a bar follows."""
    following = raw[n + 1].strip() if n + 1 < len(raw) else ""
    return "" if following == "|" else following


def _is_complete(cells: list[str], columns: int, following: str) -> bool:
    """Whether a bar right after ``cells`` opens a new row (else it closes an empty cell)."""
    if not columns:
        return any(cells)
    if len(cells) >= columns:
        return True
    if len(cells) <= 2 and _GROUP.match(cells[0]) and cells[-1]:
        return True
    title = len(cells) == 1 and bool(_GROUP_TITLE.match(cells[0]))
    return title and bool(_ORDINAL.match(following))
