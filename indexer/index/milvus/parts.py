"""Values by key in a collection: Milvus keeps no long texts, so each is packed and cut in parts."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

#: Milvus's longest string is 65,535 bytes.
PART = 60_000
_BATCH = 200


def packed(data: bytes) -> str:
    """ASCII, compressed."""
    return base64.b85encode(zlib.compress(data, 6)).decode("ascii")


def unpacked(text: str) -> bytes:
    """Inverse of ``packed``."""
    return zlib.decompress(base64.b85decode(text))


class Parts:
    """One collection of ``(id, data)``; ``id`` is ``key/0``, ``key/1`` and so on."""

    def __init__(self, client: Any, collection: str) -> None:
        self._client = client
        self._collection = collection

    def put(self, values: Mapping[str, bytes]) -> None:
        """Write values; those there are written over, so that doing it again does no harm."""
        rows = [row for key, value in values.items() for row in _rows(key, value)]
        for start in range(0, len(rows), _BATCH):
            self._client.upsert(self._collection, rows[start : start + _BATCH])

    def get(self, key: str) -> bytes | None:
        """One value, or None."""
        return self.get_all([key]).get(key)

    def get_all(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values there are among ``keys``."""
        first = self._fetch(f"{key}/0" for key in keys)
        rest = self._fetch(
            f"{name[:-2]}/{number}"
            for name, data in first.items()
            for number in range(1, int(data.partition("|")[0]))
        )
        return {name[:-2]: _value(name[:-2], first, rest) for name in first}

    def _fetch(self, ids: Iterable[str]) -> dict[str, str]:
        wanted = list(ids)
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _BATCH):
            some = json.dumps(wanted[start : start + _BATCH], ensure_ascii=False)
            rows = self._client.query(
                self._collection, filter=f"id in {some}", output_fields=["id", "data"]
            )
            found.update({row["id"]: row["data"] for row in rows})
        return found


def _rows(key: str, value: bytes) -> list[dict[str, object]]:
    text = packed(value)
    cut = [text[i : i + PART] for i in range(0, len(text), PART)]
    cut[0] = f"{len(cut)}|{cut[0]}"
    # Every collection must have a vector; nothing searches this one.
    return [{"id": f"{key}/{n}", "data": part, "blank": [0.0, 1.0]} for n, part in enumerate(cut)]


def _value(key: str, first: Mapping[str, str], rest: Mapping[str, str]) -> bytes:
    count, _, begin = first[f"{key}/0"].partition("|")
    return unpacked("".join((begin, *(rest[f"{key}/{n}"] for n in range(1, int(count))))))
