"""Plans added from the page: signed in with an admin key, files sent, read, published, taken back.

The key travels once, in the body of the sign-in; then it stands in a cookie that no script reads
and no other site's request brings along. Every form carries a token besides.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse

from indexer.errors import TracuuError
from service.admin.inbox import MOST_BYTES, MOST_FILES, Received
from service.admin.office import Held, Office
from service.api.access import COOKIE, access, forbidden, key_of
from service.api.admin import office
from service.api.errors import Problem, RequestProblem
from service.api.keys import Key
from service.web.links import href
from service.web.messages import Lang, language, say
from service.web.rendering import render

router = APIRouter(include_in_schema=False)

#: What a form is told that somebody sends after signing out, in another tab perhaps.
SIGNED_OUT = "admin_signed_out"
#: Seconds a sign-in lasts.
_SHIFT = 12 * 3600
#: What a try at signing in takes out of the bucket of an address: ten a minute.
_TRY = 60
#: A page open longer than the service runs has an old token: it is loaded again.
_SECRET = secrets.token_bytes(32)
_VIETNAM = timezone(timedelta(hours=7))
#: Administrators whose last outcome is kept until they see it.
_REMEMBERED = 100


@router.get("/admin")
def admin(request: Request) -> Response:
    """Show the files received and the generations; to others, the way in."""
    key = _admin_key(request)
    if key is None:
        return door(request)
    rooms = office(request)
    notes: dict[str, object] = request.app.state.notes
    files: tuple[Held, ...] = ()
    folder, lacking = None, None
    try:
        files, folder = tuple(rooms.files()), rooms.inbox().folder
    except TracuuError as error:
        lacking = str(error)
    return render(
        request,
        "admin.html",
        headers={"Cache-Control": "no-store"},
        csrf=_token(key),
        key=key,
        job=rooms.jobs.running,
        read=rooms.jobs.last("read"),
        published=rooms.jobs.last("publish"),
        generations=rooms.generations(),
        note=notes.pop(key.id, None),
        most_files=MOST_FILES,
        most_bytes=MOST_BYTES,
        files=files,
        folder=folder,
        lacking=lacking,
        size=size,
        local=local,
    )


@router.post("/admin/sign-in")
async def sign_in(request: Request) -> Response:
    """Take an admin key for a cookie."""
    _same_site(request)
    rules = access(request)
    host = request.client.host if request.client else "?"
    if not rules.buckets.take(f"sign-in {host}", _TRY).allowed:
        wait = {"Retry-After": "60"}
        raise RequestProblem(Problem(429, say("vi", "admin_too_often"), headers=wait))
    form = await request.form(max_files=0, max_fields=5)
    sent = str(form.get("key") or "").strip()
    key = rules.keys.find(sent)
    if key is None or not key.holds("admin"):
        return door(request, "admin_wrong_key")
    reply = _back(_lang(form))
    reply.set_cookie(
        COOKIE,
        sent,
        max_age=_SHIFT,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return reply


def door(request: Request, wrong: str | None = None) -> Response:
    """Show the way in, and what was ``wrong`` (a message's name) with the try to get in before."""
    headers = {"Cache-Control": "no-store"}
    return render(request, "admin_door.html", 401 if wrong else 200, headers, wrong=wrong)


def _signed_in(request: Request) -> Key:
    """A dependency: the admin key of the cookie."""
    _same_site(request)
    key = _admin_key(request)
    if key is None and key_of(request) is None:
        raise RequestProblem(Problem(401, say("vi", SIGNED_OUT)))
    if key is None:
        raise RequestProblem(forbidden("admin"))
    return key


_Admin = Annotated[Key, Depends(_signed_in)]


@router.post("/admin/sign-out")
async def sign_out(request: Request, key: _Admin) -> Response:
    """Forget the cookie."""
    reply = _back(_lang(await _form(request, key)))
    reply.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return reply


@router.post("/admin/files")
async def send(request: Request, key: _Admin) -> Response:
    """Receive files."""
    form = await _form(request, key, files=MOST_FILES)
    sent = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    replace = bool(form.get("replace"))
    rooms = office(request)

    def receive() -> list[Received]:
        inbox = rooms.inbox()
        outcome = [inbox.receive(one.filename, one.file, replace) for one in sent]
        rooms.received(outcome)
        return outcome

    return await _done(request, key, form, receive)


@router.post("/admin/{task}")
async def act(request: Request, key: _Admin, task: str) -> Response:
    """Read, publish, go back to a generation, or put a file aside."""
    form = await _form(request, key)
    rooms = office(request)
    name = str(form.get("name") or "")
    tasks: dict[str, Callable[[], str | None]] = {
        "read": lambda: rooms.start("read"),
        "publish": lambda: rooms.start("publish"),
        "rollback": lambda: _rolled_back(rooms, name),
        "withdraw": lambda: _withdrawn(rooms, name),
    }
    if task not in tasks:
        raise RequestProblem(Problem(404, say("vi", "admin_no_task")))
    return await _done(request, key, form, tasks[task])


def _admin_key(request: Request) -> Key | None:
    key = key_of(request)
    return key if key is not None and key.holds("admin") else None


async def _form(request: Request, key: Key, files: int = 0) -> FormData:
    """The fields sent; raises for a form that was not made for this key by this service."""
    form = await request.form(max_files=files, max_fields=10)
    if not hmac.compare_digest(str(form.get("csrf") or ""), _token(key)):
        await form.close()
        raise RequestProblem(Problem(403, say("vi", "admin_stale")))
    return form


async def _done(
    request: Request, key: Key, form: FormData, do: Callable[[], list[Received] | str | None]
) -> Response:
    """Do it, keep what came of it for the page that follows, and go there."""
    try:
        note: object = await run_in_threadpool(do)
    except TracuuError as error:
        note = error
    finally:
        await form.close()
    notes: dict[str, object] = request.app.state.notes
    if len(notes) >= _REMEMBERED:
        notes.clear()
    if note is not None:
        notes[key.id] = note
    return _back(_lang(form))


def size(count: int) -> str:
    """Bytes as people write them.

    >>> size(900), size(545_444), size(41_000_000)
    ('1 kB', '545 kB', '41 MB')
    """
    return f"{max(1, round(count / 1000))} kB" if count < 1_000_000 else f"{count / 1e6:.0f} MB"


def local(moment: str) -> str:
    """A moment (ISO 8601) as a clock in Vietnam shows it, which has kept UTC+7 all year since 1975.

    >>> local("2026-11-26T20:05:09+00:00"), local("2026-11-26T20:05:09Z")
    ('27/11/2026 03:05', '27/11/2026 03:05')
    """
    return datetime.fromisoformat(moment).astimezone(_VIETNAM).strftime("%d/%m/%Y %H:%M")


def _withdrawn(rooms: Office, name: str) -> str:
    rooms.withdraw(name)
    return say("vi", "admin_withdrawn", name=name)


def _rolled_back(rooms: Office, name: str) -> str:
    return say("vi", "admin_rolled_back", name=rooms.rollback(name or None))


def _back(lang: Lang) -> Response:
    return RedirectResponse(href("/admin", lang), 303)


def _lang(form: FormData) -> Lang:
    return language(str(form.get("lang") or ""))


def _token(key: Key) -> str:
    return hmac.new(_SECRET, key.id.encode(), hashlib.sha256).hexdigest()


def _same_site(request: Request) -> None:
    """Refuse what another site has a browser send, even where its cookie came along."""
    origin = request.headers.get("origin")
    foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign or request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise RequestProblem(Problem(403, say("vi", "admin_foreign")))
