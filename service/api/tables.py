"""Reference tables, and whether the service is ready."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from service.api import records
from service.api.desk import house
from service.api.paging import Cursor, page

router = APIRouter()
#: What changes with no generation, and must be told while all workers are busy.
health_router = APIRouter()

_Limit = Annotated[int, Query(ge=1, le=1000)]


def own_version() -> str:
    """Return the installed version, or 0 in a bare checkout."""
    try:
        return version("tracuu")
    except PackageNotFoundError:
        return "0"


@router.get("/localities", response_model=records.Localities, tags=["reference"])
def localities(request: Request, limit: _Limit = 1000, cursor: Cursor = None) -> dict[str, Any]:
    """List the places the service knows, with their successors and dates."""
    found, following = page(
        house(request).desk.reference().provinces, lambda row: row.id, limit, cursor
    )
    return {"localities": [records.row_record(row) for row in found], "next": following}


@router.get("/agencies", response_model=records.Agencies, tags=["reference"])
def agencies(request: Request, limit: _Limit = 1000, cursor: Cursor = None) -> dict[str, Any]:
    """List the agencies the service knows, with their successors and dates."""
    found, following = page(
        house(request).desk.reference().agencies, lambda row: row.id, limit, cursor
    )
    return {"agencies": [records.row_record(row) for row in found], "next": following}


@health_router.get("/health", response_model=records.Health, tags=["health"])
async def health(request: Request) -> dict[str, Any]:
    """Say whether questions can be answered: 200 with the generation, or 503 with the reason."""
    rooms = house(request)
    index = rooms.index()
    return {
        "status": "ready",
        "generation": index.generation,
        "documents": len(index.documents()),
        "clauses": index.size(),
        "encoder": index.encoder.name,
        "version": own_version(),
        "refused": rooms.shelf.refused,
    }
