"""Which generation is served: the next one takes over, an earlier one comes back, old ones go.

Milvus has no lock that a publisher could hold on it and that its death would give back. So several
may write at a time, each a generation of its own, and what happens then is safe: one alias names
one whole generation, and a publisher that finds that another took over meanwhile is told.
"""

from __future__ import annotations

import time
from typing import Any

from indexer.address import Address
from indexer.errors import IndexMissing, TracuuError
from indexer.index.milvus import collections
from indexer.index.milvus.failures import WRITING, said

KEEP = 2  # generations: the one served and the one before
#: An unfinished generation begun later may be another publisher's, who is still at it.
_STALE = 24 * 3600 * 10**9  # nanoseconds


class PublishedMeanwhile(TracuuError):
    """Another publisher's generation took over while this one was being written."""


def now(client: Any, address: Address) -> str | None:
    """The collection of rows that is served, or None before the first."""
    try:
        return collections.served(client, address)
    except IndexMissing:
        return None


def take_over(
    client: Any, address: Address, rows: str, before: str | None, keep: int = KEEP
) -> None:
    """Serve a whole generation and remove old ones; ``before`` was served when it was begun.

    Raises ``PublishedMeanwhile`` when another has been served since; that one then stays.
    """
    served = now(client, address)
    if served not in (before, rows):
        raise PublishedMeanwhile(
            f"Trong lúc gửi, một tiến trình khác đã đưa thế hệ {served} vào phục vụ; thế hệ {rows} "
            "đã gửi đủ nhưng chưa phục vụ. Muốn dùng bản này, hãy chạy lại lệnh vừa rồi · While "
            f"this was being sent, another process had {served} served; {rows} is there, but not "
            "served. To serve it, run the same command again"
        )
    collections.serve(client, address, rows)
    prune(client, address, served, keep)


def prune(client: Any, address: Address, before: str | None, keep: int = KEEP) -> None:
    """Remove whole generations beyond ``keep``, and unfinished ones that nobody goes on with.

    ``before``, the one served until now, is kept first of the others: after a rollback it is not
    the newest, yet it is the one that readers still have open and the one to go back to.
    """
    served = now(client, address)
    spare = keep - 1 - (before not in (None, served))
    others = [n for n in collections.generations(client, address) if n not in (served, before)]
    done = [name for name in others if collections.whole(client, name)]
    left = [name for name in others if name not in done and _stale(client, name)]
    for name in (*left, *done[: max(0, len(done) - spare)]):
        if now(client, address) != name:  # another may have taken it back meanwhile
            collections.drop(client, name)


def rollback(address: Address) -> str:
    """Serve the whole generation before the current one again; gives its name."""
    client = address.connect()
    try:
        with said(WRITING):
            back = _before(client, address)
            collections.load(client, back)
            collections.serve(client, address, back)
    finally:
        client.close()
    return back


def _before(client: Any, address: Address) -> str:
    served = collections.served(client, address)
    known = collections.generations(client, address)
    for name in reversed(known[: known.index(served)]):
        if collections.whole(client, name):
            return name
    raise IndexMissing(
        f"Không có thế hệ nào để quay lại tại {address.uri} · No generation to roll back to"
    )


def _stale(client: Any, rows: str) -> bool:
    """Whether nobody goes on with it: half removed, or begun long ago."""
    if not client.has_collection(rows):
        return True
    return time.time_ns() - collections.begun(client, rows) > _STALE
