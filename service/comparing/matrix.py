"""Targets of all plans on one question side by side: who aims at how much of what, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote as percent

from indexer.documents import Clause, Target
from indexer.index.protocol import Index
from indexer.text import terms
from service.answers import DocumentRef
from service.citations import document_ref
from service.comparing.likeness import Vocabulary
from service.searching import search

#: Passages looked at, of all plans; those less than this share as good as the best are left out.
_LOOKED_AT, _WORTH = 300, 0.35
#: Figures with the same unit whose measured words are this much alike stand in one column.
_ALIKE = 0.4
_COLUMNS = 24
_STOP = re.compile(r"[;\n]|\.\s")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_JOINT = re.compile(r"(?:\s+(?:và|hoặc|được|là|của|cho|ở|,))+$")
_LABEL = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """One target as a plan states it: ``quote`` is ``text[start:end]`` of its document.

    ``measured``: the words the figure is about; ``due``: dates and cycles of the clause, as
    written; ``year``: of the latest of them, else the plan's own last year.
    """

    quote: str
    value: float
    value_max: float | None
    op: str
    unit: str
    measured: str
    due: tuple[str, ...]
    year: int | None
    clause: str
    start: int
    end: int
    url: str


@dataclass(frozen=True, slots=True)
class Column:
    """What is measured, in the words of the plan that came first, and in which unit."""

    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One document: for each column the figures it states, often none or one."""

    document: DocumentRef
    cells: tuple[tuple[Figure, ...], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows by place and year, columns by how many plans state them. ``silent``: ids without any."""

    query: str
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    silent: tuple[str, ...]
    generation: str

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record for each figure."""
        return [
            {
                "document": row.document.id,
                "locality": row.document.locality,
                "measured": column.label,
                "unit": column.unit,
                "quote": figure.quote,
                "value": figure.value,
                "value_max": figure.value_max,
                "op": figure.op,
                "year": figure.year,
                "due": "; ".join(figure.due),
                "clause": figure.clause,
                "start": figure.start,
                "end": figure.end,
                "url": figure.url,
            }
            for row in self.rows
            for column, cell in zip(self.columns, row.cells, strict=True)
            for figure in cell
        ]


def matrix(index: Index, query: str, *, documents: Sequence[str] | None = None) -> Matrix:
    """Targets on ``query``, of all plans or of ``documents``.

    Raises ``BadQuestion`` for a query that cannot be used, ``NotFound`` for an unknown document.
    """
    scope = [index.document(d) for d in documents] if documents else list(index.documents())
    found = list(_figures(index, query, documents))
    columns = _columns([figure for _, figure in found])
    infos = {info.id: info for info in scope}
    stated = {document for document, _ in found}
    order = sorted(
        (infos[d] for d in stated), key=lambda i: (i.locality or i.title, i.year or 0, i.id)
    )
    shown = [members for _, members in columns]
    rows = [
        MatrixRow(
            document_ref(info),
            tuple(
                tuple(found[n][1] for n in members if found[n][0] == info.id) for members in shown
            ),
        )
        for info in order
    ]
    return Matrix(
        query=query,
        columns=tuple(column for column, _ in columns),
        rows=tuple(row for row in rows if any(row.cells)),
        silent=tuple(sorted(set(infos) - {r.document.id for r in rows if any(r.cells)})),
        generation=index.generation,
    )


def _figures(
    index: Index, query: str, documents: Sequence[str] | None
) -> Iterator[tuple[str, Figure]]:
    """Every target of the passages on ``query``, the best passages first."""
    seen: set[tuple[str, int]] = set()
    best: float | None = None
    cursor: str | None = None
    for _ in range(_LOOKED_AT // 100):
        page = search(index, query, document=documents or None, limit=100, cursor=cursor)
        for hit in page.hits:
            best = hit.score if best is None else best
            if hit.score < _WORTH * best:
                return
            document = hit.document.id
            clause = index.clause(document, hit.citation.path)
            text = index.text(document)
            for target in clause.facts.targets:
                if (document, target.span.start) not in seen:
                    seen.add((document, target.span.start))
                    year = index.document(document).year_to or index.document(document).year
                    yield document, _figure(document, text, clause, target, year)
        cursor = page.next
        if cursor is None:
            return


def _figure(document: str, text: str, clause: Clause, target: Target, year: int | None) -> Figure:
    due = tuple(dict.fromkeys(d.text for d in clause.facts.deadlines))
    measured = _measured(text, clause, target)
    # "20% … ngay trong năm 2025; đến năm 2030 đạt 100%": the year beside the figure is its own.
    years = _YEAR.findall(measured) or [y for said in due for y in _YEAR.findall(said)]
    path = percent(clause.path, safe="")
    span = f"start={target.span.start}&end={target.span.end}"
    return Figure(
        quote=text[target.span.start : target.span.end],
        value=target.value,
        value_max=target.value_max,
        op=target.op,
        unit=target.unit,
        measured=measured,
        due=due,
        year=max(map(int, years)) if years else year,
        clause=f"{document}#{clause.path}",
        start=target.span.start,
        end=target.span.end,
        url=f"/documents/{percent(document)}?clause={path}&{span}#{path}",
    )


def _measured(text: str, clause: Clause, target: Target) -> str:
    """The words after a figure, up to the next one or the end of the phrase; else those before."""
    later = [t.span.start for t in clause.facts.targets if t.span.start > target.span.start]
    end = min([*later, clause.own_end])
    after = _phrase(_STOP.split(text[target.span.end : end], maxsplit=1)[0])
    return after if len(after) > 3 else _phrase(_STOP.split(text[clause.start : end])[-2:][0])


def _phrase(text: str) -> str:
    """A phrase without what only joins it to the next."""
    return _JOINT.sub("", " ".join(text.strip(" ,.:;|-+").split()))


def _columns(figures: Sequence[Figure]) -> list[tuple[Column, list[int]]]:
    """Figures by what they measure; each with its members, the column most plans state first."""
    told = [terms(figure.measured) for figure in figures]
    words = Vocabulary.of(told).matrix(told)
    alike = (words @ words.T).toarray() if figures else None
    groups: list[list[int]] = []
    for n, figure in enumerate(figures):
        assert alike is not None
        scores = [
            (float(alike[n, group[0]]), -i)
            for i, group in enumerate(groups)
            if figures[group[0]].unit == figure.unit
        ]
        best = max(scores, default=(0.0, 0))
        if best[0] >= _ALIKE:
            groups[-best[1]].append(n)
        else:
            groups.append([n])
    plans = [{figures[n].clause.partition("#")[0] for n in group} for group in groups]
    order = sorted(range(len(groups)), key=lambda i: (-len(plans[i]), i))[:_COLUMNS]
    return [(_column(figures[groups[i][0]]), groups[i]) for i in order]


def _column(figure: Figure) -> Column:
    label = figure.measured
    return Column(label if len(label) <= _LABEL else label[: _LABEL - 1] + "…", figure.unit)
