"""How long each door of a service takes over many passages: ``python -m tests.bench.doors INDEX``.

What is quick over thirty plans may read every plan there is: over a million passages the first
letters typed into the search box once took two minutes. Written to ``tests/bench/RESULTS.md``.
"""

from __future__ import annotations

import argparse
import datetime
import http.client
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote_plus, urlencode

import indexer.index
from indexer.index import Index
from tests.bench.timing import Timed, machine, put, seconds
from tests.service.serving import Server, served

_AGAIN = 3
_PATIENCE = 300.0
_THEME, _QUESTION = "phòng chống ma túy", "Cơ quan nào khám sức khỏe định kỳ cho người lao động?"
_NEAR = "Công an tỉnh chủ trì, phối hợp với các sở, ngành có liên quan"


class Door(NamedTuple):
    """A request; ``body`` is sent as JSON."""

    path: str
    body: dict[str, object] | None = None


class Took(NamedTuple):
    """Seconds of the first time, and of those after; the least that was answered well."""

    door: Door
    first: float
    again: Timed
    status: int


def doors(index: Index) -> list[Door]:
    """Every page and every way of the API that reads, for an index of two plans at least."""
    one, other = (info.id for info in index.documents()[:2])
    clause = index.clauses(one)[-1].path
    pair = urlencode([("document", one), ("document", other)])
    asked, theme = urlencode({"q": _QUESTION}), urlencode({"q": _THEME})
    history = urlencode({"document": one, "clause": clause})
    listed = f"/v1/documents/{one}"
    pages = ("/", f"/?{asked}", "/documents", f"/documents/{one}", f"/compare?{pair}")
    more = (f"/matrix?{theme}", f"/history?{history}", "/feedback")
    files = (f"/take/answers.csv?{asked}", f"/take/passages.csv?{asked}")
    tables = (f"/take/targets.csv?{theme}", f"/take/comparison.csv?{pair}")
    read = (listed, f"{listed}/text", f"{listed}/clauses", f"{listed}/clauses/{quote(clause)}")
    ways = (
        *("/v1/documents", *read, "/v1/localities", "/v1/agencies", "/v1/health", "/metrics"),
        *(f"/v1/search?{asked}", f"/v1/compare?{pair}", f"/v1/history?{history}"),
        *(f"/v1/matrix?{theme}", "/v1/suggest?q=so", "/v1/suggest?q=kham+suc"),
    )
    sent = [
        Door("/v1/ask", {"question": _QUESTION}),
        Door("/v1/ask", {"question": _QUESTION, "cursor": "500"}),
        Door("/v1/citations/verify", {"quote": _NEAR}),
    ]
    return [*map(Door, (*pages, *more, *files, *tables, *ways)), *sent]


def measured(path: Path) -> list[Took]:
    """All of them, one after the other, of a service that has just begun."""
    with indexer.index.open(path, verify=False) as index:
        known = doors(index)
    with served(path, "--rate", "0") as server:
        return [_took(server, door) for door in known]


def _took(server: Server, door: Door) -> Took:
    statuses: list[int] = []
    first, *again = (
        seconds(lambda: statuses.append(_status(server, door))) for _ in range(1 + _AGAIN)
    )
    return Took(door, first, Timed(tuple(again)), max(statuses))


def _status(server: Server, door: Door) -> int:
    connection = http.client.HTTPConnection(*server.address, timeout=_PATIENCE)
    try:
        if door.body is None:
            connection.request("GET", door.path)
        else:
            head = {"Content-Type": "application/json"}
            connection.request("POST", door.path, json.dumps(door.body).encode(), head)
        reply = connection.getresponse()
        reply.read()
        return reply.status
    finally:
        connection.close()


def page(took: Sequence[Took], passages: int) -> str:
    """A row for each door, the slowest first."""
    lines = [
        f"# Every door over {passages:,} passages",
        "",
        "Written by `python -m tests.bench.doors`; figures of one machine and one day.",
        "",
        f"- {machine()}",
        f"- {datetime.datetime.now(datetime.UTC).date()}; a service as `tracuu serve` starts it,",
        "  one request at a time over HTTP: milliseconds of the first, and of the next three",
        "  (median, least to most); another worker may answer each. The slowest doors first",
        "",
        "| door | first | again | |",
        "|---|---|---|---|",
    ]
    for one in sorted(took, key=lambda one: -one.again.median):
        status = "" if one.status == 200 else f"**{one.status}**"
        again = one.again.span(0, 1000, brackets=True)
        lines.append(f"| `{_shown(one.door)}` | {1000 * one.first:.0f} | {again} | {status} |")
    return "\n".join([*lines, ""])


def _shown(door: Door) -> str:
    if door.body is None:
        return unquote_plus(door.path)
    return f"POST {door.path} {json.dumps(door.body, ensure_ascii=False)}"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).with_name("RESULTS.md"))
    given = parser.parse_args()
    with indexer.index.open(given.index, verify=False) as index:
        size = index.size()
    text = page(measured(given.index), size)
    put(given.out, text)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
