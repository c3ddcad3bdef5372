"""From the service's values to what an assistant reads.

An assistant reads everything it is sent, and pays for it: a quotation longer than ``LONG`` code
points is given up to there (``cut``), and ``get_clause`` gives the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from indexer.succession import Today
from service.answers import Answers, Citation, DocumentAnswer, SearchHit, SearchResults
from service.api.schemas import Plan
from service.comparing.values import Cell, Comparison, Coverage, Row
from service.mcp.shapes import (
    CHECKED,
    SILENT,
    AskResult,
    Beside,
    Checked,
    CheckResult,
    CompareResult,
    Covered,
    Differing,
    Passage,
    PlanAnswer,
    Quotation,
    SearchResult,
    Side,
    Silence,
)
from service.quoting import verifying

#: Code points of one quotation, and of one side of a comparison.
LONG, BESIDE = 1200, 500


def answered(reply: Answers, base: str) -> AskResult:
    """The reply as an assistant reads it; ``base`` makes addresses whole."""
    found = [a for a in reply.answers if a.found]
    silent = [a for a in reply.answers if not a.found]
    return AskResult(
        question=reply.question,
        understood_as=reply.understood_as,
        notes=_notes(reply),
        found=reply.found,
        answers=[_answer(answer, base) for answer in found],
        more=max(0, reply.found_total - len(found)),
        silent=[
            Silence(document=a.document.id, locality=a.document.locality, reason=a.reason or "")
            for a in silent[:SILENT]
        ],
        silent_total=len(silent) + reply.silent,
        unseen=reply.unseen,
    )


def searched(found: SearchResults, base: str) -> SearchResult:
    """A page of hits as an assistant reads it."""
    return SearchResult(
        query=found.query,
        understood_as=found.understood_as,
        total=found.total,
        at_least=found.at_least,
        passages=[_passage(hit, base) for hit in found.hits],
        next=found.next,
    )


def compared(
    found: Comparison, rows: Sequence[Row], offset: int, limit: int, base: str
) -> CompareResult:
    """``limit`` of the ``rows`` of a comparison that are wanted, from ``offset`` on."""
    after = offset + limit
    return CompareResult(
        documents=[Plan.model_validate(d) for d in found.documents],
        coverage=[_covered(told) for told in found.coverage],
        total=len(rows),
        rows=[_beside(row, base) for row in rows[offset:after]],
        next=after if after < len(rows) else None,
    )


def checked(found: verifying.Verified, base: str) -> CheckResult:
    """What became of each quotation."""
    return CheckResult(
        quotations=[_checked(one, base) for one in found.quotes[:CHECKED]],
        unchecked=len(found.unchecked) + max(0, len(found.quotes) - CHECKED),
        not_checked=[f"{one.reason}: “{_short(one.quote, LONG)}”" for one in found.unchecked][
            :CHECKED
        ],
    )


def _checked(one: verifying.Checked, base: str) -> Checked:
    place = next(iter(one.places), None)
    return Checked(
        quote=one.quote,
        status=one.status,
        document=Plan.model_validate(place.document) if place else None,
        clause=place.citation.clause if place else None,
        url=base + place.citation.url if place else None,
        written=_short(place.citation.quote, LONG) if place else None,
        differences=[
            f"{d.kind}: “{d.quoted}” → “{d.written}”" for d in (place.differences if place else ())
        ],
    )


def _answer(answer: DocumentAnswer, base: str) -> PlanAnswer:
    return PlanAnswer(
        document=Plan.model_validate(answer.document),
        answer=_short(answer.answer or "", LONG),
        role=answer.role,
        confidence=answer.confidence,
        quotations=[
            Quotation(**_quoted(c, base)) for c in answer.citations[: len(answer.items) or 2]
        ],
        today=followed(answer.today),
    )


def followed(changes: Iterable[Today]) -> list[str]:
    """Each body that has ended, and what is known to do its work today."""
    return [f"{change.former} → {change.name}" for change in changes if change.name]


def _notes(reply: Answers) -> list[str]:
    narrowed = [
        f"{'không phải · not' if f.excluded else 'chỉ · only'} {f.kind} “{f.said}”"
        + (f" ({f.note})" if f.note else "")
        for f in reply.filters
        if f.origin == "question"
    ]
    return narrowed + [f"“{c.typed}” → “{c.read}”" for c in reply.corrections]


def _passage(hit: SearchHit, base: str) -> Passage:
    document = Plan.model_validate(hit.document)
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
            Differing(kind=d.kind, said={s.document: list(s.all) for s in d.said})
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
