"""What goes over the wire to a served process, byte by byte: smuggled lines, false names, sloth."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.build import build
from service.api.keys import Keyring
from tests.service import hostile
from tests.service.hostile import NAMES
from tests.service.serving import Server, read, served, until

#: Seconds that a body, a reader and a head are waited for here.
QUICK = """
import service.api.envelope, service.api.guard, service.api.patience
service.api.guard._USUAL = service.api.guard.Bounds(65536, 0.7)
service.api.envelope.PATIENCE = 0.5
service.api.patience.HEAD = 1.0
service.api.patience.READ = 0.5
"""
HOSTILE = "ke-xau.example"
OURS = "http://tra-cuu.example"
LINE = "%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0aX-Evil"
SLOW = b"POST /v1/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plans whose names are meant to do harm, and an index of them."""
    folder = tmp_path_factory.mktemp("wire")
    hostile.write(folder / "plans")
    build(folder / "plans", folder / "index")
    return folder


@pytest.fixture(scope="module")
def key(folder: Path) -> str:
    return Keyring(folder / "index").add("thử", "admin")[0]


@pytest.fixture(scope="module")
def server(folder: Path, key: str) -> Iterator[Server]:
    options = ("--workers", "2", "--mcp", "--url", OURS, "--rate", "0")
    with served(folder / "index", *options, before=QUICK) as server:
        assert answers(server)  # all that it holds open by itself is
        yield server


def call(
    server: Server,
    path: str,
    *headers: str,
    method: str = "GET",
    host: str = "a",
    body: bytes = b"",
) -> tuple[int, list[str], bytes]:
    """The status, the lines of the head and the body of a reply to bytes sent as they are."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *headers, f"Content-Length: {len(body)}"]
    with server.connect() as connection:
        head = "\r\n".join([*lines, "Connection: close"])
        connection.sendall(head.encode() + b"\r\n\r\n" + body)
        told, _, said = read(connection).partition(b"\r\n\r\n")
    first, *lines = told.decode("latin-1").split("\r\n")
    return int(first.split()[1]), lines, said


def is_whole(lines: list[str]) -> bool:
    """Every line of a head is a header of ours."""
    names = [re.fullmatch(r"([A-Za-z-]+): [^\r\n]*", line) for line in lines]
    smuggled = {"set-cookie", "x-evil"}
    return all(name is not None and name[1].lower() not in smuggled for name in names)


@pytest.mark.slow
def test_no_line_break_in_an_address_begins_a_header(server: Server) -> None:
    for path in (
        *(f"/v1/search?q={LINE}", f"/?q={LINE}", f"/?q=a&lang={LINE}", f"/widget.js?x={LINE}"),
        *(f"/take/answers.csv?q={LINE}", f"/take/passages.json?q={LINE}", f"/documents?a={LINE}"),
        *(f"/documents/{LINE}/", f"/documents/{LINE}/original", f"/{LINE}", f"/static/{LINE}"),
        *(f"/documents/?a={LINE}", f"/feedback/?document={LINE}", f"/v1/documents/{LINE}"),
    ):
        status, lines, _ = call(server, path)
        assert status < 500 and is_whole(lines), (path, status, lines)


@pytest.mark.slow
@pytest.mark.parametrize("end", ["\r", "\n", "\r\n ", "\x00", "\x0b"])
def test_no_line_break_in_a_header_begins_one_of_the_reply(server: Server, end: str) -> None:
    smuggled = f"a{end}X-Evil: 1"
    for name in ("X-Request-ID", "If-None-Match", "Origin", "X-Forwarded-Host"):
        status, lines, _ = call(server, "/v1/documents/", f"{name}: {smuggled}")
        assert status < 500 and is_whole(lines), (name, status, lines)
    status, lines, _ = call(server, "/documents/", host=smuggled)
    assert status < 500 and is_whole(lines), (status, lines)
    assert json.loads(server.get("/v1/health"))["status"]


@pytest.mark.slow
def test_names_of_files_stay_in_their_header(server: Server) -> None:
    found = json.loads(server.get("/v1/documents"))["documents"]
    assert len(found) == len(NAMES)
    had = 0
    for plan in found:
        status, lines, body = call(server, f"/documents/{plan['id']}/original")
        assert is_whole(lines), (plan, lines)
        # One whose name cannot be shown is not found by it.
        assert status == 200 or (status == 404 and "\ufffd" in plan["source"]), (plan, status)
        if status == 200:
            had += "KẾ HOẠCH" in body.decode()
            assert any(line.lower().startswith("content-disposition: att") for line in lines)
    assert had >= len(NAMES) - 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        *('filename="a\r\nSet-Cookie: x=1.exe"', 'filename="a%0d%0aSet-Cookie: x=1.exe"'),
        *("filename*=utf-8''a%0d%0aX-Evil:%201.exe", 'filename="a\r.exe"; x="\n"'),
        'filename="\x00.exe"',
    ],
)
def test_names_of_files_that_are_sent_say_nothing_of_their_own(
    server: Server, key: str, folder: Path, name: str
) -> None:
    part = f"--x\r\nContent-Disposition: form-data; name=files; {name}\r\n\r\nmột\r\n--x--\r\n"
    kind = "Content-Type: multipart/form-data; boundary=x"
    status, lines, said = call(
        server, "/v1/admin/files", f"X-API-Key: {key}", kind, method="POST", body=part.encode()
    )
    assert 400 <= status < 500 and is_whole(lines), (status, lines)
    assert json.loads(said)["title"]
    assert not list(folder.rglob("*.exe"))


@pytest.mark.slow
def test_a_host_that_is_not_ours_is_in_no_link(server: Server) -> None:
    plan = json.loads(server.get("/v1/documents"))["documents"][0]["id"]
    question = "q=ai+ch%E1%BB%A7+tr%C3%AC+tr%E1%BB%93ng+c%C3%A2y"
    pages = ["/", "/documents", f"/documents/{plan}", "/feedback", "/admin", "/v1/nothing"]
    taken = [f"/take/{what}.{kind}" for what in ("answers", "passages") for kind in ("csv", "json")]
    turned = ["/documents/", f"/documents/{plan}/", "/v1/documents/", "/compare/", "/favicon.ico"]
    asked = ["/v1/search", "/widget.js", "/openapi.json", "/take/targets.csv", "/matrix"]
    others = (f"X-Forwarded-Host: {HOSTILE}", f"Forwarded: host={HOSTILE}", f"X-Host: {HOSTILE}")
    statuses = set()
    for path in (*pages, *taken, *turned, *asked):
        for accept in ("text/html", "*/*"):
            status, lines, body = call(
                server, f"{path}?{question}", f"Accept: {accept}", *others, host=HOSTILE
            )
            assert HOSTILE not in "".join(lines) and HOSTILE.encode() not in body, (path, lines)
            statuses.add(status)
        if path in turned:
            assert any(re.match("location: /[a-z]", line, re.IGNORECASE) for line in lines), lines
    assert {200, 307, 308, 404} <= statuses
    _, _, sheet = call(server, f"/take/passages.csv?{question}", *others, host=HOSTILE)
    assert OURS in sheet.decode(), "the address readers know"
    asked = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    kinds = ("Content-Type: application/json", "Accept: application/json, text/event-stream")
    status, lines, body = call(server, "/mcp", *kinds, method="POST", host=HOSTILE, body=asked)
    assert status in (403, 421) and HOSTILE.encode() not in body


def answers(server: Server) -> bool:
    """Others are answered: by this process, and by one that searches."""
    told = json.loads(server.get("/v1/search?q=tr%E1%BB%93ng+c%C3%A2y"))
    return bool(told["hits"]) and bool(json.loads(server.get("/v1/health")))


def held(server: Server) -> int:
    """Sockets that the process that listens has open."""
    links = []
    for link in Path(f"/proc/{server.process.pid}/fd").iterdir():
        try:
            links.append(str(link.readlink()))
        except OSError:  # closed meanwhile
            continue
    return sum(link.startswith("socket:") for link in links)


@pytest.mark.slow
def test_bodies_that_never_end_are_given_up_and_others_are_answered(server: Server) -> None:
    before = held(server)
    slow = [server.connect() for _ in range(20)]
    for connection in slow:
        connection.sendall(SLOW + b"Content-Length: 100\r\n\r\n{")
    assert answers(server)
    for connection in slow:
        with connection:
            assert read(connection).startswith(b"HTTP/1.1 408 ")
    until(lambda: held(server) <= before, "their places are free")


@pytest.mark.slow
def test_who_never_reads_a_reply_holds_no_place_and_others_are_answered(server: Server) -> None:
    before = held(server)
    deaf = []
    for _ in range(6):
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(server.address)
        connection.setblocking(False)
        # Far more than what lies on the way holds.
        connection.send(b"GET /static/style.css HTTP/1.1\r\nHost: a\r\n\r\n" * 1000)
        deaf.append(connection)
    try:
        assert answers(server)
        until(lambda: held(server) <= before, "their places are free")
        assert answers(server)
    finally:
        for connection in deaf:
            connection.close()


@pytest.mark.slow
def test_who_reads_slowly_is_told_all(server: Server) -> None:
    asked = b"GET /static/style.css HTTP/1.1\r\nHost: a\r\n"
    with server.connect() as connection:
        connection.sendall((asked + b"\r\n") * 299 + asked + b"Connection: close\r\n\r\n")
        told = b""
        while piece := connection.recv(1 << 20):
            told += piece
            time.sleep(0.04)
    assert told.count(b"HTTP/1.1 200 OK\r\n") == 300 and told.endswith(b"}\n")


@pytest.mark.slow
def test_hundreds_who_connect_and_say_nothing_are_sent_away_and_others_are_answered(
    server: Server,
) -> None:
    before = held(server)
    silent = [server.connect() for _ in range(400)]
    assert answers(server)
    for connection in silent:
        with connection:
            assert read(connection) == b""
    until(lambda: held(server) <= before, "their places are free")
