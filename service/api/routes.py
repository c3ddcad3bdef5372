"""Version 1 of the API, and the OpenAPI document that tells it whole."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi

from service.api import comparing, documents, questions, schemas, tables
from service.api.errors import MEDIA_TYPE

_ABOUT = (
    "Hỏi và tìm trong các kế hoạch của cơ quan nhà nước; mỗi câu trả lời là một trích dẫn "
    "nguyên văn. / Questions and search over Vietnamese government plans; every answer is a "
    "verbatim quotation. Errors are `application/problem+json`; lists are paged by "
    "`limit` and `cursor`."
)


def _errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    told = {
        400: "Malformed request",
        404: "Unknown document, clause or place",
        413: "Body over 64 kB",
        415: "Body that is not JSON",
        422: "Bad input; `field` names it",
        500: "Unforeseen; `id` stands in the log",
        503: "No index to answer from",
    }
    return {status: {"model": schemas.Problem, "description": told[status]} for status in statuses}


def version_1() -> APIRouter:
    """Return every call of version 1."""
    router = APIRouter(prefix="/v1")
    router.include_router(questions.router, responses=_errors(400, 404, 413, 415, 422, 500, 503))
    router.include_router(comparing.router, responses=_errors(404, 422, 500, 503))
    router.include_router(documents.router, responses=_errors(404, 422, 500, 503))
    router.include_router(tables.router, responses=_errors(422, 500, 503))
    return router


def describe(app: FastAPI) -> None:
    """Let ``app.openapi`` tell errors under the media type they are sent with."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            told = get_openapi(
                title=app.title, version=app.version, description=_ABOUT, routes=app.routes
            )
            for path in told["paths"].values():
                for operation in path.values():
                    _retype(operation["responses"])
            app.openapi_schema = told
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _retype(responses: dict[str, Any]) -> None:
    for status, response in responses.items():
        if status >= "400" and "application/json" in response.get("content", {}):
            response["content"] = {MEDIA_TYPE: response["content"]["application/json"]}
