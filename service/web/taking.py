"""Answers and passages as files: CSV for a spreadsheet, DOCX for a report, JSON for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from starlette.responses import JSONResponse

from service.answers import Answers, SearchHit
from service.api.desk import House, house
from service.api.inputs import clean, question_text
from service.comparing.matrix import Matrix
from service.export import exporting
from service.export.sheets import sheet
from service.web import asking, comparing
from service.web.links import site_of
from service.web.messages import Lang, language, say, term
from service.web.narrowing import filters
from service.web.questions import Asked

router = APIRouter(include_in_schema=False)

Format = Literal["csv", "docx", "json"]

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_COLUMNS = {
    "answers": (
        *("locality", "locality_today", "year", "document", "answer", "role", "quote", "source"),
        *("url", "reason"),
    ),
    "passages": ("locality", "locality_today", "year", "document", "quote", "source", "url"),
    "targets": (
        *("locality", "locality_today", "year", "document", "measured", "quote", "unit"),
        *("target_year", "due", "source", "url"),
    ),
    "history": ("year", "document", "quote", "source", "similarity", "differences", "url"),
}
_MOST = 100
#: Pages of answers in one file.
_PAGES = 10


@router.get("/take/targets.{format}")
def targets(
    request: Request,
    format: Literal["csv", "docx"],
    q: str = "",
    document: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """The table of targets, every figure a row, those too that the page keeps for later."""
    rooms = house(request)
    names = [name for name in map(clean, document or []) if name]
    index = rooms.index()
    asked = question_text(q, "q")
    pages: list[Matrix] = []
    cursor: str | None = "0"
    while cursor is not None:
        found = rooms.desk.matrix(index, asked, documents=names or None, limit=_MOST, cursor=cursor)
        pages.append(found)
        cursor = found.next
    if format == "docx":
        from service.comparing import papers

        return _file(papers.of_matrix(*pages), _DOCX, "chi-tieu.docx")
    site = site_of(request)
    records = [record for page in pages for record in exporting.target_records(page, site)]
    return _csv("targets", records, language(request.query_params.get("lang")), "chi-tieu")


@router.get("/take/comparison.csv")
def comparison(
    request: Request,
    document: Annotated[list[str] | None, Query()] = None,
    section: str = "",
    fold: str = "",
    changed: str = "",
) -> Response:
    """Plans side by side, a line for each row of the page, in the page's language."""
    from service.comparing.exporting import csv_columns, csv_records

    rooms = house(request)
    names = comparing.chosen([clean(name) for name in document or []])
    found = rooms.desk.compare(
        rooms.index(),
        names,
        section=clean(section) or None,
        changed=bool(changed),
        fold=bool(fold),
    )
    lang = language(request.query_params.get("lang"))
    called = dict(zip((d.id for d in found.documents), found.names(numbers=True), strict=True))
    heads: dict[str, str] = {}
    for column in csv_columns(found):
        part, _, whose = column.partition(": ")
        told = say(lang, f"column_{part}")
        heads[column] = f"{told}: {called[whose]}" if whose else told
    records = csv_records(found, site_of(request))
    return _sheet(heads, records, lang, "so-sanh")


@router.get("/take/history.csv")
def history(request: Request, document: str = "", clause: str = "") -> Response:
    """One clause through the years, each quotation a row, and each plan that has no counterpart."""
    rooms = house(request)
    found = rooms.desk.history(rooms.index(), clean(document), clean(clause))
    site = site_of(request)
    titles = {step.document.id: step.document.title for step in found.steps}
    records = [
        {
            **record,
            "document": titles[record["document"]],
            "url": record["url"] and f"{site}{record['url']}",
        }
        for record in found.to_records()
    ]
    return _csv("history", records, language(request.query_params.get("lang")), "qua-cac-nam")


@router.get("/take/{what}.{format}")
def take(
    request: Request, what: Literal["answers", "passages"], format: Format, q: str = ""
) -> Response:
    """What the page with the same address shows, with what its next pages would."""
    rooms = house(request)
    lang = language(request.query_params.get("lang"))
    asked = Asked(question_text(q, "q"), filters(request.query_params))
    site = site_of(request)
    return (_answers if what == "answers" else _passages)(rooms, asked, format, lang, site)


def _answers(rooms: House, asked: Asked, format: Format, lang: Lang, site: str) -> Response:
    answers = _whole(rooms, asked)
    if format == "json":
        return _json(answers, "tra-loi")
    source = asking.sourcing(rooms.index())
    if format == "docx":
        return _file(exporting.answers_paper(answers, source, site), _DOCX, "tra-loi.docx")
    return _csv("answers", exporting.answer_records(answers, source, site), lang, "tra-loi")


def _whole(rooms: House, asked: Asked) -> Answers:
    """The answers of all pages, up to ``_PAGES``: what is counted is as the last one tells it."""
    reply = asked.answers(rooms)
    answers = [*reply.answers]
    for _ in range(1, _PAGES):
        if reply.next is None:
            break
        reply = replace(asked, after=reply.next).answers(rooms)
        answers += reply.answers
    once = {answer.document.id: answer for answer in answers}
    return replace(reply, answers=tuple(once.values()))


def _passages(rooms: House, asked: Asked, format: Format, lang: Lang, site: str) -> Response:
    hits = _all(rooms, asked)
    if format == "json":
        return _json({"query": asked.q, "total": len(hits), "hits": hits}, "doan-trich")
    source = asking.sourcing(rooms.index())
    if format == "docx":
        paper = exporting.passages_paper(asked.q, hits, source, site)
        return _file(paper, _DOCX, "doan-trich.docx")
    return _csv("passages", exporting.passage_records(hits, source, site), lang, "doan-trich")


def _all(rooms: House, asked: Asked) -> list[SearchHit]:
    """Every passage that the page counts, not those of its first page alone."""
    hits: list[SearchHit] = []
    cursor: str | None = None
    while True:
        found = Asked(asked.q, asked.chosen, cursor).passages(rooms, _MOST)
        hits += found.hits
        cursor = found.next
        if cursor is None or not found.hits:
            return hits


def _csv(what: str, records: Iterable[exporting.Record], lang: Lang, name: str) -> Response:
    heads = {column: say(lang, f"column_{column}") for column in _COLUMNS[what]}
    return _sheet(heads, records, lang, name)


def _sheet(
    heads: Mapping[str, str], records: Iterable[exporting.Record], lang: Lang, name: str
) -> Response:
    """A CSV of the fields that ``heads`` names, under what it calls them."""
    rows = ({heads[c]: _cell(lang, c, record.get(c)) for c in heads} for record in records)
    body = sheet(list(heads.values()), rows)
    return _file(body.encode("utf-8"), "text/csv; charset=utf-8", f"{name}.csv")


def _cell(lang: Lang, column: str, value: object) -> object:
    if column == "role" and value:
        return term(lang, "role", str(value))
    if column == "differences" and value:
        return ", ".join(term(lang, "difference", kind) for kind in str(value).split(", "))
    if isinstance(value, bool):
        return say(lang, "value_yes" if value else "value_no")
    return "" if value is None else value


def _json(told: Any, name: str) -> Response:  # noqa: ANN401 (whatever JSON can hold)
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return JSONResponse(jsonable_encoder(told), headers=headers)


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=kind, headers=headers)
