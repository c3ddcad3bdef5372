"""A client for one OpenAI-compatible endpoint, on this machine or another: off unless configured.

The key comes from the environment or a file and is never shown. The standard library is enough for
one request; it follows no redirect, so that the key reaches the configured host alone.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from indexer.errors import TracuuError

URL, MODEL = "TRACUU_REPHRASE_URL", "TRACUU_REPHRASE_MODEL"
KEY, KEY_FILE = "TRACUU_REPHRASE_KEY", "TRACUU_REPHRASE_KEY_FILE"
_LONGEST = 1_000_000
_CHUNK = 16_384
#: Requests at once; whoever comes then keeps the plain answer.
_AT_ONCE = threading.BoundedSemaphore(2)


class EndpointFault(Exception):
    """The endpoint gave nothing that can be used; what it said is no text for readers."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and as whom to ask. ``url`` ends before ``/chat/completions``; ``timeout`` in s."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 20.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise TracuuError(
                "Địa chỉ diễn đạt lại phải như http://máy:cổng/v1 · The address of the endpoint "
                "must be like http://host:port/v1"
            )


def configured(
    environment: Mapping[str, str],
    url: str | None = None,
    model: str | None = None,
    key_file: str | None = None,
) -> Endpoint | None:
    """The endpoint that options or the environment name, None without an address.

    Raises ``TracuuError`` for an address without a model, or a key file that cannot be read.
    """
    url = url or environment.get(URL)
    if not url:
        return None
    model = model or environment.get(MODEL)
    if not model:
        raise TracuuError(
            f"Thiếu tên mô hình ({MODEL} hoặc --rephrase-model) · The model's name is missing"
        )
    held = key_file or environment.get(KEY_FILE)
    key = _read(held) if held else environment.get(KEY, "")
    return Endpoint(url.rstrip("/"), model, key)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TracuuError(
            f"Không đọc được tệp khóa {path} · The key file {path} cannot be read"
        ) from error


def complete(endpoint: Endpoint, messages: Sequence[Mapping[str, str]]) -> str:
    """What the model answers. Raises ``EndpointFault`` for anything else, within the timeout."""
    if not _AT_ONCE.acquire(blocking=False):
        raise EndpointFault("busy")
    try:
        return _content(_post(endpoint, messages))
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise EndpointFault(type(error).__name__) from error
    finally:
        _AT_ONCE.release()


def _post(endpoint: Endpoint, messages: Sequence[Mapping[str, str]]) -> bytes:
    until = time.monotonic() + endpoint.timeout
    parts = urlsplit(f"{endpoint.url}/chat/completions")
    body = {"model": endpoint.model, "messages": list(messages), "temperature": 0}
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, endpoint.timeout)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, json.dumps(body).encode("utf-8"), headers)
        response = connection.getresponse()
        if response.status != 200:
            raise EndpointFault(f"status {response.status}")
        return _whole(response, until)
    finally:
        connection.close()


def _connection(
    scheme: str, host: str, port: int | None, timeout: float
) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
    return http.client.HTTPConnection(host, port, timeout=timeout)


def _whole(response: http.client.HTTPResponse, until: float) -> bytes:
    """The body, which may neither come too slowly nor be too long."""
    parts: list[bytes] = []
    while part := response.read1(_CHUNK):
        parts.append(part)
        if time.monotonic() > until or sum(map(len, parts)) > _LONGEST:
            raise EndpointFault("too slow or too long")
    return b"".join(parts)


def _content(body: bytes) -> str:
    """The text of the first choice; raises ``ValueError`` for any other shape."""
    told = json.loads(body)
    try:
        content = told["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("no choice") from error
    if not isinstance(content, str):
        raise ValueError("no text")
    return content
