"""Passages and documents as answers cite them, and where they open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import quote as percent

from indexer.documents import Clause, DocumentInfo
from indexer.index import Passage
from indexer.succession import Today, agency_today, day_of, place_today
from service.answers import Citation, DocumentRef


def address(document: str, path: str | None = None, span: tuple[int, int] | None = None) -> str:
    """The page of a document, or of one clause in place, perhaps with an exact span of it marked.

    >>> address("hai-duong-2023", "V.1.đ")
    '/documents/hai-duong-2023?clause=V.1.%C4%91#V.1.%C4%91'
    >>> address("hai-duong-2023", "V.3", (10, 28))
    '/documents/hai-duong-2023?clause=V.3&start=10&end=28#V.3'
    """
    page = f"/documents/{percent(document, safe='')}"
    if path is None:
        return page
    place = percent(path, safe="")
    marked = f"&start={span[0]}&end={span[1]}" if span else ""
    return f"{page}?clause={place}{marked}#{place}"


def citation(passage: Passage) -> Citation:
    """A passage as a quotation that opens in place."""
    path = passage.clause.path
    return Citation(
        clause=f"{passage.document}#{path}",
        path=path,
        headings=passage.context,
        quote=passage.text,
        start=passage.clause.start,
        end=passage.clause.start + len(passage.text),
        page=passage.clause.page,
        url=address(passage.document, path),
        ocr=passage.ocr,
    )


def document_ref(info: DocumentInfo) -> DocumentRef:
    """A document as answers show it."""
    today = place_today(info)
    return DocumentRef(
        id=info.id,
        title=info.title,
        locality=info.locality,
        locality_today=today.name if today else None,
        level=info.level,
        number=info.number,
        date=info.date,
        year=info.year,
        issuer=info.issuer,
        digest=info.digest,
        place_today=today,
    )


def document_record(info: DocumentInfo, shown: DocumentRef) -> dict[str, Any]:
    """All that is known of a document, what its place is today, and where it opens."""
    today = {"locality_today": shown.locality_today, "place_today": shown.place_today}
    return {**asdict(info), **today, "url": address(info.id)}


def bodies_today(info: DocumentInfo, units: Iterable[Clause]) -> list[Today]:
    """What became of the bodies that clauses of a document name."""
    names = dict.fromkeys(a.name for unit in units for a in unit.facts.agencies)
    heirs = (heir for name in names for heir in agency_today(name, day_of(info)))
    return list(dict.fromkeys(heirs))
