"""What the service answers, as typed values; the HTTP API sends exactly these."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from indexer.succession import Today

Intent = Literal["agency", "target", "deadline", "legal", "funding", "passage", "metadata"]

FilterKind = Literal["document", "locality", "level", "year", "agency"]


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
    """The document an answer comes from. ``place_today``: what its place is since a change."""

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
    place_today: Today | None = None

    @property
    def name(self) -> str:
        """What readers call it: its place, else who issued it, else its title."""
        return self.locality or self.issuer or self.title

    @property
    def dated(self) -> str:
        """Its name and year: ``"Hải Dương 2023"``."""
        year = str(self.year or "")
        return self.name if year in self.name else f"{self.name} {year}"

    @property
    def numbered(self) -> str:
        """Its name, year and number, which tells plans of one place and year apart."""
        return f"{self.dated} · {self.number}" if self.number else self.dated


#: Characters of a title that tells documents apart.
_SHORT_TITLE = 60


def told_apart(documents: Sequence[DocumentRef], *, numbers: bool = False) -> tuple[str, ...]:
    """What to call documents shown together, in their order, no two alike.

    Each by its name and year (``numbers``: with its number); those that share them by their number
    too, else by their title, and by their id where nothing else differs.
    """
    left = list(documents)
    out: dict[str, str] = {}
    for call in (_numbered, _titled) if numbers else (_dated, _numbered, _titled):
        called = Counter(map(call, left))
        out |= {d.id: call(d) for d in left if called[call(d)] == 1}
        left = [d for d in left if d.id not in out]
    return tuple(out.get(d.id) or f"{d.dated} · {d.id}" for d in documents)


def _dated(document: DocumentRef) -> str:
    return document.dated


def _numbered(document: DocumentRef) -> str:
    return document.numbered


def _titled(document: DocumentRef) -> str:
    return f"{document.dated} · {textwrap.shorten(document.title, _SHORT_TITLE, placeholder='…')}"


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """One document's answer, or why it has none and what comes nearest.

    ``role``: of a body as in ``Agency``, or ``issuer`` where the plan names nobody for it;
    ``reason``: why, in the question's language. ``today``: who does the work today of bodies in
    ``answer`` that have ended since; ``told``: the kinds of answer it gives, where a question asks
    for several; ``outside``: it is of another place, level or year than the question names, and
    was not searched. ``items``: where ``answer`` is a list, what it is made of, one for each of
    ``citations``.
    """

    document: DocumentRef
    found: bool
    answer: str | None
    role: str | None
    confidence: float
    citations: tuple[Citation, ...] = ()
    reason: str | None = None
    nearest: tuple[Citation, ...] = ()
    today: tuple[Today, ...] = ()
    told: tuple[Intent, ...] = ()
    outside: bool = False
    items: tuple[str, ...] = ()

    def unstated(self, asked: Sequence[Intent]) -> list[Intent]:
        """Which of several things ``asked`` it does not tell; none where only one was."""
        return [kind for kind in asked if self.told and kind not in self.told]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way in which a reply was narrowed, by the request or by the question's own words.

    ``value`` as a request would give it, ``said`` as the question writes it; ``excluded``:
    everywhere but there. ``note``: what became of the place or body ("vi / en"), by ``source``.
    """

    kind: FilterKind
    value: str
    said: str
    origin: Literal["question", "request"]
    excluded: bool = False
    note: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A word taken for a typing mistake: as ``typed``, and as it was ``read``."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model reworded: all it says stands in the quotations of ``citations``."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The reply to one question. ``silent``: how many documents without answer are not listed.

    ``found_total``: how many documents answer, those beyond ``limit`` too. ``asked_as``: the
    question whole, with what a follow-up leaves to the question before it; ``intents``: every kind
    of answer it asks for, the chief one first. ``outside``: how many of the documents without
    answer are not of the places, levels and years that the question names. ``unseen``: how many
    were not looked at, among which more may answer: so many others came before that answer.
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
    asked_as: str = ""
    filters: tuple[Filter, ...] = ()
    corrections: tuple[Correction, ...] = ()
    rephrased: tuple[Sentence, ...] = ()
    intents: tuple[Intent, ...] = ()
    outside: int = 0
    unseen: int = 0

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record for each document listed, with its first citation, for a data frame."""
        return [
            {
                **_place(answer.document),
                "found": answer.found,
                "answer": answer.answer,
                "role": answer.role,
                "confidence": answer.confidence,
                **_quoted(next(iter(answer.citations), None)),
                "reason": answer.reason,
            }
            for answer in self.answers
        ]


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
    """A page of hits. ``facets``: name → value → count over all hits; ``next`` a cursor or None.

    ``at_least``: passages that were not looked at may be hits too: so many there are at least.
    """

    query: str
    understood_as: str
    total: int
    hits: tuple[SearchHit, ...]
    facets: dict[str, dict[str, int]]
    generation: str
    took_ms: float
    next: str | None = None
    corrections: tuple[Correction, ...] = ()
    at_least: bool = False

    def to_records(self) -> list[dict[str, Any]]:
        """One flat record for each hit."""
        return [
            {**_place(hit.document), "score": hit.score, "kind": hit.kind, **_quoted(hit.citation)}
            for hit in self.hits
        ]


def _place(document: DocumentRef) -> dict[str, Any]:
    return {
        "document": document.id,
        "locality": document.locality,
        "level": document.level,
        "year": document.year,
    }


def _quoted(cited: Citation | None) -> dict[str, Any]:
    names = ("clause", "quote", "start", "end", "page", "url")
    return {name: getattr(cited, name, None) for name in names}
