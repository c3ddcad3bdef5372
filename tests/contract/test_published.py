"""The published OpenAPI document is the one served, breaks nobody, and its examples are true."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI

from tests.contract.__main__ import PUBLISHED
from tests.contract.breaking import breaking
from tests.contract.samples import CALLS

HOW = "bless what was added: python -m tests.contract"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    return told


def without_version(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "info": {k: v for k, v in told["info"].items() if k != "version"}}


def test_no_caller_of_the_published_api_breaks(app: FastAPI, published: dict[str, Any]) -> None:
    assert breaking(published, app.openapi()) == []


def test_what_is_published_is_what_is_served(app: FastAPI, published: dict[str, Any]) -> None:
    same = without_version(published) == without_version(json.loads(json.dumps(app.openapi())))
    assert same, HOW


def test_every_operation_is_told_whole(published: dict[str, Any]) -> None:
    for path, operations in published["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"] and operation["operationId"] and operation["tags"], path
            assert {"200", "401", "500", "503"} <= set(operation["responses"]), path
            for parameter in operation.get("parameters", ()):
                assert parameter["schema"], (path, parameter["name"])
            # What administers is sampled by tests/service/test_admin.py: it needs a key.
            if path != "/metrics" and not path.startswith("/v1/admin/"):
                assert operation["operationId"] in CALLS, f"a sample of {method} {path} is missing"


def test_examples_fit_their_schemas(published: dict[str, Any]) -> None:
    checked = 0
    for operations in published["paths"].values():
        for operation in operations.values():
            content = operation["responses"]["200"]["content"].get("application/json", {})
            if "example" in content:
                schema = {**content["schema"], "components": published["components"]}
                jsonschema_rs.validate(schema, content["example"])
                checked += 1
    assert checked == len(CALLS), HOW


def _at(told: dict[str, Any], *keys: str) -> Any:
    for key in keys:
        told = told[key]
    return told


_ASK = ("components", "schemas", "AskRequest")
_REPLY = ("components", "schemas", "Answers")
_SEARCH = ("paths", "/v1/search", "get")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda d: d["paths"].pop("/v1/ask"), "POST /v1/ask: removed"),
        (lambda d: _at(d, *_REPLY, "properties").pop("silent"), ".silent: removed"),
        (lambda d: _at(d, *_REPLY, "required").remove("answers"), ".answers: may be left out now"),
        (lambda d: _at(d, *_ASK, "required").append("limit"), ".limit: required now"),
        (lambda d: _at(d, *_ASK, "properties", "limit").update(maximum=20), "maximum is 20 now"),
        (
            lambda d: _at(d, *_REPLY, "properties", "took_ms").update(type="string"),
            "type string is told now",
        ),
        (
            lambda d: _at(
                d,
                *_ASK,
                "properties",
                "lang",
                "anyOf",
            )[0]["enum"].remove("en"),
            "en removed from its values",
        ),
        (lambda d: _at(d, *_SEARCH)["parameters"].pop(), "removed"),
        (
            lambda d: _at(d, *_SEARCH)["parameters"][1].update(required=True),
            "is required now",
        ),
        (lambda d: _at(d, *_SEARCH).update(operationId="find"), "operationId changed"),
        (
            lambda d: _at(d, "paths", "/v1/compare", "get", "responses", "200", "content").pop(
                "text/csv"
            ),
            "text/csv removed",
        ),
    ],
)
def test_each_kind_of_break_is_seen(
    published: dict[str, Any], change: Callable[[dict[str, Any]], Any], told: str
) -> None:
    new = copy.deepcopy(published)
    change(new)
    breaks = breaking(published, new)
    assert breaks and any(told in line for line in breaks), breaks


def test_what_is_added_breaks_nobody(published: dict[str, Any]) -> None:
    new = copy.deepcopy(published)
    new["paths"]["/v1/more"] = new["paths"]["/v1/health"]
    _at(new, *_REPLY, "properties")["more"] = {"type": "string"}
    _at(new, *_REPLY, "required").append("more")
    _at(new, *_ASK, "properties")["more"] = {"type": "string"}
    _at(new, *_ASK, "properties", "limit").update(maximum=100)
    assert breaking(published, new) == []


def test_every_property_says_what_it_means(published: dict[str, Any]) -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in published["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]
    assert not silent, "say it in its schema, or in service/api/properties.py"
