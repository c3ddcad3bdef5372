"""Documents, clauses and reference tables as the OpenAPI document tells them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pydantic import Field

from indexer.documents import Clause as Unit
from indexer.documents import DocumentInfo
from indexer.succession import agency_today, day_of
from service.api.schemas import Shape, Today
from service.quoting.citations import address


class Document(Shape):
    """What is known of a document; ``locality`` and ``province`` are as of its day."""

    id: str
    title: str
    doctype: str | None
    is_plan: bool
    level: str | None
    locality: str | None
    locality_id: str | None
    locality_today: str | None
    province: str | None
    province_id: str | None
    issuer: str | None
    number: str | None
    date: str | None = Field(description="ISO 8601, as far as it is known: 2021-11-01, 2023-02")
    year: int | None
    year_to: int | None
    signer: str | None
    digest: bool = Field(description="A summary in other words, not the original")
    parent: str | None = Field(
        None, description="Number of the decision that promulgates the plan or that it carries out"
    )
    place_today: Today | None = Field(None, description="What its place is since a later change")
    source: str = Field(description="The file's name")
    sha256: str
    format: str
    chars: int
    url: str


class DocumentDetail(Document):
    """A document, and what the bodies it names are today."""

    agencies_today: list[Today] = Field(description="Bodies that ended after the document's day")


class Documents(Shape):
    """A page of documents, by id."""

    documents: list[Document]
    next: str | None = Field(description="Send it as cursor for the next page")


class Text(Shape):
    """The canonical text: every offset counts its code points."""

    id: str
    text: str


class Agency(Shape):
    """A body a clause names; ``inherited`` from a heading, a label line or a reference."""

    name: str
    role: str | None
    inherited: bool
    as_written: str
    partner: bool = Field(False, description="One to work with, not the one the duty is given to")
    assigned_in: str | None = Field(
        None, description="Path of the clause that gives the duty by reference"
    )
    today: list[Today] = Field([], description="Who does its work today, where it has ended")


class Target(Shape):
    """A figure to reach; ``op`` is one of = >= <= aim increase increase>= decrease."""

    value: float
    value_max: float | None
    op: str
    unit: str
    quote: str
    of: str = Field("", description="What is counted, as written; empty when not said")
    by: str | None = Field(None, description="The year to reach it in")
    start: int
    end: int


class Deadline(Shape):
    """A date, period or reporting cycle, as written."""

    text: str
    kind: str
    start: int
    end: int


class Law(Shape):
    """A document cited by its number, or a law by its name."""

    number: str = Field(description="Empty for a law cited by name alone")
    kind: str | None
    date: str | None
    issuer: str | None = Field(description="As written, else whom the number's code stands for")
    name: str | None = Field(None, description="The name of a law")
    start: int
    end: int


class Funding(Shape):
    """A source of money, or an amount in đồng."""

    text: str
    amount: float | None
    start: int
    end: int


class PageBox(Shape):
    """A line on its page, in percent of the page's width and height, origin top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Clause(Shape):
    """One unit of a document: ``[start, end)`` with all below it, ``[start, own_end)`` alone."""

    path: str
    parent: str | None
    kind: str
    part: str
    marker: str
    title: str | None
    start: int
    end: int
    own_end: int
    text: str
    page: int
    header: list[str] = Field(description="Column names, for a row of a table")
    boxes: list[PageBox] = Field([], description="Where its own lines stand, for paged sources")
    url: str
    agencies: list[Agency]
    targets: list[Target]
    deadlines: list[Deadline]
    laws: list[Law]
    funding: list[Funding]


class Clauses(Shape):
    """The clauses of a document in reading order."""

    document: str
    clauses: list[Clause]
    next: str | None = Field(None, description="Send it as cursor for the next page")


def clause_record(info: DocumentInfo, unit: Unit, text: str) -> dict[str, Any]:
    """Return one clause with its text and facts."""
    facts = unit.facts
    return {
        **{name: getattr(unit, name) for name in ("path", "parent", "kind", "part", "marker")},
        **{name: getattr(unit, name) for name in ("title", "start", "end", "own_end", "page")},
        "header": list(unit.header),
        "boxes": list(unit.boxes),
        "text": text[unit.start : unit.end],
        "url": address(info.id, unit.path),
        "agencies": [
            {**asdict(a), "today": list(agency_today(a.name, day_of(info)))} for a in facts.agencies
        ],
        **{
            name: [_placed(fact) for fact in getattr(facts, name)]
            for name in ("targets", "deadlines", "laws", "funding")
        },
    }


def _placed(fact: Any) -> dict[str, Any]:  # noqa: ANN401 (one of the four facts with a span)
    told = asdict(fact)
    span = told.pop("span")
    return {**told, "start": span["start"], "end": span["end"]}
