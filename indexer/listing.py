"""The files below the folders of a build, listed in bounded memory.

A folder may hold millions of files that are no plans: they are counted as they go by, and only the
first few are named. Nothing is opened here, so a pipe or a device cannot block a build.
"""

from __future__ import annotations

import bisect
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from indexer.sources import SUFFIXES, Candidate, is_hidden, no_reader, printable

#: Files of one kind that are named when left out; the others are counted.
NAMED = 5
#: Kinds (suffixes) told apart; the others are counted together.
_KINDS = 50
#: Entries between two reports of progress.
_STEP = 10_000

_LINKED = (
    "thư mục liên kết (symlink) không được đi theo; hãy đưa thẳng thư mục đó vào lệnh · "
    "a linked folder is not followed; name that folder in the command"
)
_SPECIAL = (
    "không phải tệp thường (đường ống, thiết bị, socket) · "
    "not an ordinary file (a pipe, a device, a socket)"
)


@dataclass(slots=True)
class Tally:
    """What is left out: the first few names of every kind, and how many there are."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    names: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    hidden: int = 0

    def add(self, name: str, kind: str, reason: str) -> None:
        """Count one file of ``kind`` (a suffix, or "")."""
        key = (kind, reason)
        if key not in self.counts and len(self.counts) >= _KINDS:
            key = ("", "dạng không đọc được · formats without a reader")
        self.counts[key] = self.counts.get(key, 0) + 1
        named = self.names.setdefault(key, [])
        if len(named) < NAMED or name < named[-1]:
            bisect.insort(named, name)
            del named[NAMED:]

    def unread(self, name: str, suffix: str) -> None:
        """Count one file that has no reader."""
        self.add(name, suffix, _reason(suffix))

    def told(self) -> list[tuple[str, str]]:
        """``(name, reason)`` of those named, then one entry for the others of each kind."""
        out = sorted(
            (printable(name), key[1]) for key, names in self.names.items() for name in names
        )
        for (kind, reason), count in sorted(self.counts.items()):
            if count > NAMED:
                more = f"{count - NAMED:,}"
                kind = printable(kind)
                out.append(
                    (f"… và {more.replace(',', '.')} tệp {kind} nữa · and {more} more", reason)
                )
        return out


@dataclass(slots=True)
class Listing:
    """Files with a reader in order of name, ``(name, reason)`` of folders that did not open."""

    candidates: list[Candidate] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    seen: int = 0


def find(
    roots: Sequence[Path], leave_out: Path, on_step: Callable[[int], None] = lambda seen: None
) -> Listing:
    """Everything below ``roots``, but for ``leave_out`` (the index). A file met again counts once.

    ``on_step`` is told now and then how many entries have gone by.
    """
    listing = Listing()
    met: set[tuple[Path, str]] = set()
    real: dict[Path, Path] = {}
    hidden = leave_out.resolve()
    for root in roots:
        if root.is_dir():
            found = sorted(_below(root, hidden, listing, on_step), key=lambda c: c.path.parts)
        else:
            found = list(_single(root, listing))
        for candidate in found:
            # Folders are real here (links are not followed), so this is one file exactly.
            folder = candidate.path.parent
            if folder not in real:
                real[folder] = folder.resolve()
            place = (real[folder], candidate.path.name)
            if place not in met:
                met.add(place)
                listing.candidates.append(candidate)
    return listing


def _single(path: Path, listing: Listing) -> Iterator[Candidate]:
    root = path.absolute().parent.name
    try:
        ordinary = stat.S_ISREG(path.stat().st_mode)
    except OSError:  # reading it will say what is wrong
        ordinary = True
    yield from _file(path.absolute(), path.name, root, listing, ordinary)


def _below(
    top: Path, leave_out: Path, listing: Listing, on_step: Callable[[int], None]
) -> Iterator[Candidate]:
    """Depth first, one folder open at a time."""
    top = top.absolute()
    folders = [(top.resolve(), "")]
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    listing.seen += 1
                    if listing.seen % _STEP == 0:
                        on_step(listing.seen)
                    if is_hidden(entry.name):
                        listing.tally.hidden += 1
                    elif entry.is_dir(follow_symlinks=False):
                        if (below := folder / entry.name) != leave_out:
                            folders.append((below, f"{prefix}{entry.name}/"))
                    else:
                        yield from _entry(entry, prefix + entry.name, top.name, listing)
        except OSError as error:
            listing.refused.append((printable(prefix or f"{top.name}/"), _not_opened(error)))


def _entry(
    entry: os.DirEntry[str], relative: str, root: str, listing: Listing
) -> Iterator[Candidate]:
    ordinary = entry.is_file(follow_symlinks=False)
    if not ordinary and entry.is_symlink():
        try:
            mode = entry.stat().st_mode
        except OSError:  # leads nowhere, or in a circle: reading it will say so
            mode = stat.S_IFREG
        ordinary = stat.S_ISREG(mode)
        if stat.S_ISDIR(mode):
            listing.tally.add(relative, "", _LINKED)
            return
    yield from _file(entry.path, relative, root, listing, ordinary)


def _file(
    path: str | Path, relative: str, root: str, listing: Listing, ordinary: bool
) -> Iterator[Candidate]:
    suffix = os.path.splitext(relative)[1].lower()
    if not ordinary:
        listing.tally.add(relative, "", _SPECIAL)
    elif suffix in SUFFIXES:
        yield Candidate(Path(path), printable(root), printable(relative), suffix)
    else:
        listing.tally.unread(relative, suffix)


@lru_cache(maxsize=_KINDS)
def _reason(suffix: str) -> str:
    return no_reader(printable(suffix))


def _not_opened(error: OSError) -> str:
    return (
        f"không mở được thư mục ({error.strerror}): hãy kiểm tra quyền đọc rồi chạy lại · "
        f"the folder does not open ({error.strerror}): check that it may be read"
    )
