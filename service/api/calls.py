"""What an assistant's request calls, seen by the door before it is let in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from starlette.types import Message, Receive, Scope

PATH = "/mcp"


async def held(scope: Scope, receive: Receive) -> tuple[bytes, Receive]:
    """A request's body, and what gives it again to whoever answers.

    Raises ``ClientDisconnect`` where whoever sent it has gone.
    """
    body = await Request(scope, receive).body()
    whole: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return whole.pop() if whole else await receive()

    return body, again


def compares(body: bytes) -> bool:
    """Whether a body in the words of the Model Context Protocol calls for a comparison.

    >>> compares(b'{"method": "tools/call", "params": {"name": "compare"}}')
    True
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return any(map(_calls, told if isinstance(told, list) else [told]))


def _calls(message: Any) -> bool:
    if not isinstance(message, Mapping) or message.get("method") != "tools/call":
        return False
    params = message.get("params")
    return isinstance(params, Mapping) and params.get("name") == "compare"
