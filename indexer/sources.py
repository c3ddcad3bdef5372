"""What a build reads, how it is spoken of, and the document id each source gets.

Names and ids must not depend on the order of reading: a file that is as it was keeps its name and
its id, whatever folders are given beside it and in whatever order.
"""

from __future__ import annotations

import itertools
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import readers
from indexer.manifest import SourceRecord
from indexer.text import fold_chars, slug

#: Files of files: their members are the sources.
ARCHIVES = frozenset({".zip"})
#: Formats with a reader.
SUFFIXES = frozenset(readers.SUFFIXES) | ARCHIVES
#: What file managers and people put to the name of a copy (accents and case folded).
_COPY = re.compile(r"(?:^|[^a-z])(?:ban[ _-]?sao|copy)(?:[^a-z]|$)|\(\d{1,3}\)(?=\.|/|$)|~")
#: Characters of a name, and of an id; a path in a ZIP may have 65,535.
_MOST_NAME, _MOST_ID = 400, 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file with a reader, or a member of a ZIP.

    ``path`` is the file, or the ZIP that holds it at ``member`` of its directory. ``relative`` is
    its name below the folder it was found in, whose own name is ``root``. ``sha256`` is "" until
    it is known; ``reason``: why it cannot be read, where that is known already.
    """

    path: Path
    root: str
    relative: str
    suffix: str
    member: int | None = None
    sha256: str = ""
    size: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A candidate under the ``name`` it is spoken of by: relative to its folder, NFC, with "/"."""

    path: Path
    name: str
    suffix: str
    member: int | None = None


def name_sources(
    candidates: Sequence[Candidate], former: Mapping[str, SourceRecord]
) -> list[tuple[Source, Candidate]]:
    """A name for each candidate, in their order.

    The plain name is the one below its folder; where two folders hold the same, the folder's name
    stands before it, and a number behind that at the last. What has a name in ``former`` (records
    by name) and is unchanged keeps it, so that swapped folders do not swap documents.
    """
    names: dict[int, str] = {}
    taken: set[str] = set()
    for place, candidate in enumerate(candidates):
        for name in itertools.islice(_names(candidate), 2):
            known = former.get(name)
            if (
                known
                and candidate.sha256
                and known.sha256 == candidate.sha256
                and name not in taken
            ):
                names[place] = name
                taken.add(name)
                break
    for place, candidate in enumerate(candidates):
        if place not in names:
            names[place] = next(name for name in _names(candidate) if name not in taken)
            taken.add(names[place])
    return [(Source(c.path, names[i], c.suffix, c.member), c) for i, c in enumerate(candidates)]


def name_documents(
    sources: Sequence[Source], former: Mapping[str, str]
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """A document id for each source, and ``(source, id)`` where the slug was taken.

    ``former`` has the ids of the generation before: a source keeps its id for as long as it is
    there, so that no link comes to mean another document.
    """
    ids = {s.name: former[s.name] for s in sources if s.name in former}
    taken = set(ids.values())
    renamed = []
    for source in sources:
        plain = slug(Path(source.name).stem)[:_MOST_ID].strip("-")
        if source.name not in ids:
            ids[source.name] = _free_id(plain, taken)
            taken.add(ids[source.name])
        if ids[source.name] != plain:
            renamed.append((source.name, ids[source.name]))
    return ids, renamed


def printable(name: str) -> str:
    """NFC, on one line; bytes that are not UTF-8 and control characters are shown as "\ufffd"."""
    text = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
    shown = text
    if not text.isprintable():  # a space more than a plain one is that neither, and stays
        shown = "".join("\ufffd" if unicodedata.category(c) in _UNSHOWN else c for c in text)
    if len(shown) <= _MOST_NAME:
        return shown
    return f"{shown[: _MOST_NAME // 2]}…{shown[-_MOST_NAME // 2 :]}"


#: Controls, line and paragraph separators, marks that turn the direction of what follows.
_UNSHOWN = frozenset({"Cc", "Cf", "Zl", "Zp"})


def no_reader(suffix: str) -> str:
    """Why a file of this suffix is left out."""
    known = ", ".join(sorted(SUFFIXES - readers.REFUSED))
    return (
        f"chưa đọc được dạng “{suffix}” (đọc được: {known}) · "
        f"no reader for “{suffix}” (there are: {known})"
    )


def is_copy(name: str) -> bool:
    """Whether a path bears the mark of a copy.

    >>> is_copy("Bản sao của kế hoạch (1).txt"), is_copy("kế hoạch.txt")
    (True, False)
    """
    return bool(_COPY.search(fold_chars(name)))


def is_hidden(name: str) -> bool:
    """Whether a file or folder is passed over: dot files, and what Word and macOS leave behind."""
    return name.startswith((".", "~$")) or name == "__MACOSX"


def _names(candidate: Candidate) -> Iterator[str]:
    whole = f"{candidate.root}/{candidate.relative}"
    yield candidate.relative
    yield whole
    yield from (f"{whole} ({count})" for count in itertools.count(2))


def _free_id(plain: str, taken: Collection[str]) -> str:
    candidate, count = plain, 2
    while candidate in taken:
        candidate = f"{plain}-{count}"
        count += 1
    return candidate
