"""From the documents wanted to filters that Milvus takes, short however many they are.

Documents are kept in cells: those of one province, level and year, which every row knows. Cells
that are wanted whole are named by these columns, the first of which says where rows lie; only what
is left of the others is named document by document. Of a whole country's plans, those of a year or
of every commune are so told in a line, where their names would take megabytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from indexer.documents import DocumentInfo

#: So many documents are named in one filter at most; of more there are several.
MOST = 10_000
#: Columns in the order in which boxes grow; the province last, as it says where rows lie.
_WIDENED = (1, 2, 0)


class Cell(NamedTuple):
    """What documents may share, as the columns of their rows say it."""

    province: str
    level: str
    year: int


class Box(NamedTuple):
    """Every cell of some provinces, levels and years."""

    provinces: frozenset[str]
    levels: frozenset[str]
    years: frozenset[int]


def cell_of(info: DocumentInfo) -> Cell:
    """The cell of a document; its province is the partition, and there must be one."""
    return Cell(info.province_id or info.locality_id or "-", info.level or "", info.year or 0)


class Narrowing:
    """Tells documents by filters."""

    def __init__(self, infos: Iterable[DocumentInfo]) -> None:
        self._cells = {info.id: cell_of(info) for info in infos}
        self._inside: defaultdict[Cell, list[str]] = defaultdict(list)
        for name, cell in self._cells.items():
            self._inside[cell].append(name)
        self._all = _around(self._inside)
        self._last: tuple[frozenset[str], list[str]] = (frozenset(), [])

    def filters(self, documents: Collection[str] | None) -> list[str]:
        """Each row of these documents, and no other, is let through by exactly one of the filters.

        None means all documents, as "" means all rows; unknown documents have no rows.
        """
        if documents is None:
            return [""]
        asked = frozenset(documents)
        # A question searches twice, by words and by meaning, in the same documents.
        if asked != self._last[0]:
            self._last = (asked, self._told(asked))
        return self._last[1]

    def _told(self, documents: Collection[str]) -> list[str]:
        wanted: defaultdict[Cell, set[str]] = defaultdict(set)
        for name in documents:
            if name in self._cells:
                wanted[self._cells[name]].add(name)
        whole = {cell for cell, names in wanted.items() if len(names) == len(self._inside[cell])}
        if wanted and len(whole) == len(self._inside):
            return [""]
        told = [" and ".join(self._said(box)) for box in self._boxes(whole)]
        named: list[str] = []
        spare = MOST
        for cell in sorted(wanted.keys() - whole):
            others = [name for name in self._inside[cell] if name not in wanted[cell]]
            if len(others) < len(wanted[cell]) and len(others) <= spare:
                spare -= len(others)
                here = self._said(_around([cell]))
                told.append(" and ".join([*here, f"document not in {_list(others)}"]))
            else:
                named += sorted(wanted[cell])
        filters = [self._named(named[i : i + MOST]) for i in range(0, len(named), MOST)]
        if told:
            filters[:1] = [" or ".join(f"({one})" for one in (*told, *filters[:1]))]
        return filters

    def _boxes(self, whole: Collection[Cell]) -> Iterator[Box]:
        """Few boxes that hold these cells between them, and no other cell with documents."""
        barred, around = self._inside.keys() - set(whole), _around(whole)
        left = set(whole)
        while left:
            box = _around([min(left)])
            for axis in _WIDENED:  # to what else is wanted
                more = around[axis] - _in_the_way(box, axis, barred)
                box = _with(box, axis, box[axis] | more)
            for axis in _WIDENED:  # to all there is where nothing bars it: less is said
                if not _in_the_way(box, axis, barred):
                    box = _with(box, axis, self._all[axis])
            left = {cell for cell in left if not _holds(box, cell)}
            yield box

    def _said(self, box: Box) -> list[str]:
        """A box in Milvus's words; what all rows have is not said."""
        told = zip(Cell._fields, map(_list, box), map(_list, self._all), strict=True)
        return [f"{name} in {values}" for name, values, every in told if values != every]

    def _named(self, documents: Collection[str]) -> str:
        """Documents by name; their provinces too, so that no other partition is looked at."""
        provinces = {self._cells[name].province for name in documents}
        return f"province in {_list(provinces)} and document in {_list(documents)}"


def _around(cells: Collection[Cell]) -> Box:
    """Every value that the cells have."""
    return Box(
        frozenset(cell.province for cell in cells),
        frozenset(cell.level for cell in cells),
        frozenset(cell.year for cell in cells),
    )


def _holds(box: Box, cell: Cell, but: int | None = None) -> bool:
    """Whether a cell is in a box, whatever it has in column ``but``."""
    return all(axis == but or cell[axis] in box[axis] for axis in range(len(box)))


def _in_the_way(box: Box, axis: int, barred: Collection[Cell]) -> frozenset[Any]:
    """The values of one column that would bring a barred cell into the box."""
    return frozenset(cell[axis] for cell in barred if _holds(box, cell, but=axis))


def _with(box: Box, axis: int, values: frozenset[Any]) -> Box:
    return Box._make(values if place == axis else kept for place, kept in enumerate(box))


def _list(values: Iterable[Any]) -> str:
    return json.dumps(sorted(values), ensure_ascii=False)
