"""``compare``, ``matrix`` and ``history``: plans side by side."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from service.api.desk import house
from service.api.inputs import Name, Question
from service.api.schemas import DocumentRef, Shape
from service.export.sheets import sheet_of

router = APIRouter(tags=["compare"])

_CSV = "text/csv"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ComparedCell(Shape):
    """What one document says in a row; all null where it has no counterpart."""

    document: str
    clause: str | None = Field(description="Clause id: document#path")
    path: str | None
    quote: str | None
    start: int | None = Field(description="Code points into /v1/documents/{id}/text")
    end: int | None
    url: str | None
    headings: list[str] = Field(description="Headings above, outermost first")
    source: str | None = Field(
        None, description="Where it stands, as officials cite it: khoản 4 mục V Kế hoạch số …"
    )


class Said(Shape):
    """One document's side of a difference."""

    document: str
    values: list[str] = Field(description="As written; what all documents say is left out")
    spans: list[tuple[int, int]] = Field(description="[start, end) in the document's text")
    shared: list[str] = Field([], description="What it says that all documents of the row say")


class Difference(Shape):
    """One kind of difference within a row."""

    kind: Literal["number", "agency", "deadline", "wording", "missing"]
    said: list[Said]


class ComparedRow(Shape):
    """Clauses that do the same job; a document has several cells where several answer together."""

    theme: str = Field(description="A heading of the plans themselves")
    cells: list[ComparedCell]
    similarity: float = Field(description="0 where nothing stands beside, 1 for the same words")
    differences: list[Difference]
    heading: bool = Field(description="Headings with clauses below them, not clauses")
    boilerplate: bool = Field(description="The same text stands in plans of several places")


class Coverage(Shape):
    """How much of a document has a counterpart, and what stands there alone."""

    document: str
    clauses: int
    matched: int
    share: float
    only: list[str] = Field(description="Clause ids")


class Comparison(Shape):
    """Every clause of every document stands in one row; coverage is of all pages of them."""

    documents: list[DocumentRef]
    section: str | None
    rows: list[ComparedRow]
    coverage: list[Coverage]
    generation: str
    total: int = Field(0, description="Rows, those of other pages included")
    next: str | None = Field(None, description="cursor of the rows that follow; null at the end")


class Figure(Shape):
    """One target, as written."""

    quote: str
    value: float
    value_max: float | None
    op: str
    unit: str
    measured: str = Field(description="The words the figure is about")
    due: list[str]
    year: int | None
    clause: str
    start: int
    end: int
    url: str
    source: str = Field("", description="Where it stands, as officials cite it")


class Column(Shape):
    """What is measured, in which unit."""

    label: str
    unit: str


class MatrixRow(Shape):
    """One document's figures, a list for each column."""

    document: DocumentRef
    cells: list[list[Figure]]


class Matrix(Shape):
    """Targets of all plans on one question side by side, what fits it best first."""

    query: str
    columns: list[Column]
    rows: list[MatrixRow]
    silent: list[str] = Field(description="Documents in scope that state none that fits")
    generation: str
    total: int = Field(description="Columns that fit, those of other pages included")
    next: str | None = Field(description="cursor of the columns that follow; null at the end")


class Step(Shape):
    """What the plan of one year says, and what changed since the plan before."""

    document: DocumentRef
    cells: list[ComparedCell]
    similarity: float
    differences: list[Difference]


class History(Shape):
    """One clause through the plans of its place, oldest first."""

    clause: str
    steps: list[Step]
    generation: str


_Documents = Annotated[
    list[Name],
    Query(
        description="Ids of two to eight documents, given one by one",
        min_length=1,
        max_length=200,
        examples=[["bac-kan-2021-2025", "nghe-an-2024"]],
    ),
]


_Format = Annotated[
    Literal["json", "csv", "docx"], Query(description="csv and docx are sent as files")
]


_Raw = Annotated[
    bool,
    Query(
        description="csv to the letter, for machines: without it a cell that a spreadsheet would "
        "run as a formula (it begins with =, +, - or @) gets an apostrophe before it"
    ),
]


_Changed = Annotated[
    bool, Query(description="Only rows in which something differs, without headings")
]


_Fold = Annotated[
    bool, Query(description="Without headings and text that plans of several places have copied")
]


def _also(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """What else a call may send, as a file."""
    shape = {"schema": {"type": "string", "format": "binary"}}
    return {200: {"content": dict.fromkeys(kinds, shape)}}


@router.get("/compare", response_model=Comparison, responses=_also(_CSV, _DOCX))
def compare(
    request: Request,
    document: _Documents,
    section: Annotated[
        Name | None, Query(description="A clause path of one of them, or words of a theme")
    ] = None,
    changed: _Changed = False,
    fold: _Fold = False,
    format: _Format = "json",
    raw: _Raw = False,
    limit: Annotated[
        int | None, Query(ge=1, le=500, description="Rows of a page; all of them if not given")
    ] = None,
    cursor: Annotated[
        str | None,
        Query(max_length=10, description="next of the rows before; json alone has pages"),
    ] = None,
) -> Any:
    """Put plans side by side: rows of clauses that do the same job, and what differs."""
    rooms = house(request)
    if format != "json":
        limit = cursor = None
    found = rooms.desk.compare(
        rooms.index(),
        document,
        section=section,
        changed=changed,
        fold=fold,
        limit=limit,
        cursor=cursor,
    )
    if format == "json":
        return found
    from service.comparing import exporting, papers

    if format == "csv":
        return _csv(exporting.csv_of(found, raw=raw), "so-sanh")
    return _file(papers.of_comparison(found), _DOCX, "so-sanh.docx")


def _csv(text: str, name: str) -> Response:
    return _file(text.encode("utf-8"), f"{_CSV}; charset=utf-8", f"{name}.csv")


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)


@router.get("/matrix", response_model=Matrix, responses=_also(_CSV, _DOCX))
def matrix(
    request: Request,
    q: Annotated[Question, Query(description="What is measured", examples=["tuyên truyền"])],
    document: Annotated[
        list[Name] | None, Query(description="Only these documents", max_length=200)
    ] = None,
    format: _Format = "json",
    limit: Annotated[int, Query(ge=1, le=100, description="Columns, those that fit best")] = 24,
    cursor: Annotated[
        str | None, Query(max_length=10, description="next of the columns before")
    ] = None,
    raw: _Raw = False,
) -> Any:
    """Put the targets of all plans that fit one question side by side, with units and years."""
    rooms = house(request)
    found = rooms.desk.matrix(rooms.index(), q, documents=document, limit=limit, cursor=cursor)
    if format == "json":
        return found
    if format == "csv":
        return _csv(sheet_of(found.to_records(), raw=raw), "chi-tieu")
    from service.comparing import papers

    return _file(papers.of_matrix(found), _DOCX, "chi-tieu.docx")


@router.get("/history", response_model=History, responses=_also(_CSV, _DOCX))
def history(
    request: Request,
    document: Annotated[Name, Query(description="Document id", examples=["nghe-an-2024"])],
    clause: Annotated[Name, Query(description="Clause path", examples=["V.4"])],
    format: _Format = "json",
    raw: _Raw = False,
) -> Any:
    """Follow one clause through the plans of its place, year by year."""
    rooms = house(request)
    found = rooms.desk.history(rooms.index(), document, clause)
    if format == "json":
        return found
    if format == "csv":
        return _csv(sheet_of(found.to_records(), raw=raw), "qua-cac-nam")
    from service.comparing import papers

    return _file(papers.of_history(found), _DOCX, "qua-cac-nam.docx")
