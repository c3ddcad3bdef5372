"""Plan files to a new generation of the index.

Only what changed is analysed and encoded; the rest is copied from the current generation. The new
one is written in a folder of its own and becomes current in one step at the end (see
``indexer.generation``), so that a build that fails or is killed changes nothing.
"""

from __future__ import annotations

import shutil
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import models
from indexer import generation as generations
from indexer.assemble import (
    Assembled,
    Item,
    NothingToIndex,
    Old,
    Progress,
    assemble,
    none_worked,
    understand,
    unexpected,
)
from indexer.build_rules import RULES_VERSION, code_version, rules_version
from indexer.errors import IndexCorrupt, IndexMissing
from indexer.generation import FORMAT, EncoderRecord, Manifest, SourceRecord
from indexer.index import vectors
from indexer.index.local import STORE, VECTORS
from indexer.index.store import Store
from indexer.sources import Source, find, name_documents
from models import Encoder

__all__ = ["RULES_VERSION", "Eta", "NothingToIndex", "Progress", "Report", "build"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did; ids where not said otherwise. ``quarantined``: ``(source, reason)``.

    ``built`` is False when nothing had changed: ``generation`` is then the one there was.
    ``renamed``: ``(source, id)`` where another document has the plain id.
    """

    generation: str
    built: bool
    documents: int
    clauses: int
    carried_over: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    quarantined: tuple[tuple[str, str], ...]
    skipped: tuple[tuple[str, str], ...]
    renamed: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    seconds: float


@dataclass(slots=True)
class Eta:
    """Estimates the seconds left of each stage from its pace so far.

    >>> eta = Eta(clock=iter([0.0, 2.0]).__next__)
    >>> eta.left("encode", 0, 10), eta.left("encode", 4, 10)
    (None, 3.0)
    """

    clock: Callable[[], float] = time.monotonic
    _began: dict[str, tuple[float, int]] = field(default_factory=dict)

    def left(self, stage: str, done: int, total: int) -> float | None:
        """Seconds left, or None while there is nothing to judge by."""
        now = self.clock()
        start, first = self._began.setdefault(stage, (now, done))
        if done <= first:
            return None
        return (now - start) / (done - first) * (total - done)


@dataclass(frozen=True, slots=True)
class _Base:
    """The generation there is. ``carries``: same rules and encoder, so rows can be copied."""

    folder: Path
    manifest: Manifest
    ranges: dict[str, tuple[int, int]]
    carries: bool

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
) -> Report:
    """Bring the index at ``index`` up to date with the files in ``sources``.

    A file that fails is quarantined with its reason and the others go on. Raises
    ``NothingToIndex`` (no file, or every one failed), ``BuildRunning``, or what the encoder
    raises; the current generation then stays as it was.
    """
    started = time.monotonic()
    roots = [Path(sources)] if isinstance(sources, str | Path) else [Path(s) for s in sources]
    index = Path(index)
    progress: Progress = on_progress or (lambda stage, done, total: None)
    for root in roots:
        if not root.exists():
            raise NothingToIndex(f"Không thấy {root} · There is no {root}")
    encoder = models.load() if encoder is None else encoder
    with generations.build_lock(index):
        base, notes = _base(index, encoder)
        found, skipped = find(roots, index)
        former = {r.source: r.document for r in base.records.values()} if base else {}
        ids, renamed = name_documents(found, former)
        items = _read(found, ids, base, progress)
        if not items:
            raise NothingToIndex(none_worked(skipped))
        unchanged = base is not None and _unchanged(items, base)
        manifest = (
            base.manifest
            if base and unchanged
            else _new_generation(index, items, base, encoder, progress)
        )
        generations.prune(index, served=base.manifest.generation if base else None)
    return Report(
        generation=manifest.generation,
        built=not unchanged,
        documents=manifest.documents,
        clauses=manifest.clauses,
        carried_over=sum(item.old_rows is not None for item in items),
        **_differences(base.manifest.sources if base else (), manifest.sources),
        quarantined=tuple((r.source, r.reason) for r in manifest.sources if r.reason is not None),
        skipped=tuple(skipped),
        renamed=tuple(renamed),
        notes=(*notes, *_twins(items)),
        seconds=time.monotonic() - started,
    )


def _base(index: Path, encoder: Encoder) -> tuple[_Base | None, list[str]]:
    """The generation there is, verified. One that is damaged is not built upon; that is said."""
    try:
        folder = index / generations.current(index)
        manifest = generations.verify(folder)
    except IndexMissing:
        return None, []
    except IndexCorrupt as error:
        return None, [str(error)]
    store = Store(folder / STORE)
    ranges = {name: (0, 0) for name in store.infos()} | store.ranges()
    store.close()
    recorded = (manifest.rules, manifest.encoder.fingerprint, manifest.encoder.dim)
    carries = recorded == (rules_version(), encoder.fingerprint, encoder.dim)
    note = (
        "Quy tắc hoặc mô hình đã đổi nên mọi văn bản được phân tích lại · "
        "The rules or the model changed, so every document is analysed again"
    )
    return _Base(folder, manifest, ranges, carries), [] if carries else [note]


def _read(
    found: Sequence[Source], ids: dict[str, str], base: _Base | None, progress: Progress
) -> list[Item]:
    """Hash every source, in order of document id, to see which can be carried over."""
    items = []
    records = base.records if base and base.carries else {}
    for done, source in enumerate(sorted(found, key=lambda s: ids[s.name])):
        progress("read", done, len(found))
        document, before = ids[source.name], records.get(source.name)
        try:
            sha = generations.sha256(source.path)
        except OSError as error:
            items.append(Item(source, document, "", reason=unexpected(error)))
            continue
        same = before is not None and before.reason is None and before.sha256 == sha
        rows = base.ranges[document] if base and same else None
        items.append(Item(source, document, sha, rows))
    progress("read", len(found), len(found))
    return items


def _unchanged(items: Sequence[Item], base: _Base) -> bool:
    """Whether a build would give what there is; files quarantined before get another chance."""
    records = base.records
    if not base.carries or base.manifest.code != code_version():
        return False
    if {i.source.name for i in items} != set(records):
        return False
    new = [(i, records[i.source.name]) for i in items if i.old_rows is None]
    if any(r.reason is None or r.sha256 != i.sha256 for i, r in new):
        return False
    return all(understand(i) == r.reason for i, r in new)


def _new_generation(
    index: Path, items: Sequence[Item], base: _Base | None, encoder: Encoder, progress: Progress
) -> Manifest:
    old = base.old() if base and base.carries else None
    with _folder(index) as folder:
        made: Assembled = assemble(folder, items, old, encoder, progress)
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
            sources=made.records,
            files=files,
        )
        generations.commit(index, folder, manifest)
    return manifest


@contextmanager
def _folder(index: Path) -> Iterator[Path]:
    """A folder to build in, gone again if the build fails (a killed one is cleared next time)."""
    folder = generations.new_folder(index)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _differences(
    before: Sequence[SourceRecord], after: Sequence[SourceRecord]
) -> dict[str, tuple[str, ...]]:
    old = {r.document: r.sha256 for r in before if r.reason is None}
    new = {r.document: r.sha256 for r in after if r.reason is None}
    return {
        "added": tuple(sorted(new.keys() - old.keys())),
        "changed": tuple(sorted(d for d in new.keys() & old.keys() if new[d] != old[d])),
        "removed": tuple(sorted(old.keys() - new.keys())),
    }


def _twins(items: Sequence[Item]) -> list[str]:
    """Files with the very same bytes: both are indexed, and someone should know."""
    same = defaultdict(list)
    for item in items:
        if item.sha256:
            same[item.sha256].append(item.source.name)
    return [
        f"Trùng nội dung · Same content: {', '.join(names)}"
        for names in same.values()
        if len(names) > 1
    ]
