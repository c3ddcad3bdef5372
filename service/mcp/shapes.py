"""What the tools answer: small, bounded, each quotation with the place it opens in.

An assistant reads everything it is sent, and pays for it: a quotation longer than ``LONG`` code
points is given up to there (``cut``), and ``get_clause`` gives the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel, Field

from service.answers import Answers, Citation, DocumentAnswer, SearchHit, SearchResults
from service.api.schemas import DocumentRef
from service.comparing.values import Cell, Comparison, Coverage, Row

#: Code points of one quotation, of one side of a comparison, and of one piece of a clause.
LONG, BESIDE, PIECE = 1200, 500, 6000
#: Plans without an answer that are named with their reason.
SILENT = 20


class Quotation(BaseModel):
    """Words of a plan, exactly as they stand there."""

    clause: str = Field(description="Id of the clause (document#path): what get_clause takes")
    headings: list[str] = Field(description="Headings above it, outermost first")
    quote: str = Field(description="Verbatim: the document's text at [start, end)")
    cut: bool = Field(description="The clause goes on after `quote`; get_clause gives all of it")
    start: int
    end: int
    page: int | None = Field(description="Page of the document, where it is known")
    url: str = Field(description="The page that shows the quotation in place: give it to readers")
    ocr: bool = Field(description="Read off a scan: figures must be checked against the page")


class PlanAnswer(BaseModel):
    """What one plan answers."""

    document: DocumentRef
    answer: str = Field(description="In the plan's own words")
    role: str | None = Field(description="Of a body: lead, coordinate, perform or requested")
    confidence: float
    quotations: list[Quotation]


class Silence(BaseModel):
    """A plan that does not answer, and why."""

    document: str
    locality: str | None
    reason: str = Field(description="In Vietnamese")


class AskResult(BaseModel):
    """The answers of all plans asked. Where ``found`` is false, no plan answers: say so."""

    question: str
    understood_as: str
    found: bool
    answers: list[PlanAnswer]
    more: int = Field(description="Further plans that answer: raise `limit` or narrow the scope")
    silent: list[Silence] = Field(description=f"Plans without an answer, {SILENT} at most")
    silent_total: int


class Passage(Quotation):
    """A passage that was searched for."""

    document: DocumentRef
    score: float


class SearchResult(BaseModel):
    """Passages, best first."""

    query: str
    understood_as: str
    total: int
    passages: list[Passage]
    next: str | None = Field(description="Send it as `cursor` for the next page")


class Side(BaseModel):
    """What one plan says in a row; all but ``document`` null where it has no counterpart."""

    document: str
    clause: str | None
    quote: str | None
    cut: bool
    url: str | None


class Differing(BaseModel):
    """One kind of difference: number, agency, deadline, wording or missing."""

    kind: str
    said: dict[str, list[str]] = Field(description="Document id to what it says, as written")


class Beside(BaseModel):
    """Clauses of the plans that do the same job."""

    theme: str
    similarity: float
    differences: list[Differing]
    sides: list[Side]


class Covered(BaseModel):
    """How much of a plan has a counterpart."""

    document: str
    clauses: int
    matched: int
    share: float


class CompareResult(BaseModel):
    """Plans side by side, a page of rows at a time."""

    documents: list[DocumentRef]
    coverage: list[Covered]
    total: int = Field(description="Rows in all")
    rows: list[Beside]
    next: int | None = Field(description="Send it as `offset` for the next page")


class ClauseResult(BaseModel):
    """One clause, with what stands in it."""

    clause: str
    document: DocumentRef
    title: str | None
    text: str = Field(description=f"Verbatim, at most {PIECE} code points of it")
    start: int
    end: int
    next: int | None = Field(description="Send it as `offset` to read on")
    page: int
    url: str
    agencies: list[str] = Field(description="Bodies the duty is given to, with their role")
    also_named: list[str] = Field(description="Bodies to work with, to report to, and others")
    agencies_today: list[str] = Field(description="Who does that work now, where they ended")
    targets: list[str]
    deadlines: list[str]
    laws: list[str]
    funding: list[str]
    below: list[str] = Field(description="Ids of the clauses directly below, 50 at most")


class PlansResult(BaseModel):
    """Plans of the collection."""

    total: int
    plans: list[DocumentRef]
    next: str | None = Field(description="Send it as `cursor` for the next page")


def answered(reply: Answers, base: str) -> AskResult:
    """The reply as an assistant reads it; ``base`` makes addresses whole."""
    found = [a for a in reply.answers if a.found]
    silent = [a for a in reply.answers if not a.found]
    return AskResult(
        question=reply.question,
        understood_as=reply.understood_as,
        found=reply.found,
        answers=[_answer(answer, base) for answer in found],
        more=max(0, reply.found_total - len(found)),
        silent=[
            Silence(document=a.document.id, locality=a.document.locality, reason=a.reason or "")
            for a in silent[:SILENT]
        ],
        silent_total=len(silent) + reply.silent,
    )


def searched(found: SearchResults, base: str) -> SearchResult:
    """A page of hits as an assistant reads it."""
    return SearchResult(
        query=found.query,
        understood_as=found.understood_as,
        total=found.total,
        passages=[_passage(hit, base) for hit in found.hits],
        next=found.next,
    )


def compared(
    found: Comparison, rows: Sequence[Row], offset: int, limit: int, base: str
) -> CompareResult:
    """``limit`` of the ``rows`` of a comparison that are wanted, from ``offset`` on."""
    after = offset + limit
    return CompareResult(
        documents=[DocumentRef.model_validate(d) for d in found.documents],
        coverage=[_covered(told) for told in found.coverage],
        total=len(rows),
        rows=[_beside(row, base) for row in rows[offset:after]],
        next=after if after < len(rows) else None,
    )


def _answer(answer: DocumentAnswer, base: str) -> PlanAnswer:
    return PlanAnswer(
        document=DocumentRef.model_validate(answer.document),
        answer=_short(answer.answer or "", LONG),
        role=answer.role,
        confidence=answer.confidence,
        quotations=[Quotation(**_quoted(c, base)) for c in answer.citations[:2]],
    )


def _passage(hit: SearchHit, base: str) -> Passage:
    document = DocumentRef.model_validate(hit.document)
    return Passage(**_quoted(hit.citation, base), document=document, score=round(hit.score, 3))


def _quoted(cited: Citation, base: str) -> dict[str, Any]:
    quote = _short(cited.quote, LONG)
    return {
        "clause": cited.clause,
        "headings": list(cited.headings),
        "quote": quote,
        "cut": len(quote) < len(cited.quote),
        "start": cited.start,
        "end": cited.start + len(quote),
        "page": cited.page,
        "url": base + cited.url,
        "ocr": cited.ocr,
    }


def _short(text: str, most: int) -> str:
    """The beginning of ``text``, whole words, nothing added: it stays a quotation."""
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0] or text[:most]


def _beside(row: Row, base: str) -> Beside:
    return Beside(
        theme=row.theme,
        similarity=row.similarity,
        differences=[
            Differing(kind=d.kind, said={s.document: list(s.values) for s in d.said})
            for d in row.differences
        ],
        sides=[_side(cell, base) for cell in row.cells],
    )


def _side(cell: Cell, base: str) -> Side:
    quote = _short(cell.quote, BESIDE) if cell.quote is not None else None
    return Side(
        document=cell.document,
        clause=cell.clause,
        quote=quote,
        cut=quote != cell.quote,
        url=base + cell.url if cell.url else None,
    )


def _covered(told: Coverage) -> Covered:
    return Covered(
        document=told.document, clauses=told.clauses, matched=told.matched, share=told.share
    )
