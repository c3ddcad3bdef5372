"""The rows and cells of a Word table, as its XML has them."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element  # noqa: S405 (a type)

from indexer.readers import grid
from indexer.readers.docx_numbering import integer, value
from indexer.readers.docx_paragraphs import WRAPPERS, chosen
from indexer.text import collapse


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table, without deleted ones and those of tables inside it."""
    for item in _inside(table, "tr"):
        if item.find("trPr/del") is None:
            yield item


def cells_of(table_row: Element) -> Iterator[tuple[Element, int, int, str | None]]:
    """Each cell of a row with its column, span and vertical merge ("restart", "continue")."""
    column = integer(value(table_row, "trPr/gridBefore"), 0)
    for cell in _inside(table_row, "tc"):
        span = max(1, integer(value(cell, "tcPr/gridSpan"), 1))
        merged = cell.find("tcPr/vMerge")
        merge = None if merged is None else merged.get("val", "continue")
        column = min(column, grid.MAX_COLUMNS - 1)
        span = min(span, grid.MAX_COLUMNS - column)
        yield cell, column, span, merge
        column += span


def is_layout(table: Element) -> bool:
    """Whether the table only puts text side by side."""
    return grid.is_layout([[_raw(cell) for cell, *_ in cells_of(tr)] for tr in rows_of(table)])


def _inside(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _inside(child, tag)
        elif child.tag == "AlternateContent":
            yield from _inside(chosen(child), tag)


def _raw(cell: Element) -> str:
    """The text of a cell, roughly: a break between any two of its parts."""
    parts = ((t.text or "") if t.tag == "t" else " " * (t.tag in ("p", "br")) for t in cell.iter())
    return collapse("".join(parts))
