"""Who may ask: keys, scopes, and how much each caller may take.

On loopback nobody needs a key to read; ``tracuu serve`` decides for other addresses. What
administers always needs a key. A page of ours, and a site on the list of origins, reads without
one: a key in a page's source would be no secret. Their readers are counted by address.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as default
from typing import cast

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Send
from starlette.types import Scope as Connection

from indexer.errors import TracuuError
from service.api.errors import Problem, RequestProblem, answer, problem_of
from service.api.keys import Key, Keyring, Scope
from service.api.rates import Buckets, Taken, cost, neighbourhood

#: Where the key stands in a browser, which sends no header of ours; set it with SameSite=Strict.
COOKIE = "tracuu_key"

#: Units a minute: 120 questions, or 600 look-ups.
PER_MINUTE = 600

#: Notes a minute from one address: more than a reader writes, fewer than fill the box.
NOTES = 12
_BOX = "/feedback"

#: What a key is needed for where one is needed. The pages are for people.
_DOORS = re.compile(r"/(?:v1|mcp|metrics)(?:/|$)")
_BEARER = re.compile(r"bearer +(\S+) *", re.IGNORECASE)
RATE_HEADERS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")
_REALM = 'Bearer realm="tracuu"'


@dataclass(frozen=True, slots=True)
class Access:
    """The rules of one service: whether reading needs a key, and whom a bucket is kept for."""

    keys: Keyring
    need_key: bool = False
    count_addresses: bool = False
    origins: tuple[str, ...] = ()
    buckets: Buckets = default(default_factory=lambda: Buckets(PER_MINUTE))
    notes: Buckets = default(default_factory=lambda: Buckets(NOTES))


def access(request: Request) -> Access:
    """Return the rules of the application."""
    return cast(Access, request.app.state.access)


def credential(headers: Headers) -> str | None:
    """The key a request brings in a header: ``Authorization: Bearer`` before ``X-API-Key``."""
    bearer = _BEARER.fullmatch(headers.get("authorization", ""))
    return bearer[1] if bearer else headers.get("x-api-key") or None


def key_of(request: Request) -> Key | None:
    """The live key of this request, from a header or, else, from the cookie."""
    return cast("Key | None", getattr(request.state, "key", None))


def holds(request: Request, scope: Scope) -> bool:
    """Whether this request may do what ``scope`` covers. Administering always takes a key."""
    key = key_of(request)
    if key is not None:
        return key.holds(scope)
    return scope == "read" and not access(request).need_key


def require(scope: Scope) -> Callable[[Request], None]:
    """A dependency that lets only ``scope`` pass: ``Depends(require("admin"))``."""

    def check(request: Request) -> None:
        if not holds(request, scope):
            raise RequestProblem(forbidden(scope) if key_of(request) else unknown())

    return check


def unknown(sent: bool = False) -> Problem:
    """The problem of a request without a key, or with one (``sent``) that opens nothing."""
    if sent:
        said = (
            "Khóa không đúng, đã hết hạn hoặc đã bị thu hồi. / "
            "The key is wrong, has expired or was revoked."
        )
        return _refused(401, said, f'{_REALM}, error="invalid_token"')
    said = (
        "Cần khóa: gửi Authorization: Bearer KHÓA; người quản trị tạo bằng tracuu keys add. / "
        "A key is needed: send Authorization: Bearer KEY; the administrator makes one with "
        "tracuu keys add."
    )
    return _refused(401, said, _REALM)


def forbidden(scope: Scope) -> Problem:
    """The problem of a key that is good, but not for this."""
    said = f"Khóa này không có quyền {scope}. / This key does not hold the scope {scope}."
    return _refused(403, said, f'{_REALM}, error="insufficient_scope", scope="{scope}"')


def _refused(status: int, said: str, challenge: str) -> Problem:
    return Problem(status, said, headers={"WWW-Authenticate": challenge})


class Gate:
    """Lets a request pass if its key, or its having none, allows it and its bucket is not empty.

    ``state.key`` is then its key, or None; ``state.wait`` the seconds until the box for notes takes
    one more from its address (the form says so itself, and keeps what was typed).
    """

    def __init__(
        self, app: ASGIApp, rules: Access, page: Callable[[Request, Problem], Response]
    ) -> None:
        self.app = app
        self.rules = rules
        self.page = page

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        units = cost(scope["path"], scope["query_string"])
        request = Request(scope)
        key, problem = None, None
        try:
            key = self._key(request)
        except (RequestProblem, TracuuError) as error:
            problem = problem_of(error)
            units = max(1, units)  # trying keys is not free either
        request.state.key = key
        if (scope["method"], scope["path"]) == ("POST", _BOX):
            host = request.client.host if request.client else "?"
            request.state.wait = self.rules.notes.take(neighbourhood(host), 1).wait
        who = self._counted(request, key)
        taken = self.rules.buckets.take(who, units) if who and units else None
        if taken is not None:
            send = self._telling(send, taken)
            problem = problem if taken.allowed else _too_many(taken)
        if problem is None:
            await self.app(scope, receive, send)
        else:
            await answer(request, problem, self.page)(scope, receive, send)

    def _key(self, request: Request) -> Key | None:
        token = credential(request.headers)
        if token is not None:
            key = self.rules.keys.find(token)
            if key is None:
                raise RequestProblem(unknown(sent=True))
            return key
        # A cookie that opens nothing any more is no error: the browser sends it unasked.
        key = self.rules.keys.find(request.cookies.get(COOKIE, ""))
        if key is None and self.rules.need_key and self._is_closed(request):
            raise RequestProblem(unknown())
        return key

    def _is_closed(self, request: Request) -> bool:
        path = request.scope["path"]
        if not _DOORS.match(path) or path == "/v1/health":
            return False
        ours = request.headers.get("sec-fetch-site") == "same-origin"
        return not ours and request.headers.get("origin") not in self.rules.origins

    def _counted(self, request: Request, key: Key | None) -> str | None:
        """Whose bucket pays: the key's, else the address's where addresses are counted."""
        if key is not None:
            return f"key {key.id}"
        if not self.rules.count_addresses or request.client is None:
            return None
        return neighbourhood(request.client.host)

    def _telling(self, send: Send, taken: Taken) -> Send:
        """``send`` that adds how much is left (the headers of the IETF's draft)."""
        limit = self.rules.buckets.per_minute

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start" and limit:
                headers = MutableHeaders(scope=message)
                told = (limit, taken.left, taken.wait or self._full_in(taken.left))
                for name, value in zip(RATE_HEADERS, told, strict=True):
                    headers[name] = str(value)
            await send(message)

        return tell

    def _full_in(self, left: int) -> int:
        limit = self.rules.buckets.per_minute
        return -(-(limit - left) * 60 // limit)


def _too_many(taken: Taken) -> Problem:
    return Problem(
        429,
        f"Quá nhiều yêu cầu; hãy thử lại sau {taken.wait} giây. / "
        f"Too many requests; try again in {taken.wait} seconds.",
        headers={"Retry-After": str(taken.wait)},
    )
