"""Targets of all plans on one question side by side: who aims at how much of what, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexer.documents import DocumentInfo
from indexer.errors import BadQuestion
from indexer.index.protocol import Index
from service.answers import DocumentRef
from service.comparing.columns import Column, columns
from service.comparing.figures import Figure, figures_on
from service.export.sheets import RELATIONS
from service.quoting.citations import document_ref
from service.retrieve import cursors

#: Columns shown at once, unless told.
COLUMNS = 24
_MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One document: for each column the figures it states, often none or one."""

    document: DocumentRef
    cells: tuple[tuple[Figure, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by place and year; columns by how well they fit the query, then by plans that state it.

    ``total``: the columns that fit, here or on another page; ``next``: the cursor of the rest.
    ``silent``: ids of documents without any target that fits.
    """

    query: str
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    silent: tuple[str, ...]
    generation: str
    total: int = 0
    next: str | None = None

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record for each figure; ``column``: what those beside it measure too."""
        return [
            {
                "document": row.document.id,
                "locality": row.document.locality,
                "measured": figure.measured,
                "unit": column.unit,
                "quote": figure.quote,
                "value": figure.value,
                "value_max": figure.value_max,
                "op": figure.op,
                "relation": RELATIONS.get(figure.op, figure.op),
                "year": figure.year,
                "due": "; ".join(figure.due),
                "clause": figure.clause,
                "start": figure.start,
                "end": figure.end,
                "url": figure.url,
                "title": row.document.title,
                "number": row.document.number,
                "plan_year": row.document.year,
                "source": figure.source,
                "column": column.label,
            }
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
            for figure in cell
        ]


def matrix(
    index: Index,
    query: str,
    *,
    documents: Sequence[str] | None = None,
    limit: int = COLUMNS,
    cursor: str | None = None,
) -> Matrix:
    """Targets on ``query``, of all plans or of ``documents``; what does not fit is left out.

    ``limit``: columns; ``cursor``: the ``next`` of the columns before. Raises ``BadQuestion`` for a
    query, limit or cursor that cannot be used, ``NotFound`` for an unknown document.
    """
    if not 1 <= limit <= _MOST_COLUMNS:
        raise BadQuestion(
            f"limit phải từ 1 đến {_MOST_COLUMNS}. / limit must be 1 to {_MOST_COLUMNS}.", "limit"
        )
    first = cursors.first(cursor)
    scope = [index.document(d) for d in documents] if documents else list(index.documents())
    found = figures_on(index, query, documents)
    made = columns(found)
    shown = made[first : first + limit]
    stated = {figure.document for _, members in shown for figure in members}
    order = sorted(
        (info for info in scope if info.id in stated),
        key=lambda i: (i.locality or i.title, i.year or 0, i.id),
    )
    return Matrix(
        query=query,
        columns=tuple(column for column, _ in shown),
        rows=tuple(row_in(info, [members for _, members in shown]) for info in order),
        silent=tuple(sorted({i.id for i in scope} - {one.figure.document for one in found})),
        generation=index.generation,
        total=len(made),
        next=cursors.following(first + limit, len(made)),
    )


def row_in(info: DocumentInfo, columns: Sequence[Sequence[Figure]]) -> MatrixRow:
    """A document's figures of each column, by the year they are for and as they stand."""
    cells = (
        tuple(
            sorted(
                (f for f in members if f.document == info.id), key=lambda f: (f.year or 0, f.start)
            )
        )
        for members in columns
    )
    return MatrixRow(document_ref(info), tuple(cells))
