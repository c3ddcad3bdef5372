"""The words inside a ruled table as rows of cells."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.readers.layout.grid import REPEATED, Cell, Grid
from indexer.readers.layout.model import Sheet, Word
from indexer.readers.layout.rows import rows
from indexer.readers.lines import Line, join


def table_lines(grid: Grid, words: Sequence[Word], sheet: Sheet) -> list[Line]:
    """One ``Line`` a table row, its header first. Rows without any word of their own are gaps."""
    held: dict[Cell, list[Word]] = {}
    for word in words:
        cell = grid.cell_of(word)
        if cell:
            held.setdefault(cell, []).append(word)
    texts = {cell: cell_text(inside) for cell, inside in held.items()}
    out = []
    for r in range(len(grid.ys) - 1):
        own = [w for cell, inside in held.items() if cell.top == r for w in inside]
        if not own:
            continue
        cells = _cells_of(grid, r, texts)
        text = " | ".join(cell for cell in cells if cell)
        out.append(Line(text, page=sheet.number, cells=cells, box=sheet.box(own)))
    return out


def _cells_of(grid: Grid, r: int, texts: dict[Cell, str]) -> tuple[str, ...]:
    """Texts by column; a short merged cell speaks for every row it covers."""
    cells = [""] * (len(grid.xs) - 1)
    for cell in grid.cells:
        if cell.top <= r <= cell.bottom:
            text = texts.get(cell, "")
            if r == cell.top or len(text) <= REPEATED:
                cells[cell.left] = text
    return tuple(cells)


def cell_text(words: Sequence[Word]) -> str:
    """The lines of a cell joined as a paragraph is."""
    return join([row.text for row in rows(words)])
