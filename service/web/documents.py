"""The pages of the documents held: their list, one to be read, its file and images of its pages."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from indexer.documents import Clause, DocumentInfo
from indexer.errors import BadQuestion, NotFound
from service.api.desk import house
from service.api.inputs import clean
from service.api.paging import page as page_of
from service.comparing.history import of_place
from service.holdings import pictures
from service.holdings.files import Files, files
from service.quoting import citing
from service.web import leaves, links, oddities, places, reading, stated, tables
from service.web.messages import Lang, language, say
from service.web.rendering import render

router = APIRouter(include_in_schema=False)

_LISTED = 50
#: A file is never shown by the browser under this address, whatever it holds.
_ALONE = "default-src 'none'; sandbox"


@router.get("/documents")
def documents(request: Request, cursor: str = "") -> Response:
    """List the documents held."""
    rooms = house(request)
    index = rooms.index()
    infos = index.documents()
    shown, following = page_of(infos, lambda info: info.id, _LISTED, clean(cursor) or None)
    listed = [rooms.desk.describe(info) for info in shown]
    return render(
        request,
        "documents.html",
        total=len(infos),
        listed=listed,
        following=following,
        odd=oddities.of_documents(index, shown),
    )


@router.get("/documents/{id}")
def document(
    request: Request,
    id: str,
    clause: str = "",
    span: str = "",
    start: str = "",
    end: str = "",
    page: str = "",
) -> Response:
    """Show a document, one clause or one exact span of it marked."""
    rooms = house(request)
    index = rooms.index()
    info = index.document(clean(id))
    text = index.text(info.id)
    units = index.clauses(info.id)
    unit = index.clause(info.id, clean(clause)) if clause else None
    lang = language(request.query_params.get("lang"))
    place = places.addressed(unit, span, start, end, len(text))
    sheets = index.pages(info.id)
    original = leaves.shown(files(request), index, info, units, place, places.page_number(page))
    return render(
        request,
        "document.html",
        info=info,
        shown=rooms.desk.describe(info),
        blocks=list(tables.gather(reading.blocks(text, units, unit, place.mark))),
        outline=reading.outline(units, unit),
        place_shown=place,
        addressed=unit,
        chosen=_chosen(info, units, unit, paged=len(sheets) > 1) if unit else None,
        grounds=stated.grounds(info, units),
        problems=index.problems(info.id),
        recognised=oddities.recognised(sheets),
        original=original,
        asked_page=bool(page),
        name=reading.label(unit, citing.chain(units, unit)) if unit else None,
        years=len(of_place(index, info)) > 1,
        scanned=sum(sheet.obtained == "ocr" for sheet in sheets),
        **_addresses(info, lang, clause=clause, span=span, start=start, end=end),
    )


def _addresses(info: DocumentInfo, lang: Lang, **state: str) -> dict[str, Any]:
    """Where the file and the images of its pages are, and this page with another image."""
    here = f"/documents/{info.id}"
    return {
        "original_href": f"{here}/original",
        "image": lambda number, width: f"{here}/pages/{number}.png?width={width}",
        "turned": lambda number: links.href(here, lang, "leaf", **state, page=number),
    }


def _chosen(
    info: DocumentInfo, units: Sequence[Clause], unit: Clause, paged: bool
) -> dict[str, object]:
    """What is told of the clause asked for."""
    above = citing.chain(units, unit)
    return {
        "unit": unit,
        "above": [(one.path, reading.label(one, above[:n])) for n, one in enumerate(above[:-1], 1)],
        "cite": citing.formal(info, above, unit.page if paged else None),
        "stated": stated.of_clause(info, units, unit),
    }


@router.get("/documents/{id}/original")
def original(request: Request, id: str) -> Response:
    """Hand out the file a document was read from, to be kept and not to be shown here."""
    info = house(request).index().document(clean(id))
    found = files(request).originals.of(info)
    if found.path is None:
        raise NotFound(say("vi", f"original_{found.state}_both"), "id")
    name = PurePath(info.source).name
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return FileResponse(
        found.path,
        media_type=kind if kind == "application/pdf" else "application/octet-stream",
        filename=name,
        content_disposition_type="attachment",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": _ALONE,
            "ETag": f'"{info.sha256}"',
            "Cache-Control": "private, no-cache",
        },
    )


@router.get("/documents/{id}/pages/{number}.png")
def picture(request: Request, id: str, number: str, width: str = "") -> Response:
    """The image of a page, in one of a few widths."""
    info = house(request).index().document(clean(id))
    across = _width(width)
    page = places.page_number(number) or 1
    tag = f'"{info.sha256[:16]}-{page}-{across}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=3600"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    data = _drawn(files(request), info, page, across)
    return Response(data, headers=headers, media_type="image/png")


def _drawn(held: Files, info: DocumentInfo, page: int, width: int) -> bytes:
    found = held.originals.of(info)
    if found.path is None:
        raise NotFound(say("vi", f"original_{found.state}_both"), "id")
    if info.format not in pictures.FORMATS:
        raise NotFound(say("vi", "no_pages"), "number")
    if page > len(held.pictures.sizes(found.path, info.sha256)):
        raise NotFound(say("vi", "no_page"), "number")
    return held.pictures.page(found.path, info.sha256, page, width)


def _width(asked: str) -> int:
    widths = {str(width): width for width in pictures.WIDTHS}
    if asked and asked not in widths:
        raise BadQuestion(say("vi", "bad_width", widths=", ".join(widths)), "width")
    return widths.get(asked, leaves.WIDTH)
