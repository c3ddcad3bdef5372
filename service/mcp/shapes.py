"""What the tools answer: small, bounded, each quotation with the place it opens in."""

from __future__ import annotations

from pydantic import BaseModel, Field

from service.api.schemas import Plan

#: Code points of one piece of a clause.
PIECE = 6000
#: Plans without an answer that are named with their reason; quotations that are checked.
SILENT, CHECKED = 20, 12


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

    document: Plan
    answer: str = Field(description="In the plan's own words")
    role: str | None = Field(
        description="Of a body: lead, coordinate, perform or requested; issuer: "
        "whoever issued the plan, which names nobody for it"
    )
    confidence: float
    quotations: list[Quotation]
    today: list[str] = Field(description="Who does the work today of bodies that have ended")


class Silence(BaseModel):
    """A plan that does not answer, and why."""

    document: str
    locality: str | None
    reason: str = Field(description="In Vietnamese")


class AskResult(BaseModel):
    """The answers of all plans asked. Where ``found`` is false, no plan answers: say so."""

    question: str
    understood_as: str
    notes: list[str] = Field(description="What it was narrowed to, and words read as others")
    found: bool
    answers: list[PlanAnswer]
    more: int = Field(description="Further plans that answer: raise `limit` or narrow the scope")
    silent: list[Silence] = Field(description=f"Plans without an answer, {SILENT} at most")
    silent_total: int
    unseen: int = Field(description="Plans not looked at, among which more may answer")


class Passage(Quotation):
    """A passage that was searched for."""

    document: Plan
    score: float


class SearchResult(BaseModel):
    """Passages, best first."""

    query: str
    understood_as: str
    total: int
    at_least: bool = Field(description="More passages may match than the total")
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

    documents: list[Plan]
    coverage: list[Covered]
    total: int = Field(description="Rows in all")
    rows: list[Beside]
    next: int | None = Field(description="Send it as `offset` for the next page")


class ClauseResult(BaseModel):
    """One clause, with what stands in it."""

    clause: str
    document: Plan
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
    plans: list[Plan]
    next: str | None = Field(description="Send it as `cursor` for the next page")


class Checked(BaseModel):
    """One quotation, and the place in the plans that is most like it."""

    quote: str
    status: str = Field(description="exact, near (see differences) or none (in no plan looked at)")
    document: Plan | None
    clause: str | None
    url: str | None
    written: str | None = Field(description="What the plan says there, verbatim")
    differences: list[str] = Field(description="kind: as quoted → as written")


class CheckResult(BaseModel):
    """Quotations in the order of the text."""

    quotations: list[Checked]
    unchecked: int = Field(description=f"Those not checked, or beyond the first {CHECKED}")
    not_checked: list[str] = Field(
        [], description="reason: quotation. Reasons: unclosed (no closing mark), long, many"
    )
