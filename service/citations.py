"""Passages and documents as answers cite them."""

from __future__ import annotations

from urllib.parse import quote as percent

from indexer.documents import DocumentInfo
from indexer.index import Passage
from indexer.succession import place_today
from service.answers import Citation, DocumentRef


def citation(passage: Passage) -> Citation:
    """A passage as a quotation that opens in place."""
    path = passage.clause.path
    anchor = percent(path, safe="")
    return Citation(
        clause=f"{passage.document}#{path}",
        path=path,
        headings=passage.context,
        quote=passage.text,
        start=passage.clause.start,
        end=passage.clause.start + len(passage.text),
        page=passage.clause.page,
        url=f"/documents/{percent(passage.document)}?clause={anchor}#{anchor}",
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
