"""The OpenAPI document: every call with a name, a summary, examples and each reply it may give."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from service.api.errors import MEDIA_TYPE
from service.api.properties import explain

_ABOUT = (
    "Hỏi và tìm trong các kế hoạch của cơ quan nhà nước; mỗi câu trả lời là một trích dẫn "
    "nguyên văn. / Questions and search over Vietnamese government plans; every answer is a "
    "verbatim quotation.\n\n"
    "Errors are `application/problem+json` (RFC 9457) and bear the request's id (`X-Request-ID`, "
    "yours if you send one). Lists are paged by `limit` and `cursor`. What is read bears an `ETag` "
    "of the generation served: send it as `If-None-Match`. What is added later is optional; what "
    "is there stays."
)
_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A key of `tracuu keys add`"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
}
_OF_BODIES = ("400", "408", "413", "415")
_UNTAGGED = ("/v1/health", "/v1/suggest", "/v1/admin/")
#: Real replies, made by ``python -m tests.contract`` from the digests that come with the service.
_EXAMPLES = Path(__file__).with_name("examples.json")


def operation_id(route: APIRoute) -> str:
    """Name an operation as its function is named: ``ask``, ``search``, ``clause``."""
    return route.name


def describe(app: FastAPI) -> None:
    """Let ``app.openapi`` tell it all, once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    told = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    told["components"]["securitySchemes"] = _SECURITY
    explain(told["components"]["schemas"])
    # Where the service needs no key, sending none is right too.
    told["security"] = [{}, *({name: []} for name in _SECURITY)]
    for path, operations in told["paths"].items():
        for method, operation in operations.items():
            _trim(path, method, operation["responses"])
            operation["summary"] = operation["description"].split("\n")[0].rstrip(".")
            _retype(operation["responses"])
            _exemplify(operation)
    return told


def _trim(path: str, method: str, responses: dict[str, Any]) -> None:
    """What a call without a body cannot be told is left out; that nothing has changed it can."""
    if method != "get":
        return
    for status in _OF_BODIES:
        responses.pop(status, None)
    if path.startswith("/v1/") and not path.startswith(_UNTAGGED):
        responses["304"] = {"description": "As it was when it was given the tag of If-None-Match"}


def _retype(responses: dict[str, Any]) -> None:
    """Errors are told under the media type they are sent with."""
    for status, response in responses.items():
        if status >= "400" and "application/json" in response.get("content", {}):
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}


def _exemplify(operation: dict[str, Any]) -> None:
    value = _examples().get(operation["operationId"])
    if value is not None:
        operation["responses"]["200"]["content"]["application/json"]["example"] = value


@cache
def _examples() -> dict[str, Any]:
    if not _EXAMPLES.exists():
        return {}
    found: dict[str, Any] = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    return found
