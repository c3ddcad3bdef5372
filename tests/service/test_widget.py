"""The script other sites load: small, kept by browsers, fit to be loaded from anywhere."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from tests.service.fakes import FakeDesk, FakeIndex


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app("nowhere", index=FakeIndex(), desk=FakeDesk())) as client:
        yield client


def test_it_is_small_and_sets_text_only(client):
    reply = client.get("/widget.js")
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert len(reply.content) <= 15_000
    for way in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("):
        assert way not in reply.text


def test_browsers_keep_it_and_ask_whether_it_changed(client):
    first = client.get("/widget.js")
    assert "max-age=86400" in first.headers["cache-control"]
    held = client.get("/widget.js", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert (held.status_code, held.content) == (304, b"")
    assert held.headers["etag"] == first.headers["etag"]
    assert client.get("/widget.js", headers={"If-None-Match": '"x"'}).status_code == 200


def test_pages_that_isolate_themselves_may_load_it(client):
    headers = client.get("/widget.js").headers
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["access-control-allow-origin"] == "*"
