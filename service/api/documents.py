"""Documents, their text and their clauses."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Path, Query, Request

from indexer.errors import BadQuestion, NotFound
from service.api import records
from service.api.desk import house
from service.api.inputs import Name
from service.api.paging import Cursor, Limit, page
from service.quoting.citations import bodies_today, document_record

if TYPE_CHECKING:
    from indexer.documents import DocumentInfo
    from indexer.index.protocol import Index
    from service.answers import DocumentRef

router = APIRouter(prefix="/documents", tags=["documents"])

Id = Annotated[Name, Path(description="Document id", examples=["hai-duong-2023"])]

#: What a plan says; letterhead, signature and list of recipients stand in front and back.
_BODY = {"decision", "plan", "appendix"}


@router.get("", response_model=records.Documents)
def documents(request: Request, limit: Limit = 50, cursor: Cursor = None) -> dict[str, Any]:
    """List the documents, by id."""
    rooms = house(request)
    found, following = page(rooms.index().documents(), lambda info: info.id, limit, cursor)
    told = [_record(info, rooms.desk.describe(info)) for info in found]
    return {"documents": told, "next": following}


@router.get("/{id}", response_model=records.DocumentDetail)
def document(request: Request, id: Id) -> dict[str, Any]:
    """Tell what is known of one document, and what its place and bodies are called today."""
    rooms = house(request)
    index = rooms.index()
    info = index.document(id)
    today = bodies_today(info, index.clauses(id))
    return {**_record(info, rooms.desk.describe(info)), "agencies_today": today}


def _record(info: DocumentInfo, shown: DocumentRef) -> dict[str, Any]:
    """A document; of where its file lies, only the name is told."""
    return {**document_record(info, shown), "source": PurePath(info.source).name}


@router.get("/{id}/text", response_model=records.Text)
def text(request: Request, id: Id) -> dict[str, str]:
    """Give the canonical text, which all offsets count."""
    return {"id": id, "text": house(request).index().text(id)}


@router.get("/{id}/clauses", response_model=records.Clauses)
def clauses(
    request: Request,
    id: Id,
    all: Annotated[bool, Query(description="Front and back matter too")] = False,
    limit: Annotated[
        int | None, Query(ge=1, le=1000, description="Clauses a page; without it, every one")
    ] = None,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """List the clauses of the plan, its decision and its appendices, in reading order."""
    index = house(request).index()
    info, canonical = index.document(id), index.text(id)
    after = -1 if cursor is None else _order(index, id, cursor)
    kept = [u for u in index.clauses(id) if (all or u.part in _BODY) and u.order > after]
    shown = kept[:limit]
    return {
        "document": id,
        "clauses": [records.clause_record(info, unit, canonical) for unit in shown],
        "next": shown[-1].path if len(shown) < len(kept) else None,
    }


def _order(index: Index, id: str, cursor: str) -> int:
    try:
        return index.clause(id, cursor).order
    except NotFound:
        said = "cursor không hợp lệ: hãy dùng giá trị next. / bad cursor: use next."
        raise BadQuestion(said, "cursor") from None


@router.get("/{id}/clauses/{path}", response_model=records.Clause)
def clause(
    request: Request,
    id: Id,
    path: Annotated[Name, Path(description="Clause path", examples=["V.1.đ"])],
) -> dict[str, Any]:
    """Give one clause."""
    index = house(request).index()
    return records.clause_record(index.document(id), index.clause(id, path), index.text(id))
