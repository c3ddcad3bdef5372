"""The one shape of errors: ``application/problem+json`` (RFC 9457), Vietnamese first, then English.

Pages show the same problem in their own look; nobody is ever shown a stack trace.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from typing import Any
from urllib.parse import quote

import fastapi
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from indexer.errors import (
    BadQuestion,
    IndexElsewhere,
    NotFound,
    TracuuError,
    UnreadableDocument,
)
from indexer.locking import BuildRunning
from service.admin.jobs import JobRunning
from service.admin.naming import Refused
from service.api.validation import Fault, faults
from service.holdings.pictures import NotDrawn

MEDIA_TYPE = "application/problem+json"

#: Status → the last part of ``type``, and the title.
KINDS: dict[int, tuple[str, str]] = {
    400: ("malformed", "Yêu cầu không đọc được / Malformed request"),
    401: ("no-key", "Cần khóa truy cập / A key is needed"),
    403: ("forbidden", "Không được phép / Forbidden"),
    404: ("not-found", "Không tìm thấy / Not found"),
    405: ("method-not-allowed", "Phương thức không được phép / Method not allowed"),
    408: ("too-slow", "Yêu cầu tới quá chậm / Request too slow"),
    409: ("conflict", "Đang có việc khác / Another job is running"),
    413: ("too-large", "Yêu cầu quá lớn / Request too large"),
    415: ("unsupported-type", "Kiểu nội dung không nhận / Unsupported content type"),
    421: ("wrong-host", "Sai tên máy chủ / Wrong host"),
    422: ("bad-input", "Dữ liệu gửi lên chưa đúng / Bad input"),
    429: ("too-many-requests", "Quá nhiều yêu cầu / Too many requests"),
    500: ("internal", "Lỗi bên trong / Internal error"),
    503: ("not-ready", "Chưa sẵn sàng / Not ready"),
}
#: Kinds that share a status with another.
_OTHERS = {
    "busy": ("busy", "Đang bận / Busy"),
    "elsewhere": ("elsewhere", "Chỉ mục ở chỗ khác / The index stands elsewhere"),
    "origin": ("origin", "Nguồn gọi không được phép / Origin not allowed"),
}
_DETAILS: dict[int, str] = {
    400: "Thân yêu cầu không phải JSON hợp lệ (UTF-8). / The body is not valid JSON in UTF-8.",
    403: "Không được phép từ trang này. / Not allowed from this origin.",
    404: "Không có địa chỉ này. / There is no such address.",
    405: "Địa chỉ này không nhận phương thức đó. / This address does not take that method.",
    421: "Dịch vụ không nhận tên máy chủ này; xem --url. / "
    "The service does not answer to this host; see --url.",
    500: "Có lỗi ngoài dự tính; hãy báo mã {id} cho người quản trị. / "
    "Something unforeseen failed; give the code {id} to the administrator.",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as it is told: ``field`` names the input at fault, ``id`` an entry in the log.

    ``kind`` is for one of several problems of the same status.
    """

    status: int
    detail: str
    field: str | None = None
    errors: tuple[Fault, ...] = ()
    id: str | None = None
    headers: Mapping[str, str] = default(default_factory=dict)
    kind: str | None = None

    @property
    def title(self) -> str:
        """A few words for the kind of problem, the same each time."""
        return self._named[1]

    @property
    def type(self) -> str:
        """A name for the kind of problem, to be compared, not fetched."""
        return "urn:tracuu:problem:" + self._named[0]

    @property
    def _named(self) -> tuple[str, str]:
        usual = KINDS.get(self.status, ("other", "Lỗi / Error"))
        return _OTHERS.get(self.kind or "", usual)

    def body(self, instance: str, id: str | None = None) -> dict[str, Any]:
        """Return the members RFC 9457 names, and ours where there is something to say."""
        told: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": instance,
        }
        if self.field:
            told["field"] = self.field
        if self.errors:
            told["errors"] = [{"field": e.field, "detail": e.detail} for e in self.errors]
        if self.id or id:
            told["id"] = self.id or id
        return told


class RequestProblem(fastapi.HTTPException):
    """A problem found before the endpoint runs (size, content type).

    FastAPI lets its own ``HTTPException`` alone pass while it reads a body.
    """

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.status, problem.detail)
        self.problem = problem


def problem_of(error: Exception) -> Problem:
    """Say what went wrong: one kind of exception, one kind of problem."""
    if isinstance(error, RequestProblem):
        return error.problem
    if isinstance(error, RequestValidationError):
        return _bad_input(error)
    if isinstance(error, NotFound):
        return Problem(404, str(error), field=error.field)
    if isinstance(error, BadQuestion):
        return Problem(422, str(error), error.field, (Fault(error.field, str(error)),))
    if isinstance(error, UnreadableDocument):
        return Problem(422, str(error))
    if isinstance(error, NotDrawn | Refused):
        return Problem(404, str(error))
    if isinstance(error, JobRunning | BuildRunning | IndexElsewhere):
        kind = "elsewhere" if isinstance(error, IndexElsewhere) else None
        return Problem(409, str(error), kind=kind)
    if isinstance(error, TracuuError):  # the index or a table is missing or damaged
        return Problem(503, str(error), headers={"Retry-After": "5"})
    if isinstance(error, HTTPException):
        headers = dict(error.headers or {})
        said = _said(error.status_code, headers) or str(error.detail)
        return Problem(error.status_code, said, headers=headers)
    raise error


def unforeseen(fault: str) -> Problem:
    """Return the problem for an error nobody expected, logged under ``fault``."""
    return Problem(500, _DETAILS[500].format(id=fault), id=fault)


#: What a preflight is refused for.
_PREFLIGHT = (
    "Trang này không được gọi dịch vụ, hoặc không bằng cách đó; xem --origin. / "
    "This origin may not call the service, or not in this way; see --origin."
)


def worded(method: str, status: int, headers: Mapping[str, str]) -> Problem:
    """The problem for a refusal that a library told with a status and nothing of use."""
    if method == "OPTIONS" and status == 400:
        return Problem(status, _PREFLIGHT, headers=headers, kind="origin")
    said = _said(status, headers) or KINDS.get(status, ("other", "Lỗi / Error"))[1]
    return Problem(status, said, headers=headers)


def _said(status: int, headers: Mapping[str, str]) -> str | None:
    """What is told of a refusal, with the methods that an address does take."""
    taken = {name.lower(): value for name, value in headers.items()}.get("allow")
    if status == 405 and taken:
        return f"Địa chỉ này nhận {taken}, không nhận cách gọi đó. / This address takes {taken}."
    return _DETAILS.get(status)


def _bad_input(error: RequestValidationError) -> Problem:
    found = error.errors()
    if any(e["type"] == "json_invalid" for e in found):
        return Problem(400, _DETAILS[400], field="body")
    told = faults(found)
    first = told[0]
    name = first.field.partition("[")[0]
    return Problem(422, f"{name}: {first.detail}", field=name, errors=told)


def reply(request: Request, problem: Problem) -> Response:
    """Return the problem as JSON, with the request's id."""
    instance = quote(request.scope["path"], safe="/-._~")
    told = problem.body(instance, getattr(request.state, "id", None))
    body = json.dumps(told, ensure_ascii=False)
    return Response(body, problem.status, dict(problem.headers), MEDIA_TYPE)


_PAGES = frozenset({"/", "/documents", "/compare", "/feedback", "/admin"})


def wants_page(request: Request) -> bool:
    """Whether a person is looking: pages always, other addresses when a browser asks for HTML."""
    path = request.scope["path"]
    if path in _PAGES or path.startswith(("/documents/", "/admin/")):
        return True
    if path.startswith(("/v1/", "/static/", "/openapi.json")):
        return False
    return "text/html" in request.headers.get("accept", "")


def answer(
    request: Request, problem: Problem, page: Callable[[Request, Problem], Response]
) -> Response:
    """Return the problem in the shape this request can show."""
    return page(request, problem) if wants_page(request) else reply(request, problem)


def install(app: FastAPI, page: Callable[[Request, Problem], Response]) -> None:
    """Let every foreseen error of ``app`` be told in the one shape."""

    async def handle(request: Request, error: Exception) -> Response:
        if isinstance(error, HTTPException) and error.status_code == 304:
            return Response(status_code=304)  # no error at all
        return answer(request, problem_of(error), page)

    for kind in (HTTPException, RequestValidationError, TracuuError):
        app.add_exception_handler(kind, handle)
