"""Reference tables, and whether the service is ready."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field

from service.api.desk import house, shelf
from service.api.holdings import Holdings
from service.api.paging import Cursor, page
from service.api.schemas import Shape

router = APIRouter()
#: What changes with no generation, and must be told while all workers are busy.
health_router = APIRouter()

_Limit = Annotated[int, Query(ge=1, le=1000)]


class Row(Shape):
    """A row of a reference table; what a table has beside these is passed on as it is."""

    model_config = ConfigDict(from_attributes=True, extra="allow")

    id: str
    name: str
    name_en: str | None = None
    aliases: list[str] = []
    valid_to: str | None = Field(None, description="The last day the name was in use")
    successors: list[Any] = Field([], description="What took its place")
    status: str | None = None
    source: str | None = None


class Successor(Shape):
    """One step: since ``since`` the body ``successor`` (an id) does ``function`` (empty: all)."""

    function: str
    successor: str
    since: str = Field(description="ISO 8601")
    basis: Literal["read", "unverified"] = Field(description="Unverified changes name nobody")
    source: str


class AgencyRow(Row):
    """A body, and who does its work since it ended."""

    level: str | None = None
    successions: list[Successor] = []


class PlaceRow(Row):
    """A place, with the days it stood and what it was made of."""

    level: str | None = None
    province: str | None = Field(None, description="Id of the province of a district or commune")
    valid_from: str | None = Field(None, description="The first day the name was in use")
    merged_from: list[str] = Field([], description="Ids of the places it was made of")


class Localities(Shape):
    """A page of places, with what became of them."""

    localities: list[PlaceRow]
    next: str | None


class Agencies(Shape):
    """A page of agencies, with what became of them."""

    agencies: list[AgencyRow]
    next: str | None


class Health(Shape):
    """Ready to answer, and with what."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "ready",
                    "generation": "g-000001",
                    "documents": 5,
                    "clauses": 302,
                    "units": 410,
                    "encoder": "default",
                    "version": "0.1.0",
                    "refused": None,
                }
            ]
        }
    )

    status: Literal["ready"]
    generation: str
    documents: int
    clauses: int = Field(
        description="Clauses that can be found: a heading is found by those below it, and a label "
        "line with the task it assigns, so that these are fewer than `units`"
    )
    units: int | None = Field(
        None, description="Every unit of every plan, as a build counts them; null where not known"
    )
    encoder: str
    version: str
    refused: str | None = Field(description="Why a newer generation is not served")


def own_version() -> str:
    """Return the installed version, or 0 in a bare checkout."""
    try:
        return version("tracuu")
    except PackageNotFoundError:
        return "0"


@router.get("/localities", response_model=Localities, tags=["reference"])
def localities(
    request: Request,
    level: Annotated[
        Literal["province", "district", "commune"], Query(description="Level of government")
    ] = "province",
    limit: _Limit = 1000,
    cursor: Cursor = None,
) -> dict[str, Any]:
    """List the places the service knows, with their successors and dates."""
    table = house(request).desk.reference()
    held = {
        "province": table.provinces,
        "district": table.districts,
        "commune": table.communes,
    }
    found, following = page(held[level], lambda row: row.id, limit, cursor)
    return {"localities": [asdict(row) for row in found], "next": following}


@router.get("/agencies", response_model=Agencies, tags=["reference"])
def agencies(request: Request, limit: _Limit = 1000, cursor: Cursor = None) -> dict[str, Any]:
    """List the agencies the service knows, with their successors and dates."""
    table = house(request).desk.reference()
    found, following = page(table.agencies, lambda row: row.id, limit, cursor)
    told = [{**asdict(row), "successions": table.successions.get(row.id, ())} for row in found]
    return {"agencies": told, "next": following}


@health_router.get("/health", response_model=Health, tags=["health"])
async def health(request: Request) -> dict[str, Any]:
    """Say whether questions can be answered: 200 with the generation, or 503 with the reason."""
    served = shelf(request)
    return {
        "status": "ready",
        **asdict(Holdings.of(served.index())),
        "version": own_version(),
        "refused": served.refused,
    }
