"""The pages' routes: each reads its address, asks the desk, and renders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.staticfiles import StaticFiles

from service.api.desk import house
from service.api.errors import Problem
from service.api.inputs import clean
from service.web import admin, comparing, documents, feedback, questions, research, taking
from service.web.messages import language
from service.web.rendering import render

router = APIRouter(include_in_schema=False)
for room in (questions, taking, feedback, documents, research):
    router.include_router(room.router)
static = StaticFiles(directory=Path(__file__).parent / "static")


@router.get("/compare")
def compare(
    request: Request,
    document: Annotated[list[str] | None, Query()] = None,
    section: str = "",
    fold: str = "",
    changed: str = "",
    find: str = "",
    pick: str = "",
) -> Response:
    """Show plans side by side; with fewer than two, let them be picked."""
    rooms = house(request)
    index = rooms.index()
    names = comparing.chosen([clean(name) for name in document or []])
    if len(names) < 2 or pick:
        known = {index.document(name).id for name in names}
        found, more = comparing.choices(index.documents(), sorted(known), clean(find))
        return render(
            request,
            "pick.html",
            choices=found,
            more=more,
            find=clean(find),
            most=comparing.MOST,
        )
    told = rooms.desk.compare(index, names, section=clean(section) or None)
    toggles = comparing.Toggles(fold=bool(fold), changed=bool(changed))
    lang = language(request.query_params.get("lang"))
    return render(
        request,
        "compare.html",
        told=told,
        columns=told.names(),
        names=names,
        section=told.section,
        toggles=toggles,
        bands=comparing.bands(index, told, toggles, lang),
        called=comparing.called(index, told),
    )


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """Serve browsers that look for the icon without reading the page."""
    return Response(status_code=308, headers={"Location": "/static/favicon.svg"})


def error_page(request: Request, problem: Problem) -> Response:
    """Show a problem in the look of the pages."""
    if problem.status == 401 and request.scope["path"].startswith("/admin/"):
        return admin.door(request, admin.SIGNED_OUT)
    known = problem.status if problem.status in {404, 422, 500, 503} else "other"
    return render(
        request, "error.html", problem.status, headers=problem.headers, problem=problem, known=known
    )
