"""A front and its workers, as an operator starts them: alike one process, whoever of them dies."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from fastapi.testclient import TestClient

from indexer.build import build
from service.api import frames, processes
from service.api.access import Access
from service.api.app import create_app, create_front
from service.api.crew import Keeper, Orders
from service.api.keys import Keyring
from service.api.turnstile import ROOM
from tests.browser.house import PATIENCE, serving
from tests.service import plans
from tests.service.serving import ROOT, Server, family, served
from tests.service.test_serving import until

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")

ASKED = "/v1/search?q=rac+thai+nhua&limit=3"
WORKERS = 2


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index beside its plans."""
    folder = tmp_path_factory.mktemp("crew")
    build(plans.write(folder / "plans"), folder / "index")
    return folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Server]:
    options = ("--workers", str(WORKERS), "--mcp", "--log-level", "info", "--log-questions")
    with served(place / "index", *options) as found:
        yield found


@pytest.fixture(scope="module")
def whole(place: Path) -> Iterator[TestClient]:
    """The same service in one process."""
    with TestClient(create_app(place / "index", mcp=True)) as client:
        yield client


def get(server: Server, path: str, **headers: str) -> httpx.Response:
    return httpx.get(server.url + path, headers=headers, timeout=PATIENCE, follow_redirects=True)


def workers(server: Server) -> list[int]:
    return server.family()[2:]


@contextmanager
def halted(server: Server) -> Iterator[list[int]]:
    """The workers stand still: what is asked meanwhile waits."""
    found = workers(server)
    assert len(found) == WORKERS
    for one in found:
        os.kill(one, signal.SIGSTOP)
    try:
        yield found
    finally:
        for one in found:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)


def inside(server: Server, count: int) -> Callable[[], bool]:
    return lambda: f"tracuu_requests_inside {count}.0" in server.get("/metrics")


@pytest.mark.parametrize(
    "path",
    [
        ASKED,
        "/?q=rac+thai+nhua",
        "/v1/documents",
        "/v1/documents/nowhere",
        "/v1/search",
        "/v1/ask",
        "/v1/health/",
        "/nowhere",
        "/documents/nowhere",
        "/openapi.json",
        "/v1/health",
        "/admin",
        "/widget.js",
        "/static/favicon.svg",
        "/mcp",
    ],
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_it_answers_as_one_process_does(
    server: Server, whole: TestClient, path: str, encoding: str
) -> None:
    sent = {"Accept-Encoding": encoding, "X-Request-ID": "mine", "Accept": "*/*"}
    alone, reply = whole.get(path, headers=sent), get(server, path, **sent)
    assert reply.status_code == alone.status_code
    own = {"date", "content-length"}
    assert {k: v for k, v in reply.headers.items() if k not in own} == {
        k: v for k, v in alone.headers.items() if k not in own
    }
    if "json" in reply.headers["content-type"]:
        assert {**reply.json(), "took_ms": 0} == {**alone.json(), "took_ms": 0}


def test_a_file_is_sent_whole_or_in_part(server: Server, whole: TestClient) -> None:
    path = f"/documents/{whole.get('/v1/documents').json()['documents'][0]['id']}/original"
    file = get(server, path)
    assert file.content == whole.get(path).content
    part = get(server, path, Range="bytes=3-9")
    assert (part.status_code, part.content) == (206, file.content[3:10])
    plain = {"Accept-Encoding": "identity"}
    head = httpx.head(server.url + path, headers=plain, timeout=PATIENCE)
    assert head.headers["content-length"] == str(len(file.content))
    assert get(server, path, **{"If-None-Match": file.headers["etag"]}).headers["etag"]


def test_what_there_must_be_one_of_there_is(server: Server) -> None:
    tag = get(server, ASKED).headers["etag"]
    assert get(server, ASKED, **{"If-None-Match": tag}).status_code == 304
    told = get(server, "/metrics").text
    assert 'tracuu_requests_total{method="GET",route="/v1/search",status="304"} 1.0' in told
    note = {"q": "ai?", "reason": "other", "words": "…thiếu"}
    own = {"Sec-Fetch-Site": "same-origin"}
    codes = [
        httpx.post(server.url + "/feedback", data=note, headers=own, timeout=PATIENCE).status_code
        for _ in range(13)
    ]
    assert codes == [303] * 12 + [429], "one reader's notes are counted once, whoever takes them"
    server.get("/v1/search?q=bi+mat")
    until(lambda: any('"asked": "q=bi mat"' in line for line in server.said), "it is logged")


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    reply = httpx.post(server.url + "/v1/ask", json={"question": "a" * 70_000}, timeout=PATIENCE)
    assert reply.status_code == 413
    assert reply.headers["content-type"] == "application/problem+json"


def test_a_full_line_says_so_at_once_and_who_waits_is_answered(server: Server) -> None:
    with ThreadPoolExecutor(ROOM) as pool:
        with halted(server):
            waiting = [pool.submit(get, server, ASKED) for _ in range(ROOM)]
            until(inside(server, ROOM), "all wait")
            refused = get(server, ASKED)
            assert server.get("/v1/health"), "what costs nothing is answered"
        replies = [one.result() for one in waiting]
    assert refused.status_code == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:tracuu:problem:busy"
    assert int(refused.headers["retry-after"]) > 0
    assert {one.status_code for one in replies} == {200}
    assert get(server, ASKED).status_code == 200


def test_workers_that_die_are_replaced_and_what_they_had_is_answered(server: Server) -> None:
    with ThreadPoolExecutor(3) as pool:
        with halted(server) as found:
            waiting = [pool.submit(get, server, ASKED) for _ in range(3)]
            until(inside(server, 3), "they are asked")
            for one in found:
                os.kill(one, signal.SIGKILL)
        assert [one.result().status_code for one in waiting] == [200] * 3
    until(lambda: len(workers(server)) == WORKERS, "there are as many again")
    assert not set(found) & set(workers(server))
    for one in workers(server):  # who is asked nothing may die, too
        os.kill(one, signal.SIGKILL)
    assert get(server, ASKED).status_code == 200


def test_a_keeper_that_dies_is_replaced(server: Server) -> None:
    before = server.family()
    os.kill(before[1], signal.SIGKILL)
    codes = []

    def answers() -> bool:
        reply = get(server, ASKED)
        codes.append(reply.status_code)
        return reply.status_code == 200 and not set(before[1:]) & set(server.family())

    until(answers, "it is served again, by others")
    assert set(codes) <= {200, 503}


def test_who_waits_too_long_for_a_worker_is_told_to_come_back(place: Path) -> None:
    others = set(family(os.getpid()))
    orders = Orders(str(place / "index"), 1, patience=1)
    with serving(create_front(orders, Access(Keyring(place)))) as url:
        _, worker = (one for one in family(os.getpid()) if one not in others)
        os.kill(worker, signal.SIGSTOP)
        reply = httpx.get(url + ASKED, timeout=PATIENCE)
        os.kill(worker, signal.SIGCONT)
        assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
        assert httpx.get(url + ASKED, timeout=PATIENCE).status_code == 200


def test_without_an_index_it_says_so_and_takes_the_first(place: Path, tmp_path: Path) -> None:
    shutil.copytree(place / "index", tmp_path / "made")
    orders = Orders(str(tmp_path / "index"), 1)
    with serving(create_front(orders, Access(Keyring(tmp_path)))) as url:
        for path in (ASKED, "/v1/health", "/"):
            reply = httpx.get(url + path, timeout=PATIENCE)
            assert (reply.status_code, reply.headers["retry-after"]) == (503, "5")
            assert path == "/" or "There is no index" in reply.json()["detail"]
        (tmp_path / "made").rename(tmp_path / "index")
        until(
            lambda: httpx.get(url + "/v1/health", timeout=PATIENCE).status_code == 200,
            "it is taken",
        )
        assert httpx.get(url + ASKED, timeout=PATIENCE).status_code == 200


def test_workers_that_nobody_waits_for_any_more_end(place: Path) -> None:
    keeper = Keeper(Orders(str(place / "index"), 2))
    for pipe in (keeper._process.stdin, keeper._process.stdout):  # as when the front is gone
        assert pipe is not None
        pipe.close()
    assert keeper._process.wait(timeout=60) == 0
    keeper.end()


SPINS = """
import asyncio, contextlib, socket, sys, types
from service.api.keeper import Worker, attend

class Spins:
    state = types.SimpleNamespace(running=contextlib.nullcontext)

    async def __call__(self, scope, receive, send):
        while True:
            pass

listener = socket.socket(fileno=int(sys.argv[1]))
listener.setblocking(False)
asyncio.run(attend(Worker(listener, Spins(), patience=1), 0))
"""


def test_a_worker_that_hangs_ends_itself(tmp_path: Path) -> None:
    asked = {"scope": {}, "query_string": "", "headers": [], "client": None, "server": None}
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as line:
        listener.bind(str(tmp_path / "s"))
        listener.listen()
        line.connect(str(tmp_path / "s"))
        line.setblocking(False)
        asyncio.run(frames.send(line, {**asked, "state": {}}, b""))
        worker = subprocess.Popen(
            [sys.executable, "-c", SPINS, str(listener.fileno())],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
        )
        with worker:
            assert worker.wait(timeout=60) == -signal.SIGALRM


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_they_end_with_the_front_and_not_before(place: Path, how: signal.Signals) -> None:
    with served(place / "index", "--workers", str(WORKERS)) as server:
        family = server.family()
        with ThreadPoolExecutor(1) as pool, halted(server):
            waiting: Future[httpx.Response] = pool.submit(get, server, ASKED)
            until(inside(server, 1), "it is asked")
            for one in family if how == signal.SIGTERM else family[:1]:
                os.kill(one, how)
            time.sleep(0.2)
        if how == signal.SIGTERM:
            assert waiting.result().status_code == 200
            assert server.process.wait(timeout=20) == 0
        else:
            assert isinstance(waiting.exception(), httpx.TransportError)
        until(lambda: not any(Path(f"/proc/{one}").exists() for one in family[1:]), "all are gone")
        assert not [line for line in server.said if "Traceback" in line]


def test_the_meters_tell_of_the_workers_too(server: Server) -> None:
    lines = get(server, "/metrics").text.splitlines()
    told = dict(line.split(" ") for line in lines if line.startswith("tracuu_workers"))
    assert float(told["tracuu_workers"]) == len(workers(server))
    assert 2**20 < float(told["tracuu_workers_resident_bytes"]) < 2**40
    assert float(told["tracuu_workers_cpu_seconds_total"]) > 0


def test_of_processes_that_are_not_there_nothing_is_told() -> None:
    assert processes.family(2**22 + 1) is None  # the system has no such number
    mine = processes.family(os.getpid())
    assert mine is not None and mine.resident > 2**20 and mine.seconds > 0
