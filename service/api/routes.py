"""Version 1 of the API: its rooms, and the errors each may tell."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends

from service.api import admin, citations, comparing, documents, problems, questions, tables
from service.api.freshness import fresh
from service.api.parameters import spelt


def errors_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe replies of these statuses, all of the one shape."""
    told = {
        400: "Malformed request",
        401: "No key where one is needed, or one that opens nothing",
        403: "A key that does not hold the scope",
        404: "Unknown document, clause or place",
        408: "The body came too slowly",
        409: "Another job is at work on the index, or the index was copied or moved here",
        413: "Body over 64 kB (over 512 MB where plans are added)",
        415: "Body that is not JSON",
        422: "Bad input; `field` names it",
        429: "More than the key's or the address's share; Retry-After says when",
        500: "Unforeseen; `id` stands in the log",
        503: "No index to answer from, or too busy; Retry-After says when",
    }
    return {status: {"model": problems.Problem, "description": told[status]} for status in statuses}


def reading() -> APIRouter:
    """Return the calls of version 1 that read the index."""
    router = APIRouter(prefix="/v1")
    for rooms, statuses in (
        (questions.router, (400, 404, 408, 413, 415)),
        (citations.router, (400, 404, 408, 413, 415)),
        (comparing.router, (404,)),
        (documents.router, (404,)),
        (tables.router, ()),
    ):
        told = errors_of(*statuses, 401, 422, 429, 500, 503)
        router.include_router(rooms, responses=told, dependencies=[Depends(spelt), Depends(fresh)])
    router.include_router(questions.completing, responses=errors_of(401, 422, 429, 500, 503))
    return router


def keeping() -> APIRouter:
    """Return the calls of version 1 that tell of the service, or change what is served."""
    router = APIRouter(prefix="/v1")
    told = errors_of(400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503)
    router.include_router(admin.router, responses=told)
    router.include_router(tables.health_router, responses=errors_of(401, 500, 503))
    return router
