"""Templates to replies: the environment, and what every page can call."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from urllib.parse import unquote

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.answers import Citation
from service.api.inputs import MAX_NAME
from service.comparing import phrases
from service.web import asking, links, marking
from service.web.messages import Lang, language, say, spoken, term
from service.web.words.frame import SCRIPT

_HERE = Path(__file__).parent

_environment = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_environment.globals["highlighted"] = marking.highlighted
_environment.globals["day"] = asking.day
_environment.globals["is_same_place"] = asking.is_same_place
_environment.globals["zip"] = zip
_environment.globals["beyond"] = phrases.beyond


def _feedback(lang: Lang, q: str, citation: Citation, answer: str | None) -> str:
    return links.href(
        "/feedback", lang, q=q, clause=citation.clause, answer=answer and answer[:MAX_NAME]
    )


@cache
def asset(name: str) -> str:
    """Return the address of a static file, changed whenever its content is."""
    digest = hashlib.sha256((_HERE / "static" / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def render(
    request: Request,
    template: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> Response:
    """Return a page in the language its address asks for."""
    lang = language(request.query_params.get("lang"))
    other = "vi" if lang == "en" else "en"
    asked = request.query_params
    state = {name: asked.getlist(name) for name in asked if name != "lang"}
    body = _environment.get_template(template).render(
        lang=lang,
        other=other,
        # No path: "//host" in the address must not become a link to another host.
        other_href=links.href("", language(other), **state) or "?",
        t=partial(say, lang),
        term=partial(term, lang),
        spoken=partial(spoken, lang),
        href=lambda path, fragment="", **kept: links.href(path, lang, fragment, **kept),
        place=lambda document, path=None, **state: links.place(document, lang, path, **state),
        cited=lambda document, citation: links.cited(document, citation, lang),
        reference=lambda document: asking.reference(document, lang),
        feedback=partial(_feedback, lang),
        script_words={k: say(lang, f"script_{k}", n="{n}", name="{name}") for k in SCRIPT},
        address=unquote(links.whole(request)),
        asset=asset,
        path=request.scope["path"],
        **values,
    )
    return Response(body, status, dict(headers or {}), "text/html; charset=utf-8")
