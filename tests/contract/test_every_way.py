"""Every door called in the ways its description allows, and in some it does not (schemathesis).

Whatever is sent, the reply is one that is documented, has the shape that is documented, and is
never our own fault.
"""

from __future__ import annotations

import json

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from starlette.types import Receive, Scope, Send

from tests.contract.__main__ import PUBLISHED

#: What a schema cannot say (a question holds words, two plans differ) is answered with 422, so
#: whether good data is taken is not asked here.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
    unsupported_method,
]


@pytest.fixture(scope="module")
def described(app: FastAPI) -> schemathesis.BaseSchema:
    """The doors of the running application: schemathesis would start it again for every test."""

    async def running(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await app(scope, receive, send)

    return schemathesis.openapi.from_asgi("/openapi.json", running)


OPERATIONS = [
    (method, path)
    for path, operations in json.loads(PUBLISHED.read_text(encoding="utf-8"))["paths"].items()
    for method in operations
]


@pytest.mark.slow
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_call_is_answered_but_as_documented(
    described: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    operation = described[path][method]

    @settings(
        max_examples=6 if mode is GenerationMode.POSITIVE else 3,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    try:
        call()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE, "a call that takes nothing cannot be got wrong"
