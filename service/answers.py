"""What the service answers, as typed values; the HTTP API sends exactly these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Intent = Literal["agency", "target", "deadline", "legal", "funding", "passage", "metadata"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation that opens in place: ``quote`` is ``text[start:end]`` of the document.

    ``ocr``: read off a scan, so that its figures must be checked against the page's image.
    """

    clause: str
    path: str
    headings: tuple[str, ...]
    quote: str
    start: int
    end: int
    page: int
    url: str
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class DocumentRef:
    """The document an answer comes from."""

    id: str
    title: str
    locality: str | None
    locality_today: str | None
    level: str | None
    number: str | None
    date: str | None
    year: int | None
    issuer: str | None
    digest: bool


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """One document's answer, or why it has none (``reason``, Vietnamese) and what comes nearest."""

    document: DocumentRef
    found: bool
    answer: str | None
    role: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    reason: str | None = None
    nearest: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The reply to one question. ``silent``: how many documents without answer are not listed.

    ``found_total``: how many documents answer, those beyond ``limit`` too.
    """

    question: str
    understood_as: str
    intent: Intent
    language: str
    found: bool
    generation: str
    took_ms: float
    answers: tuple[DocumentAnswer, ...]
    silent: int = 0
    next: str | None = None
    found_total: int = 0


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A citation, its score, and where the query's words stand in the quote (``[start, end)``)."""

    citation: Citation
    document: DocumentRef
    kind: str
    score: float
    highlights: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SearchResults:
    """A page of hits. ``facets``: name → value → count over all hits; ``next`` a cursor or None."""

    query: str
    understood_as: str
    total: int
    hits: tuple[SearchHit, ...]
    facets: dict[str, dict[str, int]]
    generation: str
    took_ms: float
    next: str | None = None
