"""What an administrator sees and does: files received and what became of them, generations."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from indexer import generation as generations
from indexer import originals
from indexer.address import home
from indexer.errors import TracuuError
from indexer.manifest import Manifest, SourceRecord
from indexer.report import Tried
from indexer.sources import ARCHIVES
from service.admin.inbox import FOLDER, Inbox, Received
from service.admin.jobs import Jobs, Task
from service.holdings import publishing

#: Entries of one file that are shown; a ZIP may hold thousands.
SHOWN = 200


class NoPlans(TracuuError):
    """It is not known where the plans of this index lie, so none can be added."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source of a file received: the file itself, or a member of a ZIP.

    ``served``: its document is in the current generation; ``ready``: read, and not published;
    ``refused``: it cannot be indexed, for ``reason``; ``same``: ``reason`` names the source that
    has its content; ``unread``: nobody has looked yet.
    """

    name: str
    state: Literal["served", "ready", "refused", "same", "unread"]
    document: str | None = None
    title: str | None = None
    clauses: int = 0
    reason: str | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A file received, its bytes, and its sources; ``more`` of them are not shown."""

    name: str
    bytes: int
    entries: tuple[Entry, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation there is; ``current`` is the one being served."""

    name: str
    created: str
    documents: int
    clauses: int
    current: bool


class Office:
    """The work on one index. Nothing is done until somebody asks."""

    def __init__(self, index: Path | str) -> None:
        self._address = str(index)
        self._index = home(index)
        self.jobs = Jobs(self._address)
        self._inbox: Inbox | None = None
        self._lock = threading.Lock()

    def inbox(self) -> Inbox:
        """Where plans are received; raises ``NoPlans``, or ``IndexElsewhere``."""
        originals.check_place(self._address)
        return self._received()

    def received(self, outcome: Sequence[Received]) -> None:
        """Have what has come read, if anything has."""
        if any(one.was in ("new", "replaced") for one in outcome):
            self.jobs.read_soon()

    def withdraw(self, name: str) -> None:
        """Put a file aside; the next publishing leaves its documents out."""
        self.inbox().withdraw(name)

    def start(self, task: Task) -> None:
        """Begin a job; raises ``JobRunning``, and as ``inbox`` does."""
        self.inbox()
        self.jobs.start(task)

    def rollback(self, name: str | None = None) -> str:
        """Serve the generation before, or that of this name, again."""
        return publishing.rollback(self._address, name)

    def files(self) -> list[Held]:
        """Every file received, with what became of it."""
        inbox = self._received()
        manifest = _manifest(self._index)
        records = {r.source: r for r in manifest.sources} if manifest else {}
        tried = self._unserved(records) | self._tried()
        root = inbox.folder.parent.name
        return [
            _held(
                inbox.folder / name, (f"{FOLDER}/{name}", f"{root}/{FOLDER}/{name}"), records, tried
            )
            for name in inbox.names()
        ]

    def generations(self) -> list[Generation]:
        """The generations there are, newest first; one that cannot be read is left out."""
        try:
            now = generations.current(self._index)
        except TracuuError:
            now = ""
        found = []
        for name in reversed(generations.generations(self._index)):
            try:
                about = generations.read_manifest(self._index / name)
            except TracuuError:
                continue
            found.append(
                Generation(name, about.created, about.documents, about.clauses, name == now)
            )
        return found

    def close(self) -> None:
        """Give up what is at work."""
        self.jobs.close()

    def _received(self) -> Inbox:
        """What was received, to be read; the sources may have been set anew meanwhile."""
        plans = _plans(self._index)
        with self._lock:
            if self._inbox is None or self._inbox.folder.parent != plans:
                self._inbox = Inbox(plans)
            return self._inbox

    def _unserved(self, served: Mapping[str, SourceRecord]) -> dict[str, Tried]:
        """What the newest generation knows of the sources that the one being served lacks.

        After going back, the files published since are read already: they wait to be published.
        """
        names = generations.generations(self._index)
        try:
            newest = generations.read_manifest(self._index / names[-1]) if names else None
        except TracuuError:
            return {}
        records = newest.sources if newest else ()
        return {r.source: _as_tried(r) for r in records if r.source not in served}

    def _tried(self) -> dict[str, Tried]:
        """What the last reading found, unless a publishing came after it."""
        read, published = self.jobs.last("read"), self.jobs.last("publish")
        if read is None or read.result is None:
            return {}
        if published and published.state == "done" and published.started > read.started:
            return {}
        told: list[dict[str, Any]] = read.result["tried"]
        return {one["source"]: Tried(**{**one, "problems": tuple(one["problems"])}) for one in told}


def _plans(index: Path) -> Path:
    for root in originals.remembered(index):
        if root.is_dir():
            return root
    raise NoPlans(
        "Chưa biết thư mục kế hoạch của chỉ mục này; hãy lập lại chỉ mục một lần từ thư mục đó: "
        "tracuu index THƯ_MỤC. / It is not known where the plans of this index lie; build it once "
        "from their folder: tracuu index FOLDER."
    )


def _manifest(index: Path) -> Manifest | None:
    try:
        return generations.read_manifest(index / generations.current(index))
    except TracuuError:
        return None


def _held(
    path: Path,
    names: tuple[str, str],
    records: dict[str, SourceRecord],
    tried: dict[str, Tried],
) -> Held:
    """One file: what was read of it last stands before what is served."""
    try:
        size = path.stat().st_size
    except FileNotFoundError:  # put aside this moment
        size = 0
    if path.suffix.lower() in ARCHIVES:
        inside = tuple(f"{name}/" for name in names)
        sources = sorted({s for s in (*records, *tried) if s in names or s.startswith(inside)})
    else:
        sources = [name for name in names if name in records or name in tried][:1]
    entries = [_entry(s, tried.get(s), records.get(s)) for s in sources]
    shown = tuple(entries[:SHOWN]) or (Entry(path.name, "unread"),)
    return Held(path.name, size, shown, max(0, len(entries) - SHOWN))


def _as_tried(record: SourceRecord) -> Tried:
    return Tried(record.source, record.document, reason=record.reason, same_as=record.same_as)


def _entry(source: str, read: Tried | None, record: SourceRecord | None) -> Entry:
    name = source.partition(f"{FOLDER}/")[2]
    if read is not None:
        if read.reason is not None:
            return Entry(name, "refused", reason=read.reason)
        if read.same_as is not None:
            return Entry(name, "same", reason=read.same_as)
        return Entry(name, "ready", read.document, read.title, read.clauses, problems=read.problems)
    assert record is not None
    if record.reason is not None:
        return Entry(name, "refused", reason=record.reason)
    if record.same_as is not None:
        return Entry(name, "same", reason=record.same_as)
    return Entry(name, "served", record.document)
