"""What a comparison says, as typed values; the HTTP API sends exactly these.

Offsets count the canonical text of the cell's own document, ends exclusive.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from service.answers import DocumentRef, told_apart

DifferenceKind = Literal["number", "agency", "deadline", "wording", "missing"]
#: In the order they are told: what a reader must not overlook comes first.
KINDS: tuple[DifferenceKind, ...] = ("missing", "number", "agency", "deadline", "wording")
#: Those of which it is told what each document says.
FACTS: tuple[DifferenceKind, ...] = ("number", "agency", "deadline")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one document says in a row: ``quote`` is ``text[start:end]``.

    A document without a counterpart has one cell whose ``clause`` (and all beside it) is None; one
    whose several clauses answer together has a cell for each. ``source``: how officials cite it.
    """

    document: str
    clause: str | None = None
    path: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    url: str | None = None
    headings: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one document alone says of the thing that differs, as written, and where.

    ``shared``: what it says that all documents of the row do; of wording nothing.
    """

    document: str
    values: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Everything it says of it, what others say too first."""
        return (*self.shared, *self.values)


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of difference within a row, with every document's side of it.

    ``number``: figures and units; ``agency``: who is responsible; ``deadline``: dates, periods and
    reporting cycles; ``wording``: other words (figures, dates and the places' own names set
    aside); ``missing``: the documents named have no counterpart.
    """

    kind: DifferenceKind
    said: tuple[Said, ...]


def spans_of(
    cell: Cell, differences: Iterable[Difference], kinds: Container[DifferenceKind] = KINDS
) -> Iterator[tuple[int, int]]:
    """Where a cell's document says what differs, in any of its cells of the row."""
    for difference in differences:
        if difference.kind in kinds:
            for said in difference.said:
                if said.document == cell.document:
                    yield from said.spans


@dataclass(frozen=True, slots=True)
class Row:
    """Clauses that do the same job, one document beside the other.

    ``theme`` is a heading of the plans themselves. ``similarity`` is 0 where nothing stands beside,
    1 for the same words. ``heading``: the row holds headings with clauses below them, not clauses.
    ``boilerplate``: the same text stands in plans of several places, copied from one source.
    """

    theme: str
    cells: tuple[Cell, ...]
    similarity: float
    differences: tuple[Difference, ...]
    heading: bool = False
    boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a document has a counterpart: ``share`` of its ``clauses``, headings left out.

    ``only``: ids of the clauses that stand in this document alone.
    """

    document: str
    clauses: int
    matched: int
    share: float
    only: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Plans side by side: every clause of every document stands in exactly one row.

    ``total``: the rows, those of other pages too; ``next``: the cursor of the rows that follow.
    """

    documents: tuple[DocumentRef, ...]
    section: str | None
    rows: tuple[Row, ...]
    coverage: tuple[Coverage, ...]
    generation: str
    total: int = 0
    next: str | None = None

    def names(self, *, numbers: bool = False) -> tuple[str, ...]:
        """What to call its documents, in their order: no two alike, as ``told_apart``."""
        return told_apart(self.documents, numbers=numbers)

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record for each cell, for a data frame or a spreadsheet."""
        return [
            {"row": number, "theme": row.theme, **_record(row, cell)}
            for number, row in enumerate(self.rows, 1)
            for cell in row.cells
        ]


def _record(row: Row, cell: Cell) -> dict[str, Any]:
    said = dict(_said(row, cell.document))
    return {
        "document": cell.document,
        "clause": cell.clause,
        "quote": cell.quote,
        "start": cell.start,
        "end": cell.end,
        "similarity": row.similarity,
        "differences": ", ".join(d.kind for d in row.differences),
        "number": said.get("number"),
        "agency": said.get("agency"),
        "deadline": said.get("deadline"),
        "heading": row.heading,
        "boilerplate": row.boilerplate,
        "url": cell.url,
        "source": cell.source,
    }


def _said(row: Row, document: str) -> Iterator[tuple[str, str]]:
    for difference in row.differences:
        for said in difference.said:
            if said.document == document and difference.kind in FACTS:
                yield difference.kind, "; ".join(said.all)
