"""Plan files to a new generation of the index.

Only what changed is analysed and encoded; the rest is copied from the current generation. What is
analysed is kept as it is done (see ``indexer.work``), so that no build reads it again. The new
generation is written in a folder of its own and becomes current in one step at the end (see
``indexer.generation``), so that a build that fails or is killed changes nothing.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import models
from indexer import archives, disk, originals, workers
from indexer import generation as generations
from indexer.assemble import Assembled, NothingToIndex, Old, assemble, none_worked
from indexer.build_rules import RULES_VERSION, code_version, rules_version
from indexer.disk import DiskFull
from indexer.errors import IndexCorrupt, IndexMissing, IndexOutdated
from indexer.gather import Item, gather
from indexer.index import vectors
from indexer.index.local import STORE, VECTORS
from indexer.index.store import Store
from indexer.manifest import FORMAT, EncoderRecord, Manifest, SourceRecord
from indexer.readers.ocr import tesseract
from indexer.report import Eta, Progress, Report
from indexer.understand import Task
from indexer.work import Work
from models import Encoder

__all__ = ["RULES_VERSION", "DiskFull", "Eta", "NothingToIndex", "Progress", "Report", "build"]

_SCRATCH = "unpacked"  # what is taken out of ZIPs, while it is read


@dataclass(frozen=True, slots=True)
class _Base:
    """The generation there is. ``carries``: same rules and encoder, so rows can be copied.

    ``wanting``: documents with pages that were not read for want of OCR, which is there now.
    """

    folder: Path
    manifest: Manifest
    ranges: dict[str, tuple[int, int]]
    carries: bool
    wanting: frozenset[str]

    @property
    def records(self) -> dict[str, SourceRecord]:
        return {r.source: r for r in self.manifest.sources}

    def old(self) -> Old:
        shape = (self.manifest.passages, self.manifest.encoder.dim)
        return Old(self.folder / STORE, vectors.attach(self.folder / VECTORS, *shape))


def build(
    sources: Sequence[Path] | Path,
    index: Path,
    encoder: Encoder | None = None,
    on_progress: Progress | None = None,
    jobs: int | None = None,
) -> Report:
    """Bring the index at ``index`` up to date with the files in ``sources``.

    A file that fails is quarantined with its reason and the others go on; ``jobs`` processes read
    them (default ``workers.JOBS``; 0: this one, which a very bad file can then bring down). Raises
    ``NothingToIndex`` (no file, or every one failed), ``BuildRunning``, ``NotWritable``,
    ``DiskFull``, or what the encoder raises; the current generation then stays as it was.
    """
    started = time.monotonic()
    roots = [Path(sources)] if isinstance(sources, str | Path) else [Path(s) for s in sources]
    index = Path(index)
    progress: Progress = on_progress or (lambda stage, done, total: None)
    for root in roots:
        if not root.exists():
            raise NothingToIndex(f"Không thấy {root} · There is no {root}")
    encoder = models.load() if encoder is None else encoder
    with generations.build_lock(index), disk.said(index):
        base, notes = _base(index, encoder)
        with _folder(index) as folder, closing(Work(index, rules_version())) as work:
            scratch = folder / _SCRATCH
            scratch.mkdir()
            gathered = gather(roots, index, scratch, base.records if base else {}, progress)
            items, resumed = _understood(
                [_carried(item, base) for item in gathered.items],
                work, scratch, workers.JOBS if jobs is None else jobs, progress,
            )  # fmt: skip
            shutil.rmtree(scratch)
            if not items:
                raise NothingToIndex(none_worked(gathered.skipped))
            unchanged = base is not None and _unchanged(items, base)
            if base and unchanged:
                manifest = base.manifest
            else:
                made = _new_generation(index, folder, items, work, base, encoder, progress)
                manifest, notes = made[0], [*notes, *_cut_short(made[1], encoder)]
            work.discard()
        originals.remember(index, roots)
        generations.prune(index, served=base.manifest.generation if base else None)
    indexed = {record.source for record in manifest.sources if record.is_indexed}
    return Report(
        generation=manifest.generation,
        built=not unchanged,
        documents=manifest.documents,
        clauses=manifest.clauses,
        carried_over=sum(item.old_rows is not None for item in items),
        resumed=resumed,
        **_differences(base.manifest.sources if base else (), manifest.sources),
        quarantined=tuple((r.source, r.reason) for r in manifest.sources if r.reason is not None),
        twins=tuple((r.source, r.same_as) for r in manifest.sources if r.same_as is not None),
        skipped=gathered.skipped,
        renamed=tuple(r for r in gathered.renamed if r[0] in indexed),
        notes=(*notes, *gathered.notes),
        seconds=time.monotonic() - started,
    )


def _base(index: Path, encoder: Encoder) -> tuple[_Base | None, list[str]]:
    """The generation there is, verified. One that is damaged is not built upon; that is said."""
    try:
        folder = index / generations.current(index)
        manifest = generations.verify(folder)
    except IndexMissing:
        return None, []
    except IndexOutdated:
        return None, [
            "Chỉ mục cũ do phiên bản khác của chương trình lập nên mọi văn bản được đọc lại · "
            "The index was made by another release of the program: every document is read again"
        ]
    except IndexCorrupt as error:
        return None, [str(error)]
    store = Store(folder / STORE)
    ranges = {name: (0, 0) for name in store.infos()} | store.ranges()
    wanting = frozenset() if tesseract.missing() else store.with_problem(tesseract.ADVICE)
    store.close()
    recorded = (manifest.rules, manifest.encoder.fingerprint, manifest.encoder.dim)
    carries = recorded == (rules_version(), encoder.fingerprint, encoder.dim)
    note = (
        "Quy tắc hoặc mô hình đã đổi nên mọi văn bản được phân tích lại · "
        "The rules or the model changed, so every document is analysed again"
    )
    base = _Base(folder, manifest, ranges, carries, wanting)
    return base, [] if carries else [note]


def _carried(item: Item, base: _Base | None) -> Item:
    """The item with the rows it can keep, if its file is as it was."""
    if base is None or not base.carries or item.reason is not None or item.same_as is not None:
        return item
    before = base.records.get(item.source.name)
    if before is None or not before.is_indexed or before.sha256 != item.sha256:
        return item
    if item.document in base.wanting:
        return item
    return replace(item, old_rows=base.ranges[item.document])


def _understood(
    items: Sequence[Item], work: Work, scratch: Path, jobs: int, progress: Progress
) -> tuple[list[Item], int]:
    """Items with the reasons of those that cannot be indexed; how many had been read before.

    Every other one that is new has its outcome in ``work`` afterwards.
    """
    new = {i.key: i for i in items if i.old_rows is None and i.reason is None and not i.same_as}
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


def _unchanged(items: Sequence[Item], base: _Base) -> bool:
    """Whether a build would give what there is; files quarantined before had another chance."""
    if not base.carries or base.manifest.code != code_version():
        return False
    if any(item.old_rows is None and item.record.is_indexed for item in items):
        return False
    return tuple(item.record for item in items) == base.manifest.sources


def _new_generation(
    index: Path,
    folder: Path,
    items: Sequence[Item],
    work: Work,
    base: _Base | None,
    encoder: Encoder,
    progress: Progress,
) -> tuple[Manifest, int]:
    """The generation, and how many of its new passages the encoder does not read to the end."""
    old = base.old() if base and base.carries else None
    made: Assembled = assemble(folder, items, work, old, encoder, progress)
    files = generations.file_records(folder)
    manifest = Manifest(
        format=FORMAT,
        generation=generations.next_name(index, files),
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        rules=rules_version(),
        code=code_version(),
        encoder=EncoderRecord(encoder.name, encoder.dim, encoder.fingerprint),
        documents=made.documents,
        clauses=made.clauses,
        passages=made.passages,
        sources=tuple(item.record for item in items),
        files=files,
    )
    generations.commit(index, folder, manifest)
    return manifest, made.cut


def _cut_short(count: int, encoder: Encoder) -> list[str]:
    """What is said of passages that are longer than the encoder reads."""
    if not count:
        return []
    return [
        f"{count} đoạn dài hơn {encoder.max_tokens} token mà mô hình {encoder.name} đọc được; phần "
        f"sau chỉ tìm được theo từ · {count} passages are longer than the {encoder.max_tokens} "
        f"tokens that the model {encoder.name} reads; their end is found by words only"
    ]


@contextmanager
def _folder(index: Path) -> Iterator[Path]:
    """A folder to build in, gone again if the build fails (a killed one is cleared next time)."""
    folder = generations.new_folder(index)
    try:
        yield folder
    finally:
        archives.forget()
        shutil.rmtree(folder, ignore_errors=True)


def _differences(
    before: Sequence[SourceRecord], after: Sequence[SourceRecord]
) -> dict[str, tuple[str, ...]]:
    old = {r.document: r.sha256 for r in before if r.is_indexed}
    new = {r.document: r.sha256 for r in after if r.is_indexed}
    return {
        "added": tuple(sorted(new.keys() - old.keys())),
        "changed": tuple(sorted(d for d in new.keys() & old.keys() if new[d] != old[d])),
        "removed": tuple(sorted(old.keys() - new.keys())),
    }
