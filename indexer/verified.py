"""Which files of the current generation were read and found right: the next build need not.

``INDEX/verified.json`` names the generation, when all of its files had been read since, and what
the system tells of each. A build that adds or changes something trusts a file that is the same by
that, for a day. Whoever opens a generation reads all of it, and so does a build that finds nothing
new: what changed unseen is found before it is served, and running ``tracuu index`` again mends it.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from indexer.manifest import Manifest

NAME = "verified.json"
_LASTS = 86_400  # seconds
Told = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Verified:
    """``files``: of a generation those known to be right; ``since``: see ``time.time``."""

    files: frozenset[str]
    since: float


#: Everything is to be read.
NOTHING = Verified(frozenset(), 0.0)


def known(index: Path, manifest: Manifest) -> Verified:
    """What of a generation need not be read; nothing where none of it is written down."""
    now = time.time()
    try:
        body = json.loads((index / NAME).read_text("ascii"))
        since, there = float(body["since"]), body["files"]
        if body["generation"] != manifest.generation or not 0 <= now - since < _LASTS:
            return NOTHING
        folder = index / manifest.generation
        same = (f.name for f in manifest.files if there.get(f.name) == [*_told(folder / f.name)])
        return Verified(frozenset(same), since)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return NOTHING


def remember(index: Path, manifest: Manifest, since: float) -> None:
    """Write down that every file of the generation has been read since then."""
    folder = index / manifest.generation
    files = {record.name: _told(folder / record.name) for record in manifest.files}
    body = {"generation": manifest.generation, "since": since, "files": files}
    temporary = index / f".{NAME}-{os.getpid()}"
    temporary.write_text(json.dumps(body) + "\n", "ascii")
    os.replace(temporary, index / NAME)


def _told(path: Path) -> Told:
    """Inode, size, nanosecond of the last change: what a copy or a write has otherwise."""
    there = path.stat()
    return there.st_ino, there.st_size, there.st_mtime_ns
