"""What every reply of the API carries: ids, tags, origins, encodings; and what is counted of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

import service.api.guard
from service.api.access import Access
from service.api.app import create_app
from service.api.guard import Bounds
from service.api.journal import Lines, configuration
from service.api.keys import Keyring
from service.api.turnstile import Turnstile
from tests.service.fakes import FakeDesk, FakeIndex

ORIGIN = "https://tinh.example.vn"
SECRET = "bí mật của tôi"


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def serve(tmp_path: Path, desk: FakeDesk) -> Callable[..., TestClient]:
    def made(generation: str = "g-1", **more: Any) -> TestClient:
        access = Access(Keyring(tmp_path), origins=more.pop("origins", ()))
        index = FakeIndex(generation=generation)
        app = create_app("nowhere", index=index, desk=desk, access=access, **more)
        return TestClient(app)

    return made


@pytest.fixture
def client(serve) -> TestClient:
    return serve()


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What is logged from INFO on, as the server writes it."""
    found: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(json.loads(Lines().format(record)))

    handler, log = Keep(), logging.getLogger("service")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield found
    log.removeHandler(handler)
    log.setLevel(level)


# ids


def test_a_request_keeps_its_callers_id_everywhere(client, lines) -> None:
    reply = client.get("/v1/documents/nowhere", headers={"X-Request-ID": "portal-7.3_a"})
    assert reply.headers["x-request-id"] == reply.json()["id"] == "portal-7.3_a"
    assert lines[-1]["id"] == "portal-7.3_a"


@pytest.mark.parametrize("sent", ["", "a b", "x" * 65, "é", '{"a":1}', "a\tb"])
def test_an_id_unfit_for_a_log_is_replaced(client, sent) -> None:
    reply = client.get("/v1/health", headers={"X-Request-ID": sent.encode()})
    assert len(reply.headers["x-request-id"]) == 16
    assert reply.headers["x-request-id"] != client.get("/v1/health").headers["x-request-id"]


# the journal


def test_the_journal_holds_no_question(client, desk, lines) -> None:
    client.post("/v1/ask", json={"question": SECRET})
    client.get("/v1/search", params={"q": SECRET})
    client.get("/", params={"q": SECRET})
    client.get(f"/v1/documents/{SECRET}")
    client.get(f"/{SECRET}")
    desk.fails = RuntimeError(f"cannot ask {SECRET}")
    client.post("/v1/ask", json={"question": SECRET})
    told = json.dumps(lines, ensure_ascii=False)
    assert "mật" not in told and "b%C3%AD" not in told
    requests = [line for line in lines if line["message"] == "request"]
    assert [(r["route"], r["status"]) for r in requests] == [
        ("/v1/ask", 200),
        ("/v1/search", 200),
        ("/", 200),
        ("/v1/documents/{id}", 404),
        ("other", 404),
        ("/v1/ask", 500),
    ]
    fault = next(line for line in lines if line["message"] == "fault")
    assert fault["error"] == "RuntimeError" and "fakes.py" in fault["trace"]
    assert fault["id"] == requests[-1]["id"]


def test_questions_are_logged_when_asked_for(serve, lines) -> None:
    client = serve(log_questions=True)
    client.post("/v1/ask", json={"question": SECRET})
    client.get("/v1/search", params={"q": SECRET})
    asked = [line["asked"] for line in lines if line["message"] == "request"]
    assert asked == [SECRET, f"q={SECRET}"]


def test_the_servers_own_log_of_addresses_is_off() -> None:
    told = configuration("info")
    assert told["loggers"]["uvicorn.access"]["propagate"] is False


# metrics


def measured(client: TestClient) -> dict[tuple[str, ...], float]:
    reply = client.get("/metrics")
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, *(f"{k}={v}" for k, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def test_metrics_count_by_route_and_status_and_tell_what_is_served(client) -> None:
    client.post("/v1/ask", json={"question": SECRET})
    client.get(f"/v1/documents/{SECRET}")
    for invented in ("/a", "/b", f"/{SECRET}"):
        client.request("BREW", invented)
    told = measured(client)
    asked = ("tracuu_requests_total", "method=POST", "route=/v1/ask", "status=200")
    assert told[asked] == 1
    lost = ("tracuu_requests_total", "method=GET", "route=/v1/documents/{id}", "status=404")
    assert told[lost] == 1
    assert told[("tracuu_requests_total", "method=OTHER", "route=other", "status=404")] == 3
    assert told[("tracuu_request_seconds_count", "route=/v1/ask")] == 1
    served = ("tracuu_serving_info", "encoder=hash", "generation=g-1", "version=0.1.0")
    assert any(key[:3] == served[:3] for key in told)
    assert told[("tracuu_ready",)] == 1 and told[("tracuu_documents",)] == 3
    assert told[("tracuu_requests_inside",)] == 0 and told[("tracuu_requests_room",)] == 64
    assert "mật" not in client.get("/metrics").text


def test_metrics_without_an_index(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path, desk=FakeDesk())) as client:
        told = measured(client)
    assert told[("tracuu_ready",)] == 0 and ("tracuu_documents",) not in told


# tags


@pytest.mark.parametrize(
    "path",
    ["/v1/search?q=a", "/v1/documents", "/v1/documents/hai-duong-2023/text", "/v1/localities"],
)
def test_what_has_not_changed_is_not_sent_again(serve, desk, path) -> None:
    client = serve()
    first = client.get(path)
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache" and tag.startswith('W/"')
    asked = len(desk.asked)
    again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag and again.headers["x-request-id"]
    assert len(desk.asked) == asked, "nothing is asked to say so"
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    newer = serve("g-2").get(path, headers={"If-None-Match": tag})
    assert newer.status_code == 200 and newer.headers["etag"] != tag


def test_a_tag_stands_for_one_address_and_only_for_good_replies(client) -> None:
    one, two = (client.get(f"/v1/search?q={q}").headers["etag"] for q in "ab")
    assert one != two
    assert "etag" not in client.get("/v1/documents/nowhere").headers
    for path in ("/v1/health", "/"):
        assert "etag" not in client.get(path).headers
    assert "etag" not in client.post("/v1/ask", json={"question": "a"}).headers


# other origins


def test_an_allowed_origin_may_call_and_read_the_headers(serve) -> None:
    client = serve(origins=(ORIGIN,))
    asked = {"Origin": ORIGIN, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "content-type, x-api-key"
    before = client.options("/v1/ask", headers=asked)
    assert before.status_code == 200
    assert before.headers["access-control-allow-origin"] == ORIGIN
    assert "POST" in before.headers["access-control-allow-methods"]
    reply = client.post("/v1/ask", json={"question": "a"}, headers={"Origin": ORIGIN})
    assert reply.headers["access-control-allow-origin"] == ORIGIN
    assert "Retry-After" in reply.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in reply.headers
    lost = client.get("/v1/nowhere", headers={"Origin": ORIGIN})
    assert lost.headers["access-control-allow-origin"] == ORIGIN, "errors can be read too"


def test_other_origins_may_not_and_caches_are_told(serve) -> None:
    client = serve(origins=(ORIGIN,))
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    refused = client.options("/v1/ask", headers=asked)
    assert refused.status_code == 400 and "Origin" in refused.headers["vary"]
    assert refused.json()["type"] == "urn:tracuu:problem:origin"
    assert "access-control-allow-origin" not in refused.headers
    for headers in ({"Origin": "https://evil.example"}, {}):
        reply = client.get("/v1/documents", headers=headers)
        assert "access-control-allow-origin" not in reply.headers
        assert "Origin" in reply.headers["vary"]


def test_without_a_list_no_origin_is_told_anything(client) -> None:
    reply = client.get("/v1/documents", headers={"Origin": ORIGIN})
    assert not [name for name in reply.headers if name.startswith("access-control")]


# encodings, bounds


def test_long_replies_are_compressed_for_who_can_read_them(client) -> None:
    path = "/v1/documents/hai-duong-2023/clauses"
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.json() == plain.json() and "content-encoding" not in plain.headers


def test_a_header_cannot_be_smuggled_into_a_reply(client) -> None:
    for path in ("/v1/documents/a%0d%0aSet-Cookie:%20x=1", "/%0d%0aX-Evil:%201"):
        reply = client.get(path)
        assert "set-cookie" not in reply.headers and "x-evil" not in reply.headers


def test_a_body_that_trickles_in_is_given_up(client, monkeypatch) -> None:
    monkeypatch.setattr(service.api.guard, "_USUAL", Bounds(1000, 0.05))

    async def call() -> dict[str, Any]:
        told: dict[str, Any] = {"body": b""}

        async def receive() -> dict[str, Any]:
            await asyncio.sleep(0.02)
            return {"type": "http.request", "body": b" ", "more_body": True}

        async def send(message: Any) -> None:
            told["status"] = message.get("status", told.get("status"))
            told["body"] += message.get("body", b"")

        await client.app({**SCOPE, "state": {}}, receive, send)
        return told

    told = asyncio.run(call())
    assert told["status"] == 408 and json.loads(told["body"])["type"].endswith("too-slow")


SCOPE = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/v1/ask",
    "raw_path": b"/v1/ask",
    "root_path": "",
    "query_string": b"",
    "headers": [(b"content-type", b"application/json")],
    "client": ("127.0.0.1", 1),
    "server": ("127.0.0.1", 80),
}


def test_comparisons_wait_in_a_line_of_their_own_and_questions_pass_them() -> None:
    """One is worked on and one waits: a third comes back later, and a question goes in at once."""
    meters = TestClient(create_app("nowhere", index=FakeIndex(), desk=FakeDesk())).app.state.meters
    done = asyncio.Event()
    begun: list[str] = []
    told: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        begun.append(scope["path"])
        if scope["path"] == "/v1/compare":
            await done.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async def run() -> None:
        turnstile = Turnstile(app, meters, lambda request, problem: None, queue=1)

        async def call(path: str) -> None:
            await turnstile({**SCOPE, "path": path}, None, send)

        two = [asyncio.create_task(call("/v1/compare")) for _ in range(2)]
        await asyncio.sleep(0)
        await call("/v1/compare")
        await call("/v1/ask")
        assert begun == ["/v1/compare", "/v1/ask"] and told == [503, 200]
        two[1].cancel()  # who has gone waits no longer
        done.set()
        await asyncio.gather(*two, return_exceptions=True)
        await call("/v1/compare")
        assert (turnstile.inside, turnstile.heavy) == (0, 0)

    asyncio.run(run())
    assert told == [503, 200, 200, 200]


@pytest.mark.parametrize("first", ["/v1/compare", "/mcp"])
def test_assistants_comparisons_stand_in_the_same_line(first: str) -> None:
    meters = TestClient(create_app("nowhere", index=FakeIndex(), desk=FakeDesk())).app.state.meters
    done = asyncio.Event()
    begun: list[tuple[str, bytes]] = []
    told: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        begun.append((scope["path"], body))
        if scope["path"] == "/v1/compare" or b"compare" in body:
            await done.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])

    async def run() -> None:
        turnstile = Turnstile(app, meters, lambda request, problem: None, queue=0)

        async def call(path: str, tool: str) -> None:
            body = b'{"method": "tools/call", "params": {"name": "%s"}}' % tool.encode()
            whole = [{"type": "http.request", "body": body, "more_body": False}]

            async def receive() -> Any:
                return whole.pop()

            await turnstile({**SCOPE, "path": path}, receive, send)

        one = asyncio.create_task(call(first, "compare"))
        while not begun:
            await asyncio.sleep(0)
        await call("/mcp", "compare")  # another is told to come back
        await call("/mcp", "ask")
        done.set()
        await one

    asyncio.run(run())
    assert told == [503, 200, 200]
    assert [b"compare" in body for _, body in begun] == [True, False], "bodies are passed on whole"


def test_a_full_house_says_so_at_once_and_goes_on() -> None:
    """Two may be inside: the third is told to come back, and after that there is room again."""
    client = TestClient(create_app("nowhere", index=FakeIndex(), desk=FakeDesk()))
    meters = client.app.state.meters
    done = asyncio.Event()
    told: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await done.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            told.append(message["status"])
            if message["status"] == 503:
                assert (b"retry-after", b"2") in message["headers"]

    async def call(turnstile: Turnstile, path: str = "/v1/ask") -> None:
        await turnstile({**SCOPE, "path": path}, None, send)

    async def run() -> None:
        turnstile = Turnstile(app, meters, lambda request, problem: None, room=2)
        first = [asyncio.create_task(call(turnstile)) for _ in range(2)]
        await asyncio.sleep(0)
        await call(turnstile)
        free = asyncio.create_task(call(turnstile, "/v1/health"))
        done.set()
        await asyncio.gather(*first, free, call(turnstile))
        assert turnstile.inside == 0

    asyncio.run(run())
    assert told == [503, 200, 200, 200, 200]
