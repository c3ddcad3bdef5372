"""A page as placed lines: tables, header and signature recognised, the rest in one column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.readers.layout import columns
from indexer.readers.layout.grid import grids
from indexer.readers.layout.model import Sheet, Word
from indexer.readers.layout.rows import Row, rows
from indexer.readers.layout.tables import table_lines
from indexer.readers.lines import Line


@dataclass(slots=True)
class Placed:
    """A line with its place on the page in letter sizes and shares; ``kind``: body, row, block."""

    line: Line
    kind: str
    top: float
    bottom: float
    x0: float
    x1: float
    size: float
    opens: bool = False
    table: int = 0


def place(sheet: Sheet) -> list[Placed]:
    """The lines of one page in reading order. ``top`` … are shares of the page's height, width."""
    tolerance = max(1.0, 0.25 * sheet.em)
    tables = grids(sheet.rules, tolerance)
    inside: list[list[Word]] = [[] for _ in tables]
    outside: list[Word] = []
    for word in sheet.words:
        held = next((k for k, grid in enumerate(tables) if grid.holds(word)), None)
        (outside if held is None else inside[held]).append(word)
    found = _flow(rows(outside), sheet)
    for k, (grid, words) in enumerate(zip(tables, inside, strict=True)):
        at = (grid.ys[0] / sheet.height, grid.ys[-1] / sheet.height)
        lines = table_lines(grid, words, sheet)
        edges = (grid.xs[0] / sheet.width, grid.xs[-1] / sheet.width)
        placed = [_row(line, at, edges, sheet, table=k + 1) for line in lines]
        before = next((i for i, p in enumerate(found) if p.top >= at[0]), len(found))
        found[before:before] = placed
    return found


def _flow(body: Sequence[Row], sheet: Sheet) -> list[Placed]:
    """Rows outside tables, the two-column blocks put in order."""
    head = columns.header(body, sheet.width)
    sign = columns.signature(body, sheet.width)
    out: list[Placed] = []
    for i, row in enumerate(body):
        if head and head.first <= i <= head.last:
            if i == head.first:
                out.extend(_header(head, sheet))
            continue
        if sign and sign.first <= i <= sign.last:
            if i == sign.first:
                for side in (sign.left, sign.right):
                    out.extend(
                        _line(r, sheet, kind="block", opens=k == 0 or columns.signs(r.text))
                        for k, r in enumerate(side)
                    )
            continue
        out.append(_line(row, sheet))
    return [p for p in out if p.line.text]


def _header(head: columns.Columns, sheet: Sheet) -> list[Placed]:
    words = [word for row in (*head.left, *head.right) for word in row.words]
    at = (min(w.top for w in words) / sheet.height, max(w.bottom for w in words) / sheet.height)
    out = []
    for cells in columns.header_cells(head):
        text = " | ".join(cell for cell in cells if cell)
        line = Line(text, page=sheet.number, gap=True, cells=cells, box=sheet.box(words))
        out.append(_row(line, at, (0.0, 1.0), sheet))
    return out


def _row(
    line: Line,
    at: tuple[float, float],
    edges: tuple[float, float],
    sheet: Sheet,
    table: int = 0,
) -> Placed:
    box = line.box
    top, bottom = (box.y0 / 100, box.y1 / 100) if box and table else at
    return Placed(line, "row", top, bottom, *edges, sheet.em / sheet.height, table=table)


def _line(row: Row, sheet: Sheet, kind: str = "body", opens: bool = False) -> Placed:
    line = Line(row.text, page=sheet.number, gap=opens, bold=row.bold, box=sheet.box(row.words))
    return Placed(
        line,
        kind,
        row.top / sheet.height,
        row.bottom / sheet.height,
        row.x0 / sheet.width,
        row.x1 / sheet.width,
        row.size / sheet.height,
        opens,
    )
