"""Which files a build reads, and the document id each one gets."""

from __future__ import annotations

import itertools
import os
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import readers
from indexer.text import slug

#: Formats with a reader.
SUFFIXES = frozenset(readers.SUFFIXES)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to index. ``name`` is how it is spoken of: relative to its folder, NFC, with "/"."""

    path: Path
    name: str


def find(roots: Sequence[Path], leave_out: Path) -> tuple[list[Source], list[tuple[str, str]]]:
    """The readable files below ``roots``, in their order, and ``(name, reason)`` of the others.

    A file that is met again counts once. Hidden files are passed over in silence, and so is
    everything below ``leave_out`` (the index).
    """
    taken: set[str] = set()
    met: set[Path] = set()
    sources, skipped = [], []
    for root in roots:
        for path in sorted(_files(root, leave_out.resolve())):
            if path.resolve() in met:
                continue
            met.add(path.resolve())
            name = _free_name(path, root, taken)
            if path.suffix.lower() in SUFFIXES:
                sources.append(Source(path, name))
                taken.add(name)
            else:
                skipped.append((name, _no_reader(path.suffix)))
    return sources, skipped


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
        plain = slug(Path(source.name).stem)
        if source.name not in ids:
            ids[source.name] = _free_id(plain, taken)
            taken.add(ids[source.name])
        if ids[source.name] != plain:
            renamed.append((source.name, ids[source.name]))
    return ids, renamed


def _files(root: Path, leave_out: Path) -> list[Path]:
    if not root.is_dir():
        return [root]
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and (Path(folder) / name).resolve() != leave_out
        )
        found += [Path(folder) / name for name in names if not name.startswith(".")]
    return found


def _free_name(path: Path, root: Path, taken: Collection[str]) -> str:
    """Relative to its root; with the root where two hold the same name; numbered at the last."""
    relative = _printable(path.relative_to(root).as_posix() if path != root else path.name)
    whole = f"{_printable(root.absolute().name)}/{relative}"
    numbered = (f"{whole} ({count})" for count in itertools.count(2))
    return next(name for name in itertools.chain((relative, whole), numbered) if name not in taken)


def _printable(name: str) -> str:
    """NFC, and bytes that are not UTF-8 shown as "\N{REPLACEMENT CHARACTER}"."""
    return unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))


def _free_id(plain: str, taken: Collection[str]) -> str:
    candidate, count = plain, 2
    while candidate in taken:
        candidate = f"{plain}-{count}"
        count += 1
    return candidate


def _no_reader(suffix: str) -> str:
    known = ", ".join(sorted(SUFFIXES))
    return (
        f"chưa đọc được dạng “{suffix}” (đọc được: {known}) · "
        f"no reader for “{suffix}” (there are: {known})"
    )
