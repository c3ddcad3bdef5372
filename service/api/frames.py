"""What a front and its workers send each other: a head in JSON and a body, over a socket.

A message is two lengths (unsigned, 32 bits, big-endian), the head in UTF-8, the body. No pickle: a
worker's reply is the bytes that the caller is sent.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Mapping
from typing import Any

_LENGTHS = struct.Struct("!II")


async def send(line: socket.socket, head: Mapping[str, Any], body: bytes) -> None:
    """Send one message; raises ``OSError`` where the other end is gone."""
    told = json.dumps(head).encode()
    message = b"".join((_LENGTHS.pack(len(told), len(body)), told, body))
    await asyncio.get_running_loop().sock_sendall(line, message)


async def receive(line: socket.socket) -> tuple[dict[str, Any], bytes]:
    """The next message; raises ``OSError`` where the other end is gone."""
    head, body = _LENGTHS.unpack(await _exactly(line, _LENGTHS.size))
    told = json.loads(await _exactly(line, head))
    return told, bytes(await _exactly(line, body))


async def _exactly(line: socket.socket, size: int) -> bytearray:
    loop, found = asyncio.get_running_loop(), bytearray(size)
    rest = memoryview(found)
    while rest:
        got = await loop.sock_recv_into(line, rest)
        if got == 0:
            raise ConnectionResetError("the other end has closed")
        rest = rest[got:]
    return found
