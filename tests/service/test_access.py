"""Who may ask, over HTTP: keys, scopes, addresses and buckets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import Depends, Request
from fastapi.testclient import TestClient

from service.api.access import COOKIE, Access, holds, require
from service.api.app import create_app
from service.api.keys import FILE, Keyring
from service.api.rates import Buckets
from tests.service.fakes import FakeDesk, FakeIndex

QUESTION = {"question": "ai khám?"}


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return Keyring(tmp_path)


@pytest.fixture
def serve(ring: Keyring) -> Callable[..., TestClient]:
    """A client of the service under these rules, with two routes that ask for scopes."""

    def made(**rules: Any) -> TestClient:
        access = Access(ring, **rules)
        app = create_app("nowhere", index=FakeIndex(), desk=FakeDesk(), access=access)

        @app.post("/v1/admin", dependencies=[Depends(require("admin"))])
        def admin() -> dict[str, str]:
            return {"done": "yes"}

        @app.get("/v1/mine")
        def mine(request: Request) -> dict[str, bool]:
            return {"read": holds(request, "read"), "admin": holds(request, "admin")}

        return TestClient(app)

    return made


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def refused(reply: Any, status: int) -> dict[str, Any]:
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = reply.json()
    assert told["status"] == status and " / " in told["detail"]
    return told


def test_nobody_needs_a_key_to_read_by_default(serve) -> None:
    client = serve()
    reply = client.post("/v1/ask", json=QUESTION)
    assert reply.status_code == 200 and "ratelimit-limit" not in reply.headers
    assert client.get("/v1/mine").json() == {"read": True, "admin": False}


def test_administering_always_takes_a_key_that_may(serve, ring) -> None:
    client = serve()
    told = client.post("/v1/admin")
    refused(told, 401)
    assert told.headers["www-authenticate"] == 'Bearer realm="tracuu"'
    reader, admin = ring.add("a")[0], ring.add("b", "admin")[0]
    told = client.post("/v1/admin", headers=bearer(reader))
    assert "admin" in refused(told, 403)["detail"]
    assert 'error="insufficient_scope", scope="admin"' in told.headers["www-authenticate"]
    assert client.post("/v1/admin", headers=bearer(admin)).json() == {"done": "yes"}


def test_where_reading_needs_a_key_either_header_brings_it(serve, ring) -> None:
    client = serve(need_key=True)
    token, _ = ring.add("a")
    for call in (
        lambda **h: client.post("/v1/ask", json=QUESTION, **h),
        lambda **h: client.get("/v1/documents", **h),
        lambda **h: client.get("/metrics", **h),
    ):
        refused(call(), 401)
        assert call(headers=bearer(token)).status_code in (200, 404)
        assert call(headers={"X-API-Key": token}).status_code in (200, 404)
        assert call(headers={"Authorization": f"bearer  {token} "}).status_code in (200, 404)


def test_health_and_the_pages_stay_open(serve) -> None:
    client = serve(need_key=True)
    for path in ("/v1/health", "/", "/?q=ai", "/documents", "/static/style.css"):
        assert client.get(path).status_code == 200, path


def test_our_pages_and_allowed_origins_read_without_a_key(serve) -> None:
    client = serve(need_key=True, origins=("https://tinh.example.vn",))
    ask = {"url": "/v1/suggest?q=kham"}
    assert client.get(**ask, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.get(**ask, headers={"Origin": "https://tinh.example.vn"}).status_code == 200
    for other in ("https://tinh.example.vn.evil.vn", "http://tinh.example.vn", "null", ""):
        refused(client.get(**ask, headers={"Origin": other}), 401)
    refused(client.get(**ask, headers={"Sec-Fetch-Site": "cross-site"}), 401)


@pytest.mark.parametrize("token", ["opensesame", "tk_00000000_" + "a" * 43, "ké", "x" * 5000])
def test_a_key_that_opens_nothing_is_said_so_even_where_none_is_needed(serve, token) -> None:
    client = serve()
    reply = client.get("/v1/documents", headers={"X-API-Key": token.encode()})
    refused(reply, 401)
    assert 'error="invalid_token"' in reply.headers["www-authenticate"]
    assert token not in reply.text


def test_another_scheme_is_somebody_elses(serve) -> None:
    """A proxy in front may ask for a password and pass it on."""
    assert serve().get("/v1/documents", headers={"Authorization": "Basic YTpi"}).is_success


def test_a_browser_brings_the_key_in_a_cookie(serve, ring) -> None:
    client = serve()
    token, key = ring.add("a", "admin")
    client.cookies.set(COOKIE, token)
    assert client.post("/v1/admin").status_code == 200
    ring.revoke(key.id)
    refused(client.post("/v1/admin"), 401)
    assert client.get("/v1/documents").status_code == 200, "reading goes on without it"


def test_each_key_has_a_bucket_and_a_question_costs_more(serve, ring) -> None:
    client = serve(buckets=Buckets(12, clock=lambda: 0.0))
    one, two = ring.add("a")[0], ring.add("b")[0]
    first = client.post("/v1/ask", json=QUESTION, headers=bearer(one))
    assert (first.headers["ratelimit-limit"], first.headers["ratelimit-remaining"]) == ("12", "7")
    assert first.headers["ratelimit-reset"] == "25"
    assert client.post("/v1/ask", json=QUESTION, headers=bearer(one)).status_code == 200
    reply = client.post("/v1/ask", json=QUESTION, headers=bearer(one))
    assert "15" in refused(reply, 429)["detail"] and reply.headers["retry-after"] == "15"
    assert client.get("/v1/documents", headers=bearer(one)).status_code == 200, "it costs less"
    assert client.post("/v1/ask", json=QUESTION, headers=bearer(two)).status_code == 200
    assert client.post("/v1/ask", json=QUESTION).status_code == 200, "addresses are not counted"


def test_addresses_are_counted_where_strangers_come(serve) -> None:
    client = serve(count_addresses=True, buckets=Buckets(12, clock=lambda: 0.0))
    assert client.get("/?q=ai").status_code == 200
    page = client.get("/?q=ai")
    assert page.status_code == 429 and page.headers["content-type"].startswith("text/html")
    assert page.headers["retry-after"] and "giây" in page.text
    assert client.get("/v1/health").status_code == 200 == client.get("/static/page.js").status_code


def test_trying_keys_is_counted_too(serve) -> None:
    client = serve(count_addresses=True, buckets=Buckets(3, clock=lambda: 0.0))
    tried = [client.get("/v1/health", headers=bearer(f"key{n}")).status_code for n in range(5)]
    assert tried == [401, 401, 401, 429, 429]


def test_a_damaged_file_of_keys_is_503_for_whoever_sends_one(serve, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database " * 100)
    client = serve()
    token = "tk_00000000_" + "a" * 43
    assert "keys" in refused(client.get("/v1/documents", headers=bearer(token)), 503)["detail"]
    assert client.get("/v1/documents").status_code == 200
