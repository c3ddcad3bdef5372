"""Rows of a table, drawn as the table they stand in.

A row's text leaves empty cells out, so a row with fewer cells than the table has columns cannot be
put under its headings: it keeps its bars, across the whole width, rather than stand under a wrong
one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from service.web.marking import Range, marked

if TYPE_CHECKING:
    from service.web.reading import Block

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a cell for each column, or one that spans them all."""

    path: str
    header: bool
    addressed: bool
    page: int | None
    cells: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow each other in a document."""

    columns: int
    rows: tuple[Row, ...]
    kind: str = "table"


def cells(
    text: str, start: int, end: int, marks: Sequence[Range], strong: Sequence[Range] = ()
) -> tuple[Markup, ...]:
    """Return the cells of the row at ``text[start:end]``.

    >>> [str(cell) for cell in cells("1 | <b>", 0, 7, [(0, 1)])]
    ['<mark>1</mark>', '&lt;b&gt;']
    """
    out, at = [], start
    for cell in text[start:end].split(SEPARATOR):
        out.append(marked(text, at, at + len(cell), marks, strong))
        at += len(cell) + len(SEPARATOR)
    return tuple(out)


def gather(blocks: Sequence[Block]) -> Iterator[Block | Table]:
    """Yield the blocks in order, rows that follow each other as one table."""
    for is_row, run in groupby(blocks, lambda block: block.kind == "row"):
        if is_row:
            yield _table(list(run))
        else:
            yield from run


def _table(run: Sequence[Block]) -> Table:
    columns = max(len(block.lines) for block in run)
    headers = {block.header for block in run if block.header}
    rows = [
        Row(
            block.path or "",
            not block.header and _said(block) in headers,
            block.addressed,
            block.page,
            block.lines if len(block.lines) == columns else (_joined(block.lines),),
        )
        for block in run
    ]
    return Table(columns, tuple(rows))


def _said(block: Block) -> tuple[str, ...]:
    return tuple(line.striptags() for line in block.lines)


def _joined(parts: Sequence[Markup]) -> Markup:
    return Markup('<span class="bar"> | </span>').join(parts)
