"""Rows of a table, drawn as the table they stand in.

A row's text leaves empty cells out, and names the columns of those it has: each cell is put under
its column. A row whose columns are not known (merged cells, a group's title) never stands under a
wrong heading: behind its number, it keeps its bars across the other columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from service.retrieve.sentences import ORDINAL
from service.web.marking import Range, marked

if TYPE_CHECKING:
    from service.web.reading import Block

SEPARATOR = " | "
_BAR = Markup('<span class="bar"> | </span>')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, over how many columns it goes, and the name of the one it stands under."""

    text: Markup
    span: int = 1
    column: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; the spans of its cells make up the columns of its table."""

    path: str
    header: bool
    addressed: bool
    page: int | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that follow each other in a document, under the same names of columns."""

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
            yield from _tables(list(run))
        else:
            yield from run


def _tables(run: Sequence[Block]) -> Iterator[Table]:
    """A new table begins where the names of the columns are others."""
    rows: list[Block] = []
    names: tuple[str, ...] = ()
    for block, own in zip(run, _named(run), strict=True):
        if rows and _places(names, own) is None and _places(own, names) is None:
            yield _table(rows, names)
            rows, names = [], ()
        rows.append(block)
        names = max(names, own, key=len)
    yield _table(rows, names)


def _named(run: Sequence[Block]) -> list[tuple[str, ...]]:
    """The names of the columns of each row; of one that has none, those that come after it."""
    out: list[tuple[str, ...]] = []
    following: tuple[str, ...] = ()
    for block in reversed(run):
        said = _said(block)
        if block.header:
            following = block.header
        # A header may name columns that no row after it fills.
        is_wider = bool(following) and not block.header and _places(said, following) is not None
        out.append(said if is_wider else following)
    return out[::-1]


def _table(rows: Sequence[Block], names: tuple[str, ...]) -> Table:
    columns = len(names) or max(len(block.lines) for block in rows)
    return Table(columns, tuple(_row(block, names, columns) for block in rows))


def _row(block: Block, names: tuple[str, ...], columns: int) -> Row:
    above = () if block.header else _heads(block, names)
    placed = above or _placed(block, names, columns) or _barred(block.lines, columns)
    if names and not above and len(placed) == columns:
        placed = tuple(replace(cell, column=name) for cell, name in zip(placed, names, strict=True))
    return Row(block.path or "", bool(above), block.addressed, block.page, placed)


def _heads(block: Block, names: tuple[str, ...]) -> tuple[Cell, ...]:
    """A row of names over their columns; () for any other.

    Of a header in two lines, the upper one's name stands over several ("Cơ quan" over "Cơ quan
    chủ trì" and "Cơ quan phối hợp"), and the lower one says how these end.
    """
    said = _said(block)
    over = [_over(names, said), _under(names, said)]
    spans = next((found for found in over if found), [])
    texts = iter(block.lines)
    return tuple(Cell(next(texts) if filled else Markup(), span) for filled, span in spans)


def _over(names: Sequence[str], said: Sequence[str]) -> list[tuple[bool, int]]:
    """``(filled, span)`` of a header's cells over ``names``; [] when they are no such header."""
    out: list[tuple[bool, int]] = []
    at = 0
    for cell in said:
        while at < len(names) and not names[at]:
            out.append((False, 1))
            at += 1
        end = at
        while end < len(names) and names[end].startswith(f"{cell} "):
            end += 1
        if end == at:
            end += at < len(names) and names[at] == cell
        if end == at:
            return []
        out.append((True, end - at))
        at = end
    return [*out, *[(False, 1)] * (len(names) - at)] if not any(names[at:]) else []


def _under(names: Sequence[str], said: Sequence[str]) -> list[tuple[bool, int]]:
    """The same of a header's lower line."""
    width = len(said)
    for at in range(len(names) - width + 1):
        ends = zip(names[at : at + width], said, strict=True)
        if all(name.endswith(f" {cell}") for name, cell in ends):
            filled = range(at, at + width)
            return [(place in filled, 1) for place in range(len(names))]
    return []


def _placed(block: Block, names: tuple[str, ...], columns: int) -> tuple[Cell, ...]:
    """Each cell in its column; () where it is not known which is whose."""
    if len(block.lines) == columns:
        return tuple(map(Cell, block.lines))
    places = _places(names, block.header) if len(block.header) == len(block.lines) else None
    if not places:
        return ()
    by_place = dict(zip(places, block.lines, strict=True))
    return tuple(Cell(by_place.get(place, Markup())) for place in range(columns))


def _places(names: Sequence[str], some: Iterable[str]) -> list[int] | None:
    """Where ``some`` stand among ``names``, in their order; None when they do not.

    >>> _places(("TT", "Việc", "Ai"), ("TT", "Ai"))
    [0, 2]
    """
    out: list[int] = []
    for name in some:
        start = out[-1] + 1 if out else 0
        at = next((k for k in range(start, len(names)) if names[k] == name), None)
        if at is None:
            return None
        out.append(at)
    return out


def _barred(lines: Sequence[Markup], columns: int) -> tuple[Cell, ...]:
    """A row of unknown columns: its number apart, if it has one, and the rest with bars."""
    if len(lines) > 1 and columns > 1 and ORDINAL.fullmatch(lines[0].striptags()):
        return Cell(lines[0]), Cell(_BAR.join(lines[1:]), columns - 1)
    return (Cell(_BAR.join(lines), columns),)


def _said(block: Block) -> tuple[str, ...]:
    return tuple(line.striptags() for line in block.lines)
