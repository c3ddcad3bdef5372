"""The files that documents were read from, given out only while they are what was indexed."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indexer import archives, originals
from indexer.documents import DocumentInfo
from indexer.errors import UnreadableDocument
from indexer.sources import Source
from service.holdings.cache import Cache

#: ``gone``: no file of that name is there; ``changed``: there is one, with other content.
State = Literal["there", "gone", "changed"]


@dataclass(frozen=True, slots=True)
class Original:
    """The file of a document, ``path`` only where it is ``there``."""

    state: State
    path: Path | None = None


class Originals:
    """Looks for files where ``index`` says its sources lay; ``cache`` takes members of ZIPs."""

    def __init__(self, index: Path, cache: Cache) -> None:
        self._index = index
        self._cache = cache
        self._hashes: dict[tuple[Path, int, int], str] = {}

    def of(self, info: DocumentInfo) -> Original:
        """The file ``info`` was read from, if its bytes are still the same."""
        met = False
        for source in originals.find(originals.remembered(self._index), info.source):
            met = True
            with suppress(OSError, UnreadableDocument):
                if (path := self._same(source, info.sha256)) is not None:
                    return Original("there", path)
        return Original("changed" if met else "gone")

    def _same(self, source: Source, sha256: str) -> Path | None:
        if source.member is None:
            return source.path if self._hash(source.path) == sha256 else None
        name = f"{sha256}{source.suffix}"
        if (kept := self._cache.get(name)) is not None:
            return kept
        kept = self._cache.put(name, lambda folder: _unpack(source, folder))
        if self._hash(kept) == sha256:
            return kept
        kept.unlink(missing_ok=True)
        return None

    def _hash(self, path: Path) -> str:
        """Hashed again only when size or time of the file are others."""
        about = path.stat()
        key = (path, about.st_size, about.st_mtime_ns)
        if key not in self._hashes:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
            if len(self._hashes) >= 10_000:
                self._hashes.clear()
            self._hashes[key] = found
        return self._hashes[key]


def _unpack(source: Source, folder: Path) -> None:
    with (folder / "member").open("wb") as file:
        archives.unpack(source.path, source.member or 0, file.write)
