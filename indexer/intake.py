"""What a build takes in: the generation there is, and the sources, new ones understood.

A build goes on from here to a new generation; a rehearsal stops.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer import archives, verified, workers
from indexer import generation as generations
from indexer.assemble import NothingToIndex, Old
from indexer.build_rules import rules_version
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.gather import Gathered, Item, gather
from indexer.index.local import CODES
from indexer.index.rows import Held
from indexer.index.volume import Volume, numbers
from indexer.manifest import Manifest, SourceRecord
from indexer.readers.ocr import tesseract
from indexer.report import Progress
from indexer.understand import Task
from indexer.verified import Verified
from indexer.work import Work
from models import Encoder

_SCRATCH = "unpacked"  # what is taken out of ZIPs, while it is read


@dataclass(frozen=True, slots=True)
class Base:
    """The generation there is. ``carries``: same rules and encoder, so documents can be copied.

    ``records``: its sources by name.
    ``held`` and ``clauses``: where each document lies, and how many clauses it has; one in a
    volume with a file that is ``damaged`` is not among them. ``wanting``: documents with pages
    that were not read for want of OCR, which is there now. ``seen``: its files before they were
    read.
    """

    folder: Path
    manifest: Manifest
    records: dict[str, SourceRecord]
    held: dict[str, Held]
    clauses: dict[str, int]
    carries: bool
    wanting: frozenset[str]
    damaged: frozenset[str]
    seen: verified.Verified

    def old(self) -> Old | None:
        """What documents can be copied from.

        No codes where anything is damaged: they may have been made when it was not known.
        """
        if not self.carries:
            return None
        codes = self.folder / CODES
        usable = codes.exists() and not self.damaged
        return Old(self.folder, self.held, self.clauses, codes if usable else None)


def roots_of(sources: Sequence[Path] | Path) -> list[Path]:
    """The folders and files to build from; raises ``NothingToIndex`` for one that is not there."""
    roots = [Path(sources)] if isinstance(sources, str | Path) else [Path(s) for s in sources]
    for root in roots:
        if not root.exists():
            raise NothingToIndex(f"Không thấy {root} · There is no {root}")
    return roots


def unwatched(stage: str, done: int, total: int) -> None:
    """For whoever does not want to know how far it is."""


def read(
    roots: Sequence[Path] | Gathered,
    index: Path,
    base: Base | None,
    folder: Path,
    work: Work,
    jobs: int | None,
    progress: Progress,
) -> tuple[Gathered, list[Item], int]:
    """Everything in ``roots``, what is new of it understood, and how much had been before.

    ``roots`` may be what was gathered in them.
    """
    scratch = folder / _SCRATCH
    scratch.mkdir()
    known = base.records if base else {}
    gathered = (
        roots if isinstance(roots, Gathered) else gather(roots, index, scratch, known, progress)
    )
    items, resumed = _understood(
        [_carried(item, base) for item in gathered.items],
        work, scratch, workers.JOBS if jobs is None else jobs, progress,
    )  # fmt: skip
    shutil.rmtree(scratch)
    return gathered, items, resumed


def base_of(
    index: Path, encoder: Encoder, trusted: Verified = verified.NOTHING
) -> tuple[Base | None, list[str]]:
    """The generation there is, verified. What is damaged is said, and not built upon.

    Files that are ``trusted`` are not read.
    """
    try:
        folder = index / generations.current(index)
        manifest = generations.read_manifest(folder)
    except IndexMissing:
        return None, []
    except IndexOutdated:
        return None, [
            "Chỉ mục cũ do phiên bản khác của chương trình lập nên mọi văn bản được đọc lại · "
            "The index was made by another release of the program: every document is read again"
        ]
    except IndexCorrupt as error:
        return None, [str(error)]
    seen = verified.seen(folder, trusted)
    damaged = generations.damaged(folder, manifest, trusted.told)
    notes = [str(generations.corrupt(folder / name)) for name in damaged]
    recorded = (manifest.rules, manifest.encoder.fingerprint, manifest.encoder.dim)
    carries = recorded == (rules_version(), encoder.fingerprint, encoder.dim)
    if not carries:
        notes.append(
            "Quy tắc hoặc mô hình đã đổi nên mọi văn bản được phân tích lại · "
            "The rules or the model changed, so every document is analysed again"
        )
    whole = set(numbers(f.name for f in manifest.files)) - set(numbers(damaged))
    made = _base(folder, manifest, sorted(whole), carries, seen)
    return replace(made, damaged=frozenset(damaged)), notes


def _base(
    folder: Path, manifest: Manifest, volumes: Sequence[int], carries: bool, seen: Verified
) -> Base:
    """With the documents of these volumes, as if all of it was whole."""
    none: frozenset[str] = frozenset()
    held: dict[str, Held] = {}
    clauses: dict[str, int] = {}
    wanting: set[str] = set()
    for number in volumes:
        with closing(Volume(folder, number).store()) as store:
            for entry in store.entries():
                held[entry.document] = Held(number, entry.first, entry.end)
                clauses[entry.document] = entry.clauses
            if not tesseract.missing():
                wanting |= store.with_problem(tesseract.ADVICE)
    records = {record.source: record for record in manifest.sources}
    apart = frozenset(wanting)
    return Base(folder, manifest, records, held, clauses, carries, apart, none, seen)


def _carried(item: Item, base: Base | None) -> Item:
    """The item with the place it can be copied from, if its file is as it was."""
    if base is None or not base.carries or item.reason is not None or item.same_as is not None:
        return item
    before = base.records.get(item.source.name)
    if before is None or not before.is_indexed or before.sha256 != item.sha256:
        return item
    if item.document in base.wanting:
        return item
    return replace(item, held=base.held.get(item.document))


def _understood(
    items: Sequence[Item], work: Work, scratch: Path, jobs: int, progress: Progress
) -> tuple[list[Item], int]:
    """Items with the reasons of those that cannot be indexed; how many had been read before.

    Every other one that is new has its outcome in ``work`` afterwards.
    """
    new = {i.key: i for i in items if i.held is None and i.reason is None and not i.same_as}
    there = work.keep(new)
    tasks = (Task(i.source, i.document, scratch) for k, i in new.items() if k not in there)
    keys = {item.source.name: key for key, item in new.items()}
    done = len(items) - len(new) + len(there)
    progress("analyse", done, len(items))
    for task, outcome in workers.outcomes(tasks, min(jobs, len(new) - len(there))):
        work.add(keys[task.source.name], outcome)
        done += 1
        progress("analyse", done, len(items))
    settled = [replace(i, reason=work.reason(i.key)) if i.key in new else i for i in items]
    return settled, len(there)


@contextmanager
def folder_for(index: Path) -> Iterator[Path]:
    """A folder to build in, gone again if the build fails (a killed one is cleared next time)."""
    folder = generations.new_folder(index)
    try:
        yield folder
    finally:
        archives.forget()
        shutil.rmtree(folder, ignore_errors=True)
