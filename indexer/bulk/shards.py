"""The plans in parts: which part a plan is in depends on its content alone."""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.gather import Item

COUNT = "COUNT"
#: Plans a shard, about: half a minute of reading, so that little is lost with a worker.
_PLANS = 500
#: Shards a worker, at least: the last ones are done at about the same time.
_EACH = 4


@dataclass(frozen=True, slots=True)
class Shard:
    """Some of the plans; ``folder`` is the index they are built into. Files of one content are in
    one shard, so that a twin lies beside the one that stands for it.
    """

    folder: Path
    items: tuple[Item, ...]


def split(items: Sequence[Item], place: Path, count: int) -> list[Shard]:
    """At most ``count`` shards below ``place``, none empty; items keep their order."""
    parts: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        parts[_number(item) % count].append(item)
    return [Shard(place / f"{n:05d}", tuple(parts[n])) for n in sorted(parts)]


def count(place: Path, plans: int, workers: int) -> int:
    """How many shards: decided once for a folder, or every plan would move when one is added."""
    try:
        return max(1, int((place / COUNT).read_text("ascii")))
    except (OSError, ValueError):
        found = max(_EACH * workers, -(-plans // _PLANS))
    temporary = place / f".{COUNT}-{os.getpid()}"
    temporary.write_text(f"{found}\n", "ascii")
    os.replace(temporary, place / COUNT)
    return found


def _number(item: Item) -> int:
    """Of its bytes; of its name where these could not be read."""
    digest = item.sha256 or hashlib.sha256(item.source.name.encode("utf-8", "replace")).hexdigest()
    return int(digest[:15], 16)
