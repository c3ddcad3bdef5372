"""A real served process: it finishes what it began, waits for nobody for ever, logs no question."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from service.api.keys import FILE, Keyring
from tests.service.serving import read, served, until

BODY = '{"question": "Cơ quan nào tiêm phòng?"}'.encode()
HEAD = (
    b"POST /v1/ask HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(BODY)
)


def refuses(address: tuple[str, int]) -> bool:
    try:
        socket.create_connection(address, timeout=1).close()
    except OSError:
        return True
    return False


@pytest.mark.slow
def test_a_request_that_has_begun_is_answered_after_sigterm(plans_index: Path) -> None:
    with served(plans_index, "--log-level", "info") as server:
        with server.connect() as asking, server.connect() as idle:
            asking.sendall(HEAD + BODY[:10])
            until(lambda: "tracuu_requests_inside 1.0" in server.get("/metrics"), "it is inside")
            server.process.terminate()
            assert read(idle) == b"", "who asks nothing is sent away"
            until(lambda: refuses(server.address), "nobody else is let in")
            asking.sendall(BODY[10:])
            reply = read(asking)
        assert server.process.wait(timeout=20) == 0
    assert reply.startswith(b"HTTP/1.1 200 ") and b'"answers":' in reply
    assert "Đã dừng phục vụ · Stopped serving\n" in server.said
    assert not [line for line in server.said if "Traceback" in line]


@pytest.mark.slow
def test_the_log_is_json_without_questions_and_a_slow_head_is_closed(plans_index: Path) -> None:
    quick = "import service.api.patience; service.api.patience.HEAD = 0.3"
    with served(plans_index, "--log-level", "info", before=quick) as server:
        with server.connect() as silent, server.connect() as slow:
            slow.sendall(HEAD[:20])
            assert read(silent) == read(slow) == b""
        server.get("/?q=b%C3%AD+m%E1%BA%ADt")
        assert server.stop() == 0
    lines = [json.loads(line) for line in server.said if line.startswith("{")]
    asked = [line for line in lines if line["message"] == "request"]
    assert [(line["route"], line["status"]) for line in asked] == [("/", 200)]
    assert set(asked[0]) >= {"time", "level", "id", "method", "ms", "bytes"}
    told = "".join(server.said)
    assert "mật" not in told and "%C3" not in told


@pytest.mark.slow
def test_keys_are_needed_once_there_are_some_off_loopback(plans_index: Path) -> None:
    ring = Keyring(plans_index)
    token, key = ring.add("thử")
    # All of 127/8 is loopback, 0.0.0.0 is not: whoever reaches the machine reaches it.
    with served(plans_index, "--host", "0.0.0.0", "--workers", "1") as server:

        def status(token: str = "") -> int:
            asked = urllib.request.Request(server.url + "/v1/documents")
            if token:
                asked.add_header("Authorization", f"Bearer {token}")
            try:
                with urllib.request.urlopen(asked, timeout=20) as reply:
                    assert reply.headers["RateLimit-Limit"] == "600"
                    found: int = reply.status
            except urllib.error.HTTPError as error:
                with error:
                    found = error.code
            return found

        assert (status(), status("wrong"), status(token)) == (401, 401, 200)
        ring.revoke(key.id)
        assert status(token) == 401, "from the next request on"
    with served(plans_index, "--host", "0.0.0.0", "--workers", "1") as server:
        assert server.get("/v1/documents")
        assert any("--open" in line for line in server.said), "that it is open is said"
    (plans_index / FILE).unlink()
