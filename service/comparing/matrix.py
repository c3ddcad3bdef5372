"""Targets of all plans on one question side by side: who aims at how much of what, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.documents import Clause, DocumentInfo, Target
from indexer.errors import BadQuestion
from indexer.index.protocol import Index
from indexer.text import terms
from service.answers import DocumentRef
from service.comparing.fitting import FITS, fits
from service.comparing.likeness import Vocabulary
from service.comparing.phrases import Phrase, around, measured
from service.export.sheets import RELATIONS
from service.query.question import understand
from service.query.scope import known_places
from service.query.understanding import mend
from service.quoting.citations import address, document_ref
from service.quoting.citing import Cited, cited
from service.retrieve import cursors
from service.retrieve.searching import search

#: Passages looked at, of all plans; those less than this share as good as the best are left out.
_LOOKED_AT, _WORTH = 300, 0.35
#: Figures with the same unit whose measured words are this much alike stand in one column.
_ALIKE = 0.4
#: Words after a figure that fit so much less than its whole phrase do not say what it is about.
_TOLD = 0.15
#: Columns shown at once, unless told.
COLUMNS = 24
_MOST_COLUMNS = 100
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LABEL = 140


@dataclass(frozen=True, slots=True)
class Figure:
    """One target as a plan states it: ``quote`` is ``text[start:end]`` of its document.

    ``measured``: the words the figure is about; ``due``: dates and cycles of the clause, as
    written; ``year``: of the latest of them, else the plan's own last year; ``source``: where it
    stands, as officials cite it.
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
    source: str

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.clause.partition("#")[0]


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


#: A figure, what it is about, and the phrase it stands in.
_Stated = tuple[Figure, Phrase, Phrase]


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
    found = _fitting(index, query, list(_figures(index, query, documents)))
    columns = _columns(found)
    shown = columns[first : first + limit]
    stated = {figure.document for _, members in shown for figure in members}
    order = sorted(
        (info for info in scope if info.id in stated),
        key=lambda i: (i.locality or i.title, i.year or 0, i.id),
    )
    return Matrix(
        query=query,
        columns=tuple(column for column, _ in shown),
        rows=tuple(row_in(info, [members for _, members in shown]) for info in order),
        silent=tuple(sorted({i.id for i in scope} - {figure.document for figure, _, _ in found})),
        generation=index.generation,
        total=len(columns),
        next=cursors.following(first + limit, len(columns)),
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


def _fitting(index: Index, query: str, found: Sequence[_Stated]) -> list[tuple[Figure, str, float]]:
    """The figures that fit the query, each with its own words, and how well; as they came."""
    theme = understand(mend(index, query)[0], index.accents, known_places(index))
    units = [figure.unit for figure, _, _ in found]
    whole = fits(index, theme, list(zip(units, [str(p) for _, _, p in found], strict=True)))
    alone = fits(index, theme, list(zip(units, [str(p) for _, p, _ in found], strict=True)))
    out = []
    for (figure, own, phrase), fit, its in zip(found, whole, alone, strict=True):
        if fit >= FITS:
            told = phrase if its < fit - _TOLD else own
            out.append((replace(figure, measured=str(told)), told.own, float(fit)))
    return out


def _figures(index: Index, query: str, documents: Sequence[str] | None) -> Iterator[_Stated]:
    """Every target of the passages on ``query``, best first."""
    seen: set[tuple[str, int]] = set()
    papers: dict[str, Cited] = {}
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
            if document not in papers:
                papers[document] = cited(index, document)
            text = index.text(document)
            for target in clause.facts.targets:
                if (document, target.span.start) not in seen:
                    seen.add((document, target.span.start))
                    figure = _figure(papers[document], text, clause, target)
                    own, whole = measured(text, clause, target), around(text, clause, target)
                    yield figure, own, whole
        cursor = page.next
        if cursor is None:
            return


def _figure(paper: Cited, text: str, clause: Clause, target: Target) -> Figure:
    info = paper.info
    due = tuple(dict.fromkeys(d.text for d in clause.facts.deadlines))
    return Figure(
        quote=text[target.span.start : target.span.end],
        value=target.value,
        value_max=target.value_max,
        op=target.op,
        unit=target.unit,
        measured="",
        due=due,
        year=_year_of(target, due) or info.year_to or info.year,
        clause=f"{info.id}#{clause.path}",
        start=target.span.start,
        end=target.span.end,
        url=address(info.id, clause.path, (target.span.start, target.span.end)),
        source=paper.source(clause.path),
    )


def _year_of(target: Target, due: Sequence[str]) -> int | None:
    """The year of a target's own sentence, else the last that its clause names."""
    # "20% … ngay trong năm 2025; đến năm 2030 đạt 100%"
    years = [target.by] if target.by else [year for said in due for year in _YEAR.findall(said)]
    return max(map(int, years), default=None)


def _columns(found: Sequence[tuple[Figure, str, float]]) -> list[tuple[Column, list[Figure]]]:
    """Figures by what they measure; each with its members, the column that fits best first.

    Of columns that fit about as well (to a tenth), the one that most plans state.
    """
    figures = [figure for figure, _, _ in found]
    groups = _groups([(figure.unit, own) for figure, own, _ in found])
    fit = [round(max(found[n][2] for n in group), 1) for group in groups]
    plans = [len({figures[n].document for n in group}) for group in groups]
    order = sorted(range(len(groups)), key=lambda i: (-fit[i], -plans[i], i))
    columns = [[figures[n] for n in groups[i]] for i in order]
    return [(_column(members[0]), members) for members in columns]


def _groups(stated: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Numbers of pairs of one unit whose words are alike, as they came."""
    if not stated:
        return []
    told = [terms(own) for _, own in stated]
    words = Vocabulary.of(told).matrix(told)
    alike = (words @ words.T).toarray()
    groups: list[list[int]] = []
    for n, (unit, _) in enumerate(stated):
        scores = [
            (float(alike[n, group[0]]), -i)
            for i, group in enumerate(groups)
            if stated[group[0]][0] == unit
        ]
        best = max(scores, default=(0.0, 0))
        if best[0] >= _ALIKE:
            groups[-best[1]].append(n)
        else:
            groups.append([n])
    return groups


def _column(figure: Figure) -> Column:
    label = figure.measured
    return Column(label if len(label) <= _LABEL else label[: _LABEL - 1] + "…", figure.unit)
