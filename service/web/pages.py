"""The pages' routes: each reads its address, asks the desk, and renders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.staticfiles import StaticFiles

from indexer.errors import BadQuestion, NotFound
from service.api.desk import House, house
from service.api.errors import Problem, problem_of
from service.api.inputs import clean, question_text
from service.web import asking, comparing, documents
from service.web.messages import Lang, language
from service.web.rendering import render
from service.web.words.asking import EXAMPLES

router = APIRouter(include_in_schema=False)
router.include_router(documents.router)
static = StaticFiles(directory=Path(__file__).parent / "static")

_PASSAGES = 10
_ANSWERS = 50


@router.get("/")
def home(
    request: Request,
    q: str | None = None,
    locality: str = "",
    level: str = "",
    year: str = "",
    cursor: str = "",
    without: Annotated[list[str] | None, Query(max_length=20)] = None,
    previous: str = "",
    literal: str = "",
) -> Response:
    """Ask, and show the answers; without a question, what can be asked."""
    rooms = house(request)
    infos = rooms.index().documents()
    lang = language(request.query_params.get("lang"))
    shown: dict[str, Any] = {"q": clean(q or ""), "documents": len(infos), "examples": EXAMPLES}
    chosen = asking.Filters()
    problem = None
    try:
        chosen = asking.filters(locality, level, year, without or (), bool(literal))
        if q is not None and cursor:  # further passages: the answers stand on the first page
            shown |= _passages(rooms, question_text(q, "q"), chosen, cursor, lang)
        elif q is not None:
            before = question_text(previous, "previous") if previous else None
            shown |= _found(rooms, question_text(q, "q"), before, chosen, lang)
            chosen = shown.pop("chosen")
    except (BadQuestion, NotFound) as error:
        problem = problem_of(error)
    choices = asking.options(infos, chosen, lang)
    shown |= {"chosen": chosen, "choices": choices, "problem": problem}
    named = asking.named(shown["q"], chosen, shown["answers"], lang) if "answers" in shown else ()
    shown["chips"] = (*asking.chips(shown["q"], chosen, choices, lang), *named)
    onward = "answers" in shown and asking.onward(shown["q"], chosen, shown["answers"], lang)
    shown["onward"] = onward or None
    return render(request, "home.html", problem.status if problem else 200, **shown)


def _passages(
    rooms: House, q: str, chosen: asking.Filters, cursor: str, lang: Lang
) -> dict[str, Any]:
    index = rooms.index()
    results = rooms.desk.search(
        index,
        q,
        locality=chosen.locality,
        level=chosen.level,
        year=chosen.year,
        limit=_PASSAGES,
        cursor=clean(cursor) or None,
        literal=chosen.literal,
    )
    return {
        "source": asking.sourcing(index, lang),
        "results": results,
        "restored": asking.restored(q, results.understood_as),
        "corrections": results.corrections,
    }


def _found(
    rooms: House, q: str, previous: str | None, chosen: asking.Filters, lang: Lang
) -> dict[str, Any]:
    answers = rooms.desk.ask(
        rooms.index(),
        q,
        localities=[chosen.locality] if chosen.locality else None,
        levels=[chosen.level] if chosen.level else None,
        years=[chosen.year] if chosen.year else None,
        limit=_ANSWERS,
        without=chosen.without,
        previous=previous,
        literal=chosen.literal,
    )
    whole = answers.asked_as or q
    chosen = asking.left(chosen, answers) if whole != q else chosen
    found, silent = asking.split(answers)
    return _passages(rooms, whole, chosen, "", lang) | {
        "q": whole,
        "chosen": chosen,
        "answers": answers,
        "found": found,
        "silent": silent,
        "restored": asking.restored(q, answers.understood_as),
        "few": asking.FEW,
        "open": asking.OPEN,
    }


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
        names=names,
        section=told.section,
        toggles=toggles,
        bands=comparing.bands(index, told, toggles, lang),
    )


@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    """Serve browsers that look for the icon without reading the page."""
    return Response(status_code=308, headers={"Location": "/static/favicon.svg"})


def error_page(request: Request, problem: Problem) -> Response:
    """Show a problem in the look of the pages."""
    known = problem.status if problem.status in {404, 422, 500, 503} else "other"
    return render(
        request, "error.html", problem.status, headers=problem.headers, problem=problem, known=known
    )
