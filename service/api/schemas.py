"""Requests and replies of ``ask`` and ``search`` as the OpenAPI document tells them."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from indexer.documents import Level
from service.answers import FilterKind, Intent
from service.api.examples import CITATION, DOCUMENT
from service.api.inputs import Name, Question, Whole
from service.retrieve.suggestions import SuggestionKind

Year = Whole


class Shape(BaseModel):
    """A reply, read off the service's own dataclasses."""

    model_config = ConfigDict(from_attributes=True)


class Citation(Shape):
    """A quotation that opens in place: ``quote`` is the canonical text at ``[start:end]``."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [CITATION]})

    clause: str = Field(description="Clause id: document#path")
    path: str
    headings: list[str] = Field(description="Headings above, outermost first")
    quote: str
    start: int = Field(description="Code points into /v1/documents/{id}/text")
    end: int
    page: int
    url: str = Field(description="The page that shows the clause in place")
    ocr: bool = Field(False, description="Read off a scan: check figures against the page's image")


class Today(Shape):
    """What became of a place or body: ``name`` is null where several or nobody read followed it."""

    former: str
    name: str | None
    since: str = Field(description="ISO 8601")
    basis: Literal["read", "unverified"] = Field(description="Unverified changes name nobody")
    source: str
    function: str = Field(description="The part of its work that is meant; empty for all")
    into: list[str] = Field(description="The communes a district went into")


class Plan(Shape):
    """A document, as far as a reader must know which it is."""

    id: str
    title: str
    locality: str | None
    locality_today: str | None
    level: str | None
    number: str | None
    date: str | None
    year: int | None
    issuer: str | None
    digest: bool = Field(description="A summary in other words, not the original")


class DocumentRef(Plan):
    """The document an answer comes from; ``digest`` marks a summary that is not the original."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [DOCUMENT]})

    place_today: Today | None = Field(None, description="What its place is since a later change")


class AskRequest(BaseModel):
    """A question, and where to look; without a scope every plan is asked."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "Cơ quan nào phụ trách khám sức khỏe định kỳ cho người lao động?"},
                {"question": "co quan nao kham suc khoe", "localities": ["hai-duong"], "limit": 5},
            ]
        },
    )

    question: Question = Field(description="1 to 500 characters, in Vietnamese or English")
    documents: list[Name] | None = Field(None, max_length=200, description="Document ids")
    localities: list[Name] | None = Field(None, max_length=200, description="Ids or names")
    levels: list[Level] | None = Field(None, max_length=4)
    years: list[Year] | None = Field(None, max_length=100)
    lang: Literal["vi", "en"] | None = Field(None, description="The question's language, if known")
    limit: Whole = Field(
        50, ge=1, le=50, description="Documents that may answer; `found_total` counts all that do"
    )
    cursor: Name | None = Field(
        None, description="`next` of the page before: the documents that answer after those"
    )
    without: list[Name] = Field(
        [],
        max_length=20,
        description="Filters to ignore that the question names: locality, level, year or agency, "
        "or one of them as in `filters`: year:2024",
        examples=[["locality"]],
    )
    previous: Question | None = Field(
        None,
        description="The question (`asked_as`) that a follow-up such as “còn Nghệ An thì sao?” "
        "goes on from",
    )
    literal: bool = Field(
        False, strict=True, description="Look for words as typed, mistakes and all"
    )
    rephrase: bool = Field(
        False,
        strict=True,
        description="Tell the answers again in sentences, where the service has a model",
    )


class DocumentAnswer(Shape):
    """One document's answer, or why it has none and what comes nearest."""

    document: DocumentRef
    found: bool
    answer: str | None = Field(description="As the plan writes it")
    role: str | None = Field(
        description="lead, coordinate, perform or requested; issuer: the plan names nobody for it"
    )
    confidence: float
    citations: list[Citation]
    reason: str | None = Field(description="Why nothing was found, in the question's language")
    nearest: list[Citation]
    today: list[Today] = Field([], description="Who does the work of bodies named that have ended")
    told: list[Intent] = Field([], description="Which of the kinds asked for the answer tells")
    outside: bool = Field(False, description="Of another place, level or year than asked about")
    items: list[str] = Field(
        [], description="Of an answer that is a list: what it is made of, one for each citation"
    )


class Filter(Shape):
    """One way in which the reply was narrowed, by the request or by the question's own words."""

    kind: FilterKind
    value: str = Field(description="As a request gives it: a place's id, a year or years, a level")
    said: str = Field(description="As the question writes it")
    origin: Literal["question", "request"]
    excluded: bool = Field(description="Everywhere but there")
    note: str | None = Field(description="What became of the place or body, Vietnamese / English")
    source: str | None = Field(description="Who says so")


class Correction(Shape):
    """A word that nothing knows, taken for a typing mistake of one edit; `literal` undoes it."""

    typed: str
    read: str


class Sentence(Shape):
    """A sentence that a model reworded; all it says stands in the quotations it cites."""

    text: str
    citations: list[str] = Field(description="Clause ids: document#path")


class Answers(Shape):
    """The reply to one question: documents that answer first, best first, then those without."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                {
                    "question": "co quan nao kham suc khoe",
                    "understood_as": "cơ quan nào khám sức khỏe",
                    "intent": "agency",
                    "language": "vi",
                    "found": True,
                    "generation": "g-000001",
                    "took_ms": 4.2,
                    "answers": [
                        {
                            "document": DOCUMENT,
                            "found": True,
                            "answer": "Sở Y tế",
                            "role": "lead",
                            "confidence": 0.93,
                            "citations": [CITATION],
                            "reason": None,
                            "nearest": [],
                        }
                    ],
                    "silent": 0,
                    "next": None,
                    "found_total": 1,
                    "asked_as": "co quan nao kham suc khoe",
                    "filters": [],
                    "corrections": [],
                    "rephrased": [],
                }
            ]
        },
    )

    question: str
    understood_as: str
    intent: Intent
    language: str
    found: bool
    generation: str
    took_ms: float
    answers: list[DocumentAnswer]
    silent: int = Field(description="Documents without an answer that are not listed")
    next: str | None = Field(description="Send it as `cursor` for the next page; null at the end")
    found_total: int = Field(
        0,
        description="Documents that answer, those of other pages too",
    )
    asked_as: str = Field("", description="The question whole: ask it again, or as `previous`")
    filters: list[Filter] = Field([], description="Drop one the question names with `without`")
    corrections: list[Correction] = []
    intents: list[Intent] = Field([], description="Every kind of answer asked for, the chief first")
    outside: int = Field(
        0, description="Documents of other places, levels or years than the question names"
    )
    unseen: int = Field(
        0,
        description="Documents not looked at, among which more may answer: `found_total` then "
        "counts those found so far, and further pages look deeper",
    )
    rephrased: list[Sentence] = Field(
        [], description="Only where `rephrase` asks for it; sentences without support are dropped"
    )


class Hit(Citation):
    """A citation with its score, and where the query's words stand in ``quote``."""

    document: DocumentRef
    kind: str
    score: float
    highlights: list[tuple[int, int]] = Field(description="[start, end) in quote")


class SearchResults(Shape):
    """A page of passages; ``facets`` count over all hits."""

    query: str
    understood_as: str
    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    generation: str
    took_ms: float
    next: str | None = Field(description="Send it as cursor for the next page")
    corrections: list[Correction] = []
    at_least: bool = Field(
        default=False,
        description="Passages that were not looked at may match too: total and facets are the "
        "least there are",
    )


class SuggestionItem(Shape):
    """One completion, what kind of thing it is, and where what was typed stands in it."""

    text: str
    kind: SuggestionKind = Field(
        description="heading, agency, target (what a figure counts) or title of the plans; or a "
        "question whose answer readers called right"
    )
    start: int = Field(description="Code points into text")
    end: int


class Suggestions(Shape):
    """How the typed words could go on: those that begin so first."""

    suggestions: list[str]
    items: list[SuggestionItem] = Field([], description="The same, each with its kind")
