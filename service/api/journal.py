"""What is written down of each request: an entry without the question, as one line of JSON."""

from __future__ import annotations

import json
import logging
import traceback
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.types import Scope

log = logging.getLogger(__name__)

#: The route of an address that is none of ours.
OTHER = "other"

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One request and its reply.

    ``route`` is the template, so that no value of a caller's stands in it; ``bytes`` as sent;
    ``key`` the id of the caller's key; ``asked`` only where that is wanted.
    """

    id: str
    method: str
    route: str
    status: int
    ms: float
    bytes: int
    key: str | None = None
    asked: str | None = None

    def write(self) -> None:
        """Log it: a fault of ours as an error, anything else for information."""
        level = logging.ERROR if self.status == 500 else logging.INFO
        if log.isEnabledFor(level):
            told = {name: value for name, value in asdict(self).items() if value is not None}
            log.log(level, "request", extra={"told": told})


def method_of(scope: Scope) -> str:
    """The method, where it is one of HTTP's own: a caller can invent as many as they like."""
    return scope["method"] if scope["method"] in _METHODS else "OTHER"


def route_of(scope: Scope) -> str:
    """The template of the route that answered: ``/v1/documents/{id}``; ``other`` where none did.

    A route knows its path below the router it was included in, so what stands above is the
    request's own.
    """
    route = scope.get("route")
    if route is None:
        return "/static" if scope["path"].startswith("/static/") else OTHER
    own = [part for part in getattr(route, "path", "").split("/") if part]
    above = [part for part in scope["path"].split("/") if part]
    above = above[: len(above) - len(own)]
    return "/" + "/".join([*above, *own])


def asked_in(request: Request) -> str:
    """What was asked, for who wants it logged: the query, and the question of a body."""
    query = unquote_plus(request.scope["query_string"].decode("latin-1"))
    return " ".join(part for part in (query, getattr(request.state, "question", "")) if part)


class Lines(logging.Formatter):
    """Log records as JSON, one a line. What an exception says is left out unless ``whole``: it may
    repeat what was sent.
    """

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__()
        self._whole = whole

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            told["error"] = type(record.exc_info[1]).__name__
            told["trace"] = self._trace(record.exc_info[1])
        return json.dumps(told, ensure_ascii=False)

    def _trace(self, error: BaseException) -> str:
        if self._whole:
            return "".join(traceback.format_exception(error))
        frames = traceback.extract_tb(error.__traceback__)
        return " < ".join(f"{f.filename}:{f.lineno} {f.name}" for f in reversed(frames))


def configuration(level: str, *, whole: bool = False) -> dict[str, Any]:
    """Return a ``logging`` configuration: everything as ``Lines`` on stderr from ``level`` on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines, "whole": whole}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"level": level.upper(), "handlers": ["stderr"]},
        # The server's own lines tell each address with its query; ours do not.
        "loggers": {"uvicorn.access": {"level": "CRITICAL", "propagate": False}},
    }
