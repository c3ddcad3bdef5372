"""``/widget.js``: the box other sites embed, under an address that never changes."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response

router = APIRouter(include_in_schema=False)

_FILE = Path(__file__).parent / "static" / "widget.js"
#: A day unseen, and a week shown while it is looked at again: its address tells no version.
_KEPT = "public, max-age=86400, stale-while-revalidate=604800"


@router.get("/widget.js")
def widget(request: Request) -> Response:
    """Send the script, or say that the copy held is the one."""
    script, tag = _script()
    headers = {
        "ETag": tag,
        "Cache-Control": _KEPT,
        # It is made to be loaded by others, also by pages that isolate themselves.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    held = {
        part.strip().removeprefix("W/")
        for part in request.headers.get("if-none-match", "").split(",")
    }
    if held & {tag, "*"}:
        return Response(status_code=304, headers=headers)
    return Response(script, media_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> tuple[bytes, str]:
    script = _FILE.read_bytes()
    return script, f'"{hashlib.sha256(script).hexdigest()[:16]}"'
