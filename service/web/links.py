"""Addresses of the pages: all state stands in them, the language of the frame included."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

from fastapi import Request

from service.answers import Citation
from service.quoting.citations import address
from service.web.messages import Lang

State = str | int | Sequence[str] | None


def href(path: str, lang: Lang, fragment: str = "", /, **state: State) -> str:
    """Return ``path`` with what is set of ``state``; Vietnamese needs no ``lang``.

    A list is a parameter given more than once.

    >>> href("/", "en", q="khám", year=None)
    '/?q=kh%C3%A1m&lang=en'
    """
    kept = {name: value for name, value in state.items() if value not in (None, "", [], ())}
    if lang != "vi":
        kept["lang"] = lang
    query = f"?{urlencode(kept, doseq=True)}" if kept else ""
    return f"{path}{query}" + (f"#{quote(fragment, safe='')}" if fragment else "")


def place(document: str, lang: Lang, path: str | None = None, **state: State) -> str:
    """Return the page of a document, at one clause, perhaps with an exact span marked."""
    return href(address(document), lang, path or "", clause=path, **state)


def cited(document: str, citation: Citation, lang: Lang) -> str:
    """Return where a citation opens in place, its very words marked."""
    return place(document, lang, citation.path, span=f"{citation.start}-{citation.end}")


def site_of(request: Request) -> str:
    """Return what addresses begin with elsewhere, without a slash at its end.

    It is where readers are known to reach the pages (``--url``), else what this one called us.
    """
    said: str = request.app.state.url or str(request.base_url)
    return said.rstrip("/")


def whole(request: Request) -> str:
    """Return the address of the page asked for, to stand on paper."""
    return site_of(request) + str(request.url.replace(scheme="", netloc=""))
