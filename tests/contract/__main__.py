"""``python -m tests.contract``: bless what was added to the API.

Makes the examples anew and writes ``docs/openapi.json``, unless something in it would break a
caller: then it says what, and writes nothing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

from fastapi.testclient import TestClient

from indexer.build import build
from service.api import openapi
from service.api.app import create_app
from tests.contract.breaking import breaking
from tests.contract.samples import CALLS, trimmed

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "openapi.json"


def main() -> int:
    """Write both files; 1 where a caller would break."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build([ROOT / "corpus" / "plans"], index)
        with TestClient(create_app(index)) as client:
            examples = {}
            for name, (method, path, body) in CALLS.items():
                reply = client.request(method, path, json=body)
                assert reply.status_code == 200, (name, reply.text)
                examples[name] = trimmed(reply.json())
        openapi._examples.cache_clear()
        _write(openapi._EXAMPLES, examples)
        told = create_app(index).openapi()
    if PUBLISHED.exists():
        breaks = breaking(json.loads(PUBLISHED.read_text(encoding="utf-8")), told)
        if breaks:
            sys.stderr.write("It would break callers; add instead, or make a /v2:\n")
            sys.stderr.writelines(f"  {line}\n" for line in breaks)
            return 1
    _write(PUBLISHED, told)
    return 0


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
