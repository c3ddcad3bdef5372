"""One call of each door, over the digests that come with the service."""

from __future__ import annotations

from typing import Any

#: Operation → method, address, body.
CALLS: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "ask": ("POST", "/v1/ask", {"question": "co quan nao kham suc khoe", "limit": 1}),
    "search": ("GET", "/v1/search?q=kham+suc+khoe&limit=1", None),
    "suggest": ("GET", "/v1/suggest?q=so+y&limit=2", None),
    "verify": (
        "POST",
        "/v1/citations/verify",
        {"quote": "90% xã, phường, thị trấn", "document": "bac-kan-2021-2025"},
    ),
    "compare": (
        "GET",
        "/v1/compare?document=bac-kan-2021-2025&document=nghe-an-2024&section=kinh+ph%C3%AD",
        None,
    ),
    "matrix": ("GET", "/v1/matrix?q=tuy%C3%AAn+truy%E1%BB%81n", None),
    "history": ("GET", "/v1/history?document=nghe-an-2024&clause=V.4", None),
    "documents": ("GET", "/v1/documents?limit=1", None),
    "document": ("GET", "/v1/documents/hai-duong-2023", None),
    "text": ("GET", "/v1/documents/hai-duong-2023/text", None),
    "clauses": ("GET", "/v1/documents/hai-duong-2023/clauses", None),
    "clause": ("GET", "/v1/documents/hai-duong-2023/clauses/V.3", None),
    "localities": ("GET", "/v1/localities?limit=1", None),
    "agencies": ("GET", "/v1/agencies?limit=1", None),
    "health": ("GET", "/v1/health", None),
}
_LONGEST = 300
_MOST = 2


def trimmed(value: Any) -> Any:
    """A reply short enough to read: lists of two, texts of a few lines; no moment, no person."""
    if isinstance(value, dict):
        fixed = {"took_ms": 4.2, "generation": "000001-3fa9c2d1", "signer": None}
        return {k: fixed.get(k, trimmed(v)) for k, v in value.items()}
    if isinstance(value, list):
        return [trimmed(one) for one in value[:_MOST]]
    if isinstance(value, str) and len(value) > _LONGEST:
        return value[:_LONGEST].rstrip() + "…"
    return value
