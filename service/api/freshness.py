"""ETags: what is asked of one generation at one address is always told alike."""

from __future__ import annotations

import hashlib

from fastapi import Request
from starlette.exceptions import HTTPException

from service.api.desk import house
from service.api.tables import own_version


async def fresh(request: Request) -> None:
    """A dependency of calls that read: give the reply its tag, or say 304 without any work.

    The tag is weak, for ``took_ms`` differs; it stands for the generation, the version of the
    service and the whole address, so that nobody can have it who was not answered with 200.
    """
    if request.method != "GET":
        return
    asked = f"{request.scope['path']}?{request.scope['query_string'].decode('latin-1')}"
    what = "\n".join((house(request).index().generation, own_version(), asked))
    tag = f'W/"{hashlib.sha256(what.encode()).hexdigest()[:24]}"'
    request.state.tag = tag
    known = request.headers.get("if-none-match", "").split(",")
    if tag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in known):
        raise HTTPException(304)
