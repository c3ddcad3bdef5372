"""Two tables for researchers: targets of all plans on one question, one clause through the years.

The page's word for what ``service.matrix`` and ``service.history`` find; exports are the API's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from indexer.errors import BadQuestion
from indexer.index.protocol import Index
from indexer.text import fold_chars
from service.answers import DocumentRef
from service.api.desk import house
from service.api.errors import problem_of
from service.api.inputs import clean, question_text
from service.comparing.figures import Figure
from service.comparing.history import History, Step
from service.comparing.matrix import Matrix
from service.quoting import citing
from service.web.charts import Bar, bars
from service.web.comparing import Shown, paper, shown
from service.web.messages import Lang, language, say
from service.web.rendering import render

router = APIRouter(include_in_schema=False)
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One plan's figures of one thing that is measured.

    Each with its bar, and with those that say the same of the same elsewhere in the plan.
    """

    document: DocumentRef
    figures: tuple[tuple[Figure, Bar | None, tuple[Figure, ...]], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is measured, in one unit, with the plans that state it."""

    label: str
    unit: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What the plan of one year says; ``kinds``: what differs from the plan before."""

    document: DocumentRef
    cells: tuple[Shown, ...]
    kinds: tuple[str, ...]
    percent: int
    asked: bool


@router.get("/matrix")
def matrix(
    request: Request,
    q: str = "",
    document: Annotated[list[str] | None, Query()] = None,
    cursor: str | None = None,
) -> Response:
    """Show the targets of all plans on one question; without one, what can be asked."""
    rooms = house(request)
    index = rooms.index()
    names = list(dict.fromkeys(name for name in map(clean, document or []) if name))
    told: dict[str, Any] = {"q": clean(q), "names": names, "problem": None, "measures": None}
    if q:
        try:
            asked = question_text(q, "q")
            found = rooms.desk.matrix(index, asked, documents=names or None, cursor=cursor)
        except BadQuestion as error:
            told["problem"] = problem_of(error)
        else:
            silent = [rooms.desk.describe(index.document(name)) for name in found.silent[:_LISTED]]
            told |= {"measures": measures(found), "plans": len(found.rows)}
            told |= {"silent": silent, "unstated": len(found.silent)}
            told |= {"total": found.total, "next": found.next}
    problem = told["problem"]
    return render(request, "matrix.html", problem.status if problem else 200, **told)


@router.get("/history")
def history(request: Request, document: str = "", clause: str = "") -> Response:
    """Show one clause through the plans of its place, oldest first."""
    rooms = house(request)
    index = rooms.index()
    for name, given in (("document", document), ("clause", clause)):
        if not clean(given):
            raise BadQuestion(say("vi", "history_needs"), name)
    found = rooms.desk.history(index, clean(document), clean(clause))
    lang = language(request.query_params.get("lang"))
    years = [_year(index, step, found, lang) for step in found.steps]
    asked = index.clause(clean(document), clean(clause))
    return render(
        request,
        "history.html",
        asked=rooms.desk.describe(index.document(clean(document))),
        clause=asked.path,
        name=citing.capital(" ".join(citing.names(index.clauses(clean(document)))[asked.path])),
        title=asked.title,
        years=[year for year in years if year.cells or year.asked],
        without=[year.document for year in years if not year.cells and not year.asked],
    )


def measures(found: Matrix) -> tuple[Measure, ...]:
    """Each thing that is measured with the plans that state it, those that most state first."""
    return tuple(
        Measure(column.label, column.unit, tuple(_lines(found, i, column.unit)))
        for i, column in enumerate(found.columns)
    )


def _lines(found: Matrix, column: int, unit: str) -> Iterator[Line]:
    """The plans that state one thing, their figures drawn where they can be compared."""
    rows = [(row.document, _once(row.cells[column])) for row in found.rows if row.cells[column]]
    stated = [(one.value, one.quote) for _, cell in rows for one, *_ in cell]
    drawn = iter(bars(stated, unit))
    for document, cell in rows:
        yield Line(document, tuple((one, next(drawn, None), tuple(more)) for one, *more in cell))


def _once(cell: Sequence[Figure]) -> list[list[Figure]]:
    """Figures of one plan, those that say the same together: a clause and its row of an annex."""
    same: dict[object, list[Figure]] = {}
    for figure in cell:
        said = (fold_chars(figure.measured), figure.op, figure.value, figure.value_max)
        same.setdefault((*said, figure.year, figure.due), []).append(figure)
    return list(same.values())


def _year(index: Index, step: Step, found: History, lang: Lang) -> Year:
    held = paper(index, step.document.id)
    return Year(
        document=step.document,
        cells=tuple(shown(cell, held, step.differences, None, lang) for cell in step.cells),
        kinds=tuple(difference.kind for difference in step.differences),
        percent=round(step.similarity * 100),
        asked=found.clause.partition("#")[0] == step.document.id,
    )
