"""Where the files of an index lie: remembered beside its generations, found again by their names.

A generation knows its sources by name and hash alone, so that a copied index is whole without
them. Their folders are kept in ``INDEX/sources.json``, which a build writes anew: it says where to
look, and proves nothing. Whoever opens a file compares its hash.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from indexer import archives
from indexer.errors import UnreadableDocument
from indexer.sources import ARCHIVES, Source

NAME = "sources.json"


def remember(index: Path, roots: Sequence[Path]) -> None:
    """Write down the folders an index was built from."""
    body = json.dumps({"roots": [str(root.absolute()) for root in roots]}, ensure_ascii=True)
    temporary = index / f".{NAME}-{os.getpid()}"
    temporary.write_text(body + "\n", "ascii")
    os.replace(temporary, index / NAME)


def remembered(index: Path) -> tuple[Path, ...]:
    """The folders an index was built from; none where nobody wrote them down."""
    try:
        roots = json.loads((index / NAME).read_text("ascii"))["roots"]
        return tuple(Path(root) for root in roots if isinstance(root, str))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def find(roots: Sequence[Path], name: str) -> Iterator[Source]:
    """Every file below ``roots``, or member of a ZIP there, that may be the source ``name``.

    A source inside a ZIP that is itself in a ZIP is not found.
    """
    for root in roots:
        plain = name.removeprefix(f"{root.name}/")
        for relative in dict.fromkeys((name, plain)):
            yield from _below(root if root.is_dir() else root.parent, relative, name)


def _below(root: Path, relative: str, name: str) -> Iterator[Source]:
    parts = PurePosixPath(relative).parts
    if ".." in parts or not parts or relative.startswith("/"):
        return
    # macOS writes names with their marks apart; an index speaks of them joined.
    for spelt in dict.fromkeys((relative, unicodedata.normalize("NFD", relative))):
        path = root / spelt
        if path.is_file():
            yield Source(path, name, path.suffix.lower())
    for cut in range(1, len(parts)):
        archive = root.joinpath(*parts[:cut])
        if archive.suffix.lower() in ARCHIVES and archive.is_file():
            yield from _inside(archive, "/".join(parts[cut:]), name)


def _inside(archive: Path, member: str, name: str) -> Iterator[Source]:
    try:
        found = archives.members(archive, archives.Budget())
    except (UnreadableDocument, OSError):
        return
    for one in found:
        if one.name == member and one.reason is None:
            yield Source(archive, name, PurePosixPath(member).suffix.lower(), one.place)
