"""Which files of the current generation were read and found right: the next build need not.

``INDEX/verified.json`` names the generation, since when all of its files had been read, and what
the system told of each before that. A build that adds or changes something trusts a file that is
the same by that, for a day: the new generation shares it. What the build copied out of a file that
it does not share, it reads before it commits; where that is damaged, or what was trusted brings the
build down, all is read and the build begun again. Whoever opens a generation reads all of it, and
so does a build that finds nothing new: what changed unseen is found before it is served, and
running ``tracuu index`` again mends it.
"""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer import generation as generations
from indexer.errors import TracuuError
from indexer.manifest import Manifest

NAME = "verified.json"
_LASTS = 86_400  # seconds
Told = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Verified:
    """``told``: of files by name, what the system told before they were read and found right.

    ``since``: none of them was read before (see ``time.time``).
    """

    told: Mapping[str, Told]
    since: float

    def only(self, names: Iterable[str]) -> Verified:
        """Without any other file."""
        return Verified({name: self.told[name] for name in names}, self.since)


#: Everything is to be read.
NOTHING = Verified({}, math.inf)


def known(index: Path) -> Verified:
    """What of the current generation need not be read; nothing where none of it is known."""
    try:
        body = json.loads((index / NAME).read_text("ascii"))
        since, files, generation = float(body["since"]), body["files"], body["generation"]
        if generation != generations.current(index) or not 0 <= time.time() - since < _LASTS:
            return NOTHING
        there = _told(index / generation)
        return Verified({n: one for n, one in there.items() if files.get(n) == [*one]}, since)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, TracuuError):
        return NOTHING


def seen(folder: Path, before: Verified = NOTHING) -> Verified:
    """All files of a folder, whose reading begins after this; some were seen ``before``."""
    now = time.time()
    return Verified({**_told(folder), **before.told}, min(now, before.since))


def remember(index: Path, manifest: Manifest, files: Verified) -> None:
    """Write down that all of the current generation was found right since it was seen so."""
    told = {record.name: files.told[record.name] for record in manifest.files}
    body = {"generation": manifest.generation, "since": files.since, "files": told}
    temporary = index / f".{NAME}-{os.getpid()}"
    temporary.write_text(json.dumps(body) + "\n", "ascii")
    os.replace(temporary, index / NAME)


def _told(folder: Path) -> dict[str, Told]:
    """Inode, size, nanosecond of the last change: what a copy or a write has otherwise."""
    found = {}
    for path in (p for p in folder.rglob("*") if p.is_file()):
        there = path.stat()
        name = path.relative_to(folder).as_posix()
        found[name] = (there.st_ino, there.st_size, there.st_mtime_ns)
    return found
