"""The bench of doors knocks at every one there is, and each opens."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from service.api.app import create_app
from tests.bench.doors import Door, Took, doors, page
from tests.bench.timing import Timed


@pytest.fixture(scope="module")
def client(plans_index, index):
    with TestClient(create_app(plans_index, index=index)) as opened:
        yield opened


def test_each_opens(client, index):
    for door in doors(index):
        reply = (
            client.get(door.path) if door.body is None else client.post(door.path, json=door.body)
        )
        assert reply.status_code == 200, (door, reply.text[:200])


def test_none_that_reads_is_left_out(client, index):
    paths = {door.path.partition("?")[0] for door in doors(index)}
    for path in client.get("/openapi.json").json()["paths"]:
        pattern = re.sub(r"\{\w+\}", "[^/]+", path)
        assert path.startswith("/v1/admin") or any(re.fullmatch(pattern, p) for p in paths), path


def test_the_slowest_stands_first_and_what_fails_is_said():
    quick = Took(Door("/v1/health"), 0.004, Timed((0.001, 0.002, 0.003)), 200)
    slow = Took(Door("/v1/suggest?q=so"), 120.0, Timed((120.0, 119.0, 121.0)), 503)
    first, second = page([quick, slow], 1_000_127).splitlines()[-2:]
    assert first == "| `/v1/suggest?q=so` | 120000 | 120000 (119000–121000) | **503** |"
    assert second == "| `/v1/health` | 4 | 2 (1–3) |  |"
