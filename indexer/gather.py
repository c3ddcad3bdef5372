"""The sources of a build: listed, ZIPs opened, hashed, named, and told apart from their twins."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path, PurePosixPath

from indexer import archives, listing, readers
from indexer.errors import UnreadableDocument
from indexer.index.rows import Held
from indexer.manifest import SourceRecord
from indexer.report import Progress
from indexer.sources import (
    ARCHIVES,
    SUFFIXES,
    Candidate,
    Source,
    is_copy,
    name_documents,
    name_sources,
)
from indexer.understand import FULL, unexpected

_TOO_DEEP = (
    "tệp nén trong tệp nén trong tệp nén: hãy giải nén bớt · "
    "a ZIP in a ZIP in a ZIP: unpack the outermost"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A source on its way into a generation, under the id ``document`` ("" where it has none).

    ``held``: where it lies in the current generation, when it can be copied as it is.
    ``reason``: why it cannot be indexed. ``same_as``: the source indexed in its place.
    """

    source: Source
    document: str
    sha256: str
    held: Held | None = None
    reason: str | None = None
    same_as: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What its analysis depends on, besides the rules."""
        return self.sha256, self.document, self.source.name

    @property
    def record(self) -> SourceRecord:
        """As the manifest keeps it."""
        return SourceRecord(self.source.name, self.document, self.sha256, self.reason, self.same_as)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Items in order of id; ``(source, reason)`` left out; ``(source, id)`` not the plain one."""

    items: tuple[Item, ...]
    skipped: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def gather(
    roots: Sequence[Path],
    leave_out: Path,
    scratch: Path,
    former: Mapping[str, SourceRecord],
    progress: Progress,
) -> Gathered:
    """Everything a build has to do with. ``former``: records of the generation before, by name.

    ``scratch`` takes the ZIPs inside ZIPs, and must stay until all sources are read.
    """
    listed = listing.find(roots, leave_out, lambda seen: progress("list", seen, 0))
    found: list[Candidate] = []
    for done, candidate in enumerate(listed.candidates):
        progress("read", done, len(listed.candidates))
        found += _opened(candidate, scratch, listed.tally)
    progress("read", len(listed.candidates), len(listed.candidates))
    found += [Candidate(Path(), "", name, "", reason=why) for name, why in listed.refused]
    named = name_sources(found, former)
    twins = _twins(named, former)
    # Who stands for a content chooses an id first, what can be read before what cannot, and a file
    # before a member of a ZIP.
    choosing = sorted(
        named, key=lambda n: (n[0].name in twins, _is_refused(n[1]), n[0].member is not None)
    )
    ids, renamed = name_documents(
        [s for s, _ in choosing if s.suffix in SUFFIXES - ARCHIVES],
        {name: record.document for name, record in former.items() if record.document},
    )
    items = [
        Item(s, ids.get(s.name, ""), c.sha256, None, c.reason, twins.get(s.name)) for s, c in named
    ]
    hidden = listed.tally.hidden
    return Gathered(
        tuple(sorted(items, key=lambda item: (item.document, item.source.name))),
        tuple(listed.tally.told()),
        tuple(renamed),
        (f"{hidden:,} tệp ẩn không tính đến · hidden files passed over",) if hidden else (),
    )


def _opened(candidate: Candidate, scratch: Path, tally: listing.Tally) -> Iterator[Candidate]:
    """A file with its hash; of a ZIP, its members with theirs."""
    if candidate.suffix in ARCHIVES:
        yield from _members(candidate, scratch, tally, archives.Budget(), outer=True)
        return
    try:
        sha, size = _hash(candidate.path)
        yield replace(candidate, sha256=sha, size=size)
    except OSError as error:
        yield replace(candidate, reason=unexpected(error))


def _members(
    archive: Candidate, scratch: Path, tally: listing.Tally, budget: archives.Budget, outer: bool
) -> Iterator[Candidate]:
    try:
        _open(archive.path).close()
        inside = archives.members(archive.path, budget)
    except (UnreadableDocument, OSError) as error:
        said = unexpected(error) if isinstance(error, OSError) else str(error)
        yield replace(archive, reason=said)
        return
    for member in inside:
        name = f"{archive.relative}/{member.name}"
        suffix = PurePosixPath(member.name).suffix.lower()
        if member.hidden:
            tally.hidden += 1
        elif suffix not in SUFFIXES:
            tally.unread(name, suffix)
        else:
            yield from _member(
                Candidate(
                    archive.path, archive.root, name, suffix, member.place, reason=member.reason
                ),
                scratch,
                tally,
                budget,
                outer,
            )


def _member(
    member: Candidate, scratch: Path, tally: listing.Tally, budget: archives.Budget, outer: bool
) -> Iterator[Candidate]:
    nested = member.suffix in ARCHIVES
    if member.reason is None and nested and not outer:
        member = replace(member, reason=_TOO_DEEP)
    if member.reason is not None:
        yield member
        return
    place, digest = member.member or 0, hashlib.sha256()
    try:
        with tempfile.NamedTemporaryFile(dir=scratch, suffix=".zip", delete=not nested) as copy:

            def take(chunk: bytes) -> None:
                digest.update(chunk)
                if nested:
                    copy.write(chunk)

            size = archives.unpack(member.path, place, take, budget.bytes)
    except (UnreadableDocument, OSError) as error:
        if isinstance(error, OSError) and error.errno in FULL:
            raise
        said = unexpected(error) if isinstance(error, OSError) else str(error)
        yield replace(member, reason=said)
        return
    budget.bytes -= size
    if nested:
        yield from _members(
            replace(member, path=Path(copy.name)), scratch, tally, budget, outer=False
        )
    else:
        yield replace(member, sha256=digest.hexdigest(), size=size)


def _hash(path: Path) -> tuple[str, int]:
    with _open(path) as file:
        digest = hashlib.file_digest(file, "sha256")
        return digest.hexdigest(), file.tell()


def _open(path: Path) -> BufferedReader:
    """Open without waiting: a file may have become a pipe since it was listed."""
    file = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "not an ordinary file")
    return file


def _is_refused(candidate: Candidate) -> bool:
    """Whether it is known before reading that it will be left out."""
    refused = candidate.suffix in readers.REFUSED or candidate.reason is not None
    return refused or not candidate.size


def _twins(
    named: Sequence[tuple[Source, Candidate]], former: Mapping[str, SourceRecord]
) -> dict[str, str]:
    """Sources with the same content (read the same way) → the one that stands for them.

    It is the one whose document is in the index already; else a file before a member of a ZIP and
    before a link, a name without the marks of a copy, the shorter path, the first by name. Empty
    files are no twins: each is told to be empty.
    """
    same: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for source, candidate in named:
        if candidate.sha256 and candidate.size and candidate.reason is None:
            same[candidate.sha256, readers.reader_of(source.suffix)].append(source)

    def rank(source: Source, sha: str) -> tuple[int, bool, bool, bool, int, int, str]:
        record = former.get(source.name)
        known = record is not None and record.is_indexed
        changed = record is not None and record.sha256 != sha
        return (
            int(changed) if known else 2,
            source.member is not None,
            source.path.is_symlink(),
            is_copy(source.name),
            source.name.count("/"),
            len(source.name),
            source.name,
        )

    out = {}
    for (sha, _), sources in same.items():
        first = min(sources, key=lambda source: rank(source, sha))
        out.update({source.name: first.name for source in sources if source is not first})
    return out
