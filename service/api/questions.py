"""``ask``, ``search`` and ``suggest``: what a question finds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request

from indexer.documents import Level
from indexer.errors import NotFound
from service import answers
from service.api import schemas
from service.api.desk import house
from service.api.inputs import MAX_NAME, Name, Question, clean
from service.api.media import json_only

router = APIRouter(tags=["questions"])
#: What changes with no generation: readers may call an answer right at any moment.
completing = APIRouter(tags=["questions"])


def _some(what: str) -> Any:  # noqa: ANN401 (what FastAPI's Query returns)
    return Query(description=f"{what}; give it again for more than one", max_length=200)


@contextmanager
def _named(**names: str) -> Iterator[None]:
    """Let an error name the parameter as this call spells it."""
    try:
        yield
    except NotFound as error:
        raise NotFound(str(error), names.get(error.field, error.field)) from error


@router.post("/ask", response_model=schemas.Answers, dependencies=[Depends(json_only)])
def ask(request: Request, asked: schemas.AskRequest) -> answers.Answers:
    """Answer a question from every plan in scope, each answer with its citations."""
    rooms = house(request)
    request.state.question = asked.question
    with _named(document="documents", locality="localities"):
        return rooms.desk.ask(
            rooms.index(),
            asked.question,
            documents=asked.documents,
            localities=asked.localities,
            levels=asked.levels,
            years=asked.years,
            lang=asked.lang,
            limit=asked.limit,
            cursor=asked.cursor,
            without=asked.without,
            previous=asked.previous,
            literal=asked.literal,
            rephrase=asked.rephrase,
        )


@router.get("/search", response_model=schemas.SearchResults)
def search(
    request: Request,
    q: Annotated[Question, Query(description="1 to 500 characters", examples=["khám sức khỏe"])],
    document: Annotated[list[Name] | None, _some("Document ids")] = None,
    locality: Annotated[list[Name] | None, _some("Ids or names, today's or former")] = None,
    level: Annotated[list[Level] | None, _some("Levels of government")] = None,
    year: Annotated[list[int] | None, _some("Years plans are for or were issued in")] = None,
    agency: Annotated[Name | None, Query(description="Id or name of an agency")] = None,
    kind: Annotated[Name | None, Query(description="Kind of clause", examples=["bullet"])] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[Name | None, Query(description="`next` of the page before")] = None,
    literal: Annotated[bool, Query(description="Look for words as typed")] = False,
    order: Annotated[
        Literal["best", "newest", "oldest", "place"], Query(description="How hits are ordered")
    ] = "best",
    exact: Annotated[
        bool, Query(description="Only passages that hold the words as typed, in their order")
    ] = False,
) -> dict[str, Any]:
    """Find passages, best first, with facets over all of them."""
    rooms = house(request)
    with _named(documents="document", localities="locality"):
        found = rooms.desk.search(
            rooms.index(),
            q,
            document=document,
            locality=locality,
            level=level,
            year=year,
            agency=agency,
            kind=kind,
            limit=limit,
            cursor=cursor,
            literal=literal,
            order=order,
            exact=exact,
        )
    return {**{name: getattr(found, name) for name in found.__slots__}, "hits": _hits(found)}


def _hits(found: answers.SearchResults) -> list[dict[str, Any]]:
    return [
        {
            **asdict(hit.citation),
            "document": hit.document,
            "kind": hit.kind,
            "score": hit.score,
            "highlights": hit.highlights,
        }
        for hit in found.hits
    ]


@completing.get("/suggest", response_model=schemas.Suggestions)
def suggest(
    request: Request,
    q: Annotated[str, Query(max_length=MAX_NAME, examples=["kham suc"])],
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> dict[str, Any]:
    """Complete what is being typed, with or without diacritics."""
    rooms = house(request)
    typed = clean(q)
    praised = rooms.box.praised()
    found = rooms.desk.complete(rooms.index(), typed, limit, praised) if typed else ()
    return {"suggestions": [one.text for one in found], "items": found}
