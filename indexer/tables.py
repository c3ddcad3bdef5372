"""What rows of a table stand under: rows that head groups of others.

"1.3.2 | Vùng nuôi cá tầm | 55.356.750" heads all that follow until the next of its rank. A row says
little without it: the same line of costs stands under each. (A caption is the plan's own title once
more: as a heading of every row it made all of them alike, and .008 of few-word questions worse.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indexer.documents import Clause
from indexer.facts.columns import SEPARATOR

#: A label longer than this (characters) is cut.
_LONGEST = 200
_ROMAN = re.compile(r"(?P<n>[IVX]{1,6})(?:[.)]|$)")
_DECIMAL = re.compile(r"(?P<n>\d{1,2}(?:\.\d{1,2}){0,3})[.)]?(?=\s|$)")
_LETTER = re.compile(r"(?P<n>[a-zđA-HĐ])(?:[.)]|$)")
#: Ranks, outermost first; a decimal has that of ``_DECIMALS`` and one more for each point.
_SECTION, _DECIMALS, _LETTERS, _UNMARKED = 0, 1, 8, 9
_FIGURES = re.compile(r"[\d.,%\s]*")
_TOTAL = re.compile(r"(?i)tổng(?: cộng| số)?\b|cộng\b")


@dataclass(frozen=True, slots=True)
class _Group:
    rank: int
    number: str
    label: str


@dataclass(slots=True)
class _Table:
    """What is known of a table so far; ``item``: the number of the last row in a group."""

    width: int = 0
    groups: list[_Group] = field(default_factory=list)
    item: str = ""


def above_rows(clauses: Iterable[Clause], text: str) -> Mapping[str, tuple[str, ...]]:
    """For each row, by its path, the groups it stands under, outermost first.

    ``text``: the canonical text the clauses were cut from.
    """
    tables: dict[str | None, _Table] = {}
    out: dict[str, tuple[str, ...]] = {}
    for clause in clauses:
        if clause.kind == "row":
            table = tables.setdefault(clause.parent, _Table())
            cells = text[clause.start : clause.own_end].split(SEPARATOR)
            out[clause.path] = _placed(table, clause, cells)
    return out


def _placed(table: _Table, clause: Clause, cells: Sequence[str]) -> tuple[str, ...]:
    """What the next row of a table stands under; the table then knows of the row."""
    cells = [cell.strip() for cell in cells]
    if not clause.header:  # the names of the columns, or their numbers
        table.width = max(len(cells), table.width if len(cells) < table.width else 0)
        table.groups, table.item = [], ""
        return ()
    rank, number = _rank(cells[0])
    label = _label(cells)
    heads = label is not None and _heads(table, cells, rank)
    if heads or not _goes_on(table, rank, number):
        table.groups = [g for g in table.groups if g.rank < rank]
    above = tuple(g.label for g in table.groups)
    if heads and label:
        table.groups.append(_Group(rank, number, label))
        table.item = ""
    else:
        table.item = number
    return above


def _heads(table: _Table, cells: Sequence[str], rank: int) -> bool:
    """Whether a row names one thing and at most its sum, where others fill more columns."""
    if len(cells) == 1:
        return table.width > 1
    named = [cell for cell in cells[1:] if not _FIGURES.fullmatch(cell)]
    spare = 1 if rank == _SECTION else 2
    return rank < _UNMARKED and len(named) == 1 and len(cells) <= min(3, table.width - spare)


def _label(cells: Sequence[str]) -> str | None:
    """The row's number and what it names, without its figures; None for a sum of others."""
    said = [cell for cell in cells if not _FIGURES.fullmatch(cell) or cell == cells[0]]
    label = " ".join(dict.fromkeys(said))[:_LONGEST]
    named = any(len(cell) > 3 for cell in said) and not any(_TOTAL.match(cell) for cell in said)
    return label if named else None


def _rank(cell: str) -> tuple[int, str]:
    if found := _ROMAN.match(cell):
        return _SECTION, found["n"]
    if found := _DECIMAL.match(cell):
        return _DECIMALS + found["n"].count("."), found["n"]
    if found := _LETTER.match(cell):
        return _LETTERS, found["n"]
    return _UNMARKED, ""


def _goes_on(table: _Table, rank: int, number: str) -> bool:
    """Whether a row that heads nothing still belongs to the groups above it.

    Rows in a group are counted anew; one that goes on from the group's own number is beside it.
    """
    last = next((g for g in reversed(table.groups) if g.rank == rank), None)
    if last is None or rank == _UNMARKED:
        return True
    if not number.isdigit() or not last.number.isdigit():
        return rank not in (_SECTION, *range(_DECIMALS + 1, _LETTERS))
    follows = int(number) == int(last.number) + 1
    return not follows or (table.item.isdigit() and int(table.item) + 1 == int(number))
